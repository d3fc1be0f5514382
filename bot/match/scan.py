"""Which queries does an item satisfy, and by which of its words? (step 7)

Evaluation is exact: a query holds or it does not, and when it does, the spans that made it hold point into the item's
original text.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.match.index import Index, Range, ends_inside_word
from bot.model.item import Item
from bot.model.match import Match, Scan, Span
from bot.model.query import And, Has, Near, Not, Or, Query, Ref, Term
from bot.model.source import Source
from bot.model.watchlist import Storyline
from bot.text.fold import Folded, fold, fold_text, is_cjk
from bot.text.spans import Spans

Ranges = list[Range]


def scan(item: Item, source: Source, index: Index) -> Scan:
    """One pass over ``item.body``: entities, every query that holds, and the watches satisfied.

    Only what may hold is asked: queries and entities one of whose words was found.
    """
    title = fold_text(item.title)
    text = f"{title} {fold_text(item.text)}" if item.text else title
    hits = index.hits(text)
    if not hits and not index.always:
        return Scan({}, {}, ())
    reading = _Reading(item, source, text, len(title), hits, index)
    asked = {*index.always, *(name for word in hits for name in index.queries.get(word, ()))}
    queries = ((name, query) for name, query in index.watchlist.queries.items() if name in asked)
    held = {name: ranges for name, query in queries if (ranges := reading.holds(query)) is not None}
    perhaps = {entity for word in hits for entity in index.entities.get(word, ())}
    named = {entity: places for entity in index.aliases if entity in perhaps and (places := reading.entity(entity))}
    if not held and not named:
        return Scan({}, {}, ())
    original = cache(_way_back(item, text).original)  # most ranges are found by several queries
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """One item under one index: answers every query from the same hits."""

    item: Item
    source: Source
    text: str
    title_end: int
    found: Mapping[str, Ranges]
    index: Index

    def entity(self, entity: str) -> Ranges:
        """Where an entity is named, leaving out the longer expressions that mean something else."""
        ranges = [r for alias in self.index.aliases.get(entity, ()) for r in self._whole(alias)]
        if not ranges:
            return []
        others = Spans(r for phrase in self.index.exceptions.get(entity, ()) for r in self._whole(phrase))
        return [r for r in ranges if not others.cover(*r)]

    def holds(self, query: Query) -> Ranges | None:
        """The ranges that make the query hold (none needed for a property or a NOT), or None when it does not."""
        match query:
            case Term():
                return self._field(self._term(query), query.field) or None
            case Ref(entity, field):
                return self._field(self.entity(entity), field) or None
            case Has(attribute, value):
                return [] if _ATTRIBUTES[attribute](self.item, self.source, value) else None
            case And(parts):
                return self._all(parts)
            case Or(parts):
                held = [ranges for part in parts if (ranges := self.holds(part)) is not None]
                return [r for ranges in held for r in ranges] if held else None
            case Not(part):
                return [] if self.holds(part) is None else None
            case Near():
                return self._near(query)

    def _all(self, parts: tuple[Query, ...]) -> Ranges | None:
        out: Ranges = []
        for part in parts:
            ranges = self.holds(part)
            if ranges is None:
                return None
            out += ranges
        return out

    def _term(self, term: Term) -> Ranges:
        return self.found.get(term.folded, []) if term.prefix else self._whole(term.folded)

    def _whole(self, pattern: str) -> Ranges:
        return [r for r in self.found.get(pattern, ()) if not ends_inside_word(self.text, r[1])]

    def _field(self, ranges: Ranges, field: str) -> Ranges:
        if field == "title":
            return [r for r in ranges if r[1] <= self.title_end]
        return [r for r in ranges if r[0] >= self.title_end] if field == "text" else ranges

    def _near(self, query: Near) -> Ranges | None:
        """Pairs close enough, each as one range. Only the nearest neighbours on each side are tried, never the cross product."""
        left, right = self.holds(query.left), self.holds(query.right)
        if not left or not right:
            return None
        right = sorted(right)
        out: Ranges = []
        for a in left:
            at = bisect_left(right, a)
            before = () if query.ordered else right[max(0, at - 1) : at]
            for b in (*before, *right[at : at + 2]):
                if self._distance(a, b) <= query.distance:
                    out.append((min(a[0], b[0]), max(a[1], b[1])))
        return out or None

    def _distance(self, a: Range, b: Range) -> float:
        """Words between two ranges; overlapping is 0. Two Han or kana characters count as one word."""
        gap = self.text[min(a[1], b[1]) : max(a[0], b[0])]
        cjk = sum(map(is_cjk, gap))
        return cjk / 2 + len("".join(" " if is_cjk(c) else c for c in gap).split())


def _site(item: Item, _source: Source, value: str) -> bool:
    host = urlsplit(item.url).hostname or ""
    return host == value or host.endswith("." + value)


def _day(item: Item, source: Source) -> str:
    when = item.published.start if item.published else item.first_seen
    return when.astimezone(ZoneInfo(source.zone)).date().isoformat()


_ATTRIBUTES: Mapping[str, Callable[[Item, Source, str], bool]] = {
    "source": lambda _item, source, value: source.id == value,
    "side": lambda _item, source, value: source.side.casefold() == value.casefold(),
    "role": lambda _item, source, value: source.role == value,
    "lang": lambda item, _source, value: item.lang == value or item.lang.startswith(value + "-"),
    "site": _site,
    "after": lambda item, source, value: _day(item, source) >= value,
    "before": lambda item, source, value: _day(item, source) < value,
}
"""What ``attribute:value`` asks; days are those of the source's own zone."""
