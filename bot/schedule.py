"""When does what run? A handful of ticks; what is due stands in the database, never here.

APScheduler's defaults lose ticks (one second of grace) and its job stores are not safe to share, so: no store, no grace
limit, late ticks run once, and no tick overlaps itself.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import SourceError
from bot.pipeline import World, check_deadlines, check_due, deliver_due

CHECK_SECONDS = 10
DELIVER_SECONDS = 2
DEADLINE_SECONDS = 60


async def tick_until_stopped(world: World, report: Callable[[Sequence[SourceError]], Awaitable[None]]) -> None:
    """Tick until SIGINT or SIGTERM, then finish what runs: nothing is interrupted half-way, unless the signal comes again.

    ``report`` is told after each check which sources failed in it.
    """
    stop = _signalled()
    running = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()

    async def check() -> None:
        async with running[0]:
            failures = await check_due(world)
        await report(failures)

    async def deadlines() -> None:
        async with running[1]:
            await check_deadlines(world)

    async def deliver() -> None:
        async with running[2]:
            await deliver_due(world)

    scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    for tick, seconds in ((check, CHECK_SECONDS), (deadlines, DEADLINE_SECONDS), (deliver, DELIVER_SECONDS)):
        scheduler.add_job(tick, "interval", seconds=seconds)
    for tick in (deliver, check, deadlines, deliver):  # what an earlier run owes goes first, and nobody waits for the clock
        await tick()
    scheduler.start()
    await stop.wait()
    scheduler.pause()
    for lock in running:  # what runs is finished; shutdown would cancel it
        await lock.acquire()
    scheduler.shutdown(wait=False)


def _signalled() -> asyncio.Event:
    """An event that SIGINT or SIGTERM sets; the second one does what it does to any process."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def heard(name: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(name)

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, heard, name)
    return stop
