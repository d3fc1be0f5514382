"""/approve: what waits for an operator's decision, floods that were held back and changes of the watchlist?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.activating import activate, as_json, in_force, read, tried
from bot.alerts.markup import Line, Run, line
from bot.alerts.words import said as tidy
from bot.alerts.words import short
from bot.chat.asking import Answer, Ask, said
from bot.chat.command import Command, unclear
from bot.chat.desk import Desk, speaking
from bot.chat.spans import plain
from bot.deciding import Verdict, reviewed
from bot.errors import ConfigError
from bot.model.alert import Button, Chat
from bot.model.item import Item
from bot.text.speech import Say, phrase

_WATCHLIST = "watchlist"
_HEADLINES = 3
_SOURCES = 8
_EXAMPLES = 4
_TITLE_MAX = 140
_NAMES: Mapping[Verdict, str] = {"digest": phrase("on one card"), "seen": phrase("as seen"), "tell": phrase("tell all")}
_VERDICTS: tuple[Verdict, ...] = tuple(_NAMES)


@dataclass(frozen=True, slots=True)
class _Part:
    """Something to decide: what it is, and a row of buttons for it."""

    lines: tuple[Line, ...]
    buttons: tuple[tuple[str, str], ...] = ()


def approve(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """Without words: what waits. ``/approve mfa digest|seen|tell``, ``/approve watchlist DIGEST``."""
    words, say = plain(ask.words).split(), speaking(chat)
    match words:
        case []:
            return _waiting(chat, desk, say)
        case ["watchlist", digest]:
            return _activated(digest, ask, chat, desk)
        case [source, verdict] if verdict in _VERDICTS:
            return _reviewed(source, next(one for one in _VERDICTS if one == verdict), ask, chat, desk)
    raise unclear(chat, say("Name a source and what becomes of its items: digest, seen or tell."), "/approve mfa digest")


def _waiting(chat: Chat, desk: Desk, say: Say) -> Answer:
    parts = [*_floods(desk, say), *_change(desk, say)]
    if not parts:
        return said(say("Nothing waits for a decision."))
    rows: list[list[Button]] = desk.buttons(chat, [part.buttons for part in parts if part.buttons])
    return Answer(tuple(each for part in parts for each in part.lines), tuple(map(tuple, rows)))


def _floods(desk: Desk, say: Say) -> Iterator[_Part]:
    by_source: dict[str, list[Item]] = defaultdict(list)
    with desk.store.deadlines(desk.now()) as transaction:
        for item in transaction.held(sorted(desk.world.watchlist.sources)).values():
            by_source[item.source].append(item)
    for source, items in list(by_source.items())[:_SOURCES]:
        head = say("{source} holds back {count} items that came at once:").format(source=source, count=len(items))
        headlines = (line(f"• {short(one.title, _TITLE_MAX)}", rank=2) for one in items[:_HEADLINES])
        card, seen, tell = ((say(_NAMES[verdict]), f"/approve {source} {verdict}") for verdict in _VERDICTS)
        buttons = ((source + say(": ") + card[0], card[1]), seen, tell)
        yield _Part((line(Run(head, "b")), *headlines), buttons)


def _change(desk: Desk, say: Say) -> Iterator[_Part]:
    """The folder's watchlist, where it is another one than that in force, and what it would have told."""
    try:
        candidate = read(desk.folder)
    except ConfigError as error:
        faults = (line(f"• {short(str(fault), _TITLE_MAX)}", rank=2) for fault in error.faults[:_EXAMPLES])
        yield _Part((line(Run(say("The watchlist's files have faults:"), "b")), *faults))
        return
    if candidate.watchlist.digest == desk.store.digest_in_force():
        return
    former = in_force(desk.store)
    report = tried(candidate, former.index if former else None, desk.store, now=desk.now(), zone=desk.zone)
    numbers = as_json(report)
    head = say("The watchlist was changed. Over {days} days it would have told {would} alerts; {did} were told.").format(
        days=(report.until - report.since).days, would=numbers["would_send"], did=numbers["did_send"]
    )
    examples = [
        *(line(f"+ {tidy(one.watch)}: {short(one.title, _TITLE_MAX)}", rank=2) for one in report.added[:_EXAMPLES]),
        *(line(f"- {tidy(one.watch)}: {short(one.title, _TITLE_MAX)}", rank=2) for one in report.removed[:_EXAMPLES]),
    ]
    counts = say("Added: {added}, removed: {removed}").format(added=len(report.added), removed=len(report.removed))
    button = (say("Bring it into force"), f"/approve {_WATCHLIST} {candidate.watchlist.digest}")
    yield _Part((line(Run(head, "b")), line(counts), *examples), (button,))


def _reviewed(name: str, verdict: Verdict, ask: Ask, chat: Chat, desk: Desk) -> Answer:
    say, source, now = speaking(chat), desk.world.watchlist.sources.get(name), desk.now()
    if source is None:
        raise unclear(chat, say("There is no such source."), "/approve")
    with desk.store.deadlines(now) as transaction:
        outcome = reviewed(verdict, source, desk.world.index, transaction, now)
        if outcome.released:
            transaction.record(outcome)
    if not outcome.released:
        return said(say("{source} holds nothing back.").format(source=name))
    _note(ask, desk, f"{name} {verdict}: {len(outcome.released)} items")
    words = say("{count} items of {source}: {verdict}; {alerts} alerts are on their way.")
    return said(words.format(count=len(outcome.released), source=name, verdict=say(_NAMES[verdict]), alerts=len(outcome.alerts)))


def _activated(digest: str, ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """What was shown, and nothing else."""
    say = speaking(chat)
    try:
        candidate = read(desk.folder)
    except ConfigError:
        return said(say("The watchlist's files have faults now; the former one stays. /approve"))
    if candidate.watchlist.digest == desk.store.digest_in_force():
        return said(say("This watchlist is in force already."))
    if candidate.watchlist.digest != digest:
        return said(say("The watchlist was changed again since; look at it once more: /approve"))
    former = in_force(desk.store)
    report = tried(candidate, former.index if former else None, desk.store, now=desk.now(), zone=desk.zone)
    activate(candidate, report, desk.store, desk.now())
    _note(ask, desk, f"{_WATCHLIST} {digest}")
    return said(say("This watchlist is in force now."))


def _note(ask: Ask, desk: Desk, details: str) -> None:
    if operator := desk.operator(ask.speaker):
        desk.note(operator, "approve", details)


APPROVE = Command("approve", phrase("What waits for a decision"), approve, "operator", "/approve", slow=True)
