"""What do the checks that ended lead to? Steps 5 to 11, for as many of them in ONE commit as have ended by then.

A commit waits for the disk whether it holds one source's rows or a hundred sources'. When something goes wrong the same checks are
recorded once more, each in a part of the transaction that can be undone by itself.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.deciding import Read, outcome_of
from bot.errors import ReadFailed, SourceError, StoreError
from bot.model.source import Source
from bot.pacing.due import LIFETIME_MAX, Pace, after_failure, after_success
from bot.ports import End, Outcome, Recording, SourceClaim, StoredItem
from bot.reading import Reading
from bot.routing import routed
from bot.sources import health
from bot.world import World

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Checks in one commit: with more nothing is gained but memory used, and the others would wait."""
WINDOW = 5
"""Items of a reply that are all new before that means that some may have passed by unseen."""
BELIEVED = timedelta(days=7)
"""Dates older than this say nothing of how often a source publishes now."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A check that has ended at ``at``: with a reading, or with an error."""

    claim: SourceClaim
    source: Source
    """As it was when the check began: the watchlist may have changed since."""
    result: Reading | SourceError
    at: datetime
    left_host: datetime
    """The same where the clock runs; where it stands, as much later as the check took, since hosts do not stand still."""


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
    failed: dict[str, SourceError] = {e.claim.source: e.result for e in batch if isinstance(e.result, SourceError)}
    news = [ended for ended in batch if isinstance(ended.result, Reading) and not ended.result.unchanged]
    errors = failed
    try:
        try:
            _commit(batch, failed, world, [news] if news else [])
        except Exception as error:  # noqa: BLE001 - each by itself then, where it is told
            log.info("%d checks are recorded one by one: %s", len(news), error)
            errors = _commit(batch, failed, world, [[ended] for ended in news], undo=True)
    except StoreError as error:
        log.warning("%d checks are not recorded and will be made again: %s", len(batch), error)
        return [errors.get(ended.claim.source) or ReadFailed(ended.claim.source, str(error)) for ended in batch]
    return [errors.get(ended.claim.source) for ended in batch]


def _commit(
    batch: Sequence[Ended],
    failed: Mapping[str, SourceError],
    world: World,
    parts: Sequence[Sequence[Ended]],
    *,
    undo: bool = False,
) -> dict[str, SourceError]:
    """One transaction: the parts that may hold news, then the rest. Returns what ended in an error.

    What goes wrong in a part ends all, unless it can be undone by itself, which costs a copy of every page that it writes.
    """
    errors = dict(failed)
    with world.store.recording() as recording:
        for part in parts:
            try:
                _decide(part, recording, world, undo=undo)
            except Exception as error:  # one of the two places: whatever one source does, the others go on
                if not undo:
                    raise
                errors |= {ended.claim.source: _told(ended.claim.source, error) for ended in part}
        decided = {ended.claim.source for part in parts for ended in part} - set(errors)
        rest = [ended for ended in batch if ended.claim.source not in decided]
        recording.settle([(ended.claim, _end(ended, errors.get(ended.claim.source))) for ended in rest])
    return errors


def _decide(part: Sequence[Ended], recording: Recording, world: World, *, undo: bool) -> None:
    """Steps 5 to 11."""
    with recording.checking([ended.claim for ended in part], undo=undo) as transaction:
        outcome = outcome_of([_read(ended) for ended in part], world.index, transaction)
        now = max(ended.at for ended in part)
        transaction.record(routed(replace(outcome, ends=_ends(part, outcome)), world.index, transaction, now))


def _told(name: str, error: Exception) -> SourceError:
    if isinstance(error, StoreError):  # the lease is lost: whoever has it now records what he finds
        log.warning("%s", error)
        return ReadFailed(name, str(error))
    log.error("%s: unexpected", name, exc_info=error)
    return ReadFailed(name, f"unexpected {type(error).__name__}: {error}")


def _read(ended: Ended) -> Read:
    return Read(ended.source, reading_of(ended), ended.at, ended.claim.last_success)


def reading_of(ended: Ended) -> Reading:
    """The reading of a check that did not fail."""
    if isinstance(ended.result, SourceError):
        raise ended.result
    return ended.result


def _ends(news: Sequence[Ended], outcome: Outcome) -> list[End]:
    """How these checks ended, given what was new in them."""
    new: dict[str, list[StoredItem]] = defaultdict(list)
    for stored in outcome.items:
        if not stored.revision:
            new[stored.item.source].append(stored)
    ends = []
    for ended in news:
        mine, cursor = new[ended.claim.source], reading_of(ended).cursor
        whole = ended.claim.cursor.baselined and cursor.items >= WINDOW and len(mine) == cursor.items
        end = _good(ended, news=any(stored.on_story and not stored.baseline for stored in mine), overflow=whole)
        cursor = replace(end.cursor, distrust=outcome.distrust.get(ended.claim.source, end.cursor.distrust))
        ends.append(replace(end, cursor=cursor, published=_arrivals(mine, ended.at)))
    return ends


def _arrivals(new: Sequence[StoredItem], now: datetime) -> list[datetime]:
    """When these came out: by their own time as far as that can be believed, else when we first saw them.

    A date without a time would count for midnight, when nobody publishes. What was there before we looked and bears no
    time is left out.
    """
    dates = []
    for one in new:
        published = one.item.published
        if published and published.exact and now - BELIEVED <= published.start <= now:
            dates.append(published.start)
        elif not one.baseline:
            dates.append(one.item.first_seen)
    return dates


def _end(ended: Ended, error: SourceError | None) -> End:
    """How a check ended that brought no items."""
    return _bad(ended, error) if error else _good(ended)


def _bad(ended: Ended, error: SourceError) -> End:
    """The cursor stays where it was; the pause grows."""
    source, cursor = ended.source, ended.claim.cursor
    failures = cursor.failures + 1
    due = after_failure(source, ended.at, failures, error.state, status=error.status, retry_after=error.retry_after)
    return End(
        source=source.id,
        cursor=replace(cursor, failures=failures, trouble=error.state),
        next_due=due,
        not_before=due if error.retry_after else None,
        at=ended.left_host,
        state=health.after_failure(ended.claim.state, error.state, cursor.trouble, failures),
        error=error.problem,
    )


def _good(ended: Ended, *, news: bool = False, overflow: bool = False) -> End:
    """The state of the source by what we know of it now, and its pace by what it brought."""
    source, claim, reading = ended.source, ended.claim, reading_of(ended)
    cursor = reading.cursor
    due, pace = after_success(
        source,
        ended.at,
        Pace(cursor.burst, cursor.halvings, cursor.calm),
        planned=claim.interval,
        lifetime=reading.lifetime,
        news=news,
        overflow=overflow,
    )
    items = [one.item for one in reading.items]
    dates = [min(item.published.start, item.first_seen) if item.published else item.first_seen for item in items]
    state = health.after_success(
        source,
        items=cursor.items,
        dated=any(item.published for item in items) or (not items and claim.state != "undated"),
        newest=max([*dates, claim.last_item] if claim.last_item else dates, default=None),
        now=ended.at,
    )
    return End(
        source=source.id,
        cursor=replace(cursor, baselined=True, burst=pace.burst, halvings=pace.halvings, calm=pace.calm),
        next_due=due,
        not_before=ended.at + min(timedelta(seconds=reading.lifetime), LIFETIME_MAX) if reading.lifetime else None,
        at=ended.left_host,
        state=state,
    )
