"""In what words do we tell it? One alert, as one person reads it (step 12).

From the top: what happened and in which affair; who says so; the headline in its own language and what its words name; the sentence
that says so; when; where; who else carries it; what we found out about it; why it was sent.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.alerts.findings import lines_of
from bot.alerts.markup import Line, Run, as_html, as_text, fit, host, line, linked
from bot.alerts.times import date_only, moment, own_moment, published
from bot.alerts.words import CHANGES, HEADLINE_MAX, MACHINE, said, short, side
from bot.model.alert import Alert, Chat, Message
from bot.model.finding import OURS, TELLING
from bot.model.followup import Evidence
from bot.model.story import NAMED, carriers
from bot.text.tags import tongue

QUOTES = 3
CUES = 6
ORIGINS = 5
TITLE_MAX = 160
"""Code points of another text's headline."""
_CUE_MAX = 60
TO_ALL = frozenset({"announcement", "test"})
"""Kinds of notices that are not for the operators alone."""


def render(  # noqa: PLR0913 - what a message is made of, each by its name
    alert: Alert, chat: Chat, *, now: datetime, why: Sequence[str] = (), possible_duplicate: bool = False,
    storyline_title: str = "", kind_name: str = "", reply_to: str = "", edits: str = "", translation: str = "",
) -> Message:  # fmt: skip
    """The message for one chat: times in its zone, at most 4096 UTF-16 units, everything foreign escaped.

    ``why`` says what it was sent for; ``reply_to`` and ``edits`` are message ids of the channel; ``translation`` is the headline in
    the chat's language, as a machine put it. Both forms say the same; ``text`` gives each address on a line of its own besides, and
    is not wrapped: that is for whoever knows the width.
    """
    lines = [
        *([line(Run("Possible duplicate: this may have reached you already.", "i"))] if possible_duplicate else []),
        *_head(alert, storyline_title or alert.storyline, kind_name or alert.kind),
        *_words(alert, _translated(translation, chat)),
        *_times(alert, chat, now),
        *_places(alert),
        *lines_of(alert.finding, chat.zone, now),
        *_takes(alert, chat, now),
        *_reasons(alert, why),
    ]
    fitting = fit(lines)
    words, silent = short(translation, HEADLINE_MAX), alert.severity == "low"
    return Message(alert, as_html(fitting), as_text(fitting), reply_to, edits, silent=silent, translation=words)


def _head(alert: Alert, storyline: str, kind: str) -> Iterator[Line]:
    """What happened, in which affair, and who says so."""
    change = "" if alert.kind in TO_ALL else CHANGES.get(alert.change, "")
    kind = said(kind)
    yield line(Run(kind[:1].upper() + kind[1:] + (f", {change}" if change else ""), "b"), " · ", said(storyline))
    if alert.outlet:
        yield line(" · ".join(part for part in (side(alert.side), said(alert.role), said(alert.outlet)) if part))


def _translated(translation: str, chat: Chat) -> Line:
    """What a machine made of the headline, and that it was a machine."""
    words = short(translation, HEADLINE_MAX)
    return line(Run(MACHINE.get(tongue(chat.language), MACHINE["en"]) + words if words else "", "i"), rank=1)


def _words(alert: Alert, translated: Line) -> Iterator[Line]:
    """The headline, its translation, what its words name, and the sentences that say so, each once, with their cues marked."""
    quotes = _quotes(alert)
    title = said(alert.title)
    if alert.change != "baseline":  # whose headline is the storyline's, which the first line gives
        inside = [quote for quote in quotes if quote in title]
        yield line(*_cued(title, [cue for quote in inside for cue in quotes.pop(quote)], "b", "b u"))
    yield translated
    gloss = "; ".join(f"{said(word)} = {said(name)}" for word, name in alert.gloss.items())
    yield line(Run(gloss, "i"), rank=1)
    for quote, cues in list(quotes.items())[:QUOTES]:
        yield line(*_cued(quote, cues, "", "b"), rank=3, quoted=True)


def _quotes(alert: Alert) -> dict[str, list[str]]:
    """Each quoted sentence with its cues, the most telling first."""
    quotes: dict[str, list[str]] = {}
    for piece in _telling(alert):
        quotes.setdefault(said(piece.quote), []).append(said(piece.cue))
    return quotes


def _telling(alert: Alert) -> list[Evidence]:
    """The evidence that adds to the headline: a cue that is all of it points at nothing."""
    return [piece for piece in alert.evidence if alert.change not in OURS and piece.cue != alert.title]


def _cued(words: str, cues: Sequence[str], plain: str, marked: str) -> Iterator[Run]:
    """A sentence with its cues in a style of their own."""
    at = 0
    for start, cue in sorted((words.find(cue), cue) for cue in dict.fromkeys(cues[:CUES]) if cue):
        if start >= at:
            yield Run(words[at:start], plain)
            yield Run(cue, marked)
            at = start + len(cue)
    yield Run(words[at:], plain)


def _times(alert: Alert, chat: Chat, now: datetime) -> Iterator[Line]:
    if alert.published:
        yield line(f"published {published(alert.published, chat.zone, now)}")
    if alert.change not in OURS:
        yield line(f"first seen {moment(alert.first_seen, chat.zone, now)}", rank=1)


def _places(alert: Alert) -> Iterator[Line]:
    """Where to read it, with the host in sight, and who else carries it."""
    # What did not come has no address: that of the document it should have followed stands beside that one's name.
    if alert.url and alert.change != "overdue":
        yield line(linked(host(alert.url) or said(alert.url), alert.url))
    carried = carriers(alert.outlets)
    others = [said(name) for name in carried.outlets if name != alert.outlet]
    if others and alert.change in TELLING:
        names = ", ".join(others[:NAMED]) + (", …" if carried.count != str(len(carried.outlets)) else "")
        origins = _origins([said(name) for _, name in carried.origins])
        yield line(f"also: {names} · {carried.count} {'outlet' if carried.count == '1' else 'outlets'}, {origins}", rank=4)


def _takes(alert: Alert, chat: Chat, now: datetime) -> Iterator[Line]:
    """What others say of the event, by side, the alert's own side last: what the rivals say is what one wants to see."""
    if not alert.takes:
        return
    yield line(Run("other takes", "b"), rank=5)
    sides = sorted(dict.fromkeys(take.side for take in alert.takes), key=lambda one: one == alert.side)
    for one in sides:
        for take in (each for each in alert.takes if each.side == one):
            where = host(take.link)
            at = own_moment(take.at, chat.zone, now) if take.exact else date_only(take.at, now)
            head = f"• {side(one)}, {said(take.outlet)}, {at}: "
            yield line(head, linked(short(take.title, TITLE_MAX), take.link), f" · {where}" if where else "", rank=5)


def _origins(names: Sequence[str]) -> str:
    """On whose word it is told."""
    shown = ", ".join(names[:ORIGINS]) + (", …" if len(names) > ORIGINS else "")
    return f"{len(names)} origin{'s' if len(names) != 1 else ''} ({shown})"


def _reasons(alert: Alert, why: Sequence[str]) -> Iterator[Line]:
    """The watch that asked for it, and the words that made it what it is."""
    cues = dict.fromkeys(f"{piece.kind}: “{short(piece.cue, _CUE_MAX)}”" for piece in _telling(alert))
    reasons = [*map(said, why), *list(cues)[:QUOTES]]
    if reasons:
        yield line(Run(f"why: {'; '.join(reasons)}", "i"), rank=1)
