"""Are copies found and changed facts kept apart, in three languages? See ``tests/data/pairs/README.md``."""

from functools import cache
from pathlib import Path

import pytest

from bot.evaluating import pairs
from bot.match import Index, compile_index
from bot.settings import load_settings
from bot.watchlist import load_watchlist

FOLDER = Path(__file__).parents[1] / "data" / "pairs"
FACTS = {"date", "number", "ordinal", "half_day", "negation", "antonym", "speaker", "vessel", "place"}


@cache
def shipped() -> Index:
    return compile_index(load_watchlist(load_settings().watchlists))


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_copies_are_one_story_and_another_fact_is_another(language: str) -> None:
    report = pairs(FOLDER / f"{language}.jsonl", shipped())
    scores = report["pairs"]
    assert scores["n"] >= 300
    assert scores["precision"] >= 0.99
    assert scores["recall"] >= 0.95
    assert [error for error in report["errors"] if error["error"] == "merged" and error["why"] in FACTS] == []
    assert sum(figures["n"] for why, figures in scores["by_why"].items() if why in FACTS) >= 60


@pytest.mark.parametrize(("language", "precision", "recall"), [("en", 0.985, 0.98), ("zh", 0.988, 0.98), ("ja", 0.98, 0.98)])
def test_pairs_by_authors_who_never_saw_the_rules(language: str, precision: float, recall: float) -> None:
    scores = pairs(FOLDER / "independent" / f"{language}.jsonl", shipped())["pairs"]
    assert scores["n"] >= 2600
    assert scores["precision"] >= precision
    assert scores["recall"] >= recall


@pytest.mark.parametrize(("language", "precision", "recall"), [("en", 0.93, 0.61), ("zh", 0.97, 0.68), ("ja", 0.98, 0.81)])
def test_copies_that_another_desk_rewrote(language: str, precision: float, recall: float) -> None:
    scores = pairs(FOLDER / "rewritten" / f"{language}.jsonl", shipped())["pairs"]
    assert scores["n"] == 320
    assert scores["precision"] >= precision
    assert scores["recall"] >= recall


@pytest.mark.parametrize(
    ("language", "number", "precision", "recall"), [("en", 160, 0.99, 0.73), ("zh", 240, 0.99, 0.87), ("ja", 160, 0.97, 0.85)]
)
def test_copies_as_outlets_edit_them(language: str, number: int, precision: float, recall: float) -> None:
    scores = pairs(FOLDER / "edited" / f"{language}.jsonl", shipped())["pairs"]
    assert scores["n"] == number
    assert scores["precision"] >= precision
    assert scores["recall"] >= recall
