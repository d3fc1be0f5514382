"""The whole story on one screen: what happens to a source that is due, to a deadline, and to an alert that is owed.

Steps 1 to 4 are told in ``reading.py``, 5 to 10 in ``deciding.py``, 12 in ``delivering.py``; here they meet the store.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.deciding import lapsed, outcome_of
from bot.delivering import deliver
from bot.errors import FetchFailed, ReadFailed, SourceError, StoreError
from bot.match import Index
from bot.model.alert import Delivery
from bot.model.watchlist import Watchlist
from bot.pacing.backoff import next_due
from bot.ports import Channel, Clock, Fetcher, Outcome, SourceClaim, Store
from bot.reading import Reading, read_source

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""Longer than any check or send may take; after it another process may take over."""
BATCH = 32
"""Sources checked, or deliveries claimed, at a time."""


@dataclass(frozen=True, slots=True)
class World:
    """What the pipeline is given: the watchlist made ready to scan, the ports, and nothing else."""

    index: Index
    store: Store
    fetcher: Fetcher
    channels: Mapping[str, Channel]
    clock: Clock

    @property
    def watchlist(self) -> Watchlist:
        """The watchlist behind the index."""
        return self.index.watchlist


async def cycle(world: World, *, every: bool = False) -> list[SourceError]:
    """One whole round: sources, deadlines, deliveries. Returns the sources that failed."""
    failures = await check_due(world, every=every)
    await check_deadlines(world)
    await deliver_due(world)
    return failures


async def check_due(world: World, *, every: bool = False) -> list[SourceError]:
    """Check every source that is due (or all of them, once), many at a time. Returns the failures."""
    failures: list[SourceError] = []
    started = world.clock.now()
    while True:
        claims = await asyncio.to_thread(world.store.claim_sources, started, BATCH, LEASE, every=every)
        if not claims:
            return failures
        failures += [error for error in await asyncio.gather(*(check_source(claim, world) for claim in claims)) if error]


async def check_source(claim: SourceClaim, world: World) -> SourceError | None:
    """Read one source, decide and record; a failure is recorded too, and returned."""
    source = world.watchlist.sources[claim.source]
    try:
        reading = await read_source(source, claim.cursor, world.fetcher, world.store, world.clock)
        await asyncio.to_thread(_record, reading, claim, world)
    except SourceError as error:
        failure = error
    except Exception as error:  # one of the two places: whatever one source does, the others go on
        log.exception("%s: unexpected", source.id)
        failure = ReadFailed(source.id, f"unexpected {type(error).__name__}: {error}")
    else:
        return None
    log.info("%s: %s", source.id, failure.problem)
    try:
        await asyncio.to_thread(_record_failure, failure, claim, world)
    except StoreError as error:  # the lease is lost, or the database is away: the next check says it again
        log.warning("%s: %s", source.id, error)
    return failure


def _record(reading: Reading, claim: SourceClaim, world: World) -> None:
    """Steps 5 to 11 in ONE transaction: known, decided and written before anybody else looks."""
    now, source = world.clock.now(), world.watchlist.sources[claim.source]
    with world.store.checking(claim) as transaction:
        due = next_due(source, now, 0, None)
        transaction.record(outcome_of(reading, source, world.index, transaction, now, due))


def _record_failure(error: SourceError, claim: SourceClaim, world: World) -> None:
    """The failure, its word, and when to try again; the cursor stays where it was."""
    source, failures = world.watchlist.sources[claim.source], claim.cursor.failures + 1
    retry_after = error.retry_after if isinstance(error, FetchFailed) else None
    due = next_due(source, world.clock.now(), failures, retry_after)
    with world.store.checking(claim) as transaction:
        transaction.record(
            Outcome(cursor=replace(claim.cursor, failures=failures), next_due=due, state=error.state, error=error.problem)
        )


async def check_deadlines(world: World) -> None:
    """Tell once of every document that did not come in time."""
    await asyncio.to_thread(_lapse, world)


def _lapse(world: World) -> None:
    now = world.clock.now()
    with world.store.deadlines(now) as transaction:
        if outcome := lapsed(world.index, transaction, now):
            transaction.record(outcome)


async def deliver_due(world: World) -> int:
    """Step 12 until nothing more is due: claim, send, settle. Chats go side by side, each in its own order."""
    sent = 0
    while claimed := await asyncio.to_thread(world.store.claim_deliveries, world.clock.now(), BATCH, LEASE):
        sent += sum(await asyncio.gather(*(_deliver_one(delivery, world) for delivery in claimed)))
    return sent


async def _deliver_one(delivery: Delivery, world: World) -> bool:
    """Send one and write down how it ended."""
    receipt = await deliver(delivery, world.channels, world.watchlist, world.clock)
    settled = await asyncio.to_thread(world.store.settle, delivery, receipt, world.clock.now())
    return settled and receipt.outcome == "sent"
