"""Does every source get the one word that an operator needs?"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.health import ADVICE, GOOD, STATES, after_failure, after_success
from tests.store.make import a_source

NOW = datetime(2026, 11, 25, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "state"),
    [(0, "ok"), (2.9, "ok"), (3.1, "quiet"), (30, "quiet"), (31, "frozen"), (3000, "frozen")],
)
def test_a_good_answer_is_judged_by_the_age_of_the_newest_thing_in_it(age: float, state: str) -> None:
    source = a_source(fresh=3 * DAY)
    assert after_success(source, items=30, dated=True, newest=NOW - age * DAY, now=NOW) == state


def test_without_a_limit_nobody_is_quiet() -> None:
    assert after_success(a_source(), items=3, dated=True, newest=NOW - 900 * DAY, now=NOW) == "ok"


def test_nothing_in_it_and_no_dates_in_it_have_words_of_their_own() -> None:
    assert after_success(a_source(), items=0, dated=False, newest=None, now=NOW) == "empty"
    assert after_success(a_source(), items=9, dated=False, newest=None, now=NOW) == "undated"
    assert after_success(a_source(kind="page"), items=1, dated=False, newest=None, now=NOW) == "ok"


def test_an_undated_source_still_falls_silent_by_when_we_saw_its_last_item() -> None:
    assert after_success(a_source(fresh=DAY), items=9, dated=False, newest=NOW - 2 * DAY, now=NOW) == "quiet"


@pytest.mark.parametrize(("trouble", "failures"), [("refused", 1), ("gone", 2), ("challenged", 2), ("empty", 2), ("failing", 3)])
def test_a_trouble_names_the_state_when_it_is_met_again(trouble: str, failures: int) -> None:
    states = [after_failure("ok", trouble, trouble if n > 1 else "", n) for n in range(1, 5)]
    assert states == ["ok"] * (failures - 1) + [trouble] * (5 - failures)


def test_a_source_never_read_has_its_trouble_at_once() -> None:
    assert after_failure("new", "failing", "", 1) == "failing"


def test_another_trouble_in_between_changes_no_state() -> None:
    assert after_failure("challenged", "failing", "challenged", 3) == "challenged"
    assert after_failure("challenged", "failing", "failing", 4) == "failing"


def test_there_is_something_to_do_about_every_bad_state() -> None:
    assert set(STATES) - GOOD <= set(ADVICE)
