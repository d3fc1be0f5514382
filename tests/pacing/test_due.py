"""When is a source asked again?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing.due import BURST, CALM, Pace, after_failure, after_success
from tests.store.make import a_source

NOW = datetime(2025, 11, 24, tzinfo=UTC)
SOURCE = a_source(every=timedelta(minutes=15))
HOUR = 3600.0
FRESH = Pace()


def wait(
    pace: Pace = FRESH, *, planned: float | None = None, lifetime: float = 0, news: bool = False, overflow: bool = False
) -> float:
    """Minutes until a source is due, but for the jitter."""
    due, _ = after_success(SOURCE, NOW, pace, planned=planned, lifetime=lifetime, news=news, overflow=overflow)
    return (due - NOW).total_seconds() / 60


def test_without_a_plan_an_entry_says_how_long() -> None:
    assert wait() == pytest.approx(15, rel=0.1)


def test_a_plan_may_be_slower_and_never_quicker_than_the_entry() -> None:
    assert wait(planned=2 * HOUR) == pytest.approx(120, rel=0.1)
    assert wait(planned=60) == pytest.approx(15, rel=0.1)


def test_what_a_server_says_of_its_answer_is_believed_up_to_an_hour() -> None:
    assert wait(lifetime=1800) == pytest.approx(30, rel=0.1)
    assert wait(lifetime=1e8) == pytest.approx(60, rel=0.1)


def test_after_news_the_next_three_checks_come_quickly() -> None:
    pace, minutes = Pace(), []
    for check in range(5):
        due, pace = after_success(SOURCE, NOW, pace, planned=2 * HOUR, lifetime=0, news=check == 0, overflow=False)
        minutes.append((due - NOW).total_seconds() / 60)
    assert [round(each / 15) > 1 for each in minutes] == [False] * BURST + [True] * (5 - BURST)


def test_an_overflow_halves_the_interval_and_calm_takes_that_back() -> None:
    assert wait(Pace(), planned=2 * HOUR, overflow=True) == pytest.approx(60, rel=0.1)
    assert wait(Pace(halvings=1), planned=2 * HOUR, overflow=True) == pytest.approx(30, rel=0.1)
    assert wait(Pace(halvings=6), overflow=True) == pytest.approx(15 / 4, rel=0.1)
    pace = Pace(halvings=1)
    for _ in range(CALM):
        _, pace = after_success(SOURCE, NOW, pace, planned=None, lifetime=0, news=False, overflow=False)
    assert pace == Pace()


@given(
    st.integers(1, 100),
    st.sampled_from(["failing", "gone", "challenged", "refused", "empty"]),
    st.floats(1, 1e7),
    st.sampled_from([0, 429, 503]),
)
def test_nobody_is_asked_before_he_wants_nor_given_up(failures: int, trouble: str, retry_after: float, status: int) -> None:
    due = after_failure(SOURCE, NOW, failures, trouble, status=status, retry_after=retry_after)
    assert NOW + timedelta(seconds=min(retry_after, 86400)) <= due <= NOW + timedelta(hours=24)


def test_a_door_that_stays_shut_is_not_knocked_at_every_few_minutes() -> None:
    assert after_failure(SOURCE, NOW, 1, "challenged") < NOW + timedelta(minutes=20)
    assert after_failure(SOURCE, NOW, 2, "challenged") >= NOW + timedelta(hours=1)
    assert after_failure(SOURCE, NOW, 2, "gone", status=404) >= NOW + timedelta(hours=24)
    assert after_failure(SOURCE, NOW, 1, "failing", status=403) < NOW + timedelta(minutes=20)
    assert after_failure(SOURCE, NOW, 2, "failing", status=403) >= NOW + timedelta(hours=4)
    assert after_failure(SOURCE, NOW, 1, "failing", status=429) >= NOW + timedelta(hours=4)
