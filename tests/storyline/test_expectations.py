"""Is a deadline the right instant in the right zone, and can a wait end otherwise than by its document?"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.model.finding import StorylineState
from bot.model.watchlist import Document, Expectation, Office, Storyline, Watch, Watchlist
from bot.storyline import advance, lapse
from bot.storyline.expectations import due
from tests.storyline.test_advance import document

WASHINGTON = Office("America/New_York", time(9), time(18))
CALL = datetime(2025, 11, 24, 14, 30, tzinfo=UTC)  # Monday


def expectation(hours: int, office: Office | None = None, cancelled_by: Document | None = None) -> Expectation:
    return Expectation(
        "wh", {"en": "A readout"}, Document("readout", ("mfa",)), Document("readout", (), "US"), timedelta(hours=hours), "normal", office, cancelled_by
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "hours", "expected"),
    [
        (CALL, 24, datetime(2025, 11, 25, 14, 30, tzinfo=UTC)),  # Tuesday 09:30 in Washington
        (CALL, 12, datetime(2025, 11, 25, 23, 0, tzinfo=UTC)),  # Monday 21:30: not before Tuesday's end
        (CALL, 22, datetime(2025, 11, 25, 23, 0, tzinfo=UTC)),  # Tuesday 07:30: not before that day's end
        (CALL + timedelta(days=4), 24, datetime(2025, 12, 1, 23, 0, tzinfo=UTC)),  # Saturday: Monday's end
        (datetime(2025, 7, 1, 20, 0, tzinfo=UTC), 3, datetime(2025, 7, 2, 22, 0, tzinfo=UTC)),  # summer time
    ],
)
def test_a_deadline_outside_office_hours_waits_until_they_end(since: datetime, hours: int, expected: datetime) -> None:
    assert due(since, expectation(hours, WASHINGTON)) == expected


def test_without_an_office_it_is_the_hours_that_were_named() -> None:
    assert due(CALL, expectation(12)) == CALL + timedelta(hours=12)


def test_a_wait_that_was_called_off_is_neither_met_nor_overdue() -> None:
    one = expectation(24, cancelled_by=Document("denial", (), "US"))
    line = Storyline("s", {"en": "S"}, date(2025, 11, 7), (Watch("low", "s", ("readout", "denial"), "normal"),), (), (one,))
    watchlist = Watchlist({}, {}, {}, {"s": line}, {}, "")
    call = document("call", "mfa", kinds=("readout",))
    no = document("no", "wh", kinds=("denial",), side="US", at=CALL + timedelta(hours=2))
    state, _ = advance(StorylineState(), [call, no], line, watchlist)
    assert [wait.state for wait in state.pending] == ["cancelled"]
    assert lapse(state, line, CALL + timedelta(days=9))[1] == []


def test_a_document_of_another_class_calls_nothing_off() -> None:
    one = expectation(24, cancelled_by=Document("denial", (), "US"))
    line = Storyline("s", {"en": "S"}, date(2025, 11, 7), (Watch("low", "s", ("readout", "denial"), "normal"),), (), (one,))
    watchlist = Watchlist({}, {}, {}, {"s": line}, {}, "")
    call = document("call", "mfa", kinds=("readout",))
    other = document("no", "jp", kinds=("denial",), side="JP", at=CALL + timedelta(hours=2))
    state, _ = advance(StorylineState(), [call, other], line, watchlist)
    assert len(lapse(state, line, CALL + timedelta(days=9))[1]) == 1
