"""How fast is a story found among a million, and how big is what finds it? ``python -m tests.benchmarks.stories [--json] [--items N]``.

Texts in English, Chinese and Japanese: one in twenty begins with one of fifty stock sentences, one in fifty fills in a form, as daily
counts do. All of them began within the last fortnight, so that age excludes none. Beside it, in the same run, datasketch's MinHashLSH
with as many hash functions and bands, in memory, which is why it is given fewer. Exit code 1 when a bound is broken.
"""

import argparse
import gc
import json
import os
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import cache, lru_cache
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from statistics import mean
from typing import Any, Literal

import numpy as np
from datasketch import MinHash, MinHashLSH
from sqlalchemy import Connection, create_engine

from bot.dedupe.minhash import BANDS, ROWS
from bot.dedupe.near import LEAD, SAME, grams, jaccard, signature, skeleton
from bot.dedupe.seen import story_of
from bot.model.item import Item
from bot.ports import StoredItem
from bot.store import SqlStore, item_rows, open_store, story_rows
from bot.store.bulk import insert_missing, insert_missing_integers
from bot.store.codec import plain
from bot.store.sql import SqlChecking
from bot.store.tables import band, story
from bot.store.tables import item as item_table
from bot.text.naming import Naming
from bot.text.normalise import key_of
from tests.benchmarks.matching import FREQUENCIES, LANGS, WORDS, Lang
from tests.store.make import MIGRATIONS, NOW, a_story, an_item, an_outlet, opened

ITEMS, IN_MEMORY = 1_000_000, 50_000
QUERIES, WARMING, INSERTS = 3000, 300, 2000
CHUNK = 1000
AT_ONCE = 200_000
"""Rows of the index in one statement."""
SPAN = timedelta(days=13)
CORES = min(4, os.cpu_count() or 1)
FILLING_CACHE = 400_000
"""kB of SQLite's pages while the file is filled; a service has 8000."""

Kind = Literal["plain", "stock", "form"]
Shape = Sequence[str | None]
"""Words, and where a number stands."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, and its bound if it has one: at most, or at ``least``."""

    what: str
    value: float
    unit: str
    bound: float | None = None
    least: bool = False

    @property
    def good(self) -> bool:
        """Whether the bound holds."""
        return self.bound is None or (self.value >= self.bound if self.least else self.value <= self.bound)

    @property
    def promise(self) -> str:
        """The bound in words."""
        return "" if self.bound is None else f"(at {'least' if self.least else 'most'} {self.bound:g})"


@dataclass(frozen=True, slots=True)
class Query:
    """A text that comes in, what sort it is, and the item that it was made from; empty for none."""

    item: Item
    sort: Literal["edit", "copy", "new", "formal"]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The item whose story a query was given to (empty: a story of its own), and seconds by stage."""

    found: str
    taken: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to find stories, and how it did."""

    name: str
    megabytes: float
    """Of the index, per 100 000 items."""
    insert: float
    """Milliseconds a text, from its words on."""
    answers: Sequence[Answer]


# ── texts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def words_of(chance: random.Random, lang: Lang, size: int) -> list[str]:
    """So many words, or in unspaced scripts words of so many characters."""
    words = chance.choices(WORDS[lang], cum_weights=FREQUENCIES, k=size if lang == "en" else size // 2)
    if lang == "en":
        return [words[0].capitalize(), *words[1:]]
    return list("".join(words)[:size])


def written(lang: Lang, words: Sequence[str]) -> str:
    """As it is spelt."""
    return (" " if lang == "en" else "").join(words)


def sentence(chance: random.Random, lang: Lang, size: int) -> str:
    """With its full stop."""
    return written(lang, words_of(chance, lang, size)) + (". " if lang == "en" else "。")


@cache
def stock() -> Mapping[Lang, Sequence[str]]:
    """Fifty sentences that texts begin with."""
    chance = random.Random("stock")
    langs = [LANGS[number % 3] for number in range(50)]
    sentences = [(lang, sentence(chance, lang, chance.randint(8, 16) * (1 if lang == "en" else 2))) for lang in langs]
    return {lang: [one for its, one in sentences if its == lang] for lang in LANGS}


@cache
def forms() -> Mapping[Lang, Sequence[tuple[Shape, Shape]]]:
    """Headlines and texts with numbers to be filled in, ten in each language."""
    chance = random.Random("forms")
    sizes = {"en": (11, 32), "zh": (22, 80), "ja": (22, 80)}
    return {
        lang: [(_form(chance, lang, sizes[lang][0], 2), _form(chance, lang, sizes[lang][1], 4)) for _ in range(10)]
        for lang in LANGS
    }


def _form(chance: random.Random, lang: Lang, size: int, numbers: int) -> Shape:
    words: list[str | None] = [*words_of(chance, lang, size)]
    for place in chance.sample(range(1, len(words)), numbers):
        words[place] = None
    return words


def filled(chance: random.Random, lang: Lang, shape: Shape) -> str:
    """With numbers of the day."""
    return written(lang, [str(chance.randint(1, 9999)) if word is None else word for word in shape])


def kind_of(number: int) -> Kind:
    """Of a hundred texts two fill in a form and five begin with a stock sentence."""
    drawn = random.Random(f"kind {number}").random()
    return "form" if drawn < 0.02 else "stock" if drawn < 0.07 else "plain"


def text_of(number: int) -> Item:
    """The text with that number: always the same."""
    chance, kind = random.Random(number), kind_of(number)
    lang = LANGS[number % 3]
    if kind == "form":
        headline, lead = (filled(chance, lang, shape) for shape in chance.choice(forms()[lang]))
    else:
        short, long = ((8, 14), (25, 40)) if lang == "en" else ((15, 28), (60, 110))
        headline = written(lang, words_of(chance, lang, chance.randint(*short)))
        size = chance.randint(*long)
        first = size * chance.randint(30, 70) // 100
        opening = chance.choice(stock()[lang]) if kind == "stock" else ""
        lead = (opening + sentence(chance, lang, first) + sentence(chance, lang, size - first)).strip()
    return item_of(str(number), headline, lead, lang)


def item_of(name: str, title: str, text: str, lang: Lang) -> Item:
    """As the pipeline makes one."""
    key, digest = key_of("mfa", name), key_of("", f"{title}\n{text}")
    return replace(an_item(key), key=key, title=title, text=text, lang=lang, digest=digest)


_TURNING = set("不未没無无沒非否拒")


def edited(chance: random.Random, item: Item, lang: Lang) -> Item:
    """As an editor lightly changes it: two to four words dropped or added, or two to five characters, no two side by side.

    A word that is not known to say the same in the place of another is no light edit but another text (decision 016); so one
    dropped beside one added is none.

    Numbers and what turns a statement round are left alone.
    """
    joint = " " if lang == "en" else ""
    parts = [one.split(" ") if lang == "en" else list(one) for one in (item.title, item.text)]
    places = [(n, at) for n, part in enumerate(parts) for at, word in enumerate(part) if at and _plain(word)]
    chosen = list[tuple[int, int]]()
    for _ in range(chance.randint(2, 4) if lang == "en" else chance.randint(2, 5)):
        chosen.append(chance.choice([one for one in places if all(one[0] != n or abs(one[1] - at) > 1 for n, at in chosen)]))
    for n, at in sorted(chosen, reverse=True):
        new = next(word for word in iter(lambda: words_of(chance, lang, 2)[1:], None) if _plain("".join(word)))
        parts[n][at : at + 1] = chance.choice(([], [parts[n][at], *new]))
    title, text = map(joint.join, parts)
    return item_of(f"edited {item.key}", title, text, lang)


def _plain(word: str) -> bool:
    return word.isalpha() and not _TURNING & set(word)


def queries_of(count: int, number: int) -> list[Query]:
    """What comes in: of twenty texts one is a stored one lightly edited, one a stored one under another paper's name, the others new."""
    chance = random.Random(number)
    queries = []
    for new in range(count + number, count + 2 * number):
        old = chance.randrange(count)
        if new % 20 == 0:
            queries.append(Query(edited(chance, text_of(old), LANGS[old % 3]), "edit", text_of(old).key))
        elif new % 20 == 10:
            item = text_of(old)
            copy = item_of(f"copied {item.key}", f"{item.title} - Another Paper", f"(Kyodo) {item.text}", LANGS[old % 3])
            queries.append(Query(copy, "copy", item.key))
        else:
            queries.append(Query(text_of(new), "new" if kind_of(new) == "plain" else "formal"))
    return queries


# ── ours ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def prepared(numbers: range) -> list[StoredItem]:
    """As the pipeline hands texts over, when no watch wanted them."""
    return [prepared_one(text_of(number)) for number in numbers]


def prepared_one(item: Item) -> StoredItem:
    """The same of one text."""
    return StoredItem(item, a_story(item), True, an_outlet(item), on_story=False, signature=signature(item.title, item.text))


def filled_store(file: Path, count: int) -> tuple[SqlStore, int]:
    """A store of so many stories, and the bytes of its bands. Grown story by story they take no more."""
    url = f"sqlite:///{file}"
    opened(open_store(url, MIGRATIONS)).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{FILLING_CACHE}"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        for index in item_table.indexes:
            index.drop(connection)
        keys, sequences = np.empty(21 * count, np.uint64), np.empty(21 * count, np.uint32)
        many = done = 0
        for batch in batches(count):
            numbered = list(enumerate(batch, done + 1))
            stories = [{**plain(one.story), "first_seen": NOW - SPAN * (1 - at / count), "sequence": at} for at, one in numbered]
            insert_missing(connection, story, stories)
            item_rows.add(connection, batch)
            for at, one in numbered:
                size = len(one.signature)
                keys[many : many + size], sequences[many : many + size] = one.signature, at
                many += size
            done += len(batch)
            progress(f"{done} of {count} stories")
        for index in item_table.indexes:
            index.create(connection)
        before = file_size(connection)
        order = np.argsort(keys[:many], kind="stable")
        for start in range(0, many, AT_ONCE):
            part = order[start : start + AT_ONCE]
            rows = list(zip(keys[part].tolist(), sequences[part].tolist(), strict=True))
            insert_missing_integers(connection, band, rows)
            progress(f"{start} of {many} numbers")
        bands = file_size(connection) - before
    engine.dispose()
    progress("")
    return open_store(url, MIGRATIONS), bands


def batches(count: int) -> Iterator[list[StoredItem]]:
    """All the texts, a thousand at a time, made by all cores."""
    ranges = [range(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]
    with Pool(CORES) as pool:
        yield from pool.imap(prepared, ranges)


def file_size(connection: Connection) -> int:
    """Bytes in use, for all tables."""
    pages, size = (connection.exec_driver_sql(f"PRAGMA {what}").scalar_one() for what in ("page_count", "page_size"))
    return int(pages) * int(size)


def progress(said: str) -> None:
    """For who waits at a terminal."""
    if sys.stderr.isatty():
        print(f"\r\033[K{said}", end="", file=sys.stderr, flush=True)


def asked(store: SqlStore, queries: Sequence[Query]) -> list[Answer]:
    """Each query by itself, in one open transaction, as the pipeline asks."""
    naming, answers = Naming(), []
    with store._reading() as connection:
        checking = SqlChecking(connection, NOW)
        for query in queries:
            item = query.item
            times = [time.perf_counter()]
            numbers = signature(item.title, item.text)
            times.append(time.perf_counter())
            candidates = checking.candidates([item], {item.key: numbers}).get(item.key, ())
            times.append(time.perf_counter())
            found = story_of(item, candidates, naming).id
            times.append(time.perf_counter())
            answers.append(Answer("" if found == item.key else found, tuple(b - a for a, b in pairwise(times))))
    return answers


def inserted(store: SqlStore, numbers: range) -> tuple[float, float]:
    """Milliseconds to record a story, one by one in a transaction, its commit included; and with its signature."""
    items = [text_of(number) for number in numbers]
    started = time.perf_counter()
    batch = [prepared_one(item) for item in items]
    signed = time.perf_counter()
    with store._writing() as connection:
        for one in batch:
            story_rows.add(connection, [one])
    ended = time.perf_counter()
    return 1000 * (ended - signed) / len(batch), 1000 * (ended - started) / len(batch)


def ours(folder: Path, count: int) -> tuple[Contender, list[Row]]:
    """Fill a store, then ask it."""
    file = folder / f"{count}.db"
    store, bands = filled_store(file, count)
    whole = file.stat().st_size
    gc.collect()
    gc.freeze()  # as the wired program does
    asked(store, queries_of(count, WARMING))
    queries = queries_of(count, QUERIES)
    answers = asked(store, queries)
    insert, signed = inserted(store, range(count + 3 * QUERIES, count + 3 * QUERIES + INSERTS))
    store.close()
    contender = Contender("ours", 1e5 * bands / 1e6 / count, signed, answers)
    return contender, [
        Row(f"index of {count} stories", bands / 1e6, "MB", 350 * max(1.0, count / ITEMS)),
        Row("the whole file", whole / 1e6, "MB"),
        *timed(answers),
        *(staged(answers, number, name) for number, name in enumerate(("its signature", "candidates from SQL", "comparing them"))),
        *sorted_out(queries, answers),
        Row("record a new story", insert, "ms", 0.7),
    ]


def milliseconds(answers: Sequence[Answer], share: float) -> float:
    """What so many of the answers took at most."""
    return 1000 * float(np.quantile([sum(answer.taken) for answer in answers], share))


def timed(answers: Sequence[Answer]) -> Iterator[Row]:
    """From a text's words to its story."""
    for share, bound in ((0.5, None), (0.95, 1.0), (0.99, 3.0)):
        yield Row(f"find its story: p{round(100 * share)}", milliseconds(answers, share), "ms", bound)


def staged(answers: Sequence[Answer], stage: int, name: str) -> Row:
    """What one stage takes of it."""
    return Row(f"of which {name}, on average", 1000 * mean(answer.taken[stage] for answer in answers), "ms")


def sorted_out(queries: Sequence[Query], answers: Sequence[Answer]) -> Iterator[Row]:
    """By what came in: how long it took, and whether the answer is right."""
    names = {"edit": "light edits", "copy": "copies", "new": "new texts", "formal": "stock and forms"}
    bounds = {"edit": (0.95, True), "copy": (0.99, True), "new": (0.001, False), "formal": (None, False)}
    for sort, name in names.items():
        its = [(query, answer) for query, answer in zip(queries, answers, strict=True) if query.sort == sort]
        yield Row(f"{name}: p95", milliseconds([answer for _, answer in its], 0.95), "ms")
        share = mean(answer.found == query.origin if query.origin else bool(answer.found) for query, answer in its)
        yield Row(f"{name}: {'found' if sort in {'edit', 'copy'} else 'merged with another'}", share, "", *bounds[sort])


# ── datasketch ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def theirs(count: int) -> Contender:
    """The same texts, n-grams and queries, through datasketch: what has the likeliest of the stories at a Jaccard of .6 or more."""
    blank = MinHash(num_perm=BANDS * ROWS)
    texts = [text_of(number) for number in range(count)]
    minhashes = []
    index = _lsh()
    taken = 0.0
    for number, item in enumerate(texts):
        started = time.perf_counter()
        minhashes.append(_minhash(blank, _grams(item.title, item.text)))
        index.insert(number, minhashes[-1])
        taken += time.perf_counter() - started
        if number % CHUNK == 0:
            progress(f"{number} of {count} in datasketch")
    tracemalloc.start()
    measured = _lsh()
    for number, minhash in enumerate(minhashes):
        measured.insert(number, minhash)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del measured, minhashes
    progress("")
    for query in queries_of(count, WARMING):
        _asked(index, blank, texts, query)
    answers = [_asked(index, blank, texts, query) for query in queries_of(count, QUERIES)]
    return Contender("datasketch", 1e5 * held / 1e6 / count, 1000 * taken / count, answers)


def _lsh() -> Any:
    return MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))


@lru_cache(maxsize=512)
def _grams(title: str, text: str) -> frozenset[str]:
    """Of the letters that a signature is made of; remembered as ``copy_of`` is."""
    return grams(skeleton(title) + skeleton(text[: 2 * LEAD])[:LEAD])


def _minhash(blank: Any, grams: frozenset[str]) -> Any:
    minhash = blank.copy()
    minhash.update_batch([gram.encode() for gram in grams])
    return minhash


def _asked(index: Any, blank: Any, texts: Sequence[Item], query: Query) -> Answer:
    started = time.perf_counter()
    mine = _grams(query.item.title, query.item.text)
    candidates = index.query(_minhash(blank, mine))
    likenesses = ((jaccard(mine, _grams(texts[one].title, texts[one].text)), one) for one in candidates)
    likeness, found = max(likenesses, default=(0.0, 0))
    return Answer(texts[found].key if likeness >= SAME else "", (time.perf_counter() - started,))


# ── told ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def compared(contender: Contender, queries: Sequence[Query]) -> dict[str, float]:
    """One column of the table."""
    rows = {row.what: row.value for row in (*timed(contender.answers), *sorted_out(queries, contender.answers))}
    return {"insert, from words on (ms)": contender.insert, **rows, "MB per 100 000 texts": contender.megabytes}


def table(columns: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Side by side."""
    yield " " * 40 + "".join(f"{name:>26}" for name in columns)
    for what in next(iter(columns.values())):
        yield f"{what:<40}" + "".join(f"{column[what]:>26.3f}" for column in columns.values())


def main() -> None:
    """Measure, and say what broke its bound."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--items", type=int, default=ITEMS)
    options = parser.parse_args()
    many, few = options.items, min(options.items, IN_MEMORY)
    columns = {}
    with tempfile.TemporaryDirectory() as folder:
        contender, rows = ours(Path(folder), many)
        columns[f"ours, {many} on disk"] = compared(contender, queries_of(many, QUERIES))
        if few < many:
            columns[f"ours, {few} on disk"] = compared(ours(Path(folder), few)[0], queries_of(few, QUERIES))
    columns[f"datasketch, {few} in RAM"] = compared(theirs(few), queries_of(few, QUERIES))
    if options.json:
        for row in rows:
            print(json.dumps({**asdict(row), "good": row.good}))
        print(json.dumps({"compared": columns}))
    else:
        for row in rows:
            print(f"{'ok  ' if row.good else 'OVER'} {row.what:<44} {row.value:10.3f} {row.unit:<3} {row.promise}".rstrip())
        print("", *table(columns), sep="\n")
    sys.exit(not all(row.good for row in rows))


if __name__ == "__main__":
    main()
