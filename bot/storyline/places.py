"""Where was it, and does one place lie in another?"""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.model.match import Scan
from bot.storyline.wording import Sentence
from bot.text.lists import lists_of


@cache
def _within() -> Mapping[str, frozenset[str]]:
    """Each place to the places that it lies in, at any remove."""
    direct: dict[str, set[str]] = {}
    for line in lists_of("bot.storyline")["places"]:
        around, *inside = line.split()
        direct.setdefault(around, set())
        for place in inside:
            direct.setdefault(place, set()).add(around)
    return {place: frozenset(_all_around(place, direct)) for place in direct}


def _all_around(place: str, direct: Mapping[str, set[str]]) -> set[str]:
    return direct[place].union(*(_all_around(around, direct) for around in direct[place]))


def place_of(scan: Scan, telling: Sequence[Sentence], body: str) -> str:
    """The most specific place in the sentences that tell of it, the first of several; else in the whole text; else empty."""
    named = [(span.start, place) for place in _within() for span in scan.entities.get(place, ())]
    spans = [(sentence.start, min(len(body), sentence.start + len(sentence.written))) for sentence in telling]
    there = [(start, place) for start, place in named if any(first <= start < end for first, end in spans)]
    return min(there or named, key=lambda found: (-len(_within()[found[1]]), found[0]), default=(0, ""))[1]


def one_place(a: str, b: str) -> bool:
    """Whether two accounts can be about one place: the same, or one that lies in the other. Nowhere is no place."""
    return bool(a and b) and (a == b or a in _within().get(b, ()) or b in _within().get(a, ()))
