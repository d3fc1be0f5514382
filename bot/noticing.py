"""What do the operators hear? That a source is doing otherwise than they were told last: transitions, never samples."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from bot.alerts.notices import headline, in_words
from bot.model.alert import Alert
from bot.model.routing import Silence
from bot.model.watchlist import Watchlist
from bot.ports import Outcome, SourceNews
from bot.sources.health import ADVICE, GOOD
from bot.text.speech import ENGLISH, phrase

ABOUT = "Readout"
"""Stands where alerts name their storyline."""


def noticed(news: Sequence[SourceNews], watchlist: Watchlist, now: datetime) -> Outcome | None:
    """One notice of everything that changed since the last one; None when nothing did."""
    if not news:
        return None
    entries = [_entry(one, watchlist) for one in news if one.source in watchlist.sources and _worth_telling(one)]
    return Outcome(notices=[_notice(entries, now)] if entries else [], news_told=True)


def _worth_telling(one: SourceNews) -> bool:
    """That a new source is well is what everybody expects."""
    return bool(one.moved or one.held) or (one.state != one.before and not (one.before in GOOD and one.state in GOOD))


def _entry(one: SourceNews, watchlist: Watchlist) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": one.source,
        "name": watchlist.sources[one.source].name,
        "before": one.before,
        "state": one.state,
        "since": one.since.isoformat(),
        "error": one.error,
        "last_item": one.last_item.isoformat() if one.last_item else None,
        "moved": one.moved,
        "held": one.held,
        "advice": list(_advice(one)),
    }
    return {**entry, "todo": in_words(entry, ENGLISH)}


def _advice(one: SourceNews) -> Iterator[str]:
    """What an operator ought to do; the placeholders are the entry's own."""
    if one.held:
        yield phrase("look at what it holds back (readout held {id}) and decide: --tell, --digest or --seen")
    if one.moved:
        yield phrase("set its url to {moved}")
    if one.state != one.before and one.state not in GOOD:
        yield ADVICE[one.state]


def _notice(entries: Sequence[dict[str, object]], now: datetime) -> Alert:
    """The notice. Its id is made of what it says, so that saying it again is impossible and saying it anew is not."""
    words = "\n".join(f"{entry['id']} {entry['state']} {entry['since']} {entry['moved']} {entry['held']}" for entry in entries)
    return _told("sources", headline(entries, ENGLISH), words, {"type": "sources", "sources": list(entries)}, now)


def of_watchlist(title: str, lines: Sequence[str], digest: str, now: datetime) -> Alert:
    """What became of a change to the watchlist."""
    return _told("watchlist", title, f"{digest}\n{title}", {"type": "watchlist", "lines": list(lines)}, now)


def of_silence(silence: Silence, hidden: Alert, now: datetime) -> Alert:
    """That a silence hides what is high or critical. Named after the silence, so that it is said once of each."""
    title = f"Silence {silence.id} hides an alert that is {hidden.severity}"
    lines = [
        f"{hidden.kind}, {hidden.outlet or hidden.storyline}: {hidden.title}",
        f"it mutes {' and '.join(map(str, silence.matchers))} until {silence.over_at:%d %b %Y %H:%M} UTC",
        f"by {silence.creator}: {silence.comment}",
        f"to end it: readout silence expire {silence.id}",
    ]
    return _told("silence", title, f"silence {silence.id}", {"type": "watchlist", "lines": lines}, now)


def of_loss(lost: Alert, reason: str, now: datetime) -> Alert:
    """That an alert was given up for a chat, whichever: said once of each alert and reason, however many chats missed it."""
    lines = [
        f"{lost.kind}, {lost.outlet or lost.storyline}: {lost.title}",
        f"why: {reason}",
        f"to see which chats: readout explain {lost.id}",
    ]
    return _told("delivery", "An alert was given up", f"lost {lost.id} {reason}", {"type": "watchlist", "lines": lines}, now)


def _told(kind: str, title: str, words: str, finding: Mapping[str, object], now: datetime) -> Alert:
    """A notice, named after its ``words``."""
    name = blake2b(words.encode(), digest_size=8).hexdigest()
    return Alert(
        id=name, storyline=ABOUT, watch="", kind=kind, change="notice", severity="normal",
        title=title, url="", source="", outlet="", side="", role="", lang="en",
        published=None, first_seen=now, story=f"readout/notice/{name}", finding=finding,
    )  # fmt: skip
