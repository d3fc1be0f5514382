"""Who is who? The one file that knows every concrete class and puts them together."""

import gc
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.clock import StandingClock, SystemClock
from bot.errors import ConfigError, Fault, SourceError
from bot.match import compile_index
from bot.model.alert import Chat
from bot.model.watchlist import Watchlist
from bot.pipeline import World, cycle
from bot.ports import Channel, Clock, Fetcher, Store
from bot.settings import Settings, share
from bot.watchlist import load_watchlist


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


def _telegram(settings: Settings, token: str) -> tuple[Mapping[str, Channel], Sequence[Chat]]:
    from bot.channels.telegram import TelegramChannel

    if not settings.chats:
        hint = "the id of a chat the bot may write to, several separated by commas: TELEGRAM_CHATS=-1001234567890"
        raise ConfigError([Fault("TELEGRAM_CHATS", "there is a bot token but no chat to write to", hint)])
    channel = TelegramChannel(token, settings.telegram_url) if settings.telegram_url else TelegramChannel(token)
    return {"telegram": channel}, tuple(Chat(f"telegram:{chat}", settings.zone) for chat in settings.chats)


def http_fetcher(clock: Clock, settings: Settings) -> Fetcher:
    """The network."""
    from bot.fetch import HttpFetcher

    return HttpFetcher(clock, contact=settings.contact) if settings.contact else HttpFetcher(clock)


@asynccontextmanager
async def world(
    settings: Settings,
    clock: Clock,
    *,
    as_json: bool = False,
    fetcher: Fetcher | None = None,
    watchlist: Watchlist | None = None,
) -> AsyncIterator[World]:
    """Everything wired and ready, closed in the end. Raises ConfigError or StoreError before anything is started."""
    watchlist = watchlist or load_watchlist(Path(settings.watchlists))
    channels, chats = channels_for(settings, as_json=as_json)
    store = open_database(settings)
    network = fetcher or http_fetcher(clock, settings)
    try:
        store.follow([source for source in watchlist.sources.values() if source.enabled], clock.now())
        store.subscribe(chats)
        everything = World(compile_index(watchlist), store, network, channels, clock)
        gc.freeze()  # what stays for good need not be looked at again: each look would hold up the loop
        yield everything
    finally:
        await network.close()
        for channel in channels.values():
            await channel.close()
        store.close()


async def run_once(settings: Settings, clock: Clock, *, every: bool, as_json: bool) -> list[str]:
    """One cycle; returns a line per source that failed."""
    async with world(settings, clock, as_json=as_json) as everything:
        return [_line(failure) for failure in await cycle(everything, every=every)]


async def run_until_stopped(settings: Settings, *, as_json: bool) -> None:
    """Cycle until SIGINT or SIGTERM, saying on standard error which sources fail."""
    from bot.schedule import tick_until_stopped

    said: dict[str, str] = {}

    async def report(failures: Sequence[SourceError]) -> None:
        """Each trouble once: a source that keeps failing in the same way is no news."""
        news = {failure.source: line for failure in failures if said.get(failure.source) != (line := _line(failure))}
        for line in news.values():
            _tell(line)
        if news:
            _tell(f"{len(news)} could not be read; each is tried again with growing pauses, and the others go on.")
        said.update(news)

    async with world(settings, SystemClock(), as_json=as_json) as everything:
        enabled = sum(source.enabled for source in everything.watchlist.sources.values())
        _tell(f"Following {enabled} sources, telling {', '.join(everything.channels)}. Stop with Ctrl-C.")
        await tick_until_stopped(everything, report)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _line(failure: SourceError) -> str:
    return f"{failure.source}: {failure.state}: {failure.problem}"
