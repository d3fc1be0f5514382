"""Does a reader see in his own language what the words of a headline name?"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.alerts.glossing import gloss_in
from bot.model.watchlist import Entity
from bot.settings import share
from bot.watchlist import load_watchlist
from tests.alerts.make import an_alert

XI = Entity("xi", "person", {"en": "Xi Jinping", "zh": "习近平", "ja": "習近平"}, {"zh-Hans": ("习近平",), "zh-Hant": ("習近平",)})
TRUMP = Entity(
    "trump", "person", {"en": "Trump", "zh": "特朗普", "ja": "トランプ"},
    {"zh-Hans": ("特朗普",), "zh-Hant": ("川普",), "en": ("Trump", "Donald Trump")},
)  # fmt: skip
CHINA = Entity("china", "place", {"en": "China", "ja": "中国"}, {"en": ("China",), "zh-Hant": ("中國",)}, ("South China Sea",))
CHINESE = Entity("ccg", "org", {"en": "coast guard", "ja": "中国海警局"}, {"zh-Hans": ("中方船",)})
JAPANESE = Entity("jcg", "org", {"en": "coast guard", "ja": "海上保安庁"}, {"zh-Hans": ("海保",)})
ENTITIES = {one.id: one for one in (XI, TRUMP, CHINA, CHINESE, JAPANESE)}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {"习近平": "Xi Jinping", "特朗普": "Trump"}),
        ("ko", {"习近平": "Xi Jinping", "特朗普": "Trump"}),
        ("ja", {"习近平": "習近平", "特朗普": "トランプ"}),
        ("zh", {}),
        ("zh-Hant", {}),
    ],
)
def test_names_are_the_readers(language: str, expected: Mapping[str, str]) -> None:
    assert gloss_in(language, an_alert(), ENTITIES) == expected


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Donald Trump calls China", "zh", {"Donald Trump": "特朗普", "China": "China"}),
        ("Donald Trump calls China", "zh-TW", {"Donald Trump": "川普", "China": "中國"}),
        ("Trump sails the South China Sea", "ja", {"Trump": "トランプ"}),
        ("Trumpets in Chinatown", "ja", {}),
        ("Nothing of interest", "ja", {}),
    ],
)
def test_a_headline_in_english_has_its_gloss_from_the_aliases(title: str, language: str, expected: Mapping[str, str]) -> None:
    alert = an_alert(title=title, lang="en", gloss={}, entities={"trump": 3, "china": 1, "gone": 1})
    assert gloss_in(language, alert, ENTITIES) == {word: name for word, name in expected.items() if word not in name}
    assert gloss_in("en", alert, ENTITIES) == {}


def test_of_two_that_bear_one_english_name_the_alias_tells() -> None:
    alert = an_alert(gloss={"海保": "coast guard", "中方船": "coast guard", "船": "coast guard"})
    assert gloss_in("ja", alert, ENTITIES) == {"海保": "海上保安庁", "中方船": "中国海警局", "船": "中国海警局"}


def test_what_a_later_watchlist_no_longer_names_stays_english() -> None:
    assert gloss_in("ja", an_alert(gloss={"某": "Somebody"}), ENTITIES) == {"某": "Somebody"}


def test_the_shipped_entities_have_a_name_for_every_reader() -> None:
    entities = load_watchlist(Path(share("watchlists"))).entities
    english = {f"w{n}": entity.names["en"] for n, entity in enumerate(entities.values())}
    for language in ("ja", "zh-Hans", "zh-Hant"):
        glossed = gloss_in(language, an_alert(lang="ko", gloss=english), entities)
        assert {name for name in glossed.values() if name.isascii()} <= {"NHK", "JNN", "TBS"}
