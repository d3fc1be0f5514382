"""What can an operator ask, or order, at the command line? Each opens what it needs, does one thing, and closes it.

What is asked while Readout runs goes through the chat (``chat/commands``); both call the same pure rooms.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from secrets import token_urlsafe

from bot import activating
from bot.alerts.brief import Brief
from bot.app import http_fetcher, open_database
from bot.clock import SystemClock
from bot.deciding import Verdict, reviewed
from bot.errors import ConfigError, Fault
from bot.explaining import Explanation, explained
from bot.live import Look, look_at
from bot.match import compile_index
from bot.model.item import Item
from bot.model.routing import Silence
from bot.model.source import Source
from bot.model.talk import Operator
from bot.opml import Import, is_shared, read_opml, write_opml, yaml_of
from bot.ports import Activation
from bot.ports import Verdict as Opinion
from bot.routing import routed
from bot.scouting import Found, Scout, Tried
from bot.settings import Settings
from bot.silencing import silence_of, would_have_silenced
from bot.telling import Timeline, brief_for, timeline_for
from bot.text.urls import canonical, shown_host
from bot.watchlist import load_watchlist
from bot.watchlist.lint import lint
from bot.watchlist.load import parsed

INVITED_FOR = timedelta(hours=1)
RECENTLY = timedelta(days=30)
"""What was read since then shows which words of a watchlist find too much, or nothing."""


def check_watchlist(settings: Settings, *, read: bool) -> tuple[Mapping[str, object], Sequence[Fault], Sequence[Fault]]:
    """What a watchlist holds, what must be mended, and what ought to be; with ``read``, also beside what was read."""
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
    """What was read RECENTLY, headline and text together."""
    with closing(open_database(settings)) as store, store.archive(SystemClock().now() - RECENTLY) as (_, archive):
        return [one.item.body for one in archive]


def try_watchlist(
    settings: Settings, folder: Path, since: timedelta, progress: Callable[[int, int], None]
) -> tuple[Mapping[str, object], str]:
    """What a folder's watchlist would have told, beside the one in force; and how their files differ. Raises ConfigError."""
    candidate = activating.read(folder)
    with closing(open_database(settings)) as store:
        live = activating.in_force(store) or activating.read(settings.watchlists)
        now = SystemClock().now()
        report = activating.tried(candidate, live.index, store, now=now, since=since, zone=settings.zone, progress=progress)
        return activating.as_json(report), activating.difference(live.files, candidate.files)


def reload_watchlist(settings: Settings, progress: Callable[[int, int], None]) -> Mapping[str, object]:
    """Bring the folder's watchlist into force at once; a Readout that runs on this database takes it over. Raises ConfigError."""
    candidate, now = activating.read(settings.watchlists), SystemClock().now()
    with closing(open_database(settings)) as store:
        former = activating.in_force(store)
        if former and former.watchlist.digest == candidate.watchlist.digest:
            return {}
        report = activating.tried(
            candidate, former.index if former else None, store, now=now, zone=settings.zone, progress=progress
        )
        return activating.activate(candidate, report, store, now).report


def past_activations(settings: Settings, limit: int) -> Sequence[Activation]:
    """The latest watchlists that came into force, the newest first."""
    with closing(open_database(settings)) as store:
        return store.activations(limit)


def explain_item(settings: Settings, reference: str) -> Explanation | None:
    """The whole decision about one item, by its address or by an alert's id; None when nothing is known of it."""
    watchlist = load_watchlist(settings.watchlists)
    with closing(open_database(settings)) as store:
        url = canonical(reference) if "://" in reference else ""
        trace = store.trace(reference.strip(), url)
        return explained(trace, compile_index(watchlist)) if trace else None


def sources_at(settings: Settings, url: str) -> list[dict[str, str]]:
    """How the sources are doing that are read from the host of an address."""
    host = shown_host(url)
    known = load_watchlist(settings.watchlists).sources
    with closing(open_database(settings)) as store:
        reports = {report.source: report for report in store.reports()}
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


def judge_alert(settings: Settings, alert: str, verdict: Opinion) -> bool:
    """Keep what the operator says of an alert; False when there is none of that id."""
    with closing(open_database(settings)) as store:
        return store.judge(alert, "operator", verdict, SystemClock().now())


def storyline_brief(settings: Settings, storyline: str | None) -> Brief:
    """The state of play of a storyline. Raises ConfigError and StoreError."""
    watchlist = load_watchlist(settings.watchlists)
    with closing(open_database(settings)) as store:
        return brief_for(store, watchlist, storyline, SystemClock().now())


def storyline_timeline(settings: Settings, storyline: str | None, since: datetime | None) -> Timeline:
    """What was told of a storyline. Raises ConfigError and StoreError."""
    watchlist = load_watchlist(settings.watchlists)
    with closing(open_database(settings)) as store:
        return timeline_for(store, watchlist, storyline, SystemClock().now(), since)


def add_silence(
    settings: Settings, matchers: Sequence[str], lasts: timedelta, creator: str, comment: str
) -> tuple[Silence, int, int]:
    """Keep a silence from now on. Returns it, and how many of the last week's alerts it matches. Raises ConfigError."""
    now = SystemClock().now()
    wanted = silence_of(matchers, lasts, creator, comment, now)
    with closing(open_database(settings)) as store:
        hits, count = would_have_silenced(wanted, store.alerts(), now)
        return replace(wanted, id=store.silence(wanted)), hits, count


def all_silences(settings: Settings) -> tuple[Sequence[Silence], datetime]:
    """Every silence that there was, the newest first, and what time it is."""
    with closing(open_database(settings)) as store:
        return store.silences(), SystemClock().now()


def expire_silence(settings: Settings, number: int, by: str) -> Silence | None:
    """End a silence now; None when there is none of that number."""
    with closing(open_database(settings)) as store:
        return store.expire(number, by, SystemClock().now())


def held_items(settings: Settings, source: str | None) -> list[Item]:
    """What waits for an operator's decision, of one source or of all."""
    known = load_watchlist(settings.watchlists).sources
    with closing(open_database(settings)) as store:
        now = SystemClock().now()
        with store.deadlines(now) as transaction:
            return list(transaction.held([_named(source, known)] if source else sorted(known)).values())


def review_held(settings: Settings, source: str, verdict: Verdict) -> dict[str, int]:
    """Decide about what one source holds back; returns how many items and alerts that were."""
    watchlist = load_watchlist(settings.watchlists)
    with closing(open_database(settings)) as store:
        now, entry = SystemClock().now(), watchlist.sources[_named(source, watchlist.sources)]
        with store.deadlines(now) as transaction:
            index = compile_index(watchlist)
            outcome = routed(reviewed(verdict, entry, index, transaction, now), index, transaction, now)
            transaction.record(outcome)
        return {"items": len(outcome.released), "alerts": len(outcome.alerts)}


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
    known = load_watchlist(settings.watchlists).sources
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigError([Fault(str(file), f"cannot be read: {error.strerror}")]) from error
    found = read_opml(body, str(file), known.values())
    return found, yaml_of(found, file.name)


def opml_of(settings: Settings) -> tuple[str, int, int]:
    """The watchlist's feeds as OPML; how many these are, and how many sources are none."""
    sources = load_watchlist(settings.watchlists).sources.values()
    feeds = sum(map(is_shared, sources))
    return write_opml(sources), feeds, len(sources) - feeds


def _named(source: str, known: Mapping[str, Source]) -> str:
    """The id, if there is such a source. Raises ConfigError."""
    if source in known:
        return source
    near = get_close_matches(source, sorted(known), 1)
    raise ConfigError([Fault(source, "there is no such source", f"did you mean {near[0]!r}?" if near else "see readout sources")])


async def invite_operator(settings: Settings) -> tuple[str, str]:
    """A new invitation, good for an hour and once: the message that accepts it, and the link that sends it (empty: not known)."""
    from bot.chat.commands.starting import INVITATION, digest_of
    from bot.chat.running import name_of

    if not settings.telegram_token:
        raise ConfigError([Fault("TELEGRAM_BOT_TOKEN", "operators talk to a bot, and there is no token", "ask @BotFather")])
    clock = SystemClock()
    secret = token_urlsafe(32)
    with closing(open_database(settings)) as store:
        store.invite(digest_of(secret), clock.now() + INVITED_FOR)
    name = await name_of(settings.telegram_token, clock, settings.telegram_url)
    return f"/start {INVITATION}{secret}", f"https://t.me/{name}?start={INVITATION}{secret}" if name else ""


def operators_known(settings: Settings) -> Sequence[Operator]:
    """The operators."""
    with closing(open_database(settings)) as store:
        return store.operators()


def dismiss_operator(settings: Settings, number: int) -> bool:
    """Take an operator off the list; False when there is none of that number."""
    with closing(open_database(settings)) as store:
        return store.dismiss(number)
