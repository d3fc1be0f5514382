"""Is a headline that comes back every day known for a template, and only that?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dedupe.seen import story_of
from bot.dedupe.templates import recurs, shape
from bot.model.item import Item
from bot.text.naming import Naming
from tests.dedupe.test_seen import item, story

PLACES = Naming()
LONG = (
    "The two ministers spoke for an hour about fisheries and agreed that their deputies would meet again before the winter comes."
)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("2025年11月20日外交部发言人例行记者会", "2025年12月1日外交部发言人例行记者会"),
        ("尖閣周辺に中国船4隻", "尖閣周辺に中国船3隻"),
        ("Press briefing, Nov. 20 (Thursday)", "Press briefing, Dec. 1 (Monday)"),
        ("Chinese ships near Japan, morning of 3 May", "Chinese ships near Taiwan, evening of 4 May"),
    ],
)
def test_numbers_dates_and_names_are_left_open(title: str, other: str) -> None:
    assert shape(title, PLACES) == shape(other, PLACES)


def test_three_of_one_shape_are_a_template() -> None:
    titles = [f"中国公船{n}隻を確認" for n in range(1, 4)]
    assert recurs("中国公船9隻を確認", titles, PLACES)
    assert not recurs("中国公船9隻を確認", titles[:2], PLACES)
    assert not recurs("中国公船9隻が退去", titles, PLACES)


@pytest.mark.parametrize(
    ("text", "days", "again", "same"),
    [
        ("", 0, True, True),  # another outlet's copy of today's
        ("", 1, True, False),
        ("", 1, False, True),
        (LONG, 1, True, True),  # so much text is enough to tell
    ],
)
def test_a_bare_headline_that_recurs_is_a_story_of_its_own_each_day(text: str, days: int, again: bool, same: bool) -> None:  # noqa: FBT001 - a table
    first = item("官房長官記者会見の冒頭発言なしのお知らせ", text, key="first")
    later = replace(first, key="later", first_seen=first.first_seen + timedelta(days=days))
    assert (story_of(later, [story(first)], PLACES, lambda: again).id == "first") is same


def test_whether_it_recurs_is_asked_only_where_it_matters() -> None:
    def asked(first: Item, later: Item) -> list[bool]:
        calls: list[bool] = []

        def ask() -> bool:
            calls.append(True)
            return False

        question: Callable[[], bool] = ask
        story_of(later, [story(first)], PLACES, question)
        return calls

    first = item("官房長官記者会見の冒頭発言なしのお知らせ", key="first")
    assert asked(first, replace(first, key="later")) == []
    assert asked(first, item("全く別の見出しがここにあります", key="x")) == []
