"""In what words do we tell it? One alert, as one person reads it (step 12).

From the top: what happened and in which affair; who says so; the headline in its own language and what its words name; the sentence
that says so; when; where; who else carries it; what we found out about it; why it was sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.alerts.findings import lines_of
from bot.alerts.markup import Line, Run, as_html, as_text, fit, host, line, linked
from bot.alerts.notices import headline, spoken
from bot.alerts.times import Reader, date_only, published
from bot.alerts.words import CHANGES, HEADLINE_MAX, STILL, kind, quoted, role, said, short, side
from bot.model.alert import Alert, Chat, Message
from bot.model.finding import OURS, TELLING
from bot.model.followup import Evidence
from bot.model.story import NAMED, carriers
from bot.text.speech import Speech, speech

QUOTES = 3
CUES = 6
ORIGINS = 5
TITLE_MAX = 160
"""Code points of another text's headline."""
_CUE_MAX = 60
_NO_NAMES: Mapping[str, str] = MappingProxyType({})
TO_ALL = frozenset({"announcement", "test"})
"""Kinds of notices that are not for the operators alone."""
_UNSAID = TO_ALL | {"digest"}
"""Kinds whose change says nothing."""


def render(  # noqa: PLR0913 - what a message is made of, each by its name
    alert: Alert, chat: Chat, *, now: datetime, why: Sequence[str] = (), possible_duplicate: bool = False,
    storyline_title: str = "", kind_name: str = "", kinds: Mapping[str, str] = _NO_NAMES,
    reply_to: str = "", edits: str = "", translation: str = "",
    missed: int = 0,
) -> Message:  # fmt: skip
    """The message for one chat: in its language and zone, at most 4096 UTF-16 units, everything foreign escaped.

    ``why`` says what it was sent for; ``kinds`` are the kinds' names in the chat's language, as far as the watchlist has them, and
    ``kind_name`` is that of the alert; ``reply_to`` and ``edits`` are message ids of the channel; ``translation`` is the headline
    in the chat's language, as a machine put it; ``missed`` counts older alerts that the chat is not told. Both forms say the
    same; ``text`` gives each address on a line of its own besides, and is not wrapped: that is for whoever knows the width.
    """
    say = speech(chat.language)
    reader = Reader(say, chat.zone, now)
    lines = [
        *warnings(missed, say, possible_duplicate=possible_duplicate),
        *_head(alert, storyline_title or alert.storyline, kind_name or kinds.get(alert.kind) or kind(alert.kind, say), say),
        *_words(alert, _title(alert, reader), _translated(translation, say), say),
        *_times(alert, reader),
        *_places(alert, say),
        *lines_of(alert.finding, reader),
        *_takes(alert, reader),
        *_reasons(alert, why, kinds, say),
    ]
    fitting = fit(lines)
    words, silent = short(translation, HEADLINE_MAX), alert.severity == "low"
    return Message(alert, as_html(fitting), as_text(fitting), reply_to, edits, silent=silent, translation=words)


def warnings(missed: int, say: Speech, *, possible_duplicate: bool) -> Iterator[Line]:
    """What readers must know before they read on: how many alerts they missed and will not get, and that they may know this one."""
    if missed:
        while_away = say.many(
            "{count} alert while away, more than a day old.", "{count} alerts while away, more than a day old.", missed
        )
        yield line(Run(while_away.format(count=missed), "i"))
    if possible_duplicate:
        yield line(Run(say("Possible duplicate: this may have reached you already."), "i"))


def _head(alert: Alert, storyline: str, kind_name: str, say: Speech) -> Iterator[Line]:
    """What happened, in which affair, and who says so."""
    name = said(kind_name)
    name = name[:1].upper() + name[1:]
    # A card of items that were held back begins nothing, although it takes the place of alerts as the first card does.
    change = say(CHANGES[alert.change]) if alert.change in CHANGES and alert.kind not in _UNSAID else ""
    if alert.finding.get("again"):
        change = say(STILL)
    yield line(Run(say("{kind}, {change}").format(kind=name, change=change) if change else name, "b"), " · ", said(storyline))
    if alert.outlet:
        yield line(" · ".join(part for part in (side(alert.side, say), role(alert.role, say), said(alert.outlet)) if part))


def _title(alert: Alert, reader: Reader) -> str:
    """The headline as it was published; in the reader's language where it is ours."""
    finding: Mapping[str, Any] = alert.finding
    if finding.get("type") == "sources":
        return headline(finding["sources"], reader.say)
    return spoken(finding["title"] if finding.get("type") == "notice" else alert.title, reader)


def _translated(translation: str, say: Speech) -> Line:
    """What a machine made of the headline, and that it was a machine."""
    words = short(translation, HEADLINE_MAX)
    return line(Run(say("machine translation: ") + words if words else "", "i"), rank=1)


def _words(alert: Alert, title: str, translated: Line, say: Speech) -> Iterator[Line]:
    """The headline, its translation, what its words name, and the sentences that say so, each once, with their cues marked."""
    quotes = _quotes(alert)
    if alert.change != "baseline":  # whose headline is the storyline's, which the first line gives
        inside = [quote for quote in quotes if quote in title]
        yield line(*_cued(title, [cue for quote in inside for cue in quotes.pop(quote)], "b", "b u"))
    yield translated
    gloss = say("; ").join(f"{said(word)} = {said(name)}" for word, name in alert.gloss.items())
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


def _times(alert: Alert, reader: Reader) -> Iterator[Line]:
    if alert.published:
        yield line(published(alert.published, reader.zone, reader.now, reader.say))
    if alert.change not in OURS:
        yield line(reader.say("first seen {moment}").format(moment=reader.moment(alert.first_seen)), rank=1)


def _places(alert: Alert, say: Speech) -> Iterator[Line]:
    """Where to read it, with the host in sight, and who else carries it."""
    # What did not come has no address: that of the document it should have followed stands beside that one's name.
    if alert.url and alert.change != "overdue":
        yield line(linked(host(alert.url) or said(alert.url), alert.url))
    carried = carriers(alert.outlets)
    others = [said(name) for name in carried.outlets if name != alert.outlet]
    if others and alert.change in TELLING:
        names = say.listed([*others[:NAMED], *(["…"] if carried.count != str(len(carried.outlets)) else [])])
        outlets = say.many("{count} outlet", "{count} outlets", len(carried.outlets)).format(count=carried.count)
        origins = _origins([said(name) for _, name in carried.origins], say)
        yield line(say("also: {names} · {outlets}, {origins}").format(names=names, outlets=outlets, origins=origins), rank=4)


def _takes(alert: Alert, reader: Reader) -> Iterator[Line]:
    """What others say of the event, by side, the alert's own side last: what the rivals say is what one wants to see."""
    if not alert.takes:
        return
    say = reader.say
    yield line(Run(say("other takes"), "b"), rank=5)
    sides = sorted(dict.fromkeys(take.side for take in alert.takes), key=lambda one: one == alert.side)
    for one in sides:
        for take in (each for each in alert.takes if each.side == one):
            where = host(take.link)
            at = reader.own(take.at) if take.exact else date_only(take.at, reader.now, say)
            head = say("{side}, {outlet}, {moment}: ").format(side=side(one, say), outlet=said(take.outlet), moment=at)
            yield line("• ", head, linked(short(take.title, TITLE_MAX), take.link), f" · {where}" if where else "", rank=5)


def _origins(names: Sequence[str], say: Speech) -> str:
    """On whose word it is told."""
    shown = say.listed([*names[:ORIGINS], *(["…"] if len(names) > ORIGINS else [])])
    words = say.many("{count} origin ({names})", "{count} origins ({names})", len(names))
    return words.format(count=len(names), names=shown)


def _reasons(alert: Alert, why: Sequence[str], kinds: Mapping[str, str], say: Speech) -> Iterator[Line]:
    """The watch that asked for it, and the words that made it what it is."""
    told = ((kinds.get(piece.kind) or kind(piece.kind, say), piece.cue) for piece in _telling(alert))
    cues = dict.fromkeys(said(name) + say(": ") + quoted(cue, say, _CUE_MAX) for name, cue in told)
    reasons = [*map(said, why), *list(cues)[:QUOTES]]
    if reasons:
        yield line(Run(say("why: ") + say("; ").join(reasons), "i"), rank=1)
