"""Is an item known whatever name it comes back under, and are its former words kept?"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.model.item import Item, Known
from bot.ports import End, Outcome
from bot.store import SqlStore
from bot.store.tables import item as items
from bot.store.tables import revision
from tests.store.make import LATER, MINUTE, NOW, a_story, an_item, claim, opened, record, stored

CALL = an_item()


def known(store: SqlStore, *asked: Item, source: str = "mfa") -> dict[str, Known]:
    """What a check of ``source`` would know; nothing is recorded."""
    with store.checking(claim(store, source, LATER)) as transaction:
        return dict(transaction.known(asked))


def words(store: SqlStore) -> list[tuple[str, str]]:
    with store._reading() as connection:
        return [(row.title, row.text) for row in connection.execute(select(revision).order_by(revision.c.sequence))]


def test_an_item_never_seen_is_unknown(store: SqlStore) -> None:
    opened(store)
    assert known(store, CALL) == {}
    assert store.seen("mfa", [CALL.key]) == frozenset()


def test_an_item_is_known_by_its_key_with_all_that_we_remember(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    expected = Known(CALL.key, "mfa", CALL.url, CALL.title, CALL.text, CALL.digest, CALL.key)
    assert known(store, CALL) == {CALL.key: expected}


@pytest.mark.parametrize(
    "again",
    [
        replace(CALL, key="mfa/other", digest="other"),
        replace(CALL, key="mfa/other", url="https://mfa.example/moved"),
    ],
    ids=["by address", "by words"],
)
def test_an_item_under_another_key_is_known_within_its_source(store: SqlStore, again: Item) -> None:
    opened(store)
    record(store, stored(CALL))
    assert known(store, again)["mfa/other"].key == CALL.key


def test_but_not_in_another_source(store: SqlStore) -> None:
    opened(store, "mfa", "xinhua")
    record(store, stored(CALL))
    assert known(store, replace(CALL, key="xinhua/call", source="xinhua"), source="xinhua") == {}


def test_empty_addresses_and_digests_say_nothing(store: SqlStore) -> None:
    opened(store)
    bare = replace(CALL, url="", digest="")
    record(store, stored(bare))
    assert known(store, replace(bare, key="mfa/other")) == {}


def test_a_name_that_came_back_once_stays_known_when_everything_else_changes(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    again = replace(CALL, key="mfa/again", url="https://mfa.example/again")
    check = claim(store, now=LATER)
    with store.checking(check) as transaction:
        transaction.known([again])
        transaction.record(Outcome(ends=[End("mfa", check.cursor, NOW)]))
    assert store.seen("mfa", ["mfa/again", "mfa/never"]) == {"mfa/again"}
    by_key = replace(again, url="https://mfa.example/third", digest="third")
    by_address = replace(again, key="mfa/third", digest="third")
    assert {name: one.key for name, one in known(store, by_key, by_address).items()} == {
        "mfa/again": CALL.key,
        "mfa/third": CALL.key,
    }


def test_a_revision_gives_new_words_and_keeps_the_old(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    later = replace(CALL, title="Corrected", text="They met.", digest="2", first_seen=LATER, url="https://mfa.example/new")
    record(store, stored(later, stored(CALL).story, revision=True), now=LATER)
    record(store, stored(replace(later, title="Again", digest="3"), stored(CALL).story, revision=True), now=LATER + MINUTE)
    assert words(store) == [(CALL.title, CALL.text), ("Corrected", "They met.")]
    now = known(store, CALL)[CALL.key]
    assert (now.title, now.text, now.digest, now.revisions, now.url) == ("Again", "They met.", "3", 2, CALL.url)


def test_a_revision_under_another_key_changes_the_item_it_revises(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    later = replace(CALL, key="mfa/other", title="Corrected", digest="2")
    record(store, stored(later, stored(CALL).story, revision=True), now=LATER)
    assert store.reports()[0].items == 1
    assert known(store, later)["mfa/other"].title == "Corrected"


def test_a_revision_of_what_we_never_saw_is_an_item(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL, revision=True))
    assert store.seen("mfa", [CALL.key])
    assert words(store) == []


def test_recording_an_item_twice_changes_nothing(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL), stored(CALL))
    record(store, stored(replace(CALL, title="Another")), now=LATER)
    assert known(store, CALL)[CALL.key].title == CALL.title
    assert store.reports()[0].items == 1


def test_text_is_kept_once(store: SqlStore) -> None:
    opened(store)
    weather, copy = an_item("weather"), an_item("copy", text="The same, in the copy's words.", digest="copy")
    record(store, stored(CALL), stored(weather, on_story=False))
    record(store, stored(copy, a_story(weather), on_story=False))
    kept = [known(store, one)[one.key].text for one in (CALL, weather, copy)]
    assert kept == [CALL.text, "", copy.text]  # that of the second stands with the story that it began
    with store.archive(NOW) as (number, archive):
        assert (number, {one.item.key: one.item.text for one in archive}) == (
            3,
            {one.key: one.text for one in (CALL, weather, copy)},
        )


def test_a_baseline_item_is_marked_as_one(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL, baseline=True), stored(an_item("news")))
    with store._reading() as connection:
        marks = {row.key: (row.baseline, row.on_story, row.kinds) for row in connection.execute(select(items))}
    assert marks == {CALL.key: (True, True, ["readout"]), "mfa/news": (False, True, ["readout"])}


def test_more_items_than_an_engine_takes_parameters(store: SqlStore) -> None:
    opened(store)
    many = [an_item(f"n{n}") for n in range(2500)]
    record(store, *(stored(one) for one in many))
    assert len(known(store, *many)) == 2500
    assert store.seen("mfa", [one.key for one in many]) == {one.key for one in many}


@pytest.mark.parametrize("hostile", ["nul \0 in it", "half a pair \ud83d", "'; DROP TABLE item --", "x" * 100_000, "%s %(x)s :x ?"])
def test_hostile_words_are_stored_and_found(store: SqlStore, hostile: str) -> None:
    opened(store)
    odd = replace(CALL, title=hostile, text=hostile, url=f"https://mfa.example/{hostile}", byline=hostile)
    record(store, stored(odd))
    assert known(store, replace(odd, digest="2"))[CALL.key].text.isprintable()


def test_a_long_address_is_found_again(store: SqlStore) -> None:
    opened(store)
    # Neither compressible nor short enough for a B-tree of PostgreSQL.
    long = "https://mfa.example/" + "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(6000))
    record(store, stored(replace(CALL, url=long)))
    assert known(store, replace(CALL, key="mfa/other", url=long, digest="2"))
