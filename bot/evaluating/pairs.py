"""Which texts are one story? The pipeline's own decision, two texts at a time."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.dedupe.near import signature
from bot.dedupe.seen import story_of
from bot.evaluating.lines import NOW, Labels, by, labelled, raw_of, role_of, source_of
from bot.evaluating.score import Score, score
from bot.match import Index
from bot.model.item import Item
from bot.model.story import Story
from bot.text.naming import Naming
from bot.text.normalise import normalise

KEYS: dict[str, type | tuple[type, ...]] = {"id": str, "lang": str, "a": dict, "b": dict, "label": str}


def pairs(file: Path, index: Index) -> dict[str, Any]:
    """Score same-story decisions; a duplicate is a yes. Raises ConfigError."""
    rows = [
        (row, same_story(_item(row["a"], row["lang"]), _item(row["b"], row["lang"]), index.naming)) for row in labelled(file, KEYS)
    ]
    whole = _score(rows)
    return {
        "pairs": {
            **whole,
            "false_merges": sum(found and row["label"] != "duplicate" for row, found in rows),
            "by_language": {lang: _score(some) for lang, some in by("lang", rows).items()},
            "by_why": {why: _score(some) for why, some in by("why", rows).items()},
        },
        "errors": [
            {"id": row["id"], "error": "merged" if found else "split", "why": row.get("why", ""), "a": row["a"].get("title"),
             "b": row["b"].get("title")}
            for row, found in rows if found != (row["label"] == "duplicate")
        ],
    }  # fmt: skip


def _score(rows: list[tuple[Labels, bool]]) -> Score:
    return score((row["label"] == "duplicate", found) for row, found in rows)


def same_story(a: Item, b: Item, naming: Naming) -> bool:
    """Whether ``b`` joins the story that ``a`` began: by its very words, or found by its signature and judged a copy.

    Within one source the same address is the same item, whatever its words.
    """
    if a.source == b.source and a.url and a.url == b.url:
        return True
    story = Story(a.key, a.key, a.title, a.text, a.lang, a.first_seen)
    met = a.digest == b.digest or not set(signature(a.title, a.text)).isdisjoint(signature(b.title, b.text))
    return met and story_of(replace(b, key=f"{b.key}/b"), [story], naming) == story


def _item(row: Labels, lang: str) -> Item:
    name = str(row.get("source") or row.get("outlet") or "labelled")
    url = str(row.get("url") or "")
    source = source_of(name, str(row.get("side") or "INT"), role_of(name), lang, url)
    raw = raw_of(str(row.get("title") or ""), str(row.get("text") or ""), url, str(row.get("published") or ""))
    return normalise(raw, source, NOW)
