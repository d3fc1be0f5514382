"""Which texts are one story? The pipeline's own decision, two texts at a time."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.dedupe.near import signature
from bot.dedupe.seen import story_of
from bot.evaluating.lines import NOW, Labels, by, labelled, raw_of, role_of, source_of
from bot.evaluating.score import Score, score
from bot.match import Index, scan
from bot.model.item import Item
from bot.model.source import Source
from bot.model.story import Story
from bot.text.normalise import normalise

_Text = tuple[Item, Source]
KEYS: dict[str, type | tuple[type, ...]] = {"id": str, "lang": str, "a": dict, "b": dict, "label": str}


def pairs(file: Path, index: Index) -> dict[str, Any]:
    """Score same-story decisions; a duplicate is a yes. Raises ConfigError."""
    rows = [(row, same_story(_text(row["a"], row["lang"]), _text(row["b"], row["lang"]), index)) for row in labelled(file, KEYS)]
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


def same_story(one: _Text, other: _Text, index: Index) -> bool:
    """Whether the other joins the story that one began: by its very words; or met by its signature or on a storyline, and a copy.

    Within one source the same address is the same item, whatever its words.
    """
    (a, source), (b, its_source) = one, other
    if a.source == b.source and a.url and a.url == b.url:
        return True
    story = Story(a.key, a.key, a.title, a.text, a.lang, a.first_seen)
    met = a.digest == b.digest or not set(signature(a.title, a.text)).isdisjoint(signature(b.title, b.text))
    met = met or not _storylines(a, source, index).isdisjoint(_storylines(b, its_source, index))
    return met and story_of(replace(b, key=f"{b.key}/b"), [story], index.naming) == story


def _storylines(item: Item, source: Source, index: Index) -> set[str]:
    return {match.storyline for match in scan(item, source, index).matches}


def _text(row: Labels, lang: str) -> _Text:
    name = str(row.get("source") or row.get("outlet") or "labelled")
    url = str(row.get("url") or "")
    source = source_of(name, str(row.get("side") or "INT"), role_of(name), lang, url)
    raw = raw_of(str(row.get("title") or ""), str(row.get("text") or ""), url, str(row.get("published") or ""))
    return normalise(raw, source, NOW), source
