"""Which sources are checked now, how many side by side, and in whose turn? Claim, read, record."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.beside import Readers
from bot.errors import ReadFailed, SourceError
from bot.ports import SourceClaim
from bot.reading import Reading, read_source
from bot.recording import Ended, Recorder
from bot.world import World

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""Longer than any check may take; after it another process may take over."""
SIDE_BY_SIDE = 40
"""Sources checked at a time, each at a host of its own: with more, nothing is faster, and what was read waits in memory."""


class Checks:
    """Checks under way; those that fail are added to ``failures``, where somebody wants to know."""

    def __init__(self, world: World, failures: list[SourceError] | None = None) -> None:
        self._world = world
        self._failures = failures
        self._recorder = Recorder(world)
        self._running: set[asyncio.Task[None]] = set()
        self._readers = Readers(lambda: world.index, lambda: len(self._running))
        self._began = world.clock.now(), world.clock.monotonic()

    def _instant(self) -> datetime:
        """Now; where the clock stands, as far on as the time that has passed, since hosts do not stand still."""
        start, seconds = self._began
        return max(self._world.clock.now(), start + timedelta(seconds=self._world.clock.monotonic() - seconds))

    async def start_due(self, now: datetime, *, every: bool = False) -> int:
        """Begin as many checks as there is room for; returns how many."""
        room = SIDE_BY_SIDE - len(self._running)
        if room <= 0:
            return 0
        claims = await asyncio.to_thread(self._world.store.claim_sources, now, room, LEASE, every=every, turn=self._instant())
        for claim in claims:
            task = asyncio.create_task(self._check(claim))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return len(claims)

    async def all_due(self, now: datetime, *, every: bool = False) -> None:
        """Check all that is due ``now`` (or everything, once), each host in its turn, and wait until it is done."""
        while True:
            begun = await self.start_due(now, every=every)
            if self._running and (not begun or len(self._running) >= SIDE_BY_SIDE):
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            elif not begun:
                instant = self._instant()
                turn = await asyncio.to_thread(self._world.store.next_turn, now, instant, every=every)
                if turn is None:
                    return
                await self._world.clock.sleep((turn - instant).total_seconds())

    async def finish(self) -> None:
        """Wait for what is under way."""
        while self._running:
            await asyncio.wait(self._running)
        self._readers.close()

    async def _check(self, claim: SourceClaim) -> None:
        """One source, from asking to commit."""
        world = self._world
        source = world.watchlist.sources.get(claim.source)
        if source is None:  # it left the watchlist in this very moment: its lease ends, and nobody claims it again
            return
        result: Reading | SourceError
        try:
            result = await read_source(source, claim.cursor, world, self._readers)
        except SourceError as error:
            result = error
        except Exception as error:  # one of the two places: whatever one source does, the others go on
            log.exception("%s: unexpected", source.id)
            result = ReadFailed(source.id, f"unexpected {type(error).__name__}: {error}")
        if failure := await self._recorder.record(Ended(claim, source, result, world.clock.now(), self._instant())):
            log.info("%s: %s", source.id, failure.problem)
            if self._failures is not None:
                self._failures.append(failure)
