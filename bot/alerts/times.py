"""How is an instant told to readers in several capitals? The same event has different dates there: that is the first trap."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.model.item import Published
from bot.text.speech import ENGLISH, Speech, phrase

_CAPITALS = {phrase("Beijing"): "Asia/Shanghai", phrase("Tokyo"): "Asia/Tokyo", phrase("UTC"): "UTC"}
_CALLED = {zone: name for name, zone in _CAPITALS.items()}


def moment(instant: datetime, own: str, now: datetime, say: Speech = ENGLISH) -> str:
    """24 Nov 22:30 Beijing · 23:30 Tokyo · 14:30 UTC, and the reader's ``own`` zone; one that has another day says so."""
    zones = {say(name): zone for name, zone in _CAPITALS.items()} | {_name(own, say): own}
    local = [(instant.astimezone(ZoneInfo(zone)), name) for name, zone in zones.items()]
    return " · ".join(_days(local, now, say))


def own_moment(instant: datetime, own: str, now: datetime, say: Speech = ENGLISH) -> str:
    """The same for the reader's own zone alone."""
    return " ".join(_days([(instant.astimezone(ZoneInfo(own)), _name(own, say))], now, say))


def _name(zone: str, say: Speech) -> str:
    """What people call a zone: America/New_York is New York, and Asia/Shanghai is Beijing."""
    return say(_CALLED[zone]) if zone in _CALLED else say.city(zone)


def _days(local: list[tuple[datetime, str]], now: datetime, say: Speech) -> Iterator[str]:
    for _, group in groupby(local, key=lambda pair: pair[0].date()):
        for number, (when, name) in enumerate(group):
            yield (f"{day(when, now, say)} " if number == 0 else "") + f"{say.clock(when.time())} {name}"


def day(when: datetime, now: datetime, say: Speech = ENGLISH) -> str:
    """24 Nov, with the year unless it is this one."""
    return say.day(when.date(), year=when.year != now.year)


def published(when: Published, own: str, now: datetime, say: Speech = ENGLISH) -> str:
    """When it was published, in every zone; or the day as the source wrote it."""
    if when.exact:
        return say("published {moment}").format(moment=moment(when.start, own, now, say))
    return say("published on {day} (date only)").format(day=date_only(when.start, now, say))


def date_only(start: datetime, now: datetime, say: Speech = ENGLISH) -> str:
    """The day that a source named, by when it began there: 13 hours later UTC has that date, for Honolulu and Auckland alike."""
    return day(start + timedelta(hours=13), now, say)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: in which language, in which zone (an IANA name), and when."""

    say: Speech
    zone: str
    now: datetime

    def moment(self, instant: datetime) -> str:
        """An instant in the capitals' zones and the reader's own."""
        return moment(instant, self.zone, self.now, self.say)

    def own(self, instant: datetime) -> str:
        """An instant in the reader's own zone."""
        return own_moment(instant, self.zone, self.now, self.say)

    def day(self, instant: datetime) -> str:
        """The day of an instant, in the zone that it comes in."""
        return day(instant, self.now, self.say)
