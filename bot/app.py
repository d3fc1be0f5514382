"""Who is who? The one file that knows every concrete class and puts them together."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from secrets import token_urlsafe
from typing import Literal

from bot.alerts.brief import Brief
from bot.channels.feeds import ENTRIES_MAX, FeedsChannel, Shelf
from bot.chat.health import Health, Running
from bot.clock import StandingClock, SystemClock
from bot.deciding import Verdict, reviewed
from bot.delivering import Rows
from bot.errors import ConfigError, Fault, SourceError
from bot.explaining import Explanation, explained
from bot.interpreting import Interpreter
from bot.live import Look, look_at
from bot.match import compile_index
from bot.model.alert import Chat, Delivery
from bot.model.item import Item
from bot.model.routing import Silence
from bot.model.source import Source
from bot.model.talk import Operator
from bot.model.watchlist import Watchlist
from bot.opml import Import
from bot.pipeline import cycle
from bot.ports import Activation, Channel, Clock, Fetcher, Heart, RobotsMemory, Store
from bot.ports import Verdict as Opinion
from bot.reloading import begun
from bot.routing import routed
from bot.scouting import Found, Tried
from bot.settings import Settings, share
from bot.system import open_many, share_heaps
from bot.telling import Timeline, brief_for, timeline_for
from bot.text.urls import canonical, shown_host
from bot.vigil import lived, look
from bot.watchlist import load_watchlist
from bot.world import World

INVITED_FOR = timedelta(hours=1)


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


def held_items(settings: Settings, source: str | None) -> list[Item]:
    """What waits for an operator's decision, of one source or of all."""
    known = load_watchlist(settings.watchlists).sources
    store = open_database(settings)
    try:
        now = SystemClock().now()
        with store.deadlines(now) as transaction:
            return list(transaction.held([_named(source, known)] if source else sorted(known)).values())
    finally:
        store.close()


def review_held(settings: Settings, source: str, verdict: Verdict) -> dict[str, int]:
    """Decide about what one source holds back; returns how many items and alerts that were."""
    watchlist = load_watchlist(settings.watchlists)
    store = open_database(settings)
    try:
        now, entry = SystemClock().now(), watchlist.sources[_named(source, watchlist.sources)]
        with store.deadlines(now) as transaction:
            index = compile_index(watchlist)
            outcome = routed(reviewed(verdict, entry, index, transaction, now), index, transaction, now)
            transaction.record(outcome)
        return {"items": len(outcome.released), "alerts": len(outcome.alerts)}
    finally:
        store.close()


def _named(source: str, known: Mapping[str, Source]) -> str:
    """The id, if there is such a source. Raises ConfigError."""
    if source in known:
        return source
    near = get_close_matches(source, sorted(known), 1)
    raise ConfigError([Fault(source, "there is no such source", f"did you mean {near[0]!r}?" if near else "see readout sources")])


async def look_at_sources(
    settings: Settings, names: Sequence[str], seen: Callable[[Look], None], began: Callable[[int], None]
) -> None:
    """Look at the named sources, or at all that are enabled.

    ``began`` hears how many there are, ``seen`` of each as it answers.
    """
    known = load_watchlist(settings.watchlists).sources
    wanted = [known[_named(name, known)] for name in names] or [source for source in known.values() if source.enabled]
    began(len(wanted))
    clock = SystemClock()
    fetcher = http_fetcher(clock, settings)
    try:
        async for look in look_at(wanted, fetcher, clock):
            seen(look)
    finally:
        await fetcher.close()


async def scout_source(settings: Settings, url: str, tried: list[Tried], *, allow_private: bool) -> Found:
    """How an address could be read as a source; what is ``tried`` on the way is added there. Raises SourceError."""
    from bot.scouting import Scout

    known, clock = load_watchlist(settings.watchlists).sources, SystemClock()
    fetcher = http_fetcher(clock, settings)
    scout = Scout(tuple(known.values()), fetcher, clock, allow_private=allow_private)
    try:
        return await scout.look(url)
    finally:
        tried += scout.tried
        await fetcher.close()


def opml_entries(settings: Settings, file: Path) -> tuple[Import, str]:
    """The subscriptions of a file that the watchlist does not read yet, and a file of entries for review. Raises ConfigError."""
    from bot.opml import read_opml, yaml_of

    known = load_watchlist(settings.watchlists).sources
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigError([Fault(str(file), f"cannot be read: {error.strerror}")]) from error
    found = read_opml(body, str(file), known.values())
    return found, yaml_of(found, file.name)


def opml_of(settings: Settings) -> tuple[str, int, int]:
    """The watchlist's feeds as OPML; how many these are, and how many sources are none."""
    from bot.opml import is_shared, write_opml

    sources = load_watchlist(settings.watchlists).sources.values()
    feeds = sum(map(is_shared, sources))
    return write_opml(sources), feeds, len(sources) - feeds


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


async def invite_operator(settings: Settings) -> tuple[str, str]:
    """A new invitation, good for an hour and once: the message that accepts it, and the link that sends it (empty: not known)."""
    from bot.chat.commands.starting import INVITATION, digest_of
    from bot.chat.running import name_of

    if not settings.telegram_token:
        raise ConfigError([Fault("TELEGRAM_BOT_TOKEN", "operators talk to a bot, and there is no token", "ask @BotFather")])
    clock = SystemClock()
    secret = token_urlsafe(32)
    store = open_database(settings)
    try:
        store.invite(digest_of(secret), clock.now() + INVITED_FOR)
    finally:
        store.close()
    name = await name_of(settings.telegram_token, clock, settings.telegram_url)
    return f"/start {INVITATION}{secret}", f"https://t.me/{name}?start={INVITATION}{secret}" if name else ""


def operators_known(settings: Settings) -> Sequence[Operator]:
    """The operators."""
    store = open_database(settings)
    try:
        return store.operators()
    finally:
        store.close()


def dismiss_operator(settings: Settings, number: int) -> bool:
    """Take an operator off the list; False when there is none of that number."""
    store = open_database(settings)
    try:
        return store.dismiss(number)
    finally:
        store.close()


def _sound_watchlist(settings: Settings) -> tuple[Watchlist | None, ConfigError | None]:
    """Nothing when that of the folder is sound; else the one in force, and what is wrong. Raises ConfigError without one."""
    try:
        load_watchlist(settings.watchlists)
    except ConfigError as error:
        from bot.activating import in_force

        store = open_database(settings)
        try:
            if (former := in_force(store)) is None:
                raise
        finally:
            store.close()
        _tell(f"{error}\nThe watchlist has faults; the one that was in force stays.")
        return former.watchlist, error
    return None, None


def reload_watchlist(settings: Settings, progress: Callable[[int, int], None]) -> Mapping[str, object]:
    """Bring the folder's watchlist into force at once; a Readout that runs on this database takes it over. Raises ConfigError."""
    from bot.activating import activate, in_force, read, tried

    candidate, now = read(settings.watchlists), SystemClock().now()
    store = open_database(settings)
    try:
        former = in_force(store)
        if former and former.watchlist.digest == candidate.watchlist.digest:
            return {}
        report = tried(candidate, former.index if former else None, store, now=now, zone=settings.zone, progress=progress)
        return activate(candidate, report, store, now).report
    finally:
        store.close()


def try_watchlist(
    settings: Settings, folder: Path, since: timedelta, progress: Callable[[int, int], None]
) -> tuple[Mapping[str, object], str]:
    """What a folder's watchlist would have told, beside the one in force; and how their files differ. Raises ConfigError."""
    from bot.activating import as_json, difference, in_force, read, tried

    candidate = read(folder)
    store = open_database(settings)
    try:
        live = in_force(store) or read(settings.watchlists)
        now = SystemClock().now()
        report = tried(candidate, live.index, store, now=now, since=since, zone=settings.zone, progress=progress)
        return as_json(report), difference(live.files, candidate.files)
    finally:
        store.close()


def explain_item(settings: Settings, reference: str) -> Explanation | None:
    """The whole decision about one item, by its address or by an alert's id; None when nothing is known of it."""
    watchlist = load_watchlist(settings.watchlists)
    store = open_database(settings)
    try:
        url = canonical(reference) if "://" in reference else ""
        trace = store.trace(reference.strip(), url)
        return explained(trace, compile_index(watchlist)) if trace else None
    finally:
        store.close()


def add_silence(
    settings: Settings, matchers: Sequence[str], lasts: timedelta, creator: str, comment: str
) -> tuple[Silence, int, int]:
    """Keep a silence from now on. Returns it, and how many of the last week's alerts it matches. Raises ConfigError."""
    from bot.silencing import silence_of, would_have_silenced

    now = SystemClock().now()
    wanted = silence_of(matchers, lasts, creator, comment, now)
    store = open_database(settings)
    try:
        hits, count = would_have_silenced(wanted, store.alerts(), now)
        return replace(wanted, id=store.silence(wanted)), hits, count
    finally:
        store.close()


def all_silences(settings: Settings) -> tuple[Sequence[Silence], datetime]:
    """Every silence that there was, the newest first, and what time it is."""
    store = open_database(settings)
    try:
        return store.silences(), SystemClock().now()
    finally:
        store.close()


def expire_silence(settings: Settings, number: int, by: str) -> Silence | None:
    """End a silence now; None when there is none of that number."""
    store = open_database(settings)
    try:
        return store.expire(number, by, SystemClock().now())
    finally:
        store.close()


def sources_at(settings: Settings, url: str) -> list[dict[str, str]]:
    """How the sources are doing that are read from the host of an address."""
    host = shown_host(url)
    known = load_watchlist(settings.watchlists).sources
    store = open_database(settings)
    try:
        reports = {report.source: report for report in store.reports()}
    finally:
        store.close()
    rows = [(one, reports.get(one.id)) for one in known.values() if host and shown_host(one.url) == host]
    return [
        {
            "id": one.id,
            "state": report.state if report else "off" if not one.enabled else "new",
            "last_success": report.last_success.isoformat() if report and report.last_success else "",
            "items": str(report.items if report else 0),
        }
        for one, report in rows
    ]


def check_watchlist(settings: Settings, *, read: bool) -> tuple[Mapping[str, object], Sequence[Fault], Sequence[Fault]]:
    """What a watchlist holds, what must be mended, and what ought to be; with ``read``, also beside what was read."""
    from bot.watchlist.lint import lint
    from bot.watchlist.load import parsed

    try:
        watchlist, files = parsed(settings.watchlists)
    except ConfigError as error:
        return {}, error.faults, ()
    lints = lint(files, watchlist, texts_read(settings) if read else ())
    counts = {
        "digest": watchlist.digest,
        "sources": len(watchlist.sources),
        "enabled": sum(source.enabled for source in watchlist.sources.values()),
        "entities": len(watchlist.entities),
        "kinds": len(watchlist.kinds),
        "storylines": len(watchlist.storylines),
        "queries": len(watchlist.queries),
    }
    return counts, [one.fault for one in lints if not one.warning], [one.fault for one in lints if one.warning]


def texts_read(settings: Settings) -> list[str]:
    """What was read in the last month, headline and text together."""
    store = open_database(settings)
    try:
        with store.archive(SystemClock().now() - timedelta(days=30)) as (_, archive):
            return [one.item.body for one in archive]
    finally:
        store.close()


def storyline_brief(settings: Settings, storyline: str | None) -> Brief:
    """The state of play of a storyline. Raises ConfigError and StoreError."""
    watchlist = load_watchlist(settings.watchlists)
    store = open_database(settings)
    try:
        return brief_for(store, watchlist, storyline, SystemClock().now())
    finally:
        store.close()


def storyline_timeline(settings: Settings, storyline: str | None, since: datetime | None) -> Timeline:
    """What was told of a storyline. Raises ConfigError and StoreError."""
    watchlist = load_watchlist(settings.watchlists)
    store = open_database(settings)
    try:
        return timeline_for(store, watchlist, storyline, SystemClock().now(), since)
    finally:
        store.close()


def past_activations(settings: Settings, limit: int) -> Sequence[Activation]:
    """The latest watchlists that came into force, the newest first."""
    store = open_database(settings)
    try:
        return store.activations(limit)
    finally:
        store.close()


def judge_alert(settings: Settings, alert: str, verdict: Opinion) -> bool:
    """Keep what the operator says of an alert; False when there is none of that id."""
    store = open_database(settings)
    try:
        return store.judge(alert, "operator", verdict, SystemClock().now())
    finally:
        store.close()


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _line(failure: SourceError) -> str:
    return f"{failure.source}: {failure.state}: {failure.problem}"
