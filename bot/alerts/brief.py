"""How does the affair stand? One screen: the latest of each side, what is awaited, who answers what, what is watched for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from bot.alerts.findings import hedged
from bot.alerts.markup import Line, Run, host, line, linked
from bot.alerts.times import Reader
from bot.alerts.words import kind, quoted, said, short, side, voice
from bot.model.alert import Alert
from bot.model.finding import Answer, Pending, StorylineState
from bot.model.series import Standing
from bot.model.watchlist import Storyline
from bot.text.counts import stands
from bot.text.speech import ENGLISH, speech
from bot.text.tags import in_language

TITLE_MAX = 140
QUOTE_MAX = 160
SIDES_MAX = 8
WAITS_MAX = 6


@dataclass(frozen=True, slots=True)
class Latest:
    """The last development of a side."""

    side: str
    at: datetime
    kind: str
    outlet: str
    title: str
    link: str
    alert: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The state of play."""

    storyline: str
    title: str
    now: datetime
    alerts: int
    """All that was told so far."""
    latest: tuple[Latest, ...]
    waits: tuple[tuple[str, Pending], ...]
    """Title and wait: open ones, and those that were overdue and are still not met."""
    claims: tuple[tuple[str, tuple[Answer, ...]], ...]
    """Question, and the first answer of each outlet that gave another one."""
    counts: tuple[Standing, ...] = field(default_factory=tuple)
    """How the zones around the islands stand, by the daily counts."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """What kinds are called in the reader's language."""


def brief_of(
    storyline: Storyline, alerts: Sequence[Alert], state: StorylineState, now: datetime, counts: Sequence[Standing] = (),
    language: str = "en", kinds: Mapping[str, str] | None = None,
) -> Brief:  # fmt: skip
    """From everything that was told and what the storyline has accumulated; the watchlist's words in ``language``."""
    told = [alert for alert in alerts if alert.storyline == storyline.id and alert.change not in {"baseline", "notice"}]
    expected = {one.id: in_language(one.title, language) for one in storyline.expectations}
    waits = tuple((expected.get(p.expectation, p.expectation), p) for p in _waits(state.pending))
    asks = {claim.id: in_language({"en": claim.ask, **claim.asks}, language) for claim in storyline.claims}
    claims = tuple((ask, _answers(state.answers, claim)) for claim, ask in asks.items())
    return Brief(
        storyline.id,
        in_language(storyline.title, language),
        now,
        len(told),
        tuple(_latest(told)),
        waits,
        tuple(each for each in claims if each[1]),
        tuple(counts),
        kinds or {},
    )


def when(alert: Alert) -> datetime:
    """When it came out; when we first saw it where nobody says, or where what came is later words of an old text."""
    late = alert.change in {"edited", "corrected", "removed", "overdue"}
    return alert.first_seen if late or not alert.published else alert.published.start


def _latest(alerts: Sequence[Alert]) -> Iterator[Latest]:
    """Of each side the last, the most recent side first."""
    last: dict[str, Alert] = {}
    for alert in sorted(alerts, key=when):
        if alert.side:
            last[alert.side] = alert
    for alert in sorted(last.values(), key=when, reverse=True)[:SIDES_MAX]:
        yield Latest(alert.side, when(alert), alert.kind, alert.outlet, alert.title, alert.url, alert.id)


def _waits(pending: Sequence[Pending]) -> list[Pending]:
    """The last wait of each expectation, unless it is over."""
    last = {one.expectation: one for one in pending}
    return [one for one in last.values() if one.state in {"open", "overdue"}][:WAITS_MAX]


def _answers(answers: Sequence[Answer], claim: str) -> tuple[Answer, ...]:
    """Of each answer the first who gave it, officials' answers besides."""
    mine = [answer for answer in answers if answer.claim == claim]
    first = {answer.answer: answer for answer in reversed(mine)}
    return tuple(sorted(first.values(), key=lambda answer: answer.at))


def lines_of_brief(brief: Brief, zone: str, language: str = "en") -> Iterator[Line]:
    """The brief in words, for a chat or a terminal."""
    reader = Reader(speech(language), zone, brief.now)
    say = reader.say
    yield line(Run(said(brief.title), "b"), " · ", say("state of play, {moment}").format(moment=reader.own(brief.now)))
    told = say.many("{count} development told so far", "{count} developments told so far", brief.alerts)
    yield line(told.format(count=brief.alerts))
    yield from _lines_of_latest(brief, reader)
    yield from _lines_of_waits(brief, reader)
    yield from _lines_of_claims(brief, reader)
    if brief.counts:
        yield line(Run(say("Around the islands"), "b"))
    yield from (line("• ", stands(one, say), rank=2) for one in brief.counts)


def _lines_of_latest(brief: Brief, reader: Reader) -> Iterator[Line]:
    say = reader.say
    if brief.latest:
        yield line(Run(say("The latest of each side"), "b"))
    for one in brief.latest:
        called = said(brief.kinds.get(one.kind) or kind(one.kind, say))
        head = say("{side}, {moment}, {kind}: ").format(side=side(one.side, say), moment=reader.own(one.at), kind=called)
        where = host(one.link)
        yield line("• ", head, linked(short(one.title, TITLE_MAX), one.link), f" · {where}" if where else "", rank=2)


def _lines_of_waits(brief: Brief, reader: Reader) -> Iterator[Line]:
    say = reader.say
    if brief.waits:
        yield line(Run(say("Awaited"), "b"))
    for title, wait in brief.waits:
        state = say("not yet") if wait.state == "open" else say("did not come")
        words = say("• {title}: {state} as of {today} (since {since}, due {due})")
        due, since, today = reader.own(wait.due), reader.day(wait.since), reader.day(brief.now)
        yield line(words.format(title=said(title), state=state, today=today, since=since, due=due), rank=1)


def _lines_of_claims(brief: Brief, reader: Reader) -> Iterator[Line]:
    say = reader.say
    for ask, answers in brief.claims:
        yield line(Run(said(ask), "b"))
        for answer in answers:
            who = say("{who}, {day}").format(who=voice(answer.outlet, answer.side, say), day=reader.day(answer.at))
            quote = quoted(answer.quote, say, QUOTE_MAX)
            hedge = hedged(answer.hedge, say)
            yield line("• ", linked(who, answer.link), say(": "), said(answer.answer), hedge, " ", quote, rank=3)


def as_json(brief: Brief) -> Mapping[str, object]:
    """The brief for programs: keys as in ``docs/json.md``."""
    return {
        "storyline": brief.storyline,
        "title": brief.title,
        "now": brief.now.isoformat(),
        "alerts": brief.alerts,
        "latest": [{**_fields(one), "at": one.at.isoformat()} for one in brief.latest],
        "waits": [
            {"expectation": p.expectation, "title": title, "state": p.state, "since": p.since.isoformat(), "due": p.due.isoformat()}
            for title, p in brief.waits
        ],
        "claims": [
            {"ask": ask, "answers": [{**_fields(one), "at": one.at.isoformat()} for one in answers]}
            for ask, answers in brief.claims
        ],
        "counts": [stands(one, ENGLISH) for one in brief.counts],
    }


def _fields(noun: Latest | Answer) -> dict[str, object]:
    return {name.name: getattr(noun, name.name) for name in fields(noun)}
