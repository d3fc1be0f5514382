"""Whatever is typed for a time, it is one or it is none, and nothing breaks."""

from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.asking import said
from bot.chat.spans import clock, hours, plain, span, zone
from tests.botapi.parser import parsed

_TIMELIKE = st.text(alphabet="0123456789:.-–〜 hdwmapｐ２午後年日x\u202e\n", max_size=14)


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("30m", timedelta(minutes=30)),
        ("24 H", timedelta(days=1)),
        ("２ｗ", timedelta(weeks=2)),
        ("0h", None),
        ("53w", None),
        ("h", None),
    ],
)
def test_spans(words: str, length: timedelta | None) -> None:
    assert span(words) == length


@pytest.mark.parametrize(
    ("words", "at"), [("8", time(8)), ("08.30", time(8, 30)), ("24:00", time(0)), ("24:30", None), ("8:60", None), ("", None)]
)
def test_times_of_day(words: str, at: time | None) -> None:
    assert clock(words) == at


@given(st.one_of(_TIMELIKE, st.text(max_size=40)))
@settings(max_examples=300)
def test_anything_is_read_or_refused(words: str) -> None:
    length, at, both = span(words), clock(words), hours(words)
    assert length is None or timedelta(0) < length <= timedelta(days=366)
    assert at is None or isinstance(at, time)
    assert both is None or len(both) == 2
    assert plain(plain(words)) == plain(words)


@given(st.text(max_size=30))
@settings(max_examples=40)
def test_any_zone_is_one_or_has_suggestions_that_are(words: str) -> None:
    name, near = zone(words)
    assert all(zone(one)[0] == one for one in [*near, *([name] if name else [])])


@given(st.text(min_size=1, max_size=6000))
@settings(max_examples=100)
def test_whatever_is_answered_telegram_takes(words: str) -> None:
    answer = said(f"x{words}")
    parsed(answer.html, "HTML")
