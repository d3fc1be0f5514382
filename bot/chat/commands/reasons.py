"""/why and /whynot: why was it told, or why not?"""

from collections.abc import Iterator
from datetime import datetime

from bot.alerts.markup import Line, Run, line, linked
from bot.alerts.words import said as tidy
from bot.alerts.words import short
from bot.chat.asking import Answer, Ask, Place, said
from bot.chat.command import Command, unclear
from bot.chat.desk import Desk, speaking
from bot.chat.spans import plain
from bot.explaining import Asked, Explanation, explained
from bot.model.alert import Alert, Chat
from bot.model.watchlist import SEVERITIES
from bot.ports import SourceReport
from bot.text.speech import Say, phrase
from bot.text.urls import canonical, shown_host

_QUOTES = 3
_WATCHES = 4
_TITLE_MAX = 200


def why(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """As a reply to an alert, or with its id."""
    say, name = speaking(chat), plain(ask.words).lstrip("#")
    if not name and ask.answers is not None:
        name = _answered(f"{ask.place.number}/{ask.answers}", ask, chat, desk)
        if not name:
            raise unclear(chat, say("The message that you answer is no alert that I remember."), "/why 2ff1012a")
    if len(name) < 4:
        raise unclear(chat, say("Send /why as a reply to an alert, or with its id."), "/why 2ff1012a")
    return reasons_of(name, chat, desk)


def _answered(message: str, ask: Ask, chat: Chat, desk: Desk) -> str:
    """The alert behind a message: of this chat, or of a topic that was closed, whose alerts stand among the others."""
    chats = [chat.id, *(one.id for one in desk.store.chats_at(Place(ask.place.number).chat))]
    return next((found for one in chats if (found := desk.store.alert_sent(one, message))), "")


def reasons_of(name: str, chat: Chat, desk: Desk) -> Answer:
    """Why an alert was told. Raises Unclear."""
    say = speaking(chat)
    if trace := desk.store.trace(name, ""):
        return Answer(tuple(_lines(explained(trace, desk.world.index), say)))
    alert = next((one for one in desk.store.alerts() if one.id.startswith(name)), None)
    if alert is None:
        raise unclear(chat, say("There is no alert of that id."), "/why 2ff1012a")
    return Answer(tuple(_of_alert(alert, say)))


def _of_alert(alert: Alert, say: Say) -> Iterator[Line]:
    """What is about no text, such as a document that did not come."""
    yield line(Run(tidy(alert.title), "b"))
    yield line(say("Told by the watch {watch}, as {kind} ({change}).").format(
        watch=f"{alert.storyline}/{alert.watch}", kind=alert.kind, change=alert.change
    ))  # fmt: skip


def whynot(ask: Ask, chat: Chat, desk: Desk) -> Answer:
    """Why the thing at an address was not told, or not here."""
    say, url = speaking(chat), ask.words.strip()
    if "://" not in url or not (host := shown_host(url)):
        raise unclear(chat, say("Name the address of what was published."), "/whynot https://example.org/news/1")
    trace = desk.store.trace(url, canonical(url))
    if trace is None:
        return said("\n".join(_unknown(host, desk, say)))
    lines = list(_lines(explained(trace, desk.world.index), say))
    if trace.alerts and not any(one.chat == chat.id for one in trace.sent):
        lines.insert(0, line(Run(not_here(trace.alerts[0], chat, say, desk.now()), "b")))
    return Answer(tuple(lines))


def not_here(alert: Alert, chat: Chat, say: Say, now: datetime) -> str:
    """What in a chat's wishes keeps an alert from it."""
    wants, names = chat.wants, {alert.storyline, f"{alert.storyline}/{alert.watch}"}
    muted = [until for name, until in wants.muted if name == alert.storyline and until > now]
    reasons = (
        (not chat.active, say("It was told, but not here: alerts are off. /start")),
        (
            bool(wants.follows) and not wants.follows & names,
            say("It was told, but not here: this chat does not follow it. /follow"),
        ),
        (
            bool(wants.kinds) and alert.kind not in wants.kinds,
            say("It was told, but not here: this chat does not want its kind. /kinds"),
        ),
        (
            SEVERITIES.index(wants.severity) > _grade(alert.severity),
            say("It was told, but not here: this chat wants graver things. /severity"),
        ),
        (
            bool(muted) or bool(wants.muted_until and wants.muted_until > now),
            say("It was told, but not here: it is muted. /mute off"),
        ),
    )
    return next((words for holds, words in reasons if holds), say("It was told, but not here, perhaps before this chat was there."))


def _grade(severity: str) -> int:
    return next((number for number, one in enumerate(SEVERITIES) if one == severity), len(SEVERITIES))


def _unknown(host: str, desk: Desk, say: Say) -> Iterator[str]:
    """What was never read, and which sources are at its host."""
    yield say("It was never read.")
    reports: dict[str, SourceReport] = {one.source: one for one in desk.store.reports()}
    there = [one for one in desk.world.watchlist.sources.values() if shown_host(one.url) == host]
    if not there:
        yield say("No source of the watchlist is at {host}.").format(host=host)
    for one in there[:5]:
        report = reports.get(one.id)
        state = report.state if report else "off" if not one.enabled else "new"
        yield say("{source}: {state}, {count} items read").format(
            source=one.name, state=say(state), count=report.items if report else 0
        )


def _lines(found: Explanation, say: Say) -> Iterator[Line]:
    """The reason, the words behind it, and what the watches made of it. Nothing of other chats."""
    item, trace = found.item, found.trace
    yield line(linked(short(item.title, _TITLE_MAX), item.link, "b"))
    yield line(say("Because {reason}.").format(reason=tidy(found.reason)))
    if found.source:
        yield line(" · ".join((tidy(found.source.outlet), found.source.side, found.source.role)))
    if len(trace.outlets) > 1:
        names = ", ".join(tidy(name) for name in list(dict.fromkeys(one.outlet for one in trace.outlets))[:6])
        yield line(say("Carried by {names}").format(names=names), rank=3)
    for piece in (found.followup.evidence if found.followup else ())[:_QUOTES]:
        yield line(f"{tidy(piece.kind)}: “{tidy(piece.cue)}”", rank=1)
        yield line(short(piece.quote, _TITLE_MAX), rank=2, quoted=True)
    for one in found.asked[:_WATCHES]:
        yield line(_watch(one, say), rank=4)


def _watch(one: Asked, say: Say) -> str:
    name = f"{one.storyline}/{one.watch}"
    if one.holds and one.kinds:
        return say("Watch {name} wants it: {kinds}").format(name=name, kinds=", ".join(one.kinds))
    if one.holds:
        return say("Watch {name} holds, but wants only {kinds}").format(name=name, kinds=", ".join(one.wants))
    missing = one.scope if not one.scope.held else one.match
    return say("Watch {name} misses {words}").format(name=name, words=tidy(" and ".join(missing.failing[:2]) or missing.text))


WHY = Command("why", phrase("Why was this told? As a reply to an alert"), why, example="/why 2ff1012a", slow=True)
WHYNOT = Command(
    "whynot",
    phrase("Why was this address not told?"),
    whynot,
    example="/whynot https://example.org/news/1",
    slow=True,
    longest=2000,
)
