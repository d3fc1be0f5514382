"""Where do a kind's cues stand, and do they count there?

A cue counts when it stands in one sentence, is allowed in this place and from this source, when nothing cancels it, and
when it is about something we know: in the title, in an official text, in the lead under a title that names a known entity,
or in the same sentence as one or close to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.model.followup import Evidence
from bot.model.item import Item
from bot.model.match import Scan, Span
from bot.model.source import Source
from bot.model.watchlist import Cue, KindPack
from bot.text.sentences import quote, sentence
from bot.text.spans import Spans

LEAD = 200
LEAD_IN_HAN = 120
"""Code points of text that count as the lead; Chinese and Japanese say as much in fewer."""
NEAR = 40
"""Code points within which an entity lends a cue its subject, even across a full stop."""
BACKGROUND = 800
"""Code points of text after which a newsroom's article is background: what was denied or done before, told once more."""
QUOTES = 3
"""Evidence kept per kind: what a person reads, not every hit."""
_IN_FULL = frozenset({"official", "bridge", "corrections"})
"""Roles whose every word counts: a transcript may hold a denial in its last answer."""
_AT_THE_FOOT = frozenset({"correction"})
"""Kinds that stand at the end of an article as a rule."""


@dataclass(frozen=True)
class Reading:
    """An item with all that one pass found in it."""

    item: Item
    source: Source
    scan: Scan

    def cued(self, pack: KindPack, counts: Callable[[Cue], bool] = lambda _: True) -> tuple[Evidence, ...]:
        """The evidence that this item is of a kind by those cues that count, the best placed first; empty when it is not."""
        if pack.id not in self.cued_kinds:  # most items, of most kinds
            return ()
        found: dict[int, Evidence] = {}
        for cue in pack.cues:
            if not counts(cue) or (cue.roles and self.source.role not in cue.roles):
                continue
            for span in sorted(self.spans(cue), key=lambda span: (span.start, -span.end)):
                place = sentence(self.item.body, span)
                if place.start not in found:
                    found[place.start] = self.evidence(pack.id, span)
        return tuple(found[start] for start in sorted(found))[:QUOTES]

    def evidence(self, kind: str, span: Span) -> Evidence:
        """A span as people will see it."""
        body = self.item.body
        return Evidence(kind, body[span.start : span.end], quote(body, span), span.start)

    def spans(self, cue: Cue) -> Iterable[Span]:
        """Where a cue stands and counts."""
        name = f"cue/{cue.kind}/{cue.id}"
        found = self.scan.held.get(name)
        if not found:
            return
        cancelled = Spans(self.scan.held.get(f"{name}/unless", ()))
        for span in found:
            if not cancelled.overlap(*span) and self._allowed(cue, span) and self._said_at_once(span) and self._about_us(span):
                yield span

    def _allowed(self, cue: Cue, span: Span) -> bool:
        title = len(self.item.title)
        match cue.where:
            case "title":
                return span.end <= title
            case "lead":
                return span.start <= title + self._lead
        in_full = self.source.role in _IN_FULL or cue.kind in _AT_THE_FOOT
        return in_full or span.start <= title + BACKGROUND

    def _said_at_once(self, span: Span) -> bool:
        """Whether it stands in one sentence: what NEAR pairs across a full stop was said of two things."""
        return span.end <= sentence(self.item.body, Span(span.start, span.start + 1)).end

    def _about_us(self, span: Span) -> bool:
        title = len(self.item.title)
        if span.end <= title or self.source.role in _IN_FULL:
            return True
        if span.start <= title + self._lead and self._entities.within(0, title):
            return True
        place = sentence(self.item.body, span)
        start, end = min(place.start, span.start - NEAR), max(place.end, span.end + NEAR)
        return self._entities.within(start, end)

    @property
    def _lead(self) -> int:
        return LEAD_IN_HAN if self.item.lang.startswith(("zh", "ja")) else LEAD

    @cached_property
    def cued_kinds(self) -> frozenset[str]:
        """The kinds of which any cue was found."""
        return frozenset(name.split("/", 2)[1] for name in self.scan.held if name.startswith("cue/"))

    @cached_property
    def _entities(self) -> Spans:
        """Where anything we know is named."""
        return Spans(span for spans in self.scan.entities.values() for span in spans)
