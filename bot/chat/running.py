"""How is all of it started, kept going, and ended in order?"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

from bot.channels.telegram import API
from bot.chat.alerting import Alerting
from bot.chat.asking import Moving
from bot.chat.desk import Desk
from bot.chat.health import Health, Running
from bot.chat.hearing import Conflicted, Ears, TokenRefused, Unreachable
from bot.chat.hooking import Door, Hook
from bot.chat.talk import Talk, lament
from bot.chat.wire import Wire
from bot.ports import Clock
from bot.world import World

log = logging.getLogger(__name__)

PACE_SECONDS = 2.0
"""Between two welcomes: whoever is put into a thousand groups must not flood Telegram with them."""
FINISH_SECONDS = 20.0
"""For so long a stop waits for what is being asked, and then for what is being said."""
_MENU_TICKS, _PRUNE_TICKS = 30, 40_000
REMEMBERED = timedelta(days=180)
"""For so long the buttons under an alert work."""
PACED_FOR = timedelta(days=1)
"""So long after its last turn nobody needs to know when a chat was written to: no flood lasts as long."""


@asynccontextmanager
async def talking(
    world: World,
    folder: Path,
    token: str,
    base_url: str = "",
    *,
    zone: str,
    version: str,
    stop: asyncio.Event,
    door: Door | None = None,
) -> AsyncIterator[Running]:
    """Talk with people while the block lasts. A token that is lost for good sets ``stop``. Without a ``door`` we poll."""
    health, wire = Health(world.clock.now()), Wire(token, world.clock, base_url or API)
    desk = Desk(world, folder, health, zone, version)
    talk, running = Talk(desk, wire), Running()

    async def moved(moving: Moving) -> None:
        await talk.take(moving)

    wire.closed, wire.moved = talk.closed, moved
    unheard, world.buttons = world.buttons, Alerting(desk).buttons
    world.hearing = health.signs
    hook = Hook(wire, door, world.clock) if door else None
    ears = Ears(hook or wire, talk.take, health, world.clock)

    async def hear() -> None:
        while True:
            try:
                running.lost = await ears.watch()
            except Exception as error:  # noqa: BLE001 - nothing ends our hearing but we ourselves
                lament(error)
                await world.clock.sleep(PACE_SECONDS)
            else:
                stop.set()
                return

    tasks = [
        asyncio.create_task(hear(), name="talk: hearing"),
        asyncio.create_task(_keep_house(talk, health, world), name="talk: house"),
    ]
    try:
        yield running
    finally:
        world.buttons, world.hearing = unheard, None
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        if hook:
            await hook.close()
        await talk.finish(FINISH_SECONDS)
        await wire.close(FINISH_SECONDS)


async def name_of(token: str, clock: Clock, base_url: str = "") -> str:
    """The bot's user name; empty when Telegram cannot be asked."""
    wire = Wire(token, clock, base_url or API)
    try:
        return await wire.who()
    except (Conflicted, TokenRefused, Unreachable):
        return ""
    finally:
        await wire.close()


async def _keep_house(talk: Talk, health: Health, world: World) -> None:
    """Welcomes one at a time, menus when they change, and a word in the log when our health does."""
    colour, tick = "yellow", 0
    while True:
        try:
            if health.last_poll is not None and health.refused_since is None:
                await talk.welcome_next()
                if tick % _MENU_TICKS == 0:
                    await talk.set_menus()
                if tick % _PRUNE_TICKS == 0:
                    await asyncio.to_thread(_prune, world)
                tick += 1
        except Exception as error:  # noqa: BLE001 - the house is kept although a broom breaks
            lament(error)
        if (now := health.colour(world.clock.now())) != colour:
            colour = now
            shout = log.error if colour == "red" else log.warning
            shout("the health of the chat is %s%s", colour, f": {health.trouble}" if health.trouble else "")
        await world.clock.sleep(PACE_SECONDS)


def _prune(world: World) -> None:
    now = world.clock.now()
    world.store.prune_choices(now - REMEMBERED)
    world.store.prune_paces(now - PACED_FOR)
