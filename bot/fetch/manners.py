"""May we ask this host now?

One request in flight per host and a pause between the end of one and the start of the next, on the injected clock. A source
without a gap, such as one on our own machine, takes no turns.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.ports import Clock


class Manners:
    """Turns at hosts. In memory and per process: the store keeps the budget that processes share."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._ended: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, min_gap: float) -> AsyncIterator[None]:
        """Our turn at ``host`` (``name:port``), at least ``min_gap`` seconds after the last one ended; 0: at once."""
        if min_gap <= 0:
            yield
            return
        lock = self._locks.setdefault(host, asyncio.Lock())
        async with lock:
            if (wait := self._ended.get(host, float("-inf")) + min_gap - self._clock.monotonic()) > 0:
                await self._clock.sleep(wait)
            try:
                yield
            finally:
                self._ended[host] = self._clock.monotonic()
