"""When does what run? A handful of ticks; what is due stands in the database, never here.

APScheduler's defaults lose ticks (one second of grace) and its job stores are not safe to share, so: no store, no grace
limit, late ticks run once, and no tick overlaps itself.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.checking import Checks
from bot.pipeline import check_deadlines, plan_paces, recheck_due, release_due
from bot.reloading import Reloader
from bot.sending import Sends
from bot.vigil import Beat
from bot.world import World

CHECK_SECONDS = 2
RECHECK_SECONDS = 10
DELIVER_SECONDS = 2
DEADLINE_SECONDS = 60
PLAN_SECONDS = 600
RELOAD_SECONDS = 5
LOOK_SECONDS = 60


async def tick_until_stopped(world: World, reloader: Reloader | None = None, stop: asyncio.Event | None = None) -> None:
    """Tick until SIGINT or SIGTERM, then finish what runs: nothing is interrupted half-way, unless the signal comes again.

    Whoever else has a reason to end it sets ``stop``.
    """
    checks, sends, beat = Checks(world), Sends(world), Beat(world)
    stop = _signalled(stop or asyncio.Event(), sends.stop)

    async def start_checks() -> None:
        await checks.start_due(world.clock.now())

    async def renew() -> None:
        if reloader and (index := await asyncio.to_thread(reloader.look)):
            world.index = index
            await plan_paces(world)

    look = _Tick(beat.look, LOOK_SECONDS)
    release = _Tick(partial(release_due, world), DELIVER_SECONDS)
    deliver, plan = _Tick(sends.all_due, DELIVER_SECONDS), _Tick(partial(plan_paces, world), PLAN_SECONDS)
    deadlines = _Tick(partial(check_deadlines, world), DEADLINE_SECONDS)
    check = _Tick(start_checks, CHECK_SECONDS)
    reload = _Tick(renew, RELOAD_SECONDS, check.lock)  # nothing is claimed under a watchlist that is about to go
    ticks = (check, _Tick(partial(recheck_due, world), RECHECK_SECONDS), deadlines, release, deliver, plan, reload)

    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    scheduler.add_job(look.run, "interval", seconds=look.seconds)
    scheduler.start()  # a first round may take minutes, which the vigil is not to take for a death
    await release.run()
    await deliver.run()  # what an earlier run owes goes first
    await plan.run()
    await checks.all_due(world.clock.now())  # and nobody waits for the clock
    await deadlines.run()
    await deliver.run()
    await look.run()
    for tick in ticks:
        scheduler.add_job(tick.run, "interval", seconds=tick.seconds)
    await stop.wait()
    scheduler.pause()
    await checks.finish()
    for lock in {tick.lock for tick in (look, *ticks)}:  # what runs is finished; shutdown would cancel it
        await lock.acquire()
    scheduler.shutdown(wait=False)


@dataclass(frozen=True, slots=True)
class _Tick:
    """What is done every so many seconds, once at a time."""

    work: Callable[[], Awaitable[object]]
    seconds: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        async with self.lock:
            await self.work()


def _signalled(stop: asyncio.Event, then: Callable[[], None]) -> asyncio.Event:
    """SIGINT or SIGTERM sets the event, and calls what is to be called then; the second one does what it does to any process."""
    loop = asyncio.get_running_loop()

    def heard(name: signal.Signals) -> None:
        stop.set()
        then()
        loop.remove_signal_handler(name)

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, heard, name)
    return stop
