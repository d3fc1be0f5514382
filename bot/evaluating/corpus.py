"""Which items are on the storyline, and of which kinds are they?"""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.evaluating.lines import NOW, Labels, by, labelled, published_of, role_of, source_of
from bot.evaluating.score import Score, macro_f1, score
from bot.explaining import SHOWN_MAX, clause_of
from bot.following import classified
from bot.match import Index, scan
from bot.model.followup import FollowUp
from bot.model.item import Item
from bot.model.story import Story
from bot.storyline import takes

KEYS: dict[str, type | tuple[type, ...]] = {
    "id": str, "url": str, "outlet": str, "side": str, "lang": str, "published": (str, type(None)), "title": str, "text": str,
    "on_story": bool, "kinds": list,
}  # fmt: skip
ERRORS_MAX = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What the watchlists made of one item."""

    followup: FollowUp

    @property
    def on_story(self) -> bool:
        """Whether a watch is about it."""
        return bool(self.followup.matches)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its kinds, the telling one first."""
        return self.followup.kinds


Judged = list[tuple[Labels, Found]]


def corpus(file: Path, index: Index) -> dict[str, Any]:
    """Score a labelled corpus. Raises ConfigError."""
    rows = [(row, _found(row, index)) for row in labelled(file, KEYS)]
    kinds = _kinds(rows, index)
    return {
        "on_story": _on_story(rows),
        "kinds": kinds,
        "kinds_macro_f1": macro_f1(kinds),
        "takes": _takes(rows, index),
        "by_language": {lang: _part(some, index) for lang, some in by("lang", rows).items()},
        "by_side": {side: _part(some, index) for side, some in by("side", rows).items()},
        "errors": _errors(rows, index),
    }


def _found(row: Labels, index: Index) -> Found:
    source = source_of(row["outlet"], row["side"], role_of(row["outlet"]), row["lang"], row["url"])
    item = Item(
        row["id"], source.id, row["url"], row["url"], row["title"], row["text"], row["lang"], published_of(row["published"] or ""),
        NOW, row["id"],
    )  # fmt: skip
    story = Story(item.key, item.key, item.title, item.text, item.lang, NOW)
    return Found(classified(item, source, story, scan(item, source, index), index))


def _on_story(rows: Judged) -> Score:
    return score((row["on_story"], found.on_story) for row, found in rows)


def _takes(rows: Judged, index: Index) -> dict[str, Score]:
    """Which pairs of items on one storyline, a day apart at most, are accounts of one event? Where events are labelled."""
    pairs: list[tuple[bool, bool, bool]] = []
    for storyline in index.watchlist.storylines.values():
        mine = [
            (row, found.followup.item, takes.entities_of(found.followup.item, found.followup.scan, storyline))
            for row, found in rows
            if row.get("event") and any(match.storyline == storyline.id for match in found.followup.matches)
        ]
        for (row, item, entities), (other, its, others) in combinations(mine, 2):
            apart = takes.when(item) - takes.when(its)
            if abs(apart) <= takes.WITHIN:
                across = row["lang"][:2] != other["lang"][:2]
                pairs.append((row["event"] == other["event"], takes.same_event(entities, others, apart), across))
    return {
        "all": score((same, found) for same, found, _ in pairs),
        "across languages": score((same, found) for same, found, across in pairs if across),
    }


def _kinds(rows: Judged, index: Index) -> dict[str, Score]:
    """Kinds are labelled of what is on the storyline only."""
    on_story = [(row, found) for row, found in rows if row["on_story"]]
    scores: dict[str, Score] = {}
    for kind in index.watchlist.kinds:
        scores[kind] = score(((kind in row["kinds"], kind in found.kinds) for row, found in on_story), "support")
    return scores


def _part(rows: Judged, index: Index) -> dict[str, Any]:
    kinds = _kinds(rows, index)
    return {"on_story": _on_story(rows), "kinds": kinds, "kinds_macro_f1": macro_f1(kinds)}


def _errors(rows: Judged, index: Index) -> list[dict[str, Any]]:
    """What was missed and what was taken for something it is not, with the reason; the storyline's errors first."""
    wrong = [(row, found) for row, found in rows if row["on_story"] != found.on_story]
    others = [
        (row, found)
        for row, found in rows
        if row["on_story"] and found.on_story and (missing := set(row["kinds"]) ^ set(found.kinds)) and missing
    ]
    others.sort(key=lambda one: -len(set(one[0]["kinds"]) ^ set(one[1].kinds)))
    return [_error(row, found, index) for row, found in [*wrong, *others][:ERRORS_MAX]]


def _error(row: Labels, found: Found, index: Index) -> dict[str, Any]:
    wrong = "missed" if row["on_story"] and not found.on_story else "false alarm" if found.on_story != row["on_story"] else "kinds"
    return {
        "id": row["id"], "error": wrong, "lang": row["lang"], "title": row["title"], "expected": row["kinds"],
        "found": list(found.kinds), "reason": _reason(wrong, found, index),
    }  # fmt: skip


def _reason(wrong: str, found: Found, index: Index) -> str:
    followup = found.followup
    if wrong == "kinds":
        return "; ".join(f"{piece.kind}: “{piece.cue}”" for piece in followup.evidence[:5]) or "no cue was found"
    scopes = [
        clause_of(index.watchlist.queries[f"{storyline}/scope"], followup.item, followup.source, index.watchlist)
        for storyline in index.watchlist.storylines
    ]
    scope = max(scopes, key=lambda one: one.share, default=None)
    if scope is None:
        return "there is no storyline"
    if wrong == "missed":
        return f"the scope misses {' and '.join(scope.failing[:3])}" if not scope.held else "no watch asks for it"
    return f"the scope holds by {', '.join(scope.quotes)}"[: 2 * SHOWN_MAX]
