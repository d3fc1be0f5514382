"""Are kinds told apart in texts by authors who never saw the rules? See ``tests/data/cues/README.md``."""

from functools import cache
from pathlib import Path

import pytest

from bot.evaluating import cues
from bot.match import Index, compile_index
from bot.settings import load_settings
from bot.watchlist import load_watchlist

FOLDER = Path(__file__).parents[1] / "data" / "cues"
KINDS = ["correction", "denial", "incident", "measure", "protest", "readout", "report", "statement"]


@cache
def shipped() -> Index:
    return compile_index(load_watchlist(load_settings().watchlists))


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_each_kind_is_found_and_not_its_look_alikes(language: str) -> None:
    scores = cues(FOLDER / f"{language}.jsonl", shipped())["cues"]
    assert {kind: scores[kind] for kind in KINDS if scores[kind]["precision"] < 0.95 or scores[kind]["recall"] < 0.85} == {}
    assert all(scores[kind]["support"] >= 12 for kind in KINDS)


@pytest.mark.parametrize(("language", "macro"), [("en", 0.90), ("zh", 0.88), ("ja", 0.86)])
def test_texts_that_the_rules_were_not_written_against(language: str, macro: float) -> None:
    assert cues(FOLDER / "independent" / f"{language}.jsonl", shipped())["cues_macro_f1"] >= macro
