"""How is one query answered? As a function over what was found in a text, made once and asked often.

A question returns the ranges that make its query hold (none needed for a property or a NOT), or None when it does not.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.match.gaps import Gaps
from bot.model.item import Item
from bot.model.query import And, Attribute, Field, Has, Near, Not, Or, Query, Ref, Term, Within
from bot.model.source import Source

Range = tuple[int, int]
Ranges = list[Range]


class Reading(Protocol):
    """One item under one index."""

    @property
    def item(self) -> Item: ...  # noqa: D102
    @property
    def source(self) -> Source: ...  # noqa: D102
    @property
    def kinds(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def title_end(self) -> int: ...  # noqa: D102
    @property
    def found(self) -> Mapping[int, Ranges]: ...  # noqa: D102
    @property
    def gaps(self) -> Gaps: ...  # noqa: D102
    def whole(self, number: int) -> Ranges: ...  # noqa: D102
    def begun(self, number: int) -> Ranges: ...  # noqa: D102
    def entity(self, entity: str) -> Ranges: ...  # noqa: D102
    def written(self, span: Range) -> str: ...  # noqa: D102


Ask = Callable[[Reading], Ranges | None]


def asking(query: Query, numbers: Mapping[str, int]) -> Ask:
    """The question that a query is; ``numbers`` of the patterns in the index."""
    match query:
        case Term():
            return _in_field(_term(query, numbers[query.folded]), query.field)
        case Ref(entity=entity, field=field):
            return _in_field(lambda reading: reading.entity(entity), field)
        case Has(attribute=attribute, value=value):
            holds = _ATTRIBUTES[attribute]
            return lambda reading: [] if holds(reading, value) else None
        case And(parts=parts):
            return _all([asking(part, numbers) for part in parts])
        case Or(parts=parts):
            return _or(parts, numbers)
        case Not(part=part):
            inner = asking(part, numbers)
            return lambda reading: [] if inner(reading) is None else None
        case Near():
            return _near(asking(query.left, numbers), asking(query.right, numbers), query.distance, ordered=query.ordered)
        case Within():
            words = [_in_field(_term(word, numbers[word.folded]), query.field) for word in query.words]
            return _within(words, query.distance)


def _or(parts: Sequence[Query], numbers: Mapping[str, int]) -> Ask:
    plain = [part for part in parts if isinstance(part, Term) and part.field == "any" and not (part.prefix or part.cased)]
    rest = [asking(part, numbers) for part in parts if part not in plain]
    words = _words([numbers[part.folded] for part in plain])
    return _any([words, *rest]) if rest else words


def _term(term: Term, number: int) -> Callable[[Reading], Ranges]:
    if term.cased:
        wanted, prefix = term.written.rstrip("*"), term.prefix

        def cased(reading: Reading) -> Ranges:
            ranges = reading.begun(number) if prefix else reading.whole(number)
            return [one for one in ranges if reading.written(one) == wanted]

        return cased
    if term.prefix:
        return lambda reading: reading.begun(number)
    return lambda reading: reading.whole(number)


def _words(numbers: Sequence[int]) -> Ask:
    """Any of several words anywhere: most queries are made of these."""

    def ask(reading: Reading) -> Ranges | None:
        found = reading.found
        out: Ranges = []
        for number in numbers:
            if number in found:
                out += reading.whole(number)
        return out or None

    return ask


def _in_field(find: Callable[[Reading], Ranges], field: Field) -> Ask:
    if field == "title":
        return lambda reading: [r for r in find(reading) if r[1] <= reading.title_end] or None
    if field == "text":
        return lambda reading: [r for r in find(reading) if r[0] >= reading.title_end] or None
    return lambda reading: find(reading) or None


def _all(parts: Sequence[Ask]) -> Ask:
    def ask(reading: Reading) -> Ranges | None:
        out: Ranges = []
        for part in parts:
            ranges = part(reading)
            if ranges is None:
                return None
            out += ranges
        return out

    return ask


def _any(parts: Sequence[Ask]) -> Ask:
    def ask(reading: Reading) -> Ranges | None:
        out: Ranges | None = None
        for part in parts:
            ranges = part(reading)
            if ranges is not None:
                out = out + ranges if out else ranges
        return out

    return ask


def _near(left: Ask, right: Ask, distance: int, *, ordered: bool) -> Ask:
    """Pairs close enough, each as one range. Of what stands before and after only the nearest is tried, never the cross product."""

    def ask(reading: Reading) -> Ranges | None:
        firsts, seconds = left(reading), right(reading)
        if not firsts or not seconds:
            return None
        seconds = sorted(seconds)
        reaching = list(accumulate(seconds, _further))
        out: Ranges = []
        for a in firsts:
            at = bisect_left(seconds, a)
            nearest = seconds[at : at + 1] + ([] if ordered or not at else [reaching[at - 1]])
            out += [(min(a[0], b[0]), max(a[1], b[1])) for b in nearest if reading.gaps.between(a, b) <= distance]
        return out or None

    return ask


def _further(a: Range, b: Range) -> Range:
    return a if a[1] >= b[1] else b


def _within(words: Sequence[Ask], distance: int) -> Ask:
    """Wherever the last of the words stands, with the nearest of the others before it: at most ``distance`` words among them."""

    def ask(reading: Reading) -> Ranges | None:
        places = []
        for number, word in enumerate(words):
            ranges = word(reading)
            if ranges is None:
                return None
            places += [(*one, number) for one in ranges]
        places.sort()
        latest: dict[int, Range] = {}
        out: Ranges = []
        for start, end, number in places:
            latest[number] = (start, end)
            if len(latest) == len(words):
                chosen = sorted(latest.values())
                gaps = sum(reading.gaps.between(a, b) for a, b in pairwise(chosen))
                if gaps <= distance and len(set(chosen)) == len(words):
                    out.append((chosen[0][0], max(one[1] for one in chosen)))
        return out or None

    return ask


def _site(reading: Reading, value: str) -> bool:
    host = urlsplit(reading.item.url).hostname or ""
    return host == value.lower() or host.endswith("." + value.lower())


def _day(reading: Reading) -> str:
    item = reading.item
    when: datetime = item.published.start if item.published else item.first_seen
    return when.astimezone(ZoneInfo(reading.source.zone)).date().isoformat()


_ATTRIBUTES: Mapping[Attribute, Callable[[Reading, str], bool]] = {
    "source": lambda reading, value: reading.source.id == value,
    "side": lambda reading, value: reading.source.side.casefold() == value.casefold(),
    "role": lambda reading, value: reading.source.role == value,
    "lang": lambda reading, value: reading.item.lang == value or reading.item.lang.startswith(value + "-"),
    "kind": lambda reading, value: value in reading.kinds,
    "site": _site,
    "after": lambda reading, value: _day(reading) >= value,
    "before": lambda reading, value: _day(reading) < value,
}
"""What ``attribute:value`` asks; days are those of the source's own zone."""
