"""Do operators hear of what does not work once when it has lasted, once when it is over, and of nothing that passes?"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.vigil import GAP_MAX, LASTS, blind, looked, well
from bot.model.vigil import Sign, Signs, Turn, Vigil

NOW = datetime(2025, 11, 25, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def watched(*signs: Signs, vigil: Vigil | None = None) -> list[tuple[int, Turn]]:
    """A look each minute; the turns, and in which minute they came."""
    vigil, turns = vigil or Vigil(), []
    for minute, each in enumerate(signs):
        vigil, found = looked(vigil, each, at(minute))
        turns += [(minute, turn) for turn in found]
    return turns


DEAD: Signs = {"out telegram": Sign(at(0), "unreachable")}
ALIVE: Signs = {"out telegram": None}


def test_what_lasts_is_told_when_it_has_lasted_and_when_it_is_over() -> None:
    assert watched(*[DEAD] * 20, ALIVE, ALIVE) == [
        (5, Turn("begun", "out telegram", NOW, "unreachable")), (20, Turn("over", "out telegram", NOW)),
    ]  # fmt: skip


def test_what_passes_is_told_nobody() -> None:
    assert watched(*[DEAD, DEAD, DEAD, DEAD, ALIVE] * 5) == []


def test_one_failure_after_a_quiet_hour_is_watched_first() -> None:
    failed: Signs = {"sources": Sign(at(-60))}
    assert [minute for minute, _ in watched(*[failed] * 9)] == [5]


def test_sources_of_which_some_are_always_read_are_no_trouble() -> None:
    assert watched(*[{"sources": Sign(at(minute - 2))} for minute in range(60)]) == []


def test_what_nobody_can_say_changes_nothing() -> None:
    assert [(minute, turn.what) for minute, turn in watched(*[DEAD] * 7, {}, {}, DEAD, ALIVE)] == [(5, "begun"), (10, "over")]


def test_a_gap_is_told_once_and_what_was_not_told_before_it_is_watched_anew() -> None:
    before = looked(looked(Vigil(), DEAD, NOW)[0], DEAD, at(3))[0]
    after, turns = looked(before, DEAD, at(60))
    assert turns == [Turn("gap", "", at(3))]
    assert looked(after, DEAD, at(61))[1] == []
    assert looked(Vigil(NOW), {}, NOW + GAP_MAX)[1] == []
    assert looked(Vigil(), {}, NOW)[1] == [], "who never lived was not dead"


def test_a_clock_that_went_back_says_nothing() -> None:
    vigil = looked(looked(Vigil(), DEAD, at(600))[0], DEAD, at(0))[0]
    assert looked(vigil, DEAD, at(1))[1] == []
    assert looked(Vigil(at(600)), ALIVE, at(0)) == (Vigil(at(0)), [])


def test_all_is_well_but_for_what_has_just_begun() -> None:
    assert well({}, NOW)
    assert well({**ALIVE, "sources": Sign(NOW)}, NOW + LASTS - MINUTE)
    assert not well({**ALIVE, "sources": Sign(NOW)}, NOW + LASTS)


@pytest.mark.parametrize(
    ("good", "bad", "signs"),
    [
        (None, None, {}),
        (NOW, None, {"sources": None}),
        (NOW, at(-1), {"sources": None}),
        (NOW, NOW, {"sources": None}),
        (NOW, at(1), {"sources": Sign(NOW)}),
        (None, NOW, {"sources": Sign(NOW)}),
    ],
)
def test_we_are_blind_when_checks_failed_since_the_last_good_one(good: datetime | None, bad: datetime | None, signs: Signs) -> None:
    assert blind(good, bad) == signs
