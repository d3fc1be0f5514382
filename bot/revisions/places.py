"""Where do two versions of a sentence have other tokens than one another? Every rule about exchanged words looks there."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

Place = tuple[int, int, int, int]
"""[i, j) of the first sentence stands where [k, m) of the second stands; either may be empty."""

Span = tuple[int, int]
"""[start, end) of a sentence's tokens."""

_Token = TypeVar("_Token")


@lru_cache(maxsize=256)
def places_of(mine: tuple[str, ...], yours: tuple[str, ...]) -> tuple[Place, ...]:
    """Where two rows of tokens differ. What they share at both ends is cut off first: copies share nearly all."""
    start, end = 0, min(len(mine), len(yours))
    while start < end and mine[start] == yours[start]:
        start += 1
    back = 0
    while back < end - start and mine[-1 - back] == yours[-1 - back]:
        back += 1
    middle, other = mine[start : len(mine) - back], yours[start : len(yours) - back]
    if not middle or not other:
        return ((start, start + len(middle), start, start + len(other)),) if middle or other else ()
    blocks = SequenceMatcher(None, middle, other, autojunk=False).get_opcodes()
    return tuple((i + start, j + start, k + start, m + start) for tag, i, j, k, m in blocks if tag != "equal")


def joined(places: Sequence[Place]) -> Iterator[Place]:
    """Places with one token between them as one: 茂木 and 木原 share a character."""
    last: Place | None = None
    for place in places:
        if last and place[0] - last[1] <= 1:
            last = (last[0], place[1], last[2], place[3])
            continue
        if last:
            yield last
        last = place
    if last:
        yield last


def exchanges(places: Iterable[Place]) -> list[Place]:
    """Those at which both have tokens; at the others, most in an editor's hand, something was cut or added."""
    return [place for place in places if place[0] < place[1] and place[2] < place[3]]


def beyond(mine: Iterable[_Token], yours: Iterable[_Token]) -> list[_Token]:
    """What the first has more often than the second, as often as it has it more, in its order."""
    left: dict[_Token, int] = {}
    for token in yours:
        left[token] = left.get(token, 0) + 1
    more = []
    for token in mine:
        if left.get(token):
            left[token] -= 1
        else:
            more.append(token)
    return more


def shared(mine: Sequence[_Token], yours: Iterable[_Token]) -> int:
    """How many tokens two rows have in common, wherever they stand."""
    return len(mine) - len(beyond(mine, yours))
