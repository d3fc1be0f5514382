"""What do the checks that ended lead to? Steps 5 to 11, for as many of them in ONE commit as have ended by then.

A commit waits for the disk whether it holds one source's rows or a hundred sources'. Each check keeps a part of the transaction to
itself: what goes wrong in one leaves the others as they are.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.deciding import outcome_of
from bot.errors import FetchFailed, ReadFailed, SourceError, StoreError
from bot.model.item import Item
from bot.model.source import Cursor, Source
from bot.pacing.due import LIFETIME_MAX, Pace, after_failure, after_success
from bot.ports import Outcome, Recording, SourceClaim, StoredItem
from bot.reading import Reading
from bot.sources import health
from bot.world import World

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Checks in one commit: beyond that nothing is gained, and the others would wait."""
WINDOW = 5
"""Items of a reply that are all new before that means that some may have passed by unseen."""
BELIEVED = timedelta(days=7)
"""Dates older than this say nothing of how often a source publishes now."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A check that has ended at ``at``: with a reading, or with an error."""

    claim: SourceClaim
    result: Reading | SourceError
    at: datetime


class Recorder:
    """Records checks in the order in which they ended. While one commit is under way, the next gathers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: list[tuple[Ended, asyncio.Future[SourceError | None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def record(self, ended: Ended) -> SourceError | None:
        """Returns once it is committed: the error that ended the check, or what went wrong in recording it."""
        future: asyncio.Future[SourceError | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((ended, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            for (_, future), error in zip(
                batch, await asyncio.to_thread(record, [one for one, _ in batch], self._world), strict=True
            ):
                future.set_result(error)


def record(batch: Sequence[Ended], world: World) -> list[SourceError | None]:
    """One commit. What the database refuses is given up here: the leases end, and the checks are made again."""
    errors: list[SourceError | None] = [ended.result if isinstance(ended.result, SourceError) else None for ended in batch]
    try:
        with world.store.recording() as recording:
            plain: list[tuple[SourceClaim, Outcome]] = []
            for i, ended in enumerate(batch):
                if not isinstance(ended.result, SourceError) and not ended.result.unchanged:
                    errors[i] = _decided(ended, ended.result, recording, world)
                if (outcome := _plain(ended, errors[i], world)) is not None:
                    plain.append((ended.claim, outcome))
            recording.settle(plain)
    except StoreError as error:
        log.warning("%d checks are not recorded and will be made again: %s", len(batch), error)
        return [found or ReadFailed(ended.claim.source, str(error)) for found, ended in zip(errors, batch, strict=True)]
    return errors


def _decided(ended: Ended, reading: Reading, recording: Recording, world: World) -> SourceError | None:
    """Steps 5 to 11 for a reading that may hold news; what goes wrong undoes this check alone."""
    claim, source = ended.claim, world.watchlist.sources[ended.claim.source]
    try:
        with recording.checking(claim) as transaction:
            outcome = outcome_of(reading, source, world.index, transaction, ended.at, claim.last_success)
            new = [stored for stored in outcome.items if not stored.revision]
            transaction.arrived(_arrivals(new, ended.at))
            whole = claim.cursor.baselined and len(reading.items) >= WINDOW and len(new) == len(reading.items)
            transaction.record(
                settled(outcome, ended, reading, source, news=not all(stored.baseline for stored in new), overflow=whole)
            )
    except StoreError as error:  # the lease is lost: whoever has it now records what he finds
        log.warning("%s", error)
        return ReadFailed(source.id, str(error))
    except Exception as error:  # one of the two places: whatever one source does, the others go on
        log.exception("%s: unexpected", source.id)
        return ReadFailed(source.id, f"unexpected {type(error).__name__}: {error}")
    return None


def _arrivals(new: Sequence[StoredItem], now: datetime) -> list[datetime]:
    """When these came out: by their own dates as far as these can be believed, else when we first saw them.

    What was there before we looked and bears no date is left out.
    """
    dated = [(one, one.item.published.start if one.item.published else one.item.first_seen) for one in new]
    return [when for one, when in dated if now - BELIEVED <= when <= now and (one.item.published or not one.baseline)]


def _plain(ended: Ended, error: SourceError | None, world: World) -> Outcome | None:
    """The outcome of a check that brought no items: unchanged, or failed; None when it is recorded already."""
    source, cursor = world.watchlist.sources[ended.claim.source], ended.claim.cursor
    if error is None:
        if not isinstance(ended.result, Reading) or not ended.result.unchanged:
            return None
        return settled(Outcome(cursor=replace(ended.result.cursor, baselined=True)), ended, ended.result, source)
    failures = cursor.failures + 1
    retry_after = error.retry_after if isinstance(error, FetchFailed) else None
    status = error.status if isinstance(error, FetchFailed) else 0
    due = after_failure(source, ended.at, failures, error.state, status=status, retry_after=retry_after)
    return Outcome(
        cursor=replace(cursor, failures=failures, trouble=error.state),
        next_due=due,
        not_before=due if retry_after else None,
        ended=ended.at,
        state=health.after_failure(ended.claim.state, error.state, cursor.trouble, failures),
        error=error.problem,
    )


def settled(
    outcome: Outcome, ended: Ended, reading: Reading, source: Source, *, news: bool = False, overflow: bool = False
) -> Outcome:
    """The outcome of a good check with the state of its source and when it is due next."""
    due, pace = after_success(
        source,
        ended.at,
        _pace(outcome.cursor),
        planned=ended.claim.interval,
        lifetime=reading.lifetime,
        news=news,
        overflow=overflow,
    )
    newest = max((_came_out(item) for item in reading.items), default=None)
    known = [when for when in (newest, ended.claim.last_item) if when]
    state = health.after_success(
        source,
        items=reading.cursor.items,
        dated=any(item.published for item in reading.items) or (reading.unchanged and ended.claim.state != "undated"),
        newest=max(known, default=None),
        now=ended.at,
    )
    return replace(
        outcome,
        cursor=replace(outcome.cursor, burst=pace.burst, halvings=pace.halvings, calm=pace.calm),
        next_due=due,
        not_before=ended.at + min(timedelta(seconds=reading.lifetime), LIFETIME_MAX) if reading.lifetime else None,
        ended=ended.at,
        state=state,
    )


def _pace(cursor: Cursor) -> Pace:
    return Pace(cursor.burst, cursor.halvings, cursor.calm)


def _came_out(item: Item) -> datetime:
    """When an item came out, as far as we can believe that: never after we saw it."""
    return min(item.published.start, item.first_seen) if item.published else item.first_seen
