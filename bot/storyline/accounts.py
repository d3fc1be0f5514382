"""Are these two accounts of one incident, and in what do they differ?

An incident is known by its place and day; the boat is named on one side only, as a rule. Numbers that contradict each other make
two incidents, unless something else holds them together (a boat, a hull, the hour): then they are a difference worth showing.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.incident import Difference, Incident, Vessel
from bot.storyline.places import one_place
from bot.text.fold import folded

_ONE_HOUR = timedelta(hours=1)
"""Clocks no further apart are of one incident."""
_APART = timedelta(hours=6)
"""Clocks further apart are of two."""
_SAME_TIME = timedelta(minutes=5)
"""Between what two accounts call the same time."""


def same_incident(a: Incident, b: Incident) -> bool:
    """Whether two accounts are of one incident."""
    apart = _apart(a, b)
    if not one_place(a.place, b.place) or not _one_day(a, b) or (apart is not None and apart > _APART):
        return False
    if (a.action == "flew") != (b.action == "flew") and "radar" not in {a.action, b.action}:
        return False
    boats, numbers = _one_boat(a, b), _one_number(a, b)
    if boats is False or numbers is False:
        return False
    agreeing = bool(boats or numbers) or (apart is not None and apart <= _ONE_HOUR)
    return agreeing or a.count is None or b.count is None or a.count == b.count


def differences(a: Incident, b: Incident) -> list[Difference]:
    """What the accounts say differently, slot by slot, in their words. Empty words: that account is silent.

    Where both are silent, or say the same in other spelling, there is no difference.
    """
    return list(_differences(a, b))


def _differences(a: Incident, b: Incident) -> Iterator[Difference]:
    if bool(a.vessels) != bool(b.vessels):
        yield Difference("vessel", _boats(a), _boats(b))
    if [folded(words) for words in a.authority] != [folded(words) for words in b.authority]:
        yield Difference("authority", "; ".join(a.authority), "; ".join(b.authority))
    if a.count != b.count:
        yield Difference("count", _number(a.count), _number(b.count))
    if set(a.hulls) != set(b.hulls):
        yield Difference("hulls", ", ".join(a.hulls), ", ".join(b.hulls))
    apart = _apart(a, b)
    if (a.begun is None) != (b.begun is None) or (apart is not None and apart > _SAME_TIME) or _ends_differ(a, b):
        yield Difference("time", _clock(a), _clock(b))


def _one_day(a: Incident, b: Incident) -> bool:
    """The same day, or days that are one when a clock time is read in the other account's zone.

    An account of several days is one of that span alone.
    """
    if a.until or b.until:
        return (a.day, a.until) == (b.day, b.until)
    return a.day == b.day or b.day in _days_in(a, b.zone) or a.day in _days_in(b, a.zone)


def _days_in(one: Incident, zone: str) -> set[date]:
    """The days on which it was, counted in ``zone``, when it gives clock times."""
    times = [at for at in (one.begun, one.ended) if at]
    return {_instant(one, at).astimezone(ZoneInfo(zone)).date() for at in times}


def _instant(one: Incident, at: time) -> datetime:
    day = one.day + timedelta(days=1) if at is one.ended and one.begun and at < one.begun and one.day < date.max else one.day
    return datetime.combine(day, at, ZoneInfo(one.zone))


def _apart(a: Incident, b: Incident) -> timedelta | None:
    """How far the clock times lie apart; nothing where the span of one touches the other's; None where one gives none."""
    if a.begun is None or b.begun is None:
        return None
    first, second = sorted((_span(a, a.begun), _span(b, b.begun)))
    return max(timedelta(), second[0] - first[1]) if second[0] > first[1] else timedelta()


def _span(one: Incident, begun: time) -> tuple[datetime, datetime]:
    start = _instant(one, begun)
    return start, max(start, _instant(one, one.ended)) if one.ended else start


def _one_boat(a: Incident, b: Incident) -> bool | None:
    """Whether a boat is in both; False when each names its own of one flag; None when that cannot be told."""
    pairs = [(x, y) for x in a.vessels for y in b.vessels]
    if any(_is(x, y) for x, y in pairs):
        return True
    return False if any(_is_not(x, y) for x, y in pairs) else None


def _is(x: Vessel, y: Vessel) -> bool:
    return bool(x.entity and x.entity == y.entity) or _spelling(x) == _spelling(y)


def _is_not(x: Vessel, y: Vessel) -> bool:
    """Two names of one flag in one script; a name in Latin letters may be any reading of one in characters."""
    if x.entity and y.entity:
        return x.entity != y.entity
    return bool(x.flag) and x.flag == y.flag and (x.lang == "en") == (y.lang == "en")


def _spelling(boat: Vessel) -> str:
    return folded(boat.name).replace("-", "").replace(" ", "").replace("'", "")


def _one_number(a: Incident, b: Incident) -> bool | None:
    """Whether a hull is in both; False when both list theirs and share none; None when that cannot be told.

    A formation names its leader alone, so that a list of other numbers does not contradict it; another leader does.
    """
    if not a.hulls or not b.hulls:
        return None
    if set(a.hulls) & set(b.hulls):
        return True
    return None if a.formation != b.formation else False


def _boats(one: Incident) -> str:
    return ", ".join(boat.name for boat in one.vessels) or ", ".join(one.described)


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _clock(one: Incident) -> str:
    """02:25-05:12 +09:00."""
    if one.begun is None:
        return f"-{one.ended:%H:%M}" if one.ended else ""
    offset = _instant(one, one.begun).isoformat()[-6:]
    return f"{one.begun:%H:%M}" + (f"-{one.ended:%H:%M}" if one.ended else "") + f" {offset}"


def _ends_differ(a: Incident, b: Incident) -> bool:
    if a.ended is None or b.ended is None:
        return False
    return abs(_instant(a, a.ended) - _instant(b, b.ended)) > _SAME_TIME
