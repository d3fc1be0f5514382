"""Do we learn how often a source publishes, and when?"""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing.rate import Arrivals, as_json, of_json, rate_at, seen

START = datetime(2025, 11, 3, tzinfo=UTC)
"""A Monday."""
DAY = timedelta(days=1)


def learned(hours: range, days: int = 28) -> Arrivals:
    """Of a source that publishes once in each of these hours of the day."""
    arrivals = Arrivals(START)
    for day in range(days):
        dates = [START + day * DAY + timedelta(hours=hour, minutes=30) for hour in hours]
        arrivals = seen(arrivals, dates, START + (day + 1) * DAY)
    return arrivals


def test_of_an_unknown_source_one_item_a_day_is_expected() -> None:
    assert rate_at(Arrivals(START), START, START) * 24 == 1.0


def test_the_average_is_learned() -> None:
    now = START + 28 * DAY
    assert 0.85 < rate_at(learned(range(24)), now, START) < 1.1


def test_the_hour_of_the_day_is_learned_sooner_than_that_of_the_week() -> None:
    arrivals, noon = learned(range(9, 17), days=14), START + 14 * DAY + timedelta(hours=12)
    assert rate_at(arrivals, noon, START) > 3 * rate_at(arrivals, noon + timedelta(hours=12), START)


def test_what_lies_four_weeks_back_counts_half() -> None:
    arrivals = seen(Arrivals(START), [START], START)
    later = seen(arrivals, [], START + timedelta(weeks=4))
    assert sum(later.bins) == 0.5 * sum(arrivals.bins) == 0.5


def test_what_stood_there_at_the_first_look_came_out_over_all_that_time() -> None:
    week = [START + timedelta(hours=hour) for hour in range(0, 7 * 24, 5)]
    now = START + 7 * DAY
    arrivals = seen(Arrivals(now), week, now)
    assert 4 < sum(rate_at(arrivals, now + timedelta(hours=hour), now) for hour in range(24)) < 6


@given(st.lists(st.datetimes(datetime(2025, 11, 1), datetime(2025, 12, 1), timezones=st.just(UTC)), max_size=20))  # noqa: DTZ001 - hypothesis adds the zone
def test_it_survives_its_column(dates: list[datetime]) -> None:
    arrivals = seen(Arrivals(START), dates, START + 30 * DAY)
    back = of_json(json.loads(json.dumps(as_json(arrivals))), START)
    assert (back.at, back.first) == (arrivals.at, arrivals.first)
    assert all(abs(a - b) < 1e-4 for a, b in zip(back.bins, arrivals.bins, strict=True))
    assert of_json({}, START) == Arrivals(START)
