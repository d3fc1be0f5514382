"""Is an instant quiet if and only if its local time lies between start and end, on the nights of the clock change too?"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.quiet import is_quiet, next_digest, quiet_ends
from bot.model.subscriber import Quiet

ZONES = ["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"]
_NIGHTS = st.integers(0, 730 * 86400).map(lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
_TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def at(zone: str, *when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[misc, arg-type]


def night(start: str, end: str) -> Quiet:
    return Quiet(time.fromisoformat(start), time.fromisoformat(end))


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "ends"),
    [
        # London, 30 March 2025: 01:00 becomes 02:00. London, 26 October 2025: 02:00 becomes 01:00.
        ("Europe/London", ("22:00", "07:00"), (2025, 3, 29, 23, 0), at("UTC", 2025, 3, 30, 6, 0)),
        ("Europe/London", ("22:00", "01:30"), (2025, 3, 30, 0, 30), at("UTC", 2025, 3, 30, 1, 0)),
        ("Europe/London", ("22:00", "07:00"), (2025, 10, 25, 23, 0), at("UTC", 2025, 10, 26, 7, 0)),
        ("Europe/London", ("22:00", "01:30"), (2025, 10, 26, 0, 0), at("UTC", 2025, 10, 26, 0, 30)),
        ("Europe/London", ("01:15", "05:00"), (2025, 10, 26, 1, 20), at("UTC", 2025, 10, 26, 1, 0)),
        # New York, 9 March 2025: 02:00 becomes 03:00. New York, 2 November 2025: 02:00 becomes 01:00.
        ("America/New_York", ("22:00", "02:30"), (2025, 3, 9, 1, 0), at("UTC", 2025, 3, 9, 7, 0)),
        ("America/New_York", ("22:00", "07:00"), (2025, 3, 8, 22, 0), at("UTC", 2025, 3, 9, 11, 0)),
        ("America/New_York", ("22:00", "07:00"), (2025, 11, 1, 22, 0), at("UTC", 2025, 11, 2, 12, 0)),
        # Kathmandu is 5:45 ahead.
        ("Asia/Kathmandu", ("22:00", "07:00"), (2025, 11, 24, 23, 0), at("UTC", 2025, 11, 25, 1, 15)),
        ("Asia/Kathmandu", ("09:00", "17:00"), (2025, 11, 24, 9, 0), at("UTC", 2025, 11, 24, 11, 15)),
    ],
)
def test_quiet_ends_by_the_clock_on_the_wall(zone: str, quiet: tuple[str, str], now: tuple[int, ...], ends: datetime) -> None:
    began = at(zone, *now)
    assert is_quiet(night(*quiet), zone, began)
    assert quiet_ends(night(*quiet), zone, began) == ends


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    quiet = night("22:00", "01:30")
    second = at("America/New_York", 2025, 11, 2, 1, 10, fold=1)
    assert is_quiet(quiet, "America/New_York", second)
    assert quiet_ends(quiet, "America/New_York", second) == at("UTC", 2025, 11, 2, 6, 30)
    assert not is_quiet(quiet, "America/New_York", at("America/New_York", 2025, 11, 2, 1, 40))


def test_start_is_end_means_never() -> None:
    for zone in ZONES:
        for hour in range(24):
            assert not is_quiet(night("07:00", "07:00"), zone, at("UTC", 2025, 11, 24, hour, 0))


@given(when=_NIGHTS, start=_TIMES, end=_TIMES, zone=st.sampled_from(ZONES))
def test_quiet_if_and_only_if_the_local_time_says_so(when: datetime, start: time, end: time, zone: str) -> None:
    quiet, instant = Quiet(start, end), when
    local = instant.astimezone(ZoneInfo(zone)).time()
    inside = start <= local < end if start < end else (local >= start or local < end) if start > end else False
    assert is_quiet(quiet, zone, instant) == inside
    ends = quiet_ends(quiet, zone, instant)
    assert not is_quiet(quiet, zone, ends)
    assert (ends > instant) == inside
    if inside:
        assert is_quiet(quiet, zone, ends - timedelta(microseconds=1))
        middle = instant + (ends - instant) / 2
        assert is_quiet(quiet, zone, middle), "the first such instant, not a later one"


@pytest.mark.parametrize(
    ("zone", "times", "now", "expected"),
    [
        ("Europe/London", ["08:00"], (2025, 3, 29, 8, 1), at("UTC", 2025, 3, 30, 7, 0)),
        ("Europe/London", ["01:30"], (2025, 3, 30, 0, 0), at("UTC", 2025, 3, 30, 1, 0)),
        ("Europe/London", ["01:30"], (2025, 10, 26, 0, 0), at("UTC", 2025, 10, 26, 0, 30)),
        ("Europe/London", ["01:30"], (2025, 10, 26, 1, 31), at("UTC", 2025, 10, 27, 1, 30)),
        ("America/New_York", ["08:00", "20:00"], (2025, 11, 2, 8, 30), at("UTC", 2025, 11, 3, 1, 0)),
        ("Asia/Kathmandu", ["08:00"], (2025, 11, 24, 8, 0), at("UTC", 2025, 11, 24, 2, 15)),
    ],
)
def test_a_digest_comes_once_a_day_at_its_time(zone: str, times: list[str], now: tuple[int, ...], expected: datetime) -> None:
    assert next_digest([*map(time.fromisoformat, times)], zone, at(zone, *now)) == expected


@given(when=_NIGHTS, times=st.lists(_TIMES, min_size=1, max_size=3), zone=st.sampled_from(ZONES))
def test_a_digest_is_never_in_the_past_nor_more_than_two_days_away(when: datetime, times: list[time], zone: str) -> None:
    due = next_digest(times, zone, when)
    assert when <= due <= when + timedelta(hours=26)
