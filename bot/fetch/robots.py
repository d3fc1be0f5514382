"""Does the host want us at this address? robots.txt (RFC 9309), read by protego and kept for a day."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from protego import Protego

from bot.ports import Clock, RobotsMemory

KEPT = timedelta(hours=24)
"""RFC 9309 §2.4."""
SIZE_MAX = 512_000
"""Bytes read of a file: RFC 9309 §2.5 asks for at least 500 KiB."""
DELAY_MAX = 60.0
"""Seconds of Crawl-delay, which is no part of the RFC, that we are willing to leave between requests."""
US = "readout-bot"


class Rules:
    """What one host's file says to us; a page of HTML, which some hosts send instead, says nothing."""

    def __init__(self, text: str, fetched_at: datetime) -> None:
        self._file = Protego.parse(text)
        self.fetched_at = fetched_at

    def allows(self, url: str) -> bool:
        """Whether we may ask for ``url``."""
        return bool(self._file.can_fetch(url, US))

    @property
    def delay(self) -> float:
        """Seconds between our requests."""
        return min(float(self._file.crawl_delay(US) or 0.0), DELAY_MAX)


class Robots:
    """The rules of the hosts we ask: parsed ones here, texts in ``memory``, so that a restart need not fetch them again."""

    def __init__(self, clock: Clock, memory: RobotsMemory | None) -> None:
        self._clock = clock
        self._memory = memory
        self._rules: dict[str, Rules] = {}

    async def of(self, origin: str, fetch: Callable[[str], Awaitable[bytes]]) -> Rules:
        """The rules of ``https://host``; ``fetch`` gets the file's bytes (none: no file) and raises when nobody can tell.

        What was known before stands in for a file that cannot be had; without that nobody may ask (RFC 9309 §2.3.1.4).
        """
        now = self._clock.now()
        if origin not in self._rules and self._memory and (kept := await asyncio.to_thread(self._memory.robots, origin)):
            self._rules[origin] = Rules(*kept)
        before = self._rules.get(origin)
        if before and abs(now - before.fetched_at) < KEPT:
            return before
        try:
            text = (await fetch(f"{origin}/robots.txt"))[:SIZE_MAX].decode("utf-8-sig", "replace")
        except Exception:
            if before is None:
                raise
            return before
        self._rules[origin] = Rules(text, now)
        if self._memory:
            await asyncio.to_thread(self._memory.remember_robots, origin, text, now)
        return self._rules[origin]
