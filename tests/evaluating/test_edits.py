"""Is a changed page told from one around which something changed, in three languages? See ``tests/data/edits/README.md``."""

from functools import cache
from pathlib import Path

import pytest

from bot.evaluating import edits
from bot.match import Index, compile_index
from bot.settings import load_settings
from bot.watchlist import load_watchlist

FOLDER = Path(__file__).parents[1] / "data" / "edits"


@cache
def shipped() -> Index:
    return compile_index(load_watchlist(load_settings().watchlists))


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_substantive_edits_are_seen_and_others_are_not(language: str) -> None:
    report = edits(FOLDER / f"{language}.jsonl", shipped())
    scores = report["edits"]
    assert scores["n"] == 62
    assert scores["recall"] >= 0.98, report["errors"]
    assert scores["false_alarm_rate"] <= 1 / 60, report["errors"]


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
@pytest.mark.parametrize(("kind", "many"), [("independent", 30), ("layouts", 15)])
def test_pages_of_other_authors_and_layouts_are_judged_as_well(kind: str, many: int, language: str) -> None:
    report = edits(FOLDER / kind / f"{language}.jsonl", shipped())
    scores = report["edits"]
    assert scores["n"] == many
    assert scores["recall"] >= 0.93, report["errors"]
    assert scores["false_alarms"] <= 1, report["errors"]
