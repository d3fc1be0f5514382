"""Do the scores say what they claim, and is a file of labels that cannot be used named with its line?"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigError
from bot.evaluating import corpus, cues, edits, pairs
from bot.evaluating.score import macro_f1, score
from bot.match import Index, compile_index
from bot.watchlist import load_watchlist
from tests.cli.conftest import Readout, readout
from tests.pipeline.make import write_watchlist
from tests.revisions.test_change import EN, page

__all__ = ["readout"]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return compile_index(load_watchlist(write_watchlist(tmp_path / "lists")))


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    file = folder / "labels.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def item(name: str, title: str, *, on_story: bool, kinds: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "id": name, "url": f"https://x.example/{name}", "outlet": "Paper", "side": "JP", "lang": "en", "published": "2025-12-01", "title": title,
        "text": "", "on_story": on_story, "kinds": list(kinds), **more,
    }  # fmt: skip


def test_items_are_scored_as_a_whole_and_in_parts(tmp_path: Path, index: Index) -> None:
    report = corpus(
        written(
            tmp_path,
            item("hit", "Tokyo denied the account of the strait", on_story=True, kinds=("denial",)),
            item("miss", "Tokyo denied the account", on_story=True, kinds=("denial",), lang="ja", side="CN"),
            item("alarm", "Weather over the strait is said to have denied a view", on_story=False),
            item("kind", "Paper reports on the strait", on_story=True, kinds=("denial", "statement")),
            item("quiet", "Weather", on_story=False, published=None),
        ),
        index,
    )
    assert report["on_story"] == {"precision": 0.6667, "recall": 0.6667, "f1": 0.6667, "n": 5}
    assert report["kinds"]["denial"] == {"precision": 1.0, "recall": 0.6667, "f1": 0.8, "support": 3}
    assert report["kinds"]["statement"]["f1"] == 1.0
    assert report["kinds_macro_f1"] == 0.9
    assert report["by_language"]["ja"]["on_story"] == {"precision": None, "recall": 0.0, "f1": 0.0, "n": 1}
    assert set(report["by_side"]) == {"CN", "JP"}
    assert [(error["id"], error["error"], error["reason"]) for error in report["errors"]] == [
        ("miss", "missed", "the scope misses @strait"),
        ("alarm", "false alarm", "the scope holds by the strait"),
        ("kind", "kinds", "statement: “reports”"),
    ]


def test_pairs_are_decided_as_the_pipeline_decides(tmp_path: Path, index: Index) -> None:
    wire = {
        "title": "Japan lodges protest with China over islands",
        "text": "Japan lodged a protest on Monday, the ministry said.",
        "source": "wire",
    }
    copy = {**wire, "title": f"{wire['title']} - Paper", "source": "paper"}
    reversal = {**wire, "title": "Japan lodges protest with China over 12 islands", "source": "paper"}
    other = {"title": "China releases data on trade", "text": "Trade grew, the customs office said.", "source": "paper"}
    page_a = {**wire, "url": "https://x.example/1?utm_source=a"}
    page_b = {**other, "source": "wire", "url": "http://www.x.example/1"}
    row = {"lang": "en", "why": "light edit"}
    report = pairs(
        written(
            tmp_path,
            {"id": "1", "a": wire, "b": copy, "label": "duplicate", **row},
            {"id": "2", "a": wire, "b": other, "label": "distinct", **row, "why": "unrelated"},
            {"id": "3", "a": page_a, "b": page_b, "label": "duplicate", **row, "why": "same address"},
            {"id": "4", "a": wire, "b": copy, "label": "distinct", **row, "why": "merged"},
            {
                "id": "5",
                "a": {**wire, "title": "Japan lodges protest with China over 3 islands"},
                "b": reversal,
                "label": "distinct",
                **row,
            },
        ),
        index,
    )["pairs"]
    assert (report["precision"], report["recall"], report["n"], report["false_merges"]) == (0.6667, 1.0, 5, 1)
    assert report["by_why"]["light edit"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 2}
    assert set(report["by_language"]) == {"en"}


def test_edits_count_cosmetic_ones_as_false_alarms(tmp_path: Path, index: Index) -> None:
    def row(name: str, label: str, before: str, after: str) -> dict[str, Any]:
        texts = page(*EN), page(*(each.replace(before, after) for each in EN))
        return {
            "id": name,
            "lang": "en",
            "url": "",
            "before_html": texts[0],
            "after_html": texts[1],
            "label": label,
            "change": name,
        }

    report = edits(
        written(
            tmp_path,
            row("number", "substantive", "12", "14"),
            row("comma", "cosmetic", "said on", "said, on"),
            row("wrong", "cosmetic", "12", "15"),
            row("none", "none", "x-x", ""),
            row("unseen", "substantive", "ministry", "minstry"),
        ),
        index,
    )["edits"]
    assert {key: report[key] for key in ("recall", "false_alarms", "false_alarm_rate", "n")} == {
        "recall": 0.5, "false_alarms": 1, "false_alarm_rate": 0.3333, "n": 5,
    }  # fmt: skip
    assert report["by_change"]["number"]["recall"] == 1.0


def test_an_optional_kind_is_neither_hit_nor_alarm(tmp_path: Path, index: Index) -> None:
    row = {"lang": "en", "source_role": "media", "side": "JP", "text": ""}
    report = cues(
        written(
            tmp_path,
            {"id": "1", "title": "Tokyo denies it all", "kinds": ["denial"], "optional": [], **row},
            {
                "id": "2",
                "title": "Tokyo says and denies it",
                "kinds": ["statement"],
                "optional": ["denial"],
                **row,
                "source_role": "wire",
            },
            {"id": "3", "title": "Tokyo says it", "kinds": [], **row},
        ),
        index,
    )
    assert report["cues"]["denial"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 1}
    assert report["cues"]["statement"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667, "support": 1}
    assert report["cues_macro_f1"] == pytest.approx(0.8333, abs=1e-3)


def test_nothing_divides_to_null() -> None:
    assert score([]) == {"precision": None, "recall": None, "f1": None, "n": 0}
    assert macro_f1({"a": score([], "support")}) is None


@pytest.mark.parametrize(
    ("line", "where", "problem"),
    [
        ("{", ":1:2", "not JSON"),
        ("[]", ":1:1", "not a JSON object"),
        ('{"id": "1"}', ":1:1", "'url' is missing"),
        (json.dumps(item("1", "t", on_story=True) | {"kinds": "denial"}), ":1:1", "'kinds' is \"denial\""),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, index: Index, line: str, where: str, problem: str) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text(line + "\n")
    with pytest.raises(ConfigError) as raised:
        corpus(file, index)
    assert raised.value.faults[0].where == f"{file}{where}"
    assert problem in raised.value.faults[0].problem


def test_the_command_puts_all_reports_into_one(readout: Readout, tmp_path: Path) -> None:
    file = written(tmp_path, item("1", "Tokyo denied the account of the strait", on_story=True, kinds=("denial",)))
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    done = readout(
        "evaluate",
        str(file),
        "--pairs",
        str(empty),
        "--edits",
        str(empty),
        "--cues",
        str(empty),
        "--json",
        READOUT_WATCHLISTS="watchlists",
    )
    report = json.loads(done.stdout)
    assert set(report) == {
        "on_story", "kinds", "kinds_macro_f1", "takes", "by_language", "by_side", "errors", "pairs", "edits", "cues", "cues_macro_f1",
    }  # fmt: skip
    assert (report["on_story"]["f1"], report["pairs"]["n"], report["edits"]["recall"]) == (1.0, 0, None)
    shown = readout("evaluate", str(file), READOUT_WATCHLISTS="watchlists").stdout
    assert "on the storyline         precision 1.000  recall 1.000  f1 1.000  of 1" in shown
    assert readout("evaluate").returncode == 2
    missing = readout("evaluate", "nowhere.jsonl", READOUT_WATCHLISTS="watchlists")
    assert (missing.returncode, "cannot be read" in missing.stderr) == (78, True)
