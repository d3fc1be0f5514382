"""Which numbers do texts share whose n-grams overlap? MinHash in bands.

Of each of sixty hash functions the smallest value over a text's n-grams: two texts agree on one with the probability of their
Jaccard likeness J (Broder 1997). In fifteen bands of four, some band agrees with probability 1 - (1 - J^4)^15: .88 at J = .6,
.98 at .7, .01 at .16 (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4).
"""

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


def bands(letters: str, *parts: str) -> tuple[int, ...]:
    """Fifteen numbers for the n-grams of ``letters``, and one for each of ``parts`` as a whole."""
    if not letters:
        return ()
    minima = (_FUNCTIONS * _grams(letters)).min(axis=1).reshape(BANDS, ROWS).astype(np.uint64)
    numbers: list[int] = ((minima * _BANDS).sum(axis=1) >> np.uint64(_SHORTER)).tolist()
    return (
        *numbers,
        *(int.from_bytes(blake2b(part.encode("utf-8", "replace"), digest_size=8).digest()) >> _SHORTER for part in parts),
    )


def _grams(letters: str) -> Points:
    """A hash for every n characters: two where more than 30 % are CJK, else four."""
    n = 2 if count_cjk(letters) * 10 > len(letters) * 3 else 4
    points = points_of(letters.ljust(n))
    count = len(points) - n + 1
    hashes: Points = points[:count] * _PLACES[0]
    for place in range(1, n):
        hashes += points[place : place + count] * _PLACES[place]
    return hashes ^ (hashes >> _MIXED)
