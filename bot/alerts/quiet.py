"""Is it quiet where a chat is, and until when? Local times, which on some days do not exist and on others come twice."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.subscriber import Quiet

_HOUR, _DAY, _SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


def is_quiet(quiet: Quiet, zone: str, instant: datetime) -> bool:
    """Whether the local time lies in [start, end), over midnight if need be. That start and end are the same means never."""
    local = instant.astimezone(ZoneInfo(zone)).time()
    if quiet.start <= quiet.end:
        return quiet.start <= local < quiet.end
    return local >= quiet.start or local < quiet.end


def quiet_ends(quiet: Quiet, zone: str, instant: datetime) -> datetime:
    """The first instant from ``instant`` on at which it is not quiet, in UTC."""
    if not is_quiet(quiet, zone, instant):
        return instant
    place = ZoneInfo(zone)
    # It ends as the clock says so, or because the clock is put forward or back.
    ends = {when for when in _instants(quiet.end, place, instant) if when > instant} | set(_changes(place, instant, 3 * _DAY))
    return min(end for end in ends if not is_quiet(quiet, zone, end))


def next_digest(times: Sequence[time], zone: str, instant: datetime) -> datetime:
    """The first of these times of day from ``instant`` on, in UTC.

    Of a time that comes twice it is the first; of one that is left out, the end of the gap.
    """
    place = ZoneInfo(zone)
    return min(_firsts(times, place, instant))


def _firsts(times: Sequence[time], place: ZoneInfo, instant: datetime) -> Iterator[datetime]:
    for when in times:
        for day in _days(place, instant):
            at = _utc(day, when, place, 0)
            if at.astimezone(place).replace(tzinfo=None) != datetime.combine(day, when):
                later = _utc(day, when, place, 1)  # which is earlier, since in a gap the two change places
                at = next(_changes(place, later - _HOUR, at - later + 2 * _HOUR), at)
            if at >= instant:
                yield at


def _instants(when: time, place: ZoneInfo, instant: datetime) -> Iterator[datetime]:
    """When a clock shows that time, about ``instant``."""
    for day in _days(place, instant):
        for fold in (0, 1):
            yield _utc(day, when, place, fold)


def _days(place: ZoneInfo, instant: datetime) -> list[date]:
    today = instant.astimezone(place).date()
    return [today + _DAY * number for number in range(-1, 4)]


def _utc(day: date, when: time, place: ZoneInfo, fold: int) -> datetime:
    return datetime.combine(day, when.replace(fold=fold), place).astimezone(UTC)


def _changes(place: ZoneInfo, start: datetime, span: timedelta) -> Iterator[datetime]:
    """The instants at which the clock is put forward or back, to the second."""
    before = start.astimezone(UTC).replace(microsecond=0)
    end = before + span
    while before < end:
        after = before + _HOUR
        if _offset(place, before) != _offset(place, after):
            low, high = before, after
            while high - low > _SECOND:
                middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
                low, high = (middle, high) if _offset(place, middle) == _offset(place, before) else (low, middle)
            yield high
        before = after


def _offset(place: ZoneInfo, instant: datetime) -> timedelta | None:
    return instant.astimezone(place).utcoffset()
