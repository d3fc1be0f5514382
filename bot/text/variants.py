"""Which character does OpenCC write in place of each one, by itself? Simplified for traditional, and so on."""

from collections.abc import Iterable, Iterator
from itertools import islice

import opencc

from bot.system import give_back

_AT_ONCE = 1000
"""Characters in one conversion: seventy thousand at once take ten megabytes."""


def variants(characters: Iterable[int], *ways: str) -> dict[str, str]:
    """Code points' characters to what becomes of them, by OpenCC's ways one after the other, where that is something else.

    Asked once; then what the dictionaries took is given back. Ways from simplified Chinese take 25 MB, for phrases.
    """
    changed = dict(_changed(iter(characters), ways))
    give_back()
    return changed


def _changed(points: Iterator[int], ways: Iterable[str]) -> Iterator[tuple[str, str]]:
    converters = [opencc.OpenCC(way) for way in ways]
    while some := list(map(chr, islice(points, _AT_ONCE))):
        lines = "\n".join(some)
        for converter in converters:
            lines = converter.convert(lines)
        yield from ((a, b) for a, b in zip(some, lines.split("\n"), strict=True) if a != b)
