"""How do many stretches of one text lie to another stretch? Asked often, so each question takes logarithmic time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

Stretch = tuple[int, int]
"""[start, end) in code points; a ``Span`` is one."""


class Spans:
    """Stretches of one text, in any order, ready to be asked about."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._last_ends = list(accumulate((end for _, end in ordered), max))
        """The furthest end of all that start no later than each."""
        self._first_ends = list(accumulate((end for _, end in reversed(ordered)), min))[::-1]
        """The nearest end of all that start no earlier than each."""

    def overlap(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with [start, end)."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._last_ends[before - 1] > start

    def cover(self, start: int, end: int) -> bool:
        """Whether one of them holds all of [start, end)."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._last_ends[before - 1] >= end

    def within(self, start: int, end: int) -> bool:
        """Whether one of them lies in [start, end)."""
        after = bisect_left(self._starts, start)
        return after < len(self._starts) and self._first_ends[after] <= end
