"""Which numbers are one in other units? 18 nautical miles and 33 km, 24 hours and a day: equal but for rounding."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.revisions.numerals import is_number
from bot.revisions.tokens import Sentence
from bot.text.fold import folded
from bot.text.lists import lists_of

_ROUNDING = 0.04
"""By how much two numbers may differ that were rounded in different units."""
_LONGEST = 4
"""Tokens of a unit in an unspaced script."""


def converted(a: Sentence, b: Sentence, lost: Sequence[str], won: Sequence[str]) -> set[str]:
    """Those of the numbers that only one of two sentences has which the other has in another unit."""
    mine, yours = list(_measured(a, lost)), list(_measured(b, won))
    return {
        number
        for one, what, size, unit in mine
        for other, its_what, its_size, its_unit in yours
        if what == its_what and unit != its_unit and abs(size - its_size) <= _ROUNDING * max(size, its_size)
        for number in (one, other)
    }


def _measured(one: Sentence, numbers: Sequence[str]) -> Iterator[tuple[str, str, float, float]]:
    """Each of the numbers that stands before a unit: what that measures, how much it is, and the size of the unit."""
    wanted = set(numbers)
    for at, (word, kind) in enumerate(zip(one.words, one.kinds, strict=True)):
        if kind != "#" or word not in wanted or not is_number(word):
            continue
        for end in range(at + 1 + _LONGEST, at + 1, -1):
            if found := _units().get("".join(one.words[at + 1 : end])):
                yield word, found[0], float(word) * found[1], found[1]
                break


@cache
def _units() -> Mapping[str, tuple[str, float]]:
    """Units to what they measure and their size."""
    units: dict[str, tuple[str, float]] = {}
    for line in lists_of("bot.revisions")["sizes"]:
        what, size, *forms = line.split()
        units |= {folded(form): (what, float(size)) for form in forms}
    return units
