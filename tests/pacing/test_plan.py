"""Is what requests we have spent where they save most waiting, within everybody's limits?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing.plan import SLOWEST, Paced, ceiling, plan
from tests.store.make import a_source

paced = st.builds(
    Paced,
    st.integers(0, 10**9).map(str),
    st.sampled_from(["", "a", "b", "c"]),
    st.floats(0, 50),
    st.sampled_from([60.0, 300.0, 900.0]),
    st.sampled_from([3600.0, 21600.0]),
    st.sampled_from([0.0, 2.0, 10.0]),
    st.sampled_from([1.0, 4.0]),
    st.sampled_from([1.0, 2.0]),
)
many = st.lists(paced, min_size=1, max_size=30, unique_by=lambda one: one.id)


def requests(sources: list[Paced], intervals: dict[str, float]) -> float:
    return sum(3600 * one.cost / intervals[one.id] for one in sources)


@given(many, st.floats(1, 2000))
def test_the_budget_is_kept_as_far_as_ceilings_allow_and_nobody_goes_below_his_floor(sources: list[Paced], budget: float) -> None:
    intervals = plan(sources, budget)
    assert set(intervals) == {one.id for one in sources}
    assert all(one.floor <= intervals[one.id] <= one.ceiling for one in sources)
    longest = SLOWEST * 3600 * sum(one.cost for one in sources) / budget
    least = sum(3600 * one.cost / max(one.floor, min(one.ceiling, longest)) for one in sources)
    assert requests(sources, intervals) <= max(budget, least) * 1.01


def test_where_floors_and_ceilings_bind_the_slow_ones_wait_longer_until_the_budget_holds() -> None:
    quick = [Paced(f"q{n}", "", 50.0, 900.0, 21600.0) for n in range(10)]
    patient = [Paced(f"p{n}", "", 0.01, 3600.0, 1e6) for n in range(10)]
    stuck = [Paced(f"s{n}", "", 0.01, 60.0, 400.0) for n in range(10)]
    sources = [*quick, *patient, *stuck]
    least = 90.0
    intervals = plan(sources, least + 4)
    assert requests(sources, intervals) <= (least + 4) * 1.001
    assert min(intervals[one.id] for one in patient) > SLOWEST * 3600 * len(sources) / (least + 4)


@given(many, st.floats(1, 2000), st.randoms(use_true_random=False))
def test_the_order_of_sources_does_not_matter(sources: list[Paced], budget: float, chance: object) -> None:
    shuffled = sorted(sources, key=lambda one: one.id)
    assert plan(shuffled, budget) == pytest.approx(plan(sources, budget))


def test_four_times_the_items_are_asked_for_twice_as_often() -> None:
    slow = Paced("slow", "", 1.0, 1.0, 1e9)
    intervals = plan([slow, replace(slow, id="fast", rate=4.0)], 10.0)
    assert intervals["slow"] / intervals["fast"] == pytest.approx(2.0)


def test_a_tracked_storylines_source_is_asked_twice_as_often_as_another() -> None:
    other = Paced("other", "", 1.0, 1.0, 1e9)
    intervals = plan([other, replace(other, id="tracked", weight=4.0)], 10.0)
    assert intervals["other"] / intervals["tracked"] == pytest.approx(2.0)


def test_with_requests_to_spare_everybody_is_asked_as_often_as_he_allows() -> None:
    sources = [Paced(str(n), "", n, 300.0, 21600.0) for n in range(20)]
    assert set(plan(sources, 10_000).values()) == {300.0}


def test_a_hosts_sources_share_its_patience_and_what_is_saved_goes_to_the_others() -> None:
    shared = [Paced(f"s{n}", "one", 10.0, 1.0, 1e6, gap=60.0) for n in range(10)]
    alone = Paced("alone", "two", 10.0, 1.0, 1e6, gap=1.0)
    intervals = plan([*shared, alone], 300.0)
    assert requests(shared, intervals) == pytest.approx(60.0, rel=0.01)
    assert requests([alone], intervals) == pytest.approx(240.0, rel=0.01)


@pytest.mark.parametrize(("hour", "role", "hours"), [(12, "official", 1), (3, "official", 6), (12, "media", 6)])
def test_officials_are_not_left_alone_for_long_while_they_are_in_their_offices(hour: int, role: str, hours: int) -> None:
    now = datetime(2025, 11, 24, hour, tzinfo=UTC)
    assert ceiling(a_source(role=role), now) == timedelta(hours=hours)
    assert ceiling(a_source(role=role, every=timedelta(hours=8)), now) == timedelta(hours=8)
