"""Are accounts of one event found beside one another, across languages, with room for every side?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.alert import Account
from bot.model.item import Item, Published
from bot.model.match import Scan, Span
from bot.model.story import Take
from bot.model.watchlist import Storyline
from bot.storyline.takes import PER_SIDE, TAKES_MAX, entities_of, joins, same_event, with_take

NOW = datetime(2025, 11, 24, 14, 0, tzinfo=UTC)
LINE = Storyline("s", {"en": "S"}, date(2025, 11, 7), (), about=frozenset({"china", "japan"}))
HOUR = timedelta(hours=1)


def a_take(story: str = "b", side: str = "JP", at: datetime = NOW) -> Take:
    return Take(story, side, "NHK", "首脳電話会談", "https://nhk.example/1", at)


def test_what_every_text_names_says_little_and_a_headline_says_twice_as_much() -> None:
    item = Item("k", "s", "", "", "Xi and Japan", "China, a vessel", "en", Published(NOW, NOW), NOW, "d")
    found = Scan(entities={"xi": (Span(0, 2),), "japan": (Span(7, 12),), "china": (Span(13, 18),), "vessel": (Span(22, 28),)})
    assert entities_of(item, found, LINE) == {"xi": 6, "japan": 2, "china": 1, "vessel": 3}


@pytest.mark.parametrize(
    ("a", "b", "apart", "same"),
    [
        ({"xi": 6, "trump": 6, "china": 1}, {"xi": 6, "trump": 3, "japan": 1}, HOUR, True),
        ({"xi": 6, "trump": 6, "china": 1}, {"xi": 6, "trump": 3, "japan": 1}, -30 * HOUR, False),
        ({"xi": 6}, {"xi": 6}, HOUR, False),  # one name alone is a topic
        ({"china": 1, "japan": 1, "boat": 6}, {"china": 1, "japan": 1, "letter": 6}, HOUR, False),
        ({}, {}, HOUR, False),
    ],
)
def test_the_same_names_on_the_same_day_are_the_same_event(
    a: dict[str, int],
    b: dict[str, int],
    apart: timedelta,
    same: bool,  # noqa: FBT001 - a table
) -> None:
    assert same_event(a, b, apart) is same


def test_a_text_is_listed_once_never_under_itself_and_leaves_room_for_other_sides() -> None:
    names = {"xi": 6, "trump": 6}
    account = Account("alert", "s", a_take("a", "CN"), names)
    assert not joins(a_take("a"), names, account)
    for number in range(PER_SIDE):
        assert joins(a_take(f"j{number}"), names, account)
        account = with_take(account, a_take(f"j{number}"))
    assert not joins(a_take("j0", "US"), names, account)
    assert not joins(a_take("more"), names, account)
    assert joins(a_take("other", "US"), names, account)
    for number in range(TAKES_MAX - PER_SIDE):
        account = with_take(account, a_take(f"x{number}", f"X{number}"))
    assert not joins(a_take("late", "TW"), names, account)
