"""Are ids and links believed for just as long as they deserve it?"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.dedupe.identity import distrusted, identified, is_another, learned
from bot.model.item import Item, Known, Met, RawItem
from bot.model.source import Mark
from bot.text.normalise import key_of

NOW = datetime(2025, 11, 24, tzinfo=UTC)


def raws(*rows: tuple[str, str, str]) -> list[RawItem]:
    return [RawItem(guid, f"https://x.example/{link}" if link else "", title) for guid, link, title in rows]


@pytest.mark.parametrize(
    ("rows", "marks"),
    [
        ((("a", "1", "One"), ("b", "2", "Two")), ""),
        ((("a", "1", "One"), ("a", "2", "Two")), "guid"),
        ((("a", "", "One"), ("a", "", "Two")), "guid"),
        ((("a", "1", "One"), ("a", "1", "One, corrected")), ""),  # two states of one document
        ((("a", "1", "One"), ("a", "2", "One")), ""),  # one document at two addresses
        ((("a", "", "One"), ("b", "", "Two"), ("c", "", "Three"), ("d", "4", "Four"), ("e", "5", "Five"), ("f", "6", "Six")), ""),
        ((("a", "1#x", "One"), ("b", "1#y", "Two"), ("c", "1", "Three"), ("d", "4", "Four")), "link"),
        ((("", "1", "One"), ("", "1", "Read on"), ("", "2", "Two"), ("", "2", "Read on")), ""),  # a picture and a headline
        ((("a", "1", "One"), ("a", "1", "Two"), ("a", "1", "Three")), "link"),
        ((("a", "", "One"),) * 2, ""),
        ((), ""),
    ],
)
def test_what_does_not_tell_the_items_of_a_reading_apart(rows: tuple[tuple[str, str, str], ...], marks: str) -> None:
    assert " ".join(sorted(distrusted(raws(*rows)))) == marks


def items(count: int, met: Met) -> tuple[list[Item], dict[str, Known]]:
    """Items that came back, and how they were recognised."""
    back = [
        Item(f"k{n}", "s", f"https://x.example/{n}", "", f"The envoys of {n} countries met in Tokyo", "", "en", None, NOW, f"d{n}")
        for n in range(count)
    ]
    return back, {
        one.key: Known(f"old{n}", "s", one.url, one.title, "", one.digest, "story", met=met) for n, one in enumerate(back)
    }


@pytest.mark.parametrize(
    ("met", "count", "marks"),
    [("address", 3, "guid"), ("words", 3, "guid link"), ("address", 2, ""), ("words", 2, ""), ("key", 9, "")],
)
def test_once_is_a_move_and_twice_is_a_habit(met: Met, count: int, marks: str) -> None:
    back, known = items(count, met)
    once = learned(frozenset(), back, known)
    assert " ".join(sorted(once)) == ("churn" if marks else "")
    assert " ".join(sorted(learned(once, back, known))) == marks


def test_a_move_that_stays_one_is_forgotten_when_items_come_back_as_they_were() -> None:
    back, known = items(4, "key")
    churn: frozenset[Mark] = frozenset({"churn"})
    assert learned(churn, back, known) == frozenset()
    assert learned(churn, back, {}) == churn  # nothing came back, so nothing is known of it


def test_what_is_known_to_be_worth_nothing_is_not_learnt_anew() -> None:
    back, known = items(4, "address")
    guid: frozenset[Mark] = frozenset({"guid"})
    assert learned(guid, back, known) == guid


def test_an_id_that_stands_for_another_document_was_none_and_its_address_is() -> None:
    (item,), _ = items(1, "key")
    before = Known(item.key, "s", "https://x.example/before", "Altogether other words", "", "d", "story")
    known = {item.key: before}
    assert is_another(item, before)
    assert identified(item, known).key == key_of("s", item.url)
    assert learned(frozenset(), [item], known) == {"guid"}


@pytest.mark.parametrize(
    "before",
    [
        Known("k0", "s", "https://x.example/0", "Altogether other words", "", "d", "story"),
        Known("k0", "s", "", "Altogether other words", "", "d", "story"),
        Known("k0", "s", "https://x.example/moved", "The envoys of 0 countries met in Tokyo, corrected", "", "d", "story"),
        Known("old", "s", "https://x.example/moved", "Altogether other words", "", "d", "story"),
        Known("k0", "s", "https://x.example/moved", "Altogether other words", "", "d", "story", met="words"),
    ],
    ids=["same address", "no address", "moved and corrected", "another key", "found by its words"],
)
def test_a_later_state_of_a_document_is_no_other_document(before: Known) -> None:
    (item,), _ = items(1, "key")
    assert not is_another(item, before)
    assert identified(item, {item.key: before}) is item
    assert identified(replace(item, key="new"), {item.key: before}).key == "new"
