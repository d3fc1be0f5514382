"""The whole story on one screen: what happens to sources that are due, to a deadline, and to an alert that is owed.

Steps 1 to 4 are told in ``reading.py``, 5 to 10 in ``deciding.py``, 11 in ``recording.py``, 12 in ``delivering.py``; how many
sources are checked side by side, and in whose turn, in ``checking.py``; the same of messages in ``sending.py``.
"""

import asyncio
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.checking import Checks
from bot.deciding import lapsed
from bot.errors import SourceError
from bot.model.source import Source
from bot.noticing import misfits, noticed
from bot.pacing.plan import TRACKED, Paced, ceiling, plan
from bot.pacing.rate import of_json, rate_at
from bot.ports import SourcePace
from bot.rechecking import recheck_due
from bot.routing import released, routed
from bot.sending import Sends
from bot.world import World

__all__ = ["World", "check_deadlines", "check_due", "cycle", "deliver_due", "plan_paces", "recheck_due", "release_due"]

TRACKED_FOR = timedelta(days=30)
"""For so long a source that yielded something to a storyline is one of its sources."""


async def cycle(world: World, *, every: bool = False) -> list[SourceError]:
    """One whole round: sources, pages behind alerts, deadlines, deliveries. Returns the sources that failed."""
    failures = await check_due(world, every=every)
    await recheck_due(world)
    await check_deadlines(world)
    await deliver_due(world)
    return failures


async def check_due(world: World, *, every: bool = False) -> list[SourceError]:
    """Check every source that is due (or all of them, once), many at a time. Returns the failures."""
    failures: list[SourceError] = []
    checks = Checks(world, failures)
    try:
        await checks.all_due(world.clock.now(), every=every)
    finally:
        await checks.finish()
    return failures


async def check_deadlines(world: World) -> None:
    """Tell once of every document that did not come in time, and the operators of sources that do otherwise than before.

    And of messages that had to be sent as plain text.
    """
    await asyncio.to_thread(_lapse, world)


def _lapse(world: World) -> None:
    now = world.clock.now()
    with world.store.deadlines(now) as transaction:
        if outcome := lapsed(world.index, transaction, now):
            transaction.record(routed(outcome, world.index, transaction, now))
        if outcome := noticed(transaction.news(), world.watchlist, now):
            transaction.record(outcome)
        if outcome := misfits(transaction.unfit(), now):
            transaction.record(outcome)


async def plan_paces(world: World) -> None:
    """Give every source its interval for this hour, so that all together cost what they may."""
    await asyncio.to_thread(_plan, world)


def _plan(world: World) -> None:
    now, named = world.clock.now(), world.watchlist.named_sources
    paced = [
        _paced(world.watchlist.sources[one.source], one, now, tracked=one.on_story or one.source in named)
        for one in world.store.paces(now - TRACKED_FOR)
        if one.source in world.watchlist.sources
    ]
    world.store.plan(plan(paced, world.budget))


def _paced(source: Source, one: SourcePace, now: datetime, *, tracked: bool) -> Paced:
    return Paced(
        source.id,
        urlsplit(source.url).hostname or "",
        rate_at(of_json(one.arrivals, now), now, one.added_at),
        source.every.total_seconds(),
        ceiling(source, now).total_seconds(),
        source.min_gap.total_seconds(),
        TRACKED if tracked else 1.0,
        2.0 if source.via else 1.0,
    )


async def deliver_due(world: World) -> int:
    """Step 12 until nothing more is due or soon will be: claim, send, settle. Returns how many messages were sent."""
    await release_due(world)
    return await Sends(world).all_due()


async def release_due(world: World) -> None:
    """What has waited for company long enough is owed."""
    await asyncio.to_thread(_release, world)


def _release(world: World) -> None:
    now = world.clock.now()
    if world.store.waits(now):
        with world.store.deadlines(now) as transaction:
            transaction.record(released(world.index, transaction, now))
