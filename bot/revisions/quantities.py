"""Which numbers are one in other units? 18 nautical miles and 33 km, 24 hours and a day: equal but for rounding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from bot.revisions.tokens import Sentence
from bot.text.fold import folded
from bot.text.lists import lists_of
from bot.text.numerals import is_number

_ROUNDING = 0.04
"""By how much two numbers may differ that were rounded in different units."""
_LONGEST = 4
"""Tokens of a unit in an unspaced script."""


def converted(a: Sentence, b: Sentence) -> Sentence:
    """The second of two sentences, what it measures in the first one's units where that is the same."""
    there, those = list(_measured(a)), list(_measured(b))
    both = {(one.size, one.unit) for one in there} & {(one.size, one.unit) for one in those}
    mine, yours = ([one for one in some if (one.size, one.unit) not in both] for some in (there, those))
    if not mine or not yours:
        return b
    words, kinds = list(b.words), list(b.kinds)
    for one in reversed(yours):
        twin = next((other for other in mine if one.what == other.what and one.unit != other.unit and _equal(one, other)), None)
        if twin:
            words[one.start : one.end] = a.words[twin.start : twin.end]
            kinds[one.start : one.end] = a.kinds[twin.start : twin.end]
    return b if words == list(b.words) else replace(b, words=tuple(words), kinds="".join(kinds))


def _equal(one: "_Measure", other: "_Measure") -> bool:
    return abs(one.size - other.size) <= _ROUNDING * max(one.size, other.size)


@dataclass(frozen=True, slots=True)
class _Measure:
    """Tokens [start, end) of a sentence: what they measure, in the smallest unit, and the size of the unit they have."""

    start: int
    end: int
    what: str
    size: float
    unit: float


def _measured(one: Sentence) -> Iterator[_Measure]:
    """Each number that stands before a unit."""
    for at, (word, kind) in enumerate(zip(one.words, one.kinds, strict=True)):
        if kind == "#" and is_number(word):
            for end in range(min(at + 1 + _LONGEST, len(one.words)), at + 1, -1):
                if found := _units().get("".join(one.words[at + 1 : end])):
                    yield _Measure(at, end, found[0], float(word) * found[1], found[1])
                    break


@cache
def _units() -> Mapping[str, tuple[str, float]]:
    """Units to what they measure and their size."""
    units: dict[str, tuple[str, float]] = {}
    for line in lists_of("bot.revisions")["sizes"]:
        what, size, *forms = line.split()
        units |= {folded(form): (what, float(size)) for form in forms}
    return units
