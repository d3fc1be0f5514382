"""How is something looked up for every character of a text at once? As an array of code points."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.uint32]
"""The code points of a text."""
PLANES = 0x30000
"""Code points that tables cover: three planes. What lies beyond is as rare as it is unknown to any rule of ours."""
_UNKNOWN, _DEPENDS, _NOTHING, _LONGER = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0x80000000
"""Not met yet; depending on its neighbour; of no character; of several, and then the code point that becomes them."""


def points_of(text: str) -> Points:
    """A text as code points; half characters included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


class Forms:
    """What each character becomes, asked once per character and remembered."""

    def __init__(self, form: Callable[[int], str | None]) -> None:
        """``form`` of a code point: its characters, or None when that depends on its neighbours."""
        self._form = form
        self._table = np.full(PLANES, _UNKNOWN, np.uint32)
        self._longer: dict[int, str] = {}

    def of(self, text: str) -> str | None:
        """All of a text's characters in their forms; None when one of them depends on its neighbours."""
        points = points_of(text)
        if points.max(initial=0) >= PLANES:
            return None
        formed = self._table.take(points)
        if formed.max(initial=0) < _LONGER:
            return _written(formed)
        unknown = formed == _UNKNOWN
        if unknown.any():
            self._learn(points[unknown])
            formed = self._table.take(points)
        if (formed == _DEPENDS).any():
            return None
        formed = formed[formed != _NOTHING]
        longer = set(formed[formed >= _LONGER].tolist())
        written = _written(formed & ~np.uint32(_LONGER))
        for point in longer:
            written = written.replace(chr(point - _LONGER), self._longer[point - _LONGER])
        return written

    def _learn(self, points: Points) -> None:
        for point in set(points.tolist()):  # np.unique loads what masks arrays, 4 MB
            form = self._form(point)
            if form is None or len(form) <= 1:
                self._table[point] = _DEPENDS if form is None else ord(form) if form else _NOTHING
            else:
                self._longer[point] = form
                self._table[point] = _LONGER + point


def _written(points: Points) -> str:
    return points.tobytes().decode("utf-32-le", "surrogatepass")


class Classes:
    """How many characters of each class a text has. What belongs to several classes counts in the last."""

    def __init__(self, *classes: str | tuple[tuple[int, int], ...]) -> None:
        """Each class by its characters, or by ranges of code points, both ends included."""
        self._table = np.zeros(PLANES, np.uint8)
        self._count = len(classes) + 1
        for number, members in enumerate(classes, 1):
            if isinstance(members, str):
                self._table[points_of(members)] = number
            else:
                for first, last in members:
                    self._table[first : last + 1] = number

    def counts(self, text: str) -> list[int]:
        """By class, in the order in which they were given."""
        found = np.bincount(self._table.take(points_of(text), mode="clip"), minlength=self._count)
        counts: list[int] = found[1:].tolist()
        return counts
