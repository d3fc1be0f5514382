"""Is a changed word of a set text found, and what the text is filled with left aside?"""

from datetime import timedelta

import pytest

from bot.model.followup import FollowUp
from tests.storyline.make import CALL, details, followup, told

TEXT = (
    "中国海警局新闻发言人刘德军表示，{day}，日本“{boat}”号渔船非法进入我钓鱼岛领海，中国海警舰艇依法对其采取必要管控措施并警告驱离。"
    "钓鱼岛及其附属岛屿是中国固有领土，我们敦促日方立即停止在该海域的一切{deeds}。"
)
ENGLISH = (
    "A spokesperson for the China Coast Guard said a Japanese fishing vessel illegally entered the waters of Diaoyu Dao on {day}. "
    "Coast guard ships took necessary control measures, warned it and drove it away. We urge Japan to stop all {deeds} in these waters."
)
TITLE = "中国海警局新闻发言人就日本渔船非法进入我钓鱼岛领海发表谈话"


def statement(number: int, text: str, title: str = TITLE) -> FollowUp:
    return followup(title, text, at=CALL + timedelta(days=10 * number), key=f"statement {number}")


def test_a_changed_word_is_told_with_both() -> None:
    first = statement(0, TEXT.format(day="12月5日", boat="瑞宝丸", deeds="违法活动"))
    second = statement(1, TEXT.format(day="12月15日", boat="鹤丸", deeds="侵权挑衅活动"))
    (found,) = details(told(first, second)[1], "wording")
    assert [(one["before"], one["after"]) for one in found["changes"]] == [("违法活动", "侵权挑衅活动")]


@pytest.mark.parametrize("days", [("12月5日", "12月15日"), ("12月2日至5日", "1月3日")])
def test_another_day_and_another_boat_are_what_it_is_filled_with(days: tuple[str, str]) -> None:
    first, second = (
        statement(n, TEXT.format(day=day, boat=boat, deeds="违法活动"))
        for n, (day, boat) in enumerate(zip(days, ("瑞宝丸", "鹤丸"), strict=True))
    )
    assert details(told(first, second)[1], "wording") == []


def test_in_english_too() -> None:
    title = "Spokesperson's Remarks on a Japanese fishing vessel near Diaoyu Dao, China Coast Guard"
    first = statement(0, ENGLISH.format(day="October 15", deeds="illegal activities"), title)
    second = statement(1, ENGLISH.format(day="December 2", deeds="provocative acts"), title)
    (found,) = details(told(first, second)[1], "wording")
    assert found["changes"]


def test_the_next_one_is_compared_with_the_last_and_not_with_the_first() -> None:
    deeds = ["违法活动", "侵权挑衅活动", "侵权挑衅活动"]
    texts = [statement(n, TEXT.format(day=f"12月{n + 2}日", boat="瑞宝丸", deeds=deed)) for n, deed in enumerate(deeds)]
    assert len(details(told(*texts)[1], "wording")) == 1


def test_an_older_one_that_is_found_late_is_compared_with_nothing() -> None:
    new = statement(1, TEXT.format(day="12月15日", boat="瑞宝丸", deeds="侵权挑衅活动"))
    old = statement(0, TEXT.format(day="12月5日", boat="瑞宝丸", deeds="违法活动"))
    assert details(told(new, old)[1], "wording") == []
