"""Which changes of a page change what it says?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.evaluating.lines import Labels, by, labelled
from bot.evaluating.score import share
from bot.match import Index
from bot.revisions import change_of

KEYS: dict[str, type | tuple[type, ...]] = {"id": str, "lang": str, "before_html": str, "after_html": str, "label": str}


def edits(file: Path, index: Index) -> dict[str, Any]:
    """Score revision decisions; a cosmetic edit taken for a substantive one is a false alarm as well. Raises ConfigError."""
    rows = [(row, change_of(row["before_html"], row["after_html"], index.naming).severity) for row in labelled(file, KEYS)]
    return {
        "edits": {
            **_figures(rows),
            "by_language": {lang: _figures(some) for lang, some in by("lang", rows).items()},
            "by_change": {change: _figures(some) for change, some in by("change", rows).items()},
        },
        "errors": [
            {"id": row["id"], "error": found, "expected": row["label"], "change": row.get("change", "")}
            for row, found in rows
            if (found == "substantive") != (row["label"] == "substantive")
        ],
    }


def _figures(rows: Sequence[tuple[Labels, str]]) -> dict[str, float | int | None]:
    substantive = [found for row, found in rows if row["label"] == "substantive"]
    others = [found for row, found in rows if row["label"] != "substantive"]
    alarms = sum(found == "substantive" for found in others)
    return {
        "recall": share(sum(found == "substantive" for found in substantive), len(substantive)),
        "false_alarms": alarms,
        "false_alarm_rate": share(alarms, len(others)),
        "n": len(rows),
    }
