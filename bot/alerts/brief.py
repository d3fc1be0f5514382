"""How does the affair stand? One screen: the latest of each side, what is awaited, who answers what, what is watched for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from bot.alerts.markup import Line, Run, host, line, linked
from bot.alerts.times import day, own_moment
from bot.alerts.words import said, short, side
from bot.model.alert import Alert
from bot.model.finding import Answer, Pending, StorylineState
from bot.model.watchlist import Storyline

TITLE_MAX = 140
QUOTE_MAX = 160
SIDES_MAX = 8
WAITS_MAX = 6
HEDGED = "hedged: {}"


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
    counts: tuple[str, ...] = field(default_factory=tuple)
    """What the daily counts say."""


def brief_of(
    storyline: Storyline, alerts: Sequence[Alert], state: StorylineState, now: datetime, counts: Sequence[str] = ()
) -> Brief:
    """From everything that was told and what the storyline has accumulated."""
    told = [alert for alert in alerts if alert.storyline == storyline.id and alert.change not in {"baseline", "notice"}]
    expected = {one.id: one.title.get("en", one.id) for one in storyline.expectations}
    waits = tuple((expected.get(p.expectation, p.expectation), p) for p in _waits(state.pending))
    claims = tuple((claim.ask, _answers(state.answers, claim.id)) for claim in storyline.claims)
    return Brief(
        storyline.id,
        storyline.title.get("en", storyline.id),
        now,
        len(told),
        tuple(_latest(told)),
        waits,
        tuple(each for each in claims if each[1]),
        tuple(counts),
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


def lines_of_brief(brief: Brief, zone: str) -> Iterator[Line]:
    """The brief in words, for a chat or a terminal."""
    yield line(Run(said(brief.title), "b"), f" · state of play, {own_moment(brief.now, zone, brief.now)}")
    yield line(f"{brief.alerts} developments told so far")
    yield line(Run("The latest of each side", "b"))
    for one in brief.latest:
        head = f"• {side(one.side)}, {own_moment(one.at, zone, brief.now)}, {said(one.kind)}: "
        where = host(one.link)
        yield line(head, linked(short(one.title, TITLE_MAX), one.link), f" · {where}" if where else "", rank=2)
    if brief.waits:
        yield line(Run("Awaited", "b"))
    for title, wait in brief.waits:
        state = "not yet" if wait.state == "open" else "did not come"
        due = own_moment(wait.due, zone, brief.now)
        yield line(
            f"• {said(title)}: {state} as of {day(brief.now, brief.now)} (since {day(wait.since, brief.now)}, due {due})", rank=1
        )
    for ask, answers in brief.claims:
        yield line(Run(said(ask), "b"))
        for answer in answers:
            hedge = f" ({HEDGED.format(said(answer.hedge))})" if answer.hedge else ""
            who = f"{said(answer.outlet)} ({side(answer.side)}), {day(answer.at, brief.now)}"
            yield line("• ", linked(who, answer.link), f": {said(answer.answer)}{hedge} “{short(answer.quote, QUOTE_MAX)}”", rank=3)
    if brief.counts:
        yield line(Run("Around the islands", "b"))
    yield from (line(f"• {said(words)}", rank=2) for words in brief.counts)


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
        "counts": list(brief.counts),
    }


def _fields(noun: Latest | Answer) -> dict[str, object]:
    return {name.name: getattr(noun, name.name) for name in fields(noun)}
