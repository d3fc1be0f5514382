"""How well do the shipped watchlists recognise a labelled corpus?

    python -m tests.benchmarks.corpus CORPUS.jsonl [--watchlists DIR] [--show KIND|story] [--json]

Prints precision, recall and F1 of "on the storyline" and of each follow-up kind (on the items that are on it), in all
and per language. Each line of the corpus is an object with id, outlet, side, lang, published, title, text, url,
on_story, hard and kinds. Digests only: nothing about extraction or near-duplicates can be read from this.
"""

import argparse
import json
import sys
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.followups import classify
from bot.match import compile_index, scan
from bot.model.item import Item, Published
from bot.model.source import Role, Source
from bot.model.story import Story
from bot.watchlist import load_watchlist

_OFFICIAL = (
    "ministry",
    "mofa",
    "外交部",
    "外務省",
    "官邸",
    "embassy",
    "white house",
    "state department",
    "mission",
    "國防部",
    "国防部",
    "kantei",
)


def role(outlet: str) -> Role:
    """A guess at an outlet's role from its name: the corpus names no roles."""
    name = outlet.casefold()
    return "official" if any(word in name for word in _OFFICIAL) else "aggregator" if "aggregator" in name else "media"


def as_item(row: dict[str, Any]) -> tuple[Item, Source]:
    """A corpus line as the pipeline would see it."""
    day = datetime.combine(date.fromisoformat((row["published"] + "-01-01")[:10]), time(), UTC)
    source = Source(
        row["outlet"],
        row["outlet"],
        row["side"],
        role(row["outlet"]),
        "feed",
        row["url"],
        "UTC",
        (row["lang"],),
        row["outlet"],
        row["outlet"],
    )
    item = Item(
        row["id"],
        source.id,
        row["url"],
        row["url"],
        row["title"],
        row["text"],
        row["lang"],
        Published(day, day + timedelta(days=1)),
        day,
        row["id"],
    )
    return item, source


def figures(pairs: list[tuple[bool, bool]]) -> dict[str, float | int]:
    """(expected, found) pairs to precision, recall and F1."""
    hit = sum(a and b for a, b in pairs)
    expected, found = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    precision, recall = hit / found if found else 1.0, hit / expected if expected else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
        "expected": expected,
        "found": found,
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--watchlists", type=Path, default=Path("watchlists"))
    parser.add_argument("--show", default="", help="list the misses of this kind, or of 'story'")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    watchlist = load_watchlist(options.watchlists)
    index = compile_index(watchlist)
    results: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for line in options.corpus.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        item, source = as_item(row)
        found = scan(item, source, index)
        followup = classify(
            item,
            source,
            Story(item.key, item.key, item.title, item.text, item.lang, item.first_seen),
            found,
            watchlist.kinds,
        )
        checks = {"story": (row["on_story"], bool(found.matches))}
        if row["on_story"]:
            checks |= {kind: (kind in row["kinds"], kind in followup.kinds) for kind in watchlist.kinds}
            checks["primary"] = (True, bool(followup.kinds) and followup.kinds[0] in row["kinds"])
        for name, pair in checks.items():
            results[name, "all"].append(pair)
            results[name, row["lang"]].append(pair)
            if name == options.show and pair[0] != pair[1]:
                print(
                    "MISS" if pair[0] else "FALSE",
                    row["lang"],
                    row["kinds"],
                    followup.kinds,
                    row["title"],
                    "|",
                    row["text"][:200],
                    file=sys.stderr,
                )
    if options.json:
        print(json.dumps({f"{name}/{lang}": figures(pairs) for (name, lang), pairs in results.items()}, ensure_ascii=False))
        return
    for (name, lang), pairs in sorted(results.items(), key=lambda entry: (entry[0][0], entry[0][1] != "all", entry[0][1])):
        if lang in {"all", "en", "ja", "zh-Hans", "zh-Hant"}:
            print(f"{name:12} {lang:8}", *(f"{key} {value}" for key, value in figures(pairs).items()))


if __name__ == "__main__":
    main()
