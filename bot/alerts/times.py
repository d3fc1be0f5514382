"""How is an instant told to readers in several capitals? The same event has different dates there: that is the first trap."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.model.item import Published

_CAPITALS = {"Beijing": "Asia/Shanghai", "Tokyo": "Asia/Tokyo", "UTC": "UTC"}
_CALLED = {zone: name for name, zone in _CAPITALS.items()}


def moment(instant: datetime, own: str, now: datetime) -> str:
    """24 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC, and the reader's ``own`` zone; one that has another day says so."""
    zones = _CAPITALS | {_name(own): own}
    local = [(instant.astimezone(ZoneInfo(zone)), name) for name, zone in zones.items()]
    return " · ".join(_days(local, now))


def own_moment(instant: datetime, own: str, now: datetime) -> str:
    """The same for the reader's own zone alone."""
    return " ".join(_days([(instant.astimezone(ZoneInfo(own)), _name(own))], now))


def _name(zone: str) -> str:
    """What people call a zone: America/New_York is New York."""
    return _CALLED.get(zone, zone.rpartition("/")[2].replace("_", " "))


def _days(local: list[tuple[datetime, str]], now: datetime) -> Iterator[str]:
    for _, group in groupby(local, key=lambda pair: pair[0].date()):
        for number, (when, name) in enumerate(group):
            yield (f"{day(when, now)} " if number == 0 else "") + f"{when:%H:%M} {name}"


def day(when: datetime, now: datetime) -> str:
    """24 Nov, with the year unless it is this one."""
    return f"{when.day} {when:%b}" + (f" {when.year}" if when.year != now.year else "")


def published(when: Published, own: str, now: datetime) -> str:
    """An instant in every zone, or the day as the source wrote it."""
    if when.exact:
        return moment(when.start, own, now)
    return f"on {date_only(when.start, now)} (date only)"


def date_only(start: datetime, now: datetime) -> str:
    """The day that a source named, by when it began there: 13 hours later UTC has that date, for Honolulu and Auckland alike."""
    return day(start + timedelta(hours=13), now)
