"""Ten thousand boolean queries, a hundred thousand phrases, ten megabytes. ``python -m tests.benchmarks.matching [--json]``.

Queries of one to three groups of one to five terms, 30 % with a NOT, 15 % with a NEAR, in English, Chinese and Japanese.
"""

import argparse
import json
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from ahocorasick_rs import AhoCorasick

from bot.backtesting import backtest
from bot.followups import classify
from bot.match import Index, compile_index, scan
from bot.model.finding import StorylineState
from bot.model.item import Item
from bot.model.query import And, Near, Not, Or, Query, Term
from bot.model.source import Source
from bot.model.story import Story
from bot.model.watchlist import Watchlist
from bot.ports import Archived
from bot.storyline import advance
from bot.text.fold import folded
from bot.watchlist import load_watchlist
from bot.watchlist.query import QueryError, parse

QUERIES, PHRASES, VOCABULARY = 10_000, 100_000, 20_000
Lang = Literal["en", "zh", "ja"]
LANGS: tuple[Lang, ...] = ("en", "zh", "ja")
SOURCE = Source("s", "S", "INT", "media", "feed", "https://s.example/", "UTC", ("en",), "s", "S")
NOW = datetime(2025, 11, 24, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, and its bound."""

    what: str
    value: float
    bound: float
    unit: str

    @property
    def good(self) -> bool:
        """Whether the bound holds."""
        return self.value <= self.bound


def vocabulary(lang: Lang) -> list[str]:
    """Made-up words, the frequent ones first and shorter, as in any language."""
    chance = random.Random(lang)
    han, kana = [chr(point) for point in range(0x4E00, 0x9FA5)], [chr(point) for point in range(0x3042, 0x3090)]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        length = 2 + chance.randint(0, 2) + len(words) // 5000
        if lang == "en":
            words["".join(chance.choices("eeeeaaaooiinnsstthhrrdlcumwfgypbvk", k=length + 1))] = None
        else:
            words["".join(chance.choices(han[:3500], k=2) + chance.choices(kana if lang == "ja" else han, k=length // 3))] = None
    return list(words)


WORDS = {lang: vocabulary(lang) for lang in LANGS}
FREQUENCIES = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
"""Zipf's law, added up."""


def term(chance: random.Random, lang: Lang) -> Term:
    """A word, or two that stand together."""
    words = [chance.choice(WORDS[lang]) for _ in range(chance.choice((1, 1, 2)))]
    written = (" " if lang == "en" else "").join(words)
    return Term(folded(written), written)


def query(chance: random.Random) -> Query:
    """One query."""
    lang = chance.choice(LANGS)
    groups: list[Query] = []
    for _ in range(chance.randint(1, 3)):
        terms: list[Query] = [term(chance, lang) for _ in range(chance.randint(1, 5))]
        groups.append(Or(tuple(terms)) if len(terms) > 1 else terms[0])
    if chance.random() < 0.15:
        groups.append(Near(term(chance, lang), term(chance, lang), 5))
    if chance.random() < 0.3:
        groups.append(Not(term(chance, lang)))
    return And(tuple(groups)) if len(groups) > 1 else groups[0]


def text(chance: random.Random, lang: Lang, size: int) -> str:
    """So many bytes of running text."""
    joint = " " if lang == "en" else ""
    letters = size if lang == "en" else size // 3
    return joint.join(chance.choices(WORDS[lang], cum_weights=FREQUENCIES, k=letters))[:letters]


def item(body: str) -> Item:
    """An item that says it."""
    return Item("k", "s", "", "", body[:80], body[80:], "en", None, NOW, "d")


def median(act: Callable[[int], object], times: int) -> float:
    """Seconds, the median of so many, once everything has been asked before."""
    for number in range(times):
        act(number)
    taken = []
    for number in range(times):
        started = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def measure() -> list[Row]:
    """All of it."""
    chance = random.Random(1)
    watchlist = Watchlist({}, {}, {}, {}, {str(number): query(chance) for number in range(QUERIES)}, "")
    rows = []
    rebuilt = median(partial(_rebuild, watchlist), 3)
    tracemalloc.start()
    index = compile_index(watchlist)
    for number in range(QUERIES):
        index.ask(number)
    held = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    rows += [Row("rebuild 10 000 queries", rebuilt, 1.0, "s"), Row("memory of 10 000 queries", held, 120.0, "MB")]
    for size, bound, name in ((1_000, 0.5, "1 kB item"), (10_000, 4.0, "10 kB page")):
        items = [item(text(chance, lang, size)) for _ in range(40) for lang in LANGS]
        taken = median(partial(_scan, items, index), len(items))
        rows.append(Row(f"scan a {name}", 1000 * taken, bound, "ms"))
    return [*rows, *phrases(chance), *linear(chance, index), *monsters(), rehearsal(chance), *classification()]


def classification() -> list[Row]:
    """Labelled texts through the shipped watchlist: their kinds on top of the scan that all queries share, and what they mean for it."""
    index = compile_index(load_watchlist(Path(__file__).parents[2] / "watchlists"))
    (storyline,) = index.watchlist.storylines.values()
    files = sorted((Path(__file__).parents[1] / "data" / "cues").glob("*.jsonl"))
    labelled = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    source = replace(SOURCE, role="official", languages=("en", "zh", "ja"))
    kinds, meaning = [], []
    for number, row in enumerate(labelled):
        one = replace(item(row["text"]), key=str(number), title=row["title"], lang=row["lang"])
        story, found = Story(one.key, one.key, one.title, one.text, one.lang, NOW), scan(one, source, index)
        begun = time.perf_counter()
        followup = classify(one, source, story, found, index.watchlist.kinds)
        classified = time.perf_counter()
        advance(StorylineState(), [followup], storyline, index.watchlist)
        kinds.append(classified - begun)
        meaning.append(time.perf_counter() - classified)
    return [
        Row("kinds of a text, mean", 1000 * statistics.mean(kinds), 1.0, "ms"),
        Row("kinds of a text, p99", 1000 * statistics.quantiles(kinds, n=100)[98], 3.0, "ms"),
        Row("what it means for a storyline, mean", 1000 * statistics.mean(meaning), 1.0, "ms"),
    ]


def monsters() -> list[Row]:
    """Ten kilobytes of what no operator writes."""
    texts = (
        "(" * 5000 + "abc" + ")" * 5000,
        "(" * 10_000,
        "NOT " * 2500,
        "title:" * 1600 + "abc",
        "abc NEAR/3 " * 900,
        "(abc OR " * 1250,
    )
    slowest = max(median(partial(_refused, text), 3) for text in texts)
    return [Row("refuse ten kilobytes of nonsense", 1000 * slowest, 50.0, "ms")]


def _refused(text: str, _number: int) -> None:
    with suppress(QueryError):
        parse(text)
        raise SystemExit(f"{text[:40]}… is no query")


def rehearsal(chance: random.Random) -> Row:
    """The shipped watchlist and an edited one, both told an archive of two thousand items."""
    live = load_watchlist(Path(__file__).parents[2] / "watchlists")
    edited = replace(live, digest="edited")
    source = next(iter(live.sources.values()))
    archive = []
    for number in range(2000):
        body = text(chance, LANGS[number % 3], 1000) + (" Takaichi on Taiwan, China protests" if number % 20 == 0 else "")
        one = replace(item(body), key=str(number), source=source.id)
        story = Story(one.key, one.key, one.title, one.text, one.lang, NOW)
        archive.append(Archived(one, story, baseline=False, on_story=False, kinds=()))
    both = compile_index(edited), compile_index(live)
    taken = median(partial(_rehearsed, archive, both), 1)
    return Row("backtest of a thousand items, both lists", 1000 * taken / 2, 500.0, "ms")


def _rehearsed(archive: list[Archived], both: tuple[Index, Index], _number: int) -> None:
    backtest(archive, *both, [], {}, since=NOW - timedelta(days=1), until=NOW, zone=ZoneInfo("UTC"))


def _scan(items: list[Item], index: Index, number: int) -> None:
    scan(items[number], SOURCE, index)


def _rebuild(watchlist: Watchlist, _number: int) -> None:
    compile_index(watchlist)


def _bare(automaton: AhoCorasick, bodies: list[str], number: int) -> None:
    automaton.find_matches_as_indexes(bodies[number], overlapping=True)


def _hits(index: Index, bodies: list[str], number: int) -> None:
    index.hits(bodies[number])


def phrases(chance: random.Random) -> list[Row]:
    """A hundred thousand phrases beside the automaton alone."""
    terms = {one.folded: one for one in (term(chance, chance.choice(LANGS)) for _ in range(3 * PHRASES))}
    queries: dict[str, Query] = {str(number): one for number, one in enumerate(list(terms.values())[:PHRASES])}
    index = compile_index(Watchlist({}, {}, {}, {}, queries, ""))
    items = [item(text(chance, lang, 10_000)) for _ in range(10) for lang in LANGS]
    bodies = [folded(one.body) for one in items]
    alone = median(partial(_bare, index.automaton, bodies), len(items))
    whole = median(partial(_hits, index, bodies), len(items))
    return [Row(f"{len(queries)} phrases beside the bare automaton", whole / alone, 2.0, "times")]


def linear(chance: random.Random, index: Index) -> list[Row]:
    """Ten megabytes beside one."""
    bodies = [text(chance, "en", size) for size in (1_000_000, 10_000_000)]
    one, ten = (median(partial(_scan, [item(body)], index), 1) for body in bodies)
    return [Row("ten megabytes beside one", ten / one, 15.0, "times")]


def report(measure: Callable[[], list[Row]]) -> None:
    """Measure, and say what broke its bound."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = measure()
    for row in rows:
        if options.json:
            print(json.dumps({**asdict(row), "good": row.good}))
        else:
            print(f"{'ok  ' if row.good else 'OVER'} {row.what:<42} {row.value:8.3f} {row.unit:<6} (at most {row.bound:g})")
    sys.exit(not all(row.good for row in rows))


if __name__ == "__main__":
    report(measure)
