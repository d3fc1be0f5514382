"""Does every source come due again, neither too soon nor never?"""

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.source import Source
from bot.pacing import next_due

NOW = datetime(2025, 11, 24, 14, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_source(every: timedelta = timedelta(minutes=15), name: str = "cn_mfa") -> Source:
    return Source(
        id=name, name="MFA", side="CN", role="official", kind="list_page", url="https://example.org/", zone="UTC",
        languages=("zh-Hans",), origin="MFA", outlet="MFA", every=every,
    )  # fmt: skip


def test_a_healthy_source_keeps_its_interval_within_a_tenth() -> None:
    wait = next_due(a_source(), NOW, 0) - NOW
    assert timedelta(minutes=13.5) <= wait <= timedelta(minutes=16.5)


def test_the_same_source_at_the_same_instant_is_due_at_the_same_time_whatever_the_zone() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    assert next_due(a_source(), NOW, 0) == next_due(a_source(), elsewhere, 0)


def test_a_hundred_sources_of_one_interval_do_not_come_due_together() -> None:
    due = {next_due(a_source(name=f"s{n}"), NOW, 0) for n in range(100)}
    assert len(due) == 100
    assert max(due) - min(due) > timedelta(minutes=2)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 15), (2, 30), (3, 60), (4, 120), (5, 240), (6, 360), (60, 360)])
def test_failures_double_the_interval_up_to_six_hours(failures: int, minutes: int) -> None:
    wait = next_due(a_source(), NOW, failures) - NOW
    assert wait / timedelta(minutes=minutes) == pytest.approx(1, abs=0.1)


def test_a_daily_source_that_fails_is_not_asked_more_often_than_daily() -> None:
    assert next_due(a_source(timedelta(days=1)), NOW, 9) - NOW >= timedelta(hours=21)


def test_retry_after_is_honoured_to_the_second() -> None:
    assert next_due(a_source(), NOW, 1, 7200.0) == NOW + 2 * HOUR


def test_a_short_retry_after_does_not_hurry_us() -> None:
    assert next_due(a_source(), NOW, 1, 1.0) == next_due(a_source(), NOW, 1)


@pytest.mark.parametrize("said", [1e9, 1e300, math.inf])
def test_retry_after_is_believed_for_a_day_at_most(said: float) -> None:
    assert next_due(a_source(), NOW, 1, said) == NOW + 24 * HOUR


@pytest.mark.parametrize("said", [0.0, -5.0, -math.inf, math.nan])
def test_a_meaningless_retry_after_is_ignored(said: float) -> None:
    assert next_due(a_source(), NOW, 1, said) == next_due(a_source(), NOW, 1)


@given(
    every=st.timedeltas(timedelta(seconds=1), timedelta(days=7)),
    failures=st.integers(0, 10**9),
    retry_after=st.none() | st.floats(),
    now=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
)
def test_always_in_the_future_and_always_within_bounds(
    every: timedelta, failures: int, retry_after: float | None, now: datetime
) -> None:
    wait = next_due(a_source(every), now, failures, retry_after) - now
    assert every * 0.89 <= wait <= max(every * 1.11, timedelta(hours=24))


@given(failures=st.integers(1, 40), now=st.datetimes(timezones=st.just(UTC), max_value=datetime(9000, 1, 1)))  # noqa: DTZ001 - hypothesis adds the zone
def test_more_failures_never_mean_sooner(failures: int, now: datetime) -> None:
    assert next_due(a_source(), now, failures + 1) >= next_due(a_source(), now, failures)
