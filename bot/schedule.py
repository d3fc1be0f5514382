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
    """Tick until SIGINT or SIGTERM, then finish what runs: nothing is interrupted half-way.

    ``report`` is told after each check which sources failed in it.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
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
    await check()
    scheduler.start()
    await stop.wait()
    scheduler.pause()
    for lock in running:  # what runs is finished; shutdown would cancel it
        await lock.acquire()
    scheduler.shutdown(wait=False)
