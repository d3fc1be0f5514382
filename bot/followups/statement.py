"""Does somebody speak in his own voice?

An official document, or the bridge to a leader's own posts, is a statement whatever it says; elsewhere the cues must
say that somebody spoke, or the headline itself: by a speaker's name before a colon or a quotation.
"""

import re

from bot.followups.reading import QUOTES, Reading
from bot.model.followup import Evidence
from bot.model.match import Span
from bot.model.watchlist import KindPack

_POSITION = re.compile("(?:阐明|闡明|阐述|闡述)[^。，,]{0,12}立[场場]")
SPEAKER = "speaker"
"""The id of the cue that names who may speak; it says nothing by itself."""

_COLON = re.compile(r"\s?[:：]")
_QUOTATION = re.compile(r"[、は\s]?[^、。「]{0,10}(?<![にをのへと])「")
"""What follows a speaker's name in a headline that is his words: a colon, or in Japanese soon a quotation."""
_BEFORE = re.compile(r"(?:^|[\s｜|】…。！？!?])[\u3040-\u30ff\u4e00-\u9fff]{0,14}$")
_LATIN_BEFORE = re.compile(r"(?:^|[｜|】…。！？!?]\s?)[\u3040-\u30ff\u4e00-\u9fff]{0,14}(?:[\w'’.]+\s){0,4}$")
"""What may stand before the name: who he is. A colon later in a headline announces something else."""
_SPOKEN_TO = re.compile(r"\b(?:to|with|on|about|for|against|over|after|from)\s(?:the\s|an?\s)?$", re.IGNORECASE)
"""What stands before the name of whom the words are said to, or about: not of whose they are."""
_COLON_BEFORE = re.compile(r"[:：]\s*(?:[\w'’.]+\s){0,3}$")
"""What stands before a speaker's name at the end of a headline that is his words."""


def detect(reading: Reading, pack: KindPack) -> tuple[Evidence, ...]:
    """The evidence, or nothing."""
    found = reading.cued(pack, lambda cue: cue.id != SPEAKER)
    found = (*_quoted(reading, pack), *found)[:QUOTES]
    if found or reading.source.role not in {"official", "bridge"}:
        return found
    return (reading.evidence(pack.id, Span(0, len(reading.item.title))),)


def is_quoted(evidence: tuple[Evidence, ...]) -> bool:
    """Whether a headline is given as somebody's words: his name before a colon, or that he sets out his position."""
    return any(piece.cue.endswith((":", "：")) or _POSITION.search(piece.cue) for piece in evidence)


def _introduced(title: str, span: Span) -> bool:
    before = _LATIN_BEFORE if title[span.start].isascii() else _BEFORE
    return bool(before.search(title, 0, span.start))


def _quoted(reading: Reading, pack: KindPack) -> tuple[Evidence, ...]:
    """The speaker whose words the headline is, with the mark that says so."""
    title = reading.item.title
    speakers = [span for cue in pack.cues if cue.id == SPEAKER for span in reading.spans(cue)]
    for span in speakers:
        if _SPOKEN_TO.search(title, 0, span.start):
            continue
        if (mark := _COLON.match(title, span.end)) and _introduced(title, span):
            return (reading.evidence(pack.id, Span(span.start, mark.end())),)
        if span.end == len(title) and (before := _COLON_BEFORE.search(title, 0, span.start)):
            return (reading.evidence(pack.id, Span(before.start(), span.end)),)
    if not reading.item.lang.startswith("ja"):
        return ()
    for span in speakers:
        if mark := _QUOTATION.match(title, span.end):
            return (reading.evidence(pack.id, Span(span.start, mark.end())),)
    return ()
