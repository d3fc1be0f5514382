"""Is what a machine said kept by text, languages and machine, the last word of each?"""

import pytest

from bot.store import SqlStore
from tests.store.make import LATER, NOW

CALL = "习近平同美国总统特朗普通电话"
TO_ENGLISH = (CALL, "zh-Hans", "en")


def test_nothing_is_known_at_first(store: SqlStore) -> None:
    assert store.translation(*TO_ENGLISH, "deepl") == store.translation(*TO_ENGLISH) == ""


def test_the_last_word_of_a_machine_counts(store: SqlStore) -> None:
    store.remember_translation(*TO_ENGLISH, "deepl", "Xi calls", NOW)
    store.remember_translation(*TO_ENGLISH, "deepl", "Xi speaks with Trump", LATER)
    assert store.translation(*TO_ENGLISH, "deepl") == "Xi speaks with Trump"


def test_what_differs_in_text_language_or_machine_is_another(store: SqlStore) -> None:
    store.remember_translation(*TO_ENGLISH, "deepl", "Xi calls", NOW)
    for others in ((f"{CALL}。", "zh-Hans", "en"), (CALL, "ja", "en"), (CALL, "zh-Hans", "ja")):
        assert store.translation(*others) == ""
    assert store.translation(*TO_ENGLISH, "libretranslate") == ""


def test_whoever_said_it_last_is_asked_where_it_does_not_matter_who(store: SqlStore) -> None:
    store.remember_translation(*TO_ENGLISH, "libretranslate", "second", LATER)
    store.remember_translation(*TO_ENGLISH, "deepl", "first", NOW)
    assert store.translation(*TO_ENGLISH) == "second"
    assert store.translation(*TO_ENGLISH, "deepl") == "first"


@pytest.mark.parametrize("text", ["", "\0", "half \ud83d", "x" * 100_000], ids=["empty", "NUL", "half a character", "long"])
def test_any_text_can_be_asked_for(store: SqlStore, text: str) -> None:
    store.remember_translation(text, "en", "ja", "deepl", f"<{text}>", NOW)
    assert store.translation(text, "en", "ja", "deepl").startswith("<")
