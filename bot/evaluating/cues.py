"""Of which kinds are single texts, whatever storyline they belong to?"""

from pathlib import Path
from typing import Any

from bot.evaluating.lines import NOW, Labels, by, labelled, raw_of, source_of
from bot.evaluating.score import Score, macro_f1, score
from bot.followups import classify
from bot.match import Index, scan
from bot.model.story import Story
from bot.text.normalise import normalise

KEYS: dict[str, type | tuple[type, ...]] = {
    "id": str, "lang": str, "source_role": str, "side": str, "title": str, "text": str, "kinds": list,
}  # fmt: skip


def cues(file: Path, index: Index) -> dict[str, Any]:
    """Score kinds alone; an ``optional`` one is neither a hit nor a false alarm. Raises ConfigError."""
    rows = [(row, _kinds_of(row, index)) for row in labelled(file, KEYS)]
    scores = _scores(rows, index)
    languages = {lang: _scores(some, index) for lang, some in by("lang", rows).items()}
    return {
        "cues": scores,
        "cues_macro_f1": macro_f1(scores),
        "by_language": {lang: {"cues": some, "cues_macro_f1": macro_f1(some)} for lang, some in languages.items()},
    }


def _kinds_of(row: Labels, index: Index) -> tuple[str, ...]:
    source = source_of("labelled", row["side"], row["source_role"], row["lang"], "https://labelled.example/")
    item = normalise(raw_of(row["title"], row["text"]), source, NOW)
    story = Story(item.key, item.key, item.title, item.text, item.lang, NOW)
    return classify(item, source, story, scan(item, source, index), index.watchlist.kinds).kinds


def _scores(rows: list[tuple[Labels, tuple[str, ...]]], index: Index) -> dict[str, Score]:
    return {
        kind: score(
            (
                (kind in row["kinds"], kind in found)
                for row, found in rows
                if kind in row["kinds"] or kind not in row.get("optional", ())
            ),
            "support",
        )
        for kind in index.watchlist.kinds
    }
