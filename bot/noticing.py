"""What do the operators hear? Of their sources transitions, never samples; and what else went otherwise than it should.

Notices are phrases and what stands in their places: each chat of operators reads them in its language (``alerts/notices.py``).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from bot.alerts.notices import Words, at, headline, in_english, in_words
from bot.alerts.words import short
from bot.model.alert import Alert, Delivery
from bot.model.routing import Silence
from bot.model.watchlist import Watchlist
from bot.ports import Outcome, SourceNews, Unfit
from bot.sources.health import ADVICE, GOOD
from bot.text.speech import ENGLISH, phrase

ABOUT = "Readout"
"""Stands where alerts name their storyline."""
MISFITS_MAX = 8
"""Kinds of messages named in one notice."""
TITLE_MAX = 120
"""Code points of a headline that is an example."""


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


def of_watchlist(title: Words, lines: Sequence[Words], digest: str, now: datetime) -> Alert:
    """What became of a change to the watchlist."""
    return notice("watchlist", title, lines, f"{digest}\n{in_english(title, now)}", now)


def of_silence(silence: Silence, hidden: Alert, now: datetime) -> Alert:
    """That a silence hides what is high or critical. Named after the silence, so that it is said once of each."""
    number, severity = str(silence.id), {"say": hidden.severity}
    title = {"say": phrase("Silence {number} hides an alert that is {severity}"), "number": number, "severity": severity}
    mutes = ", ".join(map(str, silence.matchers))
    lines = [
        _named(hidden),
        {"say": phrase("it mutes {matchers} until {time}"), "matchers": mutes, "time": at(silence.over_at)},
        {"say": phrase("by {creator}: {comment}"), "creator": silence.creator, "comment": silence.comment},
        {"say": phrase("to end it: {command}"), "command": f"readout silence expire {number}"},
    ]
    return notice("silence", title, lines, f"silence {number}", now)


def of_loss(lost: Alert, reason: str, now: datetime) -> Alert:
    """That an alert was given up for a chat, whichever: said once of each alert and reason, however many chats missed it."""
    lines = [
        _named(lost),
        {"say": phrase("why: {reason}"), "reason": reason},
        {"say": phrase("to see which chats: {command}"), "command": f"readout explain {lost.id}"},
    ]
    return notice("delivery", {"say": phrase("An alert was given up")}, lines, f"lost {lost.id} {reason}", now)


def of_shut(held: Delivery, reason: str, now: datetime) -> Alert:
    """That we may not write in a chat: said once of each chat and reason, and not which it is, since many may read along."""
    lines = [
        {"say": phrase("why: {reason}"), "reason": reason},
        {"say": phrase("to see which chat: {command}"), "command": f"readout explain {held.alert.id}"},
        {"say": phrase("nothing is lost: what waits goes out when it can")},
    ]
    title = {"say": phrase("A chat lets nobody tell it anything")}
    return notice("delivery", title, lines, f"shut {held.chat.id} {reason}", now)


def misfits(found: Sequence[Unfit], now: datetime) -> Outcome | None:
    """That messages had to be sent as plain text, all kinds of them in one notice; None when none had to."""
    if not found:
        return None
    lines = [
        {
            "say": phrase("{kind}, {change}: {reason}; for example {title} (readout explain {alert})"),
            "kind": one.kind, "change": one.change, "reason": one.reason, "title": short(one.title, TITLE_MAX), "alert": one.alert,
        }
        for one in found[:MISFITS_MAX]
    ]  # fmt: skip
    todo = {"say": phrase("nothing is lost: they went out as plain text. It is a bug of Readout's: report it with these lines")}
    words = "\n".join(f"{one.name} {one.at.isoformat()}" for one in found)
    title = {"say": phrase("Telegram does not take these messages as they are formatted")}
    return Outcome(notices=[notice("delivery", title, [*lines, todo], words, now)], unfit_told=[one.name for one in found])


def _named(alert: Alert) -> Words:
    """Which alert is meant."""
    phrased = phrase("{kind}, {source}: {title}")
    return {"say": phrased, "kind": alert.kind, "source": alert.outlet or alert.storyline, "title": alert.title}


def notice(kind: str, title: Words, lines: Sequence[Words], words: str, now: datetime, *, severity: str = "normal") -> Alert:
    """A notice, named after its ``words``: saying it again is impossible."""
    finding = {"type": "notice", "title": title, "lines": list(lines)}
    return _told(kind, in_english(title, now), words, finding, now, severity)


def _told(kind: str, title: str, words: str, finding: Mapping[str, object], now: datetime, severity: str = "normal") -> Alert:
    name = blake2b(words.encode(), digest_size=8).hexdigest()
    return Alert(
        id=name, storyline=ABOUT, watch="", kind=kind, change="notice", severity=severity,
        title=title, url="", source="", outlet="", side="", role="", lang="en",
        published=None, first_seen=now, story=f"readout/notice/{name}", finding=finding,
    )  # fmt: skip
