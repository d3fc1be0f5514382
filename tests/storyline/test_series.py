"""Is only what is out of the ordinary told about the daily counts, once, and is what nobody reported left open?"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.item import Item, Published
from bot.model.series import DayCount, Notice, Series, Zone
from bot.model.source import Source
from bot.storyline.counts import counts_of
from bot.storyline.series import KEPT, learn

DAY = timedelta(days=1)
BEGIN = date(2025, 1, 1)
READ = datetime(2025, 12, 9, 3, tzinfo=UTC)
TABLE = Source(
    "jp_jcg_senkaku", "JCG", "JP", "official", "pdf_table", "https://jcg.example/t.pdf", "Asia/Tokyo", ("ja",), "jcg", "JCG"
)
PRESS = Source("press", "P", "JP", "media", "feed", "https://press.example/", "Asia/Tokyo", ("ja",), "press", "Press")


def an_item(title: str, text: str = "", at: datetime = READ) -> Item:
    return Item("k", "s", "u", "u", title, text, "ja", Published(at, at), at, "d")


def said(title: str, text: str = "", source: Source = PRESS) -> list[tuple[str, str, int | None]]:
    return [(str(count.day), count.zone, count.ships) for count in counts_of(an_item(title, text), source)]


# What texts say


def test_the_tables_titles_are_read() -> None:
    title = "尖閣諸島周辺海域 2025-12-02: 接続水域 4隻、領海 2隻"
    assert counts_of(an_item(title), TABLE) == (
        DayCount(date(2025, 12, 2), "contiguous", 4, "jp_jcg_senkaku", official=True),
        DayCount(date(2025, 12, 2), "territorial", 2, "jp_jcg_senkaku", official=True),
    )
    assert said("尖閣諸島周辺海域 2025-12-02: 接続水域 -隻、領海 0隻") == [
        ("2025-12-02", "contiguous", None),
        ("2025-12-02", "territorial", 0),
    ]


@pytest.mark.parametrize("day", ["2025-13-02", "2025-02-30", "2025-12-11", "9999-12-31"])
def test_a_day_that_cannot_be_has_no_ships(day: str) -> None:
    assert said(f"尖閣諸島周辺海域 {day}: 接続水域 4隻、領海 2隻") == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("尖閣諸島沖の接続水域で９日、中国海警局の船４隻が航行しているのを確認した。", [("2025-12-09", "contiguous", 4)]),
        ("尖閣諸島周辺の接続水域で中国海警局の船四隻を確認", [("2025-12-09", "contiguous", 4)]),
        (
            "7日、尖閣諸島沖で中国海警局の船4隻が、領海のすぐ外側にある接続水域を航行し、うち2隻が領海に侵入した。",
            [("2025-12-07", "contiguous", 4), ("2025-12-07", "territorial", 2)],
        ),
        ("8日の尖閣諸島の海。中国海警局の船3隻が接続水域を航行。", [("2025-12-08", "contiguous", 3)]),
        ("中国海警船4艘12月9日在钓鱼岛毗连区航行", [("2025-12-09", "contiguous", 4)]),
        ("釣魚台海域連續第25天出現海警船，4艘海警船在毗連區活動", [("2025-12-09", "contiguous", 4)]),
        (
            "Four Chinese coast guard ships sailed in the contiguous zone just outside Japan's territorial waters around the Senkakus on Dec. 8",
            [("2025-12-08", "contiguous", 4)],
        ),
        ("Two China Coast Guard vessels entered the territorial sea off the Senkaku Islands", [("2025-12-09", "territorial", 2)]),
        # almost
        ("尖閣諸島：接続水域に過去最多の30隻 中国、これまでの記録", []),
        ("日本漁船4隻が尖閣諸島の接続水域にいた。中国海警局が発表", []),
        ("尖閣諸島沖に海上保安庁の巡視船12隻 接続水域で中国海警局を警戒", []),
        ("尖閣諸島沖の接続水域に中国海警局の船99999999999999隻", []),
        ("接続水域で中国海警局の船4隻を確認", []),  # of which sea?
        ("Chinese ships and 4 vessels near the Senkaku Islands", []),  # in which zone?
        ("大阪で中国の船4隻が見つかった", []),
    ],
)
def test_newsrooms_numbers_count_with_their_zone_and_whose_ships_they_are(
    text: str, counts: list[tuple[str, str, int | None]]
) -> None:
    assert said(text) == counts
    assert said("尖閣", text) == counts or "尖閣" not in text


@pytest.mark.parametrize(
    "text", ["9" * 10_000, "尖閣中国接続水域4隻" * 1000, "接続水域4隻、" * 1200, "four ships " * 900, "今年" * 5000]
)
def test_ten_thousand_characters_take_no_time(text: str) -> None:
    item = an_item("尖閣 中国", text)
    assert min(_seconds(item) for _ in range(7)) < 0.05  # at most 4 ms on ours


def _seconds(item: Item) -> float:
    began = process_time()
    counts_of(item, PRESS)
    return process_time() - began


# What the series says


def table(numbers: Sequence[int | None], begin: date = BEGIN, zone: Zone = "contiguous") -> list[DayCount]:
    return [DayCount(begin + n * DAY, zone, ships, "t", official=True) for n, ships in enumerate(numbers)]


def told(*batches: Iterable[DayCount], series: Series | None = None) -> list[tuple[str, int, int, bool]]:
    """Kind, value, value before and whether it is a lower bound, of everything told batch by batch."""
    return [(n.kind, n.value, n.before, n.at_least) for n in notices_of(*batches, series=series)]


def notices_of(*batches: Iterable[DayCount], series: Series | None = None) -> list[Notice]:
    state, all_told = series or Series(), list[Notice]()
    for batch in batches:
        state, notices = learn(state, batch)
        all_told += notices
    return all_told


def day_by_day(numbers: Sequence[int | None], begin: date = BEGIN, zone: Zone = "contiguous") -> list[list[DayCount]]:
    return [[count] for count in table(numbers, begin, zone)]


def test_the_daily_notice_is_never_told() -> None:
    assert told(*day_by_day([4, 3, 4, 4, 2, 4] * 60)) == []


def test_the_end_of_a_long_streak_is_told_on_its_day_and_its_resumption_only_after_a_pause() -> None:
    assert told(*day_by_day([0, *[4] * 25, 0, 4, 4])) == [("broken", 25, 0, False)]
    assert told(*day_by_day([0, *[4] * 25, 0, 0, 0, 0, 0, 3, 4])) == [("broken", 25, 0, False), ("resumed", 3, 5, False)]
    assert told(*day_by_day([0, *[4] * 19, 0])) == []
    assert told(*day_by_day([0, *[4] * 3, 0, 0, 0, 0, 4])) == []


def test_a_streak_whose_beginning_nobody_saw_is_at_least_that_long() -> None:
    assert told(*day_by_day([*[4] * 25, 0])) == [("broken", 25, 0, True)]


def test_a_day_that_nobody_reported_neither_breaks_nor_extends_a_streak() -> None:
    assert told(*day_by_day([0, *[4] * 25, None, *[4] * 10, 0])) == []  # at least ten days, perhaps more: no streak that we know of
    assert told(*day_by_day([0, *[4] * 25, None, 0])) == [("broken", 25, 0, True)]
    assert told(*day_by_day([0, *[4] * 15, None, *[4] * 22, 0])) == [
        ("record-streak", 16, 15, True),  # whether or not the fifteen belong to it
        ("broken", 22, 0, True),
    ]
    assert told(*day_by_day([0, *[4] * 25, *[None] * 10, 0])) == []  # who knows when


def test_a_day_that_was_missing_and_comes_later_makes_the_streak_whole_again() -> None:
    numbers = [0, *[4] * 25, None, *[4] * 10]
    state, _ = learn(Series(), table(numbers))
    assert told([DayCount(BEGIN + 26 * DAY, "contiguous", 4, "t", official=True)], table([0], BEGIN + 37 * DAY), series=state) == [
        ("broken", 36, 0, False)
    ]
    assert told(*day_by_day([0, *[4] * 25, None, 0]), table([0], BEGIN + 26 * DAY)) == [("broken", 25, 0, True)]


def test_the_longest_streak_is_told_once_when_it_becomes_so() -> None:
    history = [0, *[4] * 10, 0, *[4] * 8, 0, *[4] * 9, 0]
    assert told(*day_by_day([*history, *[4] * 18])) == [("record-streak", 11, 10, False)]
    assert told(*day_by_day([0, *[4] * 2, 0, *[4] * 10])) == []  # too little history
    assert told(*day_by_day([4] * 100)) == []  # nothing to compare it with


def test_the_fullest_day_is_told_after_a_months_history() -> None:
    assert told(*day_by_day([*[4] * 30, 8, 8, 7, 9])) == [("record-ships", 8, 4, False), ("record-ships", 9, 8, False)]
    assert told(*day_by_day([*[4] * 29, 8])) == []


def test_newsrooms_numbers_grow_until_the_table_gives_its_own() -> None:
    state, _ = learn(Series(), table([4] * 30))
    day = BEGIN + 30 * DAY
    early, late = DayCount(day, "contiguous", 3, "nhk"), DayCount(day, "contiguous", 9, "asahi")
    final = DayCount(day, "contiguous", 10, "t", official=True)
    assert told([early], [late], [early], [final], [late], series=state) == [("record-ships", 9, 4, False)]
    assert told([early], [final], [late], series=state) == [("record-ships", 10, 4, False)]


def test_most_days_of_a_year_are_compared_with_whole_years_only() -> None:
    begin = date(2024, 1, 1)
    quiet = [*[4] * 300, *[0] * 66]  # 2024
    assert told(*day_by_day([*quiet, *[4] * 365], begin))[-1] == ("record-year", 301, 300, False)
    assert [kind for kind, *_ in told(*day_by_day([*quiet, *[4] * 365], begin))].count("record-year") == 1
    assert "record-year" not in {kind for kind, *_ in told(*day_by_day([*quiet[200:], *[4] * 365], begin + 200 * DAY))}


def test_first_entry_into_territorial_waters_after_a_fortnight() -> None:
    calm: list[int | None] = [2, *[0] * 14]
    assert told(*day_by_day([*calm, 2, 2, 0, 2], zone="territorial")) == [("entered", 2, 14, False)]
    assert told(*day_by_day([2, *[0] * 13, 2], zone="territorial")) == []
    assert told(*day_by_day([2, *[0] * 9, None, *[0] * 9, 2], zone="territorial")) == []
    assert told(*day_by_day([2, None, *[0] * 14, 2], zone="territorial")) == [("entered", 2, 14, True)]
    # A newsroom tells of the entry, the month's table of the calm before it.
    entry = DayCount(BEGIN + 15 * DAY, "territorial", 2, "nhk")
    assert told([entry], table([*calm, 2], zone="territorial"), table([*calm, 2], zone="territorial")) == [
        ("entered", 2, 14, False)
    ]


def test_a_revision_of_a_past_day_is_told_with_both_numbers_and_once() -> None:
    state, _ = learn(Series(), table([4, 4, 4, 4]))
    day = BEGIN + DAY
    three, four = (DayCount(day, "contiguous", ships, "t", official=True) for ships in (3, 4))
    (notice,) = notices_of([three], [three], [four], [three], series=state)
    assert (notice.kind, notice.day, notice.value, notice.before) == ("revised", day, 3, 4)
    assert told(table([5], BEGIN + 3 * DAY), series=state) == []  # the latest day is still being counted
    assert told([DayCount(day, "contiguous", 9, "nhk")], series=state) == []  # a newsroom revises no table


def test_what_a_first_reading_of_the_archive_holds_is_no_news_but_for_its_last_month() -> None:
    old = [0, *[4] * 25, 0, *[4] * 100]
    assert told(table(old)) == [("record-streak", 100, 25, False)]
    state, _ = learn(Series(), table([4], BEGIN + 200 * DAY))
    assert told(table(old), series=state) == []


def test_a_year_and_more_is_kept_day_by_day_and_records_outlive_it() -> None:
    numbers = [*[4] * 40, 20, *[4] * (KEPT + 60), 12, 21]
    state, all_told = Series(), list[Notice]()
    for batch in day_by_day(numbers):
        state, notices = learn(state, batch)
        all_told += notices
    assert [n.value for n in all_told] == [20, 21]
    assert len(state.days) == KEPT
    assert len(json.dumps(state.plain())) < 30_000
    assert learn(state, table([90], BEGIN)) == (state, ())  # long past


def test_a_streak_that_is_longer_than_what_is_kept_keeps_its_length() -> None:
    numbers = [0, *[4] * 30, 0, *[4] * (KEPT + 50), 0]
    assert told(*day_by_day(numbers))[-1] == ("broken", KEPT + 50, 0, False)
    assert [kind for kind, *_ in told(*day_by_day(numbers))] == ["broken", "record-streak", "broken"]


@pytest.mark.parametrize(
    "count",
    [
        DayCount(BEGIN, "contiguous", 10**12, "t", official=True),
        DayCount(BEGIN, "contiguous", -1, "t", official=True),
        DayCount(BEGIN, "contiguous", None, "t", official=True),
        DayCount(date.min, "contiguous", 4, "t", official=True),
    ],
)
def test_what_cannot_be_changes_nothing(count: DayCount) -> None:
    assert learn(Series(), [count]) == (Series(), ())


COUNTS = st.lists(
    st.builds(
        DayCount,
        st.integers(0, KEPT - 1).map(lambda n: BEGIN + n * DAY) | st.integers(0, 45).map(lambda n: BEGIN + n * DAY),
        st.sampled_from(["contiguous", "territorial"]),
        st.none() | st.sampled_from([0, 0, 1, 4, 9]),
        st.just("t"),
        st.booleans(),
    ),
    max_size=120,
    unique_by=lambda count: (count.day, count.zone, count.official),
)


@given(COUNTS, st.randoms(use_true_random=False), st.integers(1, 40))
def test_the_order_of_arrival_does_not_matter_for_what_is_known(counts: list[DayCount], random: "object", size: int) -> None:
    state = learn(Series(), counts)[0]
    shuffled = list(counts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' Random
    other = Series()
    for at in range(0, len(shuffled), size):
        other, _ = learn(other, shuffled[at : at + size])
    assert other == state


@given(COUNTS)
def test_learning_twice_says_nothing(counts: list[DayCount]) -> None:
    state = learn(Series(), counts)[0]
    assert learn(state, counts) == (state, ())
    for count in counts:
        assert learn(state, [count]) == (state, ())


@given(COUNTS, st.integers(1, 20))
def test_nothing_is_told_twice(counts: list[DayCount], size: int) -> None:
    notices = notices_of(*(counts[at : at + size] for at in range(0, len(counts), size)), counts, counts)
    things = [(n.kind, n.zone, n.day, n.value) for n in notices]
    assert len(things) == len(set(things))


@given(st.lists(st.none() | st.sampled_from([0, 4, 4, 4]), min_size=1, max_size=KEPT))
def test_day_by_day_one_thing_is_told_once_and_what_is_not_certain_is_said_so(numbers: list[int | None]) -> None:
    for notice in notices_of(*day_by_day(numbers)):
        days = [numbers[(notice.since - BEGIN).days + n] for n in range((notice.day - notice.since).days)]
        if notice.kind == "broken":
            assert days[: notice.value] == [4] * notice.value
            assert notice.at_least or notice.since > BEGIN
        if notice.kind == "resumed":
            assert days == [0] * notice.before


@given(COUNTS)
def test_it_can_be_written_as_json_and_read_again(counts: list[DayCount]) -> None:
    state = learn(Series(), counts)[0]
    assert Series.of(json.loads(json.dumps(state.plain()))) == state
