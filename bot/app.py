"""Who is who? The one file that knows every concrete class and puts them together."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.channels.feeds import ENTRIES_MAX, FeedsChannel, Shelf
from bot.chat.health import Health, Running
from bot.clock import StandingClock, SystemClock
from bot.delivering import Rows
from bot.errors import ConfigError, Fault, SourceError
from bot.interpreting import Interpreter
from bot.match import compile_index
from bot.model.alert import Chat, Delivery
from bot.model.watchlist import Watchlist
from bot.pipeline import cycle
from bot.ports import Channel, Clock, Fetcher, Heart, RobotsMemory, Store
from bot.reloading import begun
from bot.settings import Settings, share
from bot.system import open_many, share_heaps
from bot.vigil import lived, look
from bot.watchlist import load_watchlist
from bot.world import World


def clock_at(now: datetime | None) -> Clock:
    """The machine's clock, or one standing at ``now``."""
    return StandingClock(now) if now else SystemClock()


def open_database(settings: Settings) -> Store:
    """The store behind ``settings.database``; an embedded SQLite file is brought up to date on the way."""
    from bot.store import open_store

    return open_store(settings.database, share("migrations"))


def channels_for(settings: Settings, *, as_json: bool) -> tuple[Mapping[str, Channel], Sequence[Chat]]:
    """Where alerts go: JSON lines when asked for, else Telegram when there is a token, else the console."""
    if as_json:
        from bot.channels.jsonlines import JsonLinesChannel

        return {"json": JsonLinesChannel(sys.stdout)}, (Chat("json:stdout", settings.zone),)
    if token := settings.telegram_token:
        return _telegram(settings, token)
    from bot.channels.console import ConsoleChannel

    return {"console": ConsoleChannel()}, (Chat("console:stdout", settings.zone),)


Notices = Literal["chat", "terminal", "nobody"]


def operators_of(
    channels: Mapping[str, Channel], settings: Settings, notices: Notices
) -> tuple[Mapping[str, Channel], Sequence[Chat]]:
    """Where notices about sources go: to the operators' chats on Telegram when there are any, else perhaps to standard error."""
    if notices != "nobody" and "telegram" in channels and settings.operators:
        return {}, tuple(Chat(f"telegram:{chat}", settings.zone, operators=True) for chat in settings.operators)
    if notices != "terminal":
        return {}, ()
    from rich.console import Console

    from bot.channels.console import ConsoleChannel

    terminal = Console(stderr=True, highlight=False)
    return {"operators": ConsoleChannel(terminal)}, (Chat("operators:stderr", settings.zone, operators=True),)


def _telegram(settings: Settings, token: str) -> tuple[Mapping[str, Channel], Sequence[Chat]]:
    from bot.channels.telegram import TelegramChannel

    channel = TelegramChannel(token, settings.telegram_url) if settings.telegram_url else TelegramChannel(token)
    return {"telegram": channel}, tuple(Chat(f"telegram:{chat}", settings.zone) for chat in settings.chats)


def subscribe(store: Store, chats: Sequence[Chat], zone: str) -> None:
    """Begin to tell the chats that the settings list. What a chat has set itself since stays: its zone, its silence after /stop.

    One that still has the ``zone`` of the list follows the list; one that had shut us out is tried again, as nobody may have heard
    that it let us in.
    """
    listed, new = store.setting("zone"), []
    for one in chats:
        known = store.chat(one.id) if one.channel == "telegram" else None
        if known is None:
            new.append(one)
            continue
        kept = replace(known, zone=one.zone if known.zone == (listed or known.zone) else known.zone, operators=one.operators)
        if kept != known:
            store.save_chat(kept)
    store.subscribe(new)
    store.reopen([one.id for one in chats])
    store.keep_setting("zone", zone)


def _somebody(settings: Settings, channels: Mapping[str, Channel], store: Store) -> None:
    """Raise ConfigError when there is a bot and nobody whom it could tell anything."""
    if "telegram" in channels and not settings.chats and not store.audience():
        hint = "the id of a chat the bot may write to, several separated by commas: TELEGRAM_CHATS=-1001234567890"
        raise ConfigError([Fault("TELEGRAM_CHATS", "there is a bot token but no chat to write to", hint)])


def http_fetcher(clock: Clock, settings: Settings, memory: RobotsMemory | None = None) -> Fetcher:
    """The network; ``memory`` keeps robots.txt files between runs."""
    from bot.fetch import HttpFetcher

    return HttpFetcher(clock, memory, contact=settings.contact)


def interpreter_for(settings: Settings, clock: Clock, store: Store) -> Interpreter | None:
    """Who translates headlines; None when no machine is named."""
    if not settings.translate_url:
        return None
    from bot.logs import keep_secret
    from bot.translating import HttpTranslator

    keep_secret(settings.translation_key)
    machine = HttpTranslator(settings.translation_kind, settings.translate_url, settings.translation_key, clock)
    return Interpreter(machine, store, clock)


def heart_of(settings: Settings, clock: Clock) -> Heart | None:
    """Who outside hears that we live; None when nobody is named."""
    if not (url := settings.heartbeat_url):
        return None
    from bot.fetch import HttpHeart, HttpPoster
    from bot.logs import keep_secret

    keep_secret(url)
    return HttpHeart(url, HttpPoster(clock, allow_private=settings.heartbeat_private))


WAYS_OUT = ("webhook", "feeds", "apprise")
"""Channels beside the first one, whose chats are those that the settings name and no others."""


def ways_out(
    settings: Settings, clock: Clock, watchlist: Watchlist, store: Callable[[], Store]
) -> tuple[Mapping[str, Channel], Sequence[Chat]]:
    """Where alerts and notices go besides: webhooks, feeds, and Apprise for the operators. Raises ConfigError."""
    from bot.logs import keep_secret

    channels: dict[str, Channel] = {}
    chats: list[Chat] = []
    if urls := settings.webhook_urls:
        from bot.channels import webhook
        from bot.fetch import HttpPoster

        poster, secret = (
            HttpPoster(clock, allow_private=settings.webhook_private),
            settings.webhook_key.get_secret_value().strip(),
        )
        for word in (secret, *urls):
            keep_secret(word)
        named = {webhook.address_of(url): url for url in urls}
        channels["webhook"] = webhook.WebhookChannel(named, secret, poster, clock)
        chats += [Chat(f"webhook:{name}", settings.zone) for name in named]
    if settings.feeds:
        chat = Chat("feeds:files", settings.zone)
        titles = {one.id: one.title.get("en", one.id) for one in watchlist.storylines.values()}
        shelf = Shelf(settings.feeds, titles, settings.feeds_url)
        channels["feeds"] = FeedsChannel(shelf, lambda storyline: store().feed(storyline, chat.id, ENTRIES_MAX))
        chats.append(chat)
    if settings.apprise_urls:
        channels["apprise"], more = _apprise(settings)
        chats += more
    return channels, chats


def _apprise(settings: Settings) -> tuple[Channel, Sequence[Chat]]:
    from bot.channels import apprise
    from bot.logs import keep_secret

    named: dict[str, apprise.Notifier] = {}
    for number, url in enumerate(settings.apprise_urls, 1):
        keep_secret(url)
        try:
            notifier = apprise.notifier_for(url)
        except ImportError as error:
            raise ConfigError(
                [Fault("READOUT_APPRISE", "Apprise is not installed", "pip install 'readout-bot[apprise]'")]
            ) from error
        if notifier is None:
            raise ConfigError([Fault("READOUT_APPRISE", f"number {number} is no address that Apprise knows")])
        named[apprise.address_of(url)] = notifier
    chats = [Chat(f"apprise:{name}", settings.zone, operators=True) for name in named]
    return apprise.AppriseChannel(named), chats


@asynccontextmanager
async def world(
    settings: Settings,
    clock: Clock,
    *,
    as_json: bool = False,
    fetcher: Fetcher | None = None,
    watchlist: Watchlist | None = None,
    notices: Notices = "chat",
    talks: bool = False,
) -> AsyncIterator[World]:
    """Everything wired and ready, closed in the end. Raises ConfigError or StoreError before anything is started.

    ``notices`` of how sources are doing go to the operators' chats, else to the terminal or to nobody. Who ``talks`` may begin
    without a chat.
    """
    share_heaps()
    open_many()
    watchlist = watchlist or load_watchlist(Path(settings.watchlists))
    channels, chats = channels_for(settings, as_json=as_json)
    terminal, operators = operators_of(channels, settings, notices)
    others, more = ({}, ()) if fetcher else ways_out(settings, clock, watchlist, lambda: store)  # a rehearsal tells nobody outside
    channels, chats = {**channels, **terminal, **others}, (*chats, *operators, *more)
    store = open_database(settings)
    network = fetcher or http_fetcher(clock, settings, store)
    interpreter = None if fetcher else interpreter_for(settings, clock, store)  # what is rehearsed asks nobody outside
    heart = None if fetcher else heart_of(settings, clock)
    try:
        store.follow([source for source in watchlist.sources.values() if source.enabled], clock.now())
        if not talks:
            _somebody(settings, channels, store)
        subscribe(store, chats, settings.zone)
        if not fetcher:
            store.withdraw(WAYS_OUT, chats)
        if isinstance(feeds := others.get("feeds"), FeedsChannel):
            await feeds.renew(list(watchlist.storylines))
        everything = World(compile_index(watchlist), store, network, channels, clock, settings.budget, interpreter)
        if "telegram" in channels:
            everything.buttons = _kept_buttons(everything, settings)
        gc.freeze()  # what stays for good need not be looked at again: each look would hold up the loop
        everything.heart = heart
        yield everything
    finally:
        if heart:
            await heart.close()
        await network.close()
        if interpreter:
            await interpreter.translator.close()
        for channel in channels.values():
            await channel.close()
        store.close()


def _kept_buttons(everything: World, settings: Settings) -> Callable[[Delivery], Awaitable[Rows]]:
    """What leaves a message its buttons when it is edited, until somebody talks (``_talk``)."""
    from bot.chat.alerting import Alerting
    from bot.chat.desk import Desk

    return Alerting(Desk(everything, settings.watchlists, Health(everything.clock.now()), settings.zone)).kept


async def run_once(settings: Settings, clock: Clock, *, every: bool, as_json: bool) -> list[str]:
    """One cycle; returns a line per source that failed, and per channel that refuses our token."""
    async with world(settings, clock, as_json=as_json) as everything:
        begun(everything, settings.watchlists, approval=settings.approval == "operators")
        failures = sorted(_line(failure) for failure in await cycle(everything, every=every))
        await asyncio.to_thread(lived, everything)
        refusals = await asyncio.to_thread(everything.store.refusals, clock.now())
        return [*failures, *(f"{channel}: refused: {why}" for channel, why in refusals.items())]


async def run_until_stopped(settings: Settings, *, as_json: bool) -> None:
    """Cycle until SIGINT or SIGTERM. What becomes of the sources is told to the operators."""
    from bot.activating import refused
    from bot.reloading import Reloader
    from bot.schedule import tick_until_stopped

    clock = SystemClock()
    watchlist, faults = _sound_watchlist(settings)
    approval, stop = settings.approval == "operators", asyncio.Event()
    async with world(settings, clock, as_json=as_json, notices="terminal", watchlist=watchlist, talks=True) as everything:
        look(everything)  # how long nobody lived is the first thing that operators hear
        if faults:
            refused(faults, everything.store, clock.now())
        else:
            begun(everything, settings.watchlists, approval=approval)
        enabled = sum(source.enabled for source in everything.watchlist.sources.values())
        told = ", ".join(name for name in everything.channels if name != "operators")
        _tell(f"Following {enabled} sources, telling {told}. Stop with Ctrl-C.")
        async with _talk(settings, everything, stop) as talk:
            await tick_until_stopped(everything, Reloader(everything, settings.watchlists, approval=approval), stop)
    if talk and talk.lost:
        raise ConfigError([Fault("TELEGRAM_BOT_TOKEN", "Telegram has refused the token for ten minutes", "was it revoked?")])


@asynccontextmanager
async def _talk(settings: Settings, everything: World, stop: asyncio.Event) -> AsyncIterator[Running | None]:
    """Talk with people over Telegram, where there is a token."""
    if "telegram" not in everything.channels:
        yield None
        return
    from importlib.metadata import version

    from bot.chat.hooking import Door
    from bot.chat.running import talking
    from bot.logs import keep_secret

    keep_secret(secret := settings.hook_secret)
    door = Door(settings.hook_url, secret, *settings.hook_address) if settings.hook_url else None
    told = {"zone": settings.zone, "version": version("readout-bot")}
    async with talking(
        everything, settings.watchlists, settings.telegram_token, settings.telegram_url, **told, stop=stop, door=door
    ) as talk:
        yield talk


def _sound_watchlist(settings: Settings) -> tuple[Watchlist | None, ConfigError | None]:
    """Nothing when that of the folder is sound; else the one in force, and what is wrong. Raises ConfigError without one."""
    try:
        load_watchlist(settings.watchlists)
    except ConfigError as error:
        from bot.activating import in_force

        with closing(open_database(settings)) as store:
            if (former := in_force(store)) is None:
                raise
        _tell(f"{error}\nThe watchlist has faults; the one that was in force stays.")
        return former.watchlist, error
    return None, None


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _line(failure: SourceError) -> str:
    return f"{failure.source}: {failure.state}: {failure.problem}"
