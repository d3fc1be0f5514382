"""Which queries does an item satisfy, and by which of its words? (step 7)

Evaluation is exact: a query holds or it does not, and when it does, the spans that made it hold point into the item's
original text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from bot.match.gaps import Gaps
from bot.match.index import Hits, Index, Range, joins_words
from bot.model.item import Item
from bot.model.match import Match, Scan, Span
from bot.model.source import Source
from bot.model.watchlist import Storyline
from bot.text.fold import Folded, fold, fold_text
from bot.text.spans import Spans

Ranges = list[Range]


def scan(item: Item, source: Source, index: Index, kinds: Sequence[str] = ()) -> Scan:
    """One pass over ``item.body``: entities, every query that holds, and the watches satisfied.

    Only what may hold is asked: queries and entities one of whose words was found. ``kinds`` is what the item is known to be.
    """
    title = fold_text(item.title)
    text = f"{title} {fold_text(item.text)}" if item.text else title
    hits = index.hits(text)
    if not hits and not index.always:
        return Scan({}, {}, ())
    reading = _Reading(item, source, kinds, text, len(title), hits, index)
    asked = {*index.always, *(number for word in hits for number in index.anchored.get(word, ()))}
    held = {}
    for number in sorted(asked):
        if (ranges := index.ask(number)(reading)) is not None:
            held[index.queries[number][0]] = ranges
    perhaps = {entity for word in hits for entity in index.named.get(word, ())}
    named = {entity: places for entity in sorted(perhaps, key=index.order.__getitem__) if (places := reading.entity(entity))}
    if not held and not named:
        return Scan({}, {}, ())
    original = cache(reading.way_back.original)  # most ranges are found by several queries
    spans = {name: _spans(original, ranges) for name, ranges in held.items()}
    matches = tuple(
        match for storyline in index.watchlist.storylines.values() for match in _matches(storyline, source, item, spans)
    )
    return Scan({entity: _spans(original, ranges) for entity, ranges in named.items()}, spans, matches)


def _way_back(item: Item, text: str) -> Folded:
    """The folded text with its way back: of headline and text each by itself, since that is how they were folded."""
    title, rest = fold(item.title), fold(item.text)
    if not item.text:
        return title
    start = len(item.title) + 1
    origins = (*title.origins, start - 1, *(start + origin for origin in rest.origins))
    return Folded(text, origins, start + rest.length)


def _matches(storyline: Storyline, source: Source, item: Item, held: Mapping[str, tuple[Span, ...]]) -> list[Match]:
    """The watches of a storyline that hold, scope included; nothing published before the affair began belongs to it."""
    scope = held.get(f"{storyline.id}/scope")
    if scope is None or (item.published and item.published.end < _midnight(storyline.since, source)):
        return []
    return [
        Match(storyline.id, watch.id, tuple(sorted({*scope, *held[name]})))
        for watch in storyline.watches
        if (name := f"{storyline.id}/watch/{watch.id}") in held
    ]


def _midnight(day: date, source: Source) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(source.zone))


def _spans(original: Callable[[int, int], Span], ranges: Ranges) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(original(start, end) for start, end in sorted(set(ranges))))


@dataclass
class _Reading:
    """One item under one index: answers every query from the same hits."""

    item: Item
    source: Source
    kinds: Sequence[str]
    text: str
    title_end: int
    found: Hits
    index: Index
    _whole: dict[int, Ranges] = field(default_factory=dict)
    _entities: dict[str, Ranges] = field(default_factory=dict)

    def begun(self, number: int) -> Ranges:
        """Where words begin with a pattern."""
        return self.found.get(number, [])

    def whole(self, number: int) -> Ranges:
        """Where a pattern stands as whole words."""
        if not self.index.spaced_end[number]:
            return self.found.get(number, [])
        if number not in self._whole:
            self._whole[number] = [r for r in self.found.get(number, ()) if not joins_words(self.text, r[1])]
        return self._whole[number]

    def entity(self, entity: str) -> Ranges:
        """Where an entity is named, leaving out the longer expressions that mean something else."""
        if entity not in self._entities:
            self._entities[entity] = self._named(entity)
        return self._entities[entity]

    def _named(self, entity: str) -> Ranges:
        names = self.index.names.get(entity)
        ranges = [r for alias in names.aliases if alias in self.found for r in self.whole(alias)] if names else []
        if not names or not ranges:
            return []
        others = [r for phrase in names.exceptions if phrase in self.found for r in self.whole(phrase)]
        if not others:
            return ranges
        covering = Spans(others)
        return [r for r in ranges if not covering.cover(*r)]

    def written(self, span: Range) -> str:
        """What stands there in the original, without what folding drops."""
        body = self.item.body
        return "".join(body[origin] for origin in dict.fromkeys(self.way_back.origins[span[0] : span[1]]))

    @cached_property
    def gaps(self) -> Gaps:
        """How far things stand from one another."""
        return Gaps(self.text)

    @cached_property
    def way_back(self) -> Folded:
        """The folded text with its way back."""
        return _way_back(self.item, self.text)
