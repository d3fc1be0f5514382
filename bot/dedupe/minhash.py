"""Which numbers do texts share whose n-grams overlap? MinHash in bands.

Of each of sixty hash functions the smallest value over a text's n-grams: two texts agree on one with the probability of their
Jaccard likeness J (Broder 1997). In fifteen bands of four, some band agrees with probability 1 - (1 - J^4)^15: .88 at J = .6,
.98 at .7, .01 at .16 (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4).
"""

from collections.abc import Sequence
from hashlib import blake2b, shake_128
from math import prod

import numpy as np
from numpy.typing import NDArray

from bot.text.fold import count_cjk
from bot.text.points import Points, points_of

BANDS, ROWS = 15, 4
_SHORTER = 17
"""Bits that a number is cut by: 47 bits take six bytes in a database, and a million stories have eighteen million numbers."""
_MIXED = np.uint32(15)
"""Bits by which a gram's hash is shifted onto itself, so that its low bits depend on all of it."""


def _odd(name: str, *shape: int) -> NDArray[np.uint64]:
    """Odd numbers that never change: what is stored was made with them."""
    random = np.frombuffer(shake_128(name.encode()).digest(8 * prod(shape)), "<u8").astype(np.uint64)
    return (random | np.uint64(1)).reshape(shape)


_PLACES = _odd("places", 4).astype(np.uint32)
_FUNCTIONS = _odd("functions", BANDS * ROWS, 1).astype(np.uint32)
_BANDS = _odd("bands", BANDS, ROWS)
_AT_ONCE = 32
"""Texts in one array: a reply's, and no more memory than a processor has close at hand."""


def bands(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """Fifteen numbers for the n-grams of each text; none of an empty one. An array costs as much to make as to fill."""
    numbers: list[tuple[int, ...]] = [()] * len(texts)
    for n in (2, 4):
        mine = [at for at, text in enumerate(texts) if text and _size(text) == n]
        for start in range(0, len(mine), _AT_ONCE):
            some = mine[start : start + _AT_ONCE]
            for at, found in zip(some, _bands([texts[at] for at in some], n), strict=True):
                numbers[at] = tuple(found)
    return numbers


def whole(text: str) -> int:
    """A number for a text as a whole."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()) >> _SHORTER


def _size(text: str) -> int:
    """Characters of a gram: two where more than 30 % are CJK, else four."""
    return 2 if count_cjk(text) * 10 > len(text) * 3 else 4


def _bands(texts: Sequence[str], n: int) -> list[list[int]]:
    """The same of texts that have grams of one size, none of them empty."""
    if len(texts) == 1:  # half as long as the general way
        return _numbers((_FUNCTIONS * _grams(points_of(texts[0].ljust(n)), n)).min(axis=1, keepdims=True))
    padded = [text.ljust(n) for text in texts]
    sizes = np.array([len(text) for text in padded])
    ends = sizes.cumsum()
    bounds = np.stack((ends - sizes, ends - (n - 1)), axis=1).ravel()  # where the grams of each begin and end
    minima = np.minimum.reduceat(_FUNCTIONS * _grams(points_of("".join(padded) + " " * n), n), bounds, axis=1)[:, ::2]
    return _numbers(minima)


def _numbers(minima: Points) -> list[list[int]]:
    """The bands' numbers of each column of minima."""
    grouped = minima.T.astype(np.uint64).reshape(-1, BANDS, ROWS)
    numbers: list[list[int]] = ((grouped * _BANDS).sum(axis=2) >> np.uint64(_SHORTER)).tolist()
    return numbers


def _grams(points: Points, n: int) -> Points:
    """A hash for every n characters."""
    count = len(points) - n + 1
    hashes: Points = points[:count] * _PLACES[0]
    for place in range(1, n):
        hashes += points[place : place + count] * _PLACES[place]
    return hashes ^ (hashes >> _MIXED)
