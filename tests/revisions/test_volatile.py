"""Does what changes by itself make no difference, and everything else one?"""

import pytest

from bot.revisions.volatile import is_volatile, steady


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Talks go on (updated 14:05 GMT)", "Talks go on (updated 15:10 GMT)"),
        ("14:05 Talks go on", "14:20 Talks go on"),
        ("【14:05更新】首相が会見", "【16:30更新】首相が会見"),
        ("会見 11月25日 14時05分現在", "会見 11月25日 15時00分現在"),
        ("Talks go on, 3 minutes ago", "Talks go on, 2 hours ago"),
        ("通话进行中 5分钟前", "通话进行中 9分钟前"),
        ("Talks go on\n1,203 views", "Talks go on\n4,711 views"),
    ],
)
def test_clocks_and_counters_make_none(a: str, b: str) -> None:
    assert steady(a) == steady(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The call was at 8:00 and lasted long", "The call was at 9:00 and lasted long"),
        ("Three ships near the islands", "Four ships near the islands"),
        ("会談は午後3時に始まった", "会談は午後4時に始まった"),
    ],
)
def test_a_time_that_is_told_of_makes_one(a: str, b: str) -> None:
    assert steady(a) != steady(b)


def test_a_sentence_that_says_when_it_was_read_says_nothing_else() -> None:
    assert is_volatile("最終更新：2025年11月25日 14:05")
    assert not is_volatile("更新された覚書には日付がない。")
