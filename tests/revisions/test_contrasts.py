"""Is another kind of the same thing seen in the place of one, whatever else an editor wrote anew?"""

from importlib.resources import files

import pytest

from bot.revisions.contrasts import contrasted
from bot.revisions.tokens import sentence_of
from bot.text.naming import Naming

PLACES = Naming()

OTHERS = [
    ("She won a silver medal in the final.", "She took the bronze medal in the final."),
    ("Norway voted in favour.", "Norway voted against."),
    ("There were 17 confirmed cases.", "There were 17 suspected cases."),
    ("检察机关对其作出逮捕决定", "检察机关对其提起公诉"),
    ("气象台发布寒潮蓝色预警", "气象台发布寒潮黄色预警"),
    ("女子で金メダルを獲得した", "女子で銅メダルを獲得した"),
    ("前半に先制した", "後半に先制した"),
]
THE_SAME = [
    ("Anna won gold and Bea took silver.", "Gold was won by Anna, silver by Bea."),
    ("She won a silver medal.", "She won silver."),
    ("The lorry was parked.", "The truck was parked."),
    ("A big bus stopped.", "A bus stopped."),
]


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_kind_in_the_place_of_one_is_another_fact(one: str, other: str) -> None:
    mine, yours = sentence_of(one, PLACES), sentence_of(other, PLACES)
    assert contrasted(mine, yours)
    assert contrasted(yours, mine)


@pytest.mark.parametrize(("one", "other"), THE_SAME)
def test_what_both_name_wherever_it_stands_is_none(one: str, other: str) -> None:
    mine, yours = sentence_of(one, PLACES), sentence_of(other, PLACES)
    assert not contrasted(mine, yours)
    assert not contrasted(yours, mine)


def test_no_word_is_two_members_of_one_set_and_no_set_is_written_twice() -> None:
    for language in ("en", "zh", "ja"):
        text = files("bot.revisions").joinpath("kinds", f"{language}.txt").read_text("utf-8")
        sets = [[member.split() for member in line.split("|")] for line in text.splitlines()]
        assert len(sets) > 400
        assert all(len(members) > 1 and all(members) for members in sets)
        words = [[word for member in members for word in member] for members in sets]
        assert all(len(its) == len(set(its)) for its in words), language
        assert len({frozenset(its) for its in words}) == len(sets), language
