"""What in the daily counts is out of the ordinary? (step 9)

What is told follows from the counts alone: all deviations that they hold are found before and after learning, and what is new
among them is told, if it rests on a day that was unknown until now. So a thing is told once, and the same counts once more tell
nothing; what is known afterwards does not depend on the order in which they came. A day that nobody reported is unknown: it neither
ends a streak nor adds to it, it ends certainty.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from bot.model.series import ZONES, Day, DayCount, Notice, NoticeKind, Past, Series, Standing, Zone

KEPT = 400
"""Days kept one by one."""
HISTORY = 30
"""Days known before a record is one."""
STREAK, PAUSE, CALM = 20, 5, 14
"""Days in a row whose end is told, days without ships whose end is told, and days without ships in the territorial sea."""
GAP = 7
"""Days that nobody reported between the last day with ships and the first without, for a streak to be told as broken."""
WHOLE_YEAR = 330
"""Days of a year that must be known for another year to be compared with it."""
LATE = 31
"""Days after which a deviation come to light is history: one monthly table."""
SHIPS_MAX = 400
_DAY = timedelta(days=1)
_OLDEST = date(2012, 9, 1)
"""Where the coast guard's counts begin."""
_PAUSES: Mapping[Zone, tuple[int, NoticeKind]] = {"contiguous": (PAUSE, "resumed"), "territorial": (CALM, "entered")}
_Days = Mapping[tuple[Zone, date], Day]


class _Run(NamedTuple):
    """Days in a row with ships, or without."""

    first: date
    last: date
    ships: bool
    known: bool
    """Whether the day before them is known, and so was otherwise."""

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


class _Deviation(NamedTuple):
    """A notice, and the first of the days that it rests on; the last is the notice's own."""

    first: date
    notice: Notice


def learn(series: Series, counts: Iterable[DayCount]) -> tuple[Series, tuple[Notice, ...]]:
    """Take counts in, in any order. The notices, by day, are of deviations only: the latest of a kind and zone, and all revisions.

    Days before those kept one by one, numbers that cannot be, and days that were not reported change nothing.
    """
    before = {(day.zone, day.day): day for day in series.days}
    after = _taken(before, counts, {past.zone: past.last for past in series.past})
    if after == before:
        return series, ()
    fresh = {key for key, day in after.items() if _is_first(before.get(key), day)}
    notices: list[Notice] = []
    for zone in ZONES:
        past = next((past for past in series.past if past.zone == zone), Past(zone, _OLDEST))
        was, now = _ships(before, zone), _ships(after, zone)
        if was != now:
            mine = {day for z, day in fresh if z == zone}
            notices += _news(list(_deviations(was, past)), list(_deviations(now, past)), mine, max(now, default=date.min))
            notices += _revisions(before, after, zone)
    return _bounded(after, series.past), tuple(sorted(notices, key=lambda notice: (notice.day, notice.zone, notice.kind)))


def _taken(before: _Days, counts: Iterable[DayCount], horizon: Mapping[Zone, date]) -> _Days:
    after = dict(before)
    for count in counts:
        if count.ships is None or not 0 <= count.ships <= SHIPS_MAX or count.day <= horizon.get(count.zone, _OLDEST):
            continue
        known = after.get((count.zone, count.day), Day(count.day, count.zone))
        after[count.zone, count.day] = _with(known, count.ships, official=count.official)
    return after


def _with(known: Day, ships: int, *, official: bool) -> Day:
    if official:
        return replace(known, official=ships, given=tuple(sorted({*known.given, ships})))
    return replace(known, press=max(ships, known.press or 0))


def _is_first(known: Day | None, now: Day) -> bool:
    """Whether the number of a day is its first: newsrooms' numbers grow until the table gives its own, which it only revises."""
    return known is None or (known.official is None and known.ships != now.ships)


def standing(series: Series, zone: Zone) -> Standing | None:
    """How a zone stands; None where nothing is known."""
    days = {(day.zone, day.day): day for day in series.days}
    past = next((one for one in series.past if one.zone == zone), None) or Past(zone, _OLDEST)
    runs = _runs(_ships(days, zone), past)
    if not runs or not (mine := _ships(days, zone)):
        return None
    last = runs[-1]
    return Standing(zone, last.last, mine[last.last], last.length if last.ships else 0, last.ships and not last.known)


def _ships(days: _Days, zone: Zone) -> dict[date, int]:
    """The ships of each known day of a zone, in order."""
    return {day: days[z, day].ships for z, day in sorted(days) if z == zone}


def _news(old: Sequence[_Deviation], new: Sequence[_Deviation], fresh: set[date], newest: date) -> Iterable[Notice]:
    """The latest of each kind that was not there before and rests on a day that was unknown, if it is not long past."""
    told: dict[NoticeKind, Notice] = {}
    for one in new:
        known = any(o.notice.kind == one.notice.kind and o.first <= one.notice.day and one.first <= o.notice.day for o in old)
        if not known and any(one.first <= day <= one.notice.day for day in fresh) and (newest - one.notice.day).days < LATE:
            told[one.notice.kind] = one.notice
    return told.values()


def _revisions(before: _Days, after: _Days, zone: Zone) -> Iterator[Notice]:
    """Other numbers in the table for days past than it ever gave. The latest day is still being counted."""
    latest = max((day for z, day in after if z == zone), default=date.min)
    for (z, day), known in sorted(before.items()):
        number = after[z, day].official
        if z == zone and day < latest and known.official is not None and number is not None and number not in known.given:
            yield Notice("revised", zone, day, number, known.official, day)


def _deviations(ships: Mapping[date, int], past: Past) -> Iterator[_Deviation]:
    """All that is out of the ordinary in the days of a zone, each kind in order of days."""
    yield from _fullest(ships, past)
    runs = _runs(ships, past)
    for a, b in pairwise(runs):
        yield from _turn(a, b, ships, past.zone)
    if past.zone == "contiguous":
        yield from _longest(runs, ships, past)
        yield from _year(ships, past)


def _fullest(ships: Mapping[date, int], past: Past) -> Iterator[_Deviation]:
    most = past.most
    for known, (day, number) in enumerate(ships.items(), past.days):
        if number > most > 0 and known >= HISTORY:
            yield _Deviation(day, Notice("record-ships", past.zone, day, number, most, day))
        most = max(most, number)


def _runs(ships: Mapping[date, int], past: Past) -> list[_Run]:
    """The days put together: with ships or without, no day between them unknown."""
    runs: list[_Run] = []
    if past.days:
        runs.append(_Run(past.last - max(past.run - 1, 0) * _DAY, past.last, ships=past.run > 0, known=past.run_known))
    for day, number in ships.items():
        last = runs[-1] if runs else None
        follows = last is not None and last.last == day - _DAY
        if last and follows and last.ships == (number > 0):
            runs[-1] = last._replace(last=day)
        else:
            runs.append(_Run(day, day, ships=number > 0, known=follows))
    return runs


def _turn(a: _Run, b: _Run, ships: Mapping[date, int], zone: Zone) -> Iterator[_Deviation]:
    """From ships to none, after a streak; from none to ships, after a pause."""
    unknown = (b.first - a.last).days - 1
    if zone == "contiguous" and a.ships and not b.ships and a.length >= STREAK and unknown <= GAP:
        at_least = unknown > 0 or not a.known
        yield _Deviation(a.last + _DAY, Notice("broken", zone, b.first, a.length, 0, a.first, at_least))
    pause, kind = _PAUSES[zone]
    if not a.ships and b.ships and a.length >= pause and not unknown:
        yield _Deviation(a.first, Notice(kind, zone, b.first, ships[b.first], a.length, a.first, not a.known))


def _longest(runs: Iterable[_Run], ships: Mapping[date, int], past: Past) -> Iterator[_Deviation]:
    """Streaks that are longer than all before them."""
    longest = past.longest
    for run in runs:
        if not run.ships:
            continue
        if run.length > longest > 0 and past.days + sum(day < run.last for day in ships) >= HISTORY:
            notice = Notice("record-streak", past.zone, run.last, run.length, longest, run.first, not run.known)
            yield _Deviation(run.first, notice)
        longest = max(longest, run.length)


def _year(ships: Mapping[date, int], past: Past) -> Iterator[_Deviation]:
    """Years with more days with ships than any year before them that is known as a whole."""
    years = {year: (present, known) for year, present, known in past.years}
    for day, number in ships.items():
        present, known = years.get(day.year, (0, 0))
        years[day.year] = (present + (number > 0), known + 1)
    for year, (present, known) in sorted(years.items()):
        most = max((n for y, (n, of) in years.items() if y < year and of >= WHOLE_YEAR), default=0)
        last = max((day for day, number in ships.items() if day.year == year and number), default=None)
        if last and present > most > 0:
            first = date(year, 1, 1)
            notice = Notice("record-year", past.zone, last, present, most, first, known <= (last - first).days)
            yield _Deviation(first, notice)


def _bounded(days: _Days, past: Sequence[Past]) -> Series:
    """The latest days one by one, and what is left of the others."""
    left = {one.zone: one for one in past}
    kept = []
    for zone in ZONES:
        mine = [days[key] for key in sorted(days) if key[0] == zone]
        for day in mine:
            if (mine[-1].day - day.day).days < KEPT:
                kept.append(day)
            else:
                left[zone] = _with_day(left.get(zone) or Past(zone, _OLDEST), day)
    return Series(tuple(kept), tuple(left[zone] for zone in ZONES if zone in left))


def _with_day(past: Past, day: Day) -> Past:
    """What is left with one more day, later than all in it."""
    ships, follows = day.ships > 0, past.days > 0 and past.last == day.day - _DAY
    goes_on = ships and follows and past.run > 0
    years = {year: (present, known) for year, present, known in past.years}
    present, known = years.get(day.day.year, (0, 0))
    years[day.day.year] = (present + ships, known + 1)
    return Past(
        past.zone,
        day.day,
        past.days + 1,
        max(past.most, day.ships),
        past.longest if goes_on else max(past.longest, past.run),
        past.run + 1 if goes_on else int(ships),
        past.run_known if goes_on else ships and follows,
        tuple((year, *both) for year, both in sorted(years.items())),
    )
