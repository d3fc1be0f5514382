"""How wide is each day? Busy days are wide, empty ones narrow, and a long silence is one break."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from math import sqrt

_SILENCE = 3
"""Empty days in a row that become a break."""
_EMPTY = 0.4
_BREAK = 0.75
"""Widths, where a day with one event has 1."""


@dataclass(frozen=True, slots=True)
class Column:
    """One day, or a break: the days from ``first`` to ``last`` without an event. In pixels from the picture's left edge."""

    first: date
    last: date
    left: float
    right: float
    events: int = 0

    @property
    def days(self) -> int:
        """How many days it stands for."""
        return (self.last - self.first).days + 1

    @property
    def is_break(self) -> bool:
        """Whether it stands for a silence."""
        return self.days >= _SILENCE


def columns(counts: Mapping[date, int], left: float, right: float) -> tuple[Column, ...]:
    """The days from the first to the last of ``counts`` (events a day; one with 0 is part of no break), side by side."""
    spans = list(_spans(sorted(counts)))
    weights = [_weight(first, last, counts) for first, last in spans]
    unit = (right - left) / sum(weights)
    placed, edge = [], left
    for (first, last), weight in zip(spans, weights, strict=True):
        placed.append(Column(first, last, edge, edge + weight * unit, 0 if first != last else counts.get(first, 0)))
        edge += weight * unit
    return tuple(placed)


def _spans(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    one = timedelta(days=1)
    for day, following in zip(days, [*days[1:], None], strict=True):
        yield day, day
        if following is None:
            return
        silent = (following - day).days - 1
        if silent >= _SILENCE:
            yield day + one, following - one
        else:
            yield from ((day + one * ahead, day + one * ahead) for ahead in range(1, silent + 1))


def _weight(first: date, last: date, counts: Mapping[date, int]) -> float:
    if first != last:
        return _BREAK
    return sqrt(max(1, counts[first])) if counts.get(first) else _EMPTY


def place(when: datetime, placed: Mapping[date, Column]) -> float:
    """Where an instant (in the reader's zone) stands: by its time of day within its day, a little off the day's edges."""
    column = placed[when.date()]
    margin = min(10.0, (column.right - column.left) / 4)
    share = (when.hour * 60 + when.minute) / (24 * 60)
    return column.left + margin + share * (column.right - column.left - 2 * margin)


def by_day(placed: Sequence[Column]) -> dict[date, Column]:
    """The columns that are one day, by that day."""
    return {column.first: column for column in placed if not column.is_break}


def months(placed: Sequence[Column]) -> Iterator[tuple[int, int, float, float]]:
    """Year, month, left and right of each month that some column begins in."""
    for (year, month), group in groupby(placed, key=lambda column: (column.first.year, column.first.month)):
        of_month = list(group)
        yield year, month, of_month[0].left, of_month[-1].right
