"""When does what run? A handful of ticks; what is due stands in the database, never here.

APScheduler's defaults lose ticks (one second of grace) and its job stores are not safe to share, so: no store, no grace
limit, late ticks run once, and no tick overlaps itself.
"""

import asyncio
import signal
from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.checking import Checks
from bot.pipeline import check_deadlines, plan_paces, recheck_due
from bot.reloading import Reloader
from bot.sending import Sends
from bot.world import World

CHECK_SECONDS = 2
RECHECK_SECONDS = 10
DELIVER_SECONDS = 2
DEADLINE_SECONDS = 60
PLAN_SECONDS = 600
RELOAD_SECONDS = 5


async def tick_until_stopped(world: World, reloader: Reloader | None = None, stop: asyncio.Event | None = None) -> None:
    """Tick until SIGINT or SIGTERM, then finish what runs: nothing is interrupted half-way, unless the signal comes again.

    Whoever else has a reason to end it sets ``stop``.
    """
    checks, sends = Checks(world), Sends(world)
    stop = _signalled(stop or asyncio.Event(), sends.stop)
    running = asyncio.Lock(), asyncio.Lock(), asyncio.Lock(), asyncio.Lock(), asyncio.Lock()

    async def check() -> None:
        async with running[0]:
            await checks.start_due(world.clock.now())

    async def deadlines() -> None:
        async with running[1]:
            await check_deadlines(world)

    async def deliver() -> None:
        async with running[2]:
            await sends.all_due()

    async def plan() -> None:
        async with running[3]:
            await plan_paces(world)

    async def recheck() -> None:
        async with running[4]:
            await recheck_due(world)

    async def reload() -> None:
        async with running[0]:  # nothing is claimed under a watchlist that is about to go
            if reloader and (index := await asyncio.to_thread(reloader.look)):
                world.index = index
                await plan_paces(world)

    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    ticks = (
        (check, CHECK_SECONDS),
        (recheck, RECHECK_SECONDS),
        (deadlines, DEADLINE_SECONDS),
        (deliver, DELIVER_SECONDS),
        (plan, PLAN_SECONDS),
        (reload, RELOAD_SECONDS),
    )
    for tick, seconds in ticks:
        scheduler.add_job(tick, "interval", seconds=seconds)
    await deliver()  # what an earlier run owes goes first
    await plan()
    await checks.all_due(world.clock.now())  # and nobody waits for the clock
    await deadlines()
    await deliver()
    scheduler.start()
    await stop.wait()
    scheduler.pause()
    await checks.finish()
    for lock in running:  # what runs is finished; shutdown would cancel it
        await lock.acquire()
    scheduler.shutdown(wait=False)


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
