"""In what words do we tell several alerts at once, that waited for morning or for the time of a digest?"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.alerts.markup import LIMIT, Line, Run, as_html, as_text, fit, host, line, linked
from bot.alerts.render import warnings
from bot.alerts.times import Reader
from bot.alerts.words import CHANGES, said, short, side
from bot.alerts.words import kind as kind_of
from bot.model.alert import Alert, Chat, Message
from bot.text.speech import speech

TITLE_MAX = 200
"""Code points of a headline."""


def render_digest(
    alerts: Sequence[Alert], chat: Chat, storylines: Mapping[str, str], kinds: Mapping[str, str], *, now: datetime,
    possible_duplicate: bool = False, missed: int = 0,
) -> Message:  # fmt: skip
    """One message for the chat: by storyline, in the order of each one's oldest, and within it the oldest first.

    Of each alert its headline, kind, side, time and link. What has no room is counted. ``storylines`` and ``kinds`` name ids.
    """
    say = speech(chat.language)
    reader = Reader(say, chat.zone, now)
    head = [
        *warnings(missed, say, possible_duplicate=possible_duplicate),
        line(Run(say("{count} alerts since you were told last").format(count=len(alerts)), "b")),
    ]
    ordered = _by_storyline(alerts)
    shown = len(ordered)
    while True:
        body = list(_entries(ordered[:shown], reader, storylines, kinds))
        rest = [line(Run(say("and {count} more").format(count=len(ordered) - shown), "i"))] if shown < len(ordered) else []
        lines = [*head, *body, *rest]
        over = sum(each.size for each in lines) - LIMIT
        if over <= 0 or shown <= 1:
            break
        # An entry is some hundred and fifty units: near the limit one goes at a time, far above it many.
        shown -= max(1, min(shown - 1, over // 400))
    fitting = fit(lines)
    silent = all(one.severity == "low" for one in alerts)
    return Message(alerts[0], as_html(fitting), as_text(fitting), silent=silent, digest=tuple(alerts))


def _by_storyline(alerts: Sequence[Alert]) -> list[Alert]:
    """In the order in which they are told; they come oldest first."""
    places = {name: number for number, name in enumerate(dict.fromkeys(one.storyline for one in alerts))}
    return sorted(alerts, key=lambda one: places[one.storyline])


def _entries(alerts: Sequence[Alert], reader: Reader, storylines: Mapping[str, str], kinds: Mapping[str, str]) -> Iterator[Line]:
    storyline = None
    for one in alerts:
        if one.storyline != storyline:
            storyline = one.storyline
            yield line(Run(said(storylines.get(storyline) or storyline), "b u"))
        yield from _entry(one, reader, said(kinds.get(one.kind) or kind_of(one.kind, reader.say)))


def _entry(one: Alert, reader: Reader, kind: str) -> Iterator[Line]:
    """What happened, who says so and when; then the headline, which leads there, and where that is."""
    say, when = reader.say, reader.own(one.first_seen)
    change = say(CHANGES[one.change]) if one.change in CHANGES else ""
    happened = say("{kind}, {change}").format(kind=kind, change=change) if change else kind
    yield line("• ", Run(happened, "b"), *(f" · {part}" for part in (side(one.side, say), when) if part))
    where = host(one.url) if one.change != "overdue" else ""
    title = short(one.title, TITLE_MAX)
    yield line(linked(title, one.url) if where else title, f" · {where}" if where else "")
