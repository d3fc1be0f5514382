"""How many ships were there day by day, and what was out of the ordinary? (step 9)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.model.record import Record

Zone = Literal["contiguous", "territorial"]
ZONES: tuple[Zone, ...] = ("contiguous", "territorial")


@dataclass(frozen=True, slots=True)
class DayCount(Record):
    """Ships counted in a zone on one day (a calendar day of Japan, whose coast guard counts)."""

    day: date
    zone: Zone
    ships: int | None
    """None: not reported, which is not zero."""
    source: str
    official: bool = False
    """From the coast guard's own table; newsrooms give the number of the hour at which they write."""


@dataclass(frozen=True, slots=True)
class Day(Record):
    """What is known of one zone on one day."""

    day: date
    zone: Zone
    official: int | None = None
    """The table's latest number."""
    press: int | None = None
    """The greatest that newsrooms gave: ships are counted as they come."""
    given: tuple[int, ...] = ()
    """Every number that the table ever gave, in order of size, so that a number going to and fro is told once."""

    @property
    def ships(self) -> int:
        """The table's number, else the newsrooms'; there always is one."""
        return self.official if self.official is not None else self.press or 0


@dataclass(frozen=True, slots=True)
class Past(Record):
    """What is left of the days of a zone that are no longer kept one by one."""

    zone: Zone
    last: date
    """The last of them."""
    days: int = 0
    """How many were known."""
    most: int = 0
    """Ships on the fullest day."""
    longest: int = 0
    """Days in a row with ships."""
    run: int = 0
    """Days in a row with ships up to the last of them."""
    run_known: bool = False
    """Whether it is known that the day before that run had none."""
    years: tuple[tuple[int, int, int], ...] = ()
    """Year, days with ships, days known."""


NoticeKind = Literal["record-streak", "record-ships", "record-year", "broken", "resumed", "entered", "revised"]


@dataclass(frozen=True, slots=True)
class Notice(Record):
    """A deviation from the daily course, told once."""

    kind: NoticeKind
    zone: Zone
    day: date
    """The day that brought it about."""
    value: int
    """Ships (record-ships, entered, resumed, revised), days in a row (record-streak, broken), days of the year (record-year)."""
    before: int
    """The record until then, the number before the revision, or the days of the pause (resumed, entered)."""
    since: date
    """First day of the streak, the pause or the year."""
    at_least: bool = False
    """Whether a day that nobody reported leaves it open how much longer it was: say "at least"."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a zone stands: the last day that is known, its ships, and for how many days in a row there were some."""

    zone: Zone
    day: date
    ships: int
    days: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Series(Record):
    """What is known of the daily counts: about 400 days one by one, and what is left of those before."""

    days: tuple[Day, ...] = ()
    """By zone, then day."""
    past: tuple[Past, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON can write it."""
        return {
            "days": [[d.day.isoformat(), d.zone, d.official, d.press, list(d.given)] for d in self.days],
            "past": [
                [p.zone, p.last.isoformat(), p.days, p.most, p.longest, p.run, p.run_known, [list(year) for year in p.years]]
                for p in self.past
            ],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Sequence[Any]]) -> "Series":
        """From what ``plain`` gave."""
        days = [Day(date.fromisoformat(at), zone, table, press, tuple(given)) for at, zone, table, press, given in plain["days"]]
        past = [
            Past(zone, date.fromisoformat(last), known, most, longest, run, run_known, tuple((y, n, k) for y, n, k in years))
            for zone, last, known, most, longest, run, run_known, years in plain["past"]
        ]
        return cls(tuple(days), tuple(past))
