"""Where in a JSON document do items stand? JSONPath expressions, tried with the reader itself."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.errors import SourceError
from bot.model.reply import Reply
from bot.model.source import Selectors, Source
from bot.proposing.marks import width
from bot.proposing.parts import IsDate, date_reader
from bot.proposing.reads import Reads, read_as
from bot.sources.opening import text_of

_ROWS_MIN = 2
_DEPTH = 7
_LISTS_MAX = 12
_SAMPLE = 20
_MOST = 0.7
_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_TITLE = ("title", "headline", "heading", "subject", "name", "标题", "bt", "caption")
_LINK = ("url", "link", "href", "permalink", "weburl", "canonical", "publishurl", "page_url", "path", "uri")
_DATE = ("published", "publish", "pubdate", "date", "time", "created", "updated", "modified", "发布")
_ID = ("id", "guid", "uuid", "contentid", "docid", "key")
_SUMMARY = ("summary", "description", "abstract", "excerpt", "digest", "lead", "intro", "content", "body", "text")


def documents_of(source: Source, reply: Reply, now: datetime) -> list[Reads]:
    """Ways to read a JSON document, the best first. Raises SourceError when it holds no text."""
    try:
        root = json.loads(text_of(source, reply).lstrip("\ufeff"), parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return []
    is_date = date_reader(source.zone, now)
    found: list[Reads] = []
    for path, rows in list(_lists(root))[:_LISTS_MAX]:
        selectors = _fields(path, rows, is_date)
        try:
            if selectors:
                found.append(read_as(replace(source, kind="json", selectors=selectors), reply, now))
        except SourceError:
            continue
    return sorted((one for one in found if len(one.items) >= _ROWS_MIN), key=_worth, reverse=True)


def _worth(found: Reads) -> tuple[float, int]:
    items = found.items
    linked = sum(bool(item.link) for item in items) / len(items)
    typical = sum(min(width(item.title), 40) for item in items) / len(items) / 40
    return linked + found.dated / len(items) + typical + min(len(items), 20) / 20, len(items)


def _lists(root: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Lists of objects, and objects of objects alike; the outer ones first."""
    waiting: list[tuple[str, Any, int]] = [("$", root, 0)]
    for path, value, depth in waiting:
        inner = list(value.items()) if isinstance(value, dict) else []
        rows = [one for one in (value if isinstance(value, list) else [one for _, one in inner]) if isinstance(one, dict)]
        if len(rows) >= _ROWS_MIN and (isinstance(value, list) or _alike(rows)):
            yield f"{path}[*]", rows[:_SAMPLE]
        if depth < _DEPTH and len(waiting) < 2000:
            waiting += [(f"{path}{_step(key)}", one, depth + 1) for key, one in inner if isinstance(one, dict | list)]
            if isinstance(value, list):
                waiting += [(f"{path}[{i}]", one, depth + 1) for i, one in enumerate(value[:3]) if isinstance(one, dict | list)]


def _alike(rows: Sequence[dict[str, Any]]) -> bool:
    return len(rows) >= 2 * _ROWS_MIN and all(set(row) == set(rows[0]) for row in rows[:_SAMPLE])


def _step(key: str) -> str:
    return f".{key}" if _PLAIN.fullmatch(key) else "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']"


def _fields(path: str, rows: Sequence[dict[str, Any]], is_date: IsDate) -> Selectors | None:
    """Expressions for what the objects of a list say; None when they say no headline."""
    values: dict[str, list[str]] = {}
    for row in rows:
        for name, said in _said(row):
            values.setdefault(name, []).append(said)
    often = {name: said for name, said in values.items() if len(said) >= len(rows) * _MOST}

    def best(words: Sequence[str], fits: Callable[[str], bool]) -> str:
        fitting = [name for name, said in often.items() if sum(map(fits, said)) >= len(said) * _MOST]
        ranked = [(_rank(name, words), i, name) for i, name in enumerate(fitting)]
        return min(((rank, i, name) for rank, i, name in ranked if rank is not None), default=(0, 0, ""))[2]

    title = best(_TITLE, lambda said: width(said) >= 6 and not _is_address(said))
    link = best(_LINK, _is_address) or next(
        (name for name, said in often.items() if all(said_.startswith("http") for said_ in said)), ""
    )
    date = best(_DATE, is_date)
    if not title and not (link and date):
        return None
    ids = best(_ID, lambda said: 0 < len(said) <= 200)
    if ids and Counter(often[ids]).most_common(1)[0][1] > 1:
        ids = ""
    summary = best(_SUMMARY, lambda said: width(said) > 20)
    return Selectors(
        row=path, id=ids, link=link, title=title or summary, date=date, summary=summary if title and summary != title else ""
    )


def _rank(name: str, words: Sequence[str]) -> float | None:
    """How well a key fits: one that is the word before one that only holds it; outer ones before inner ones."""
    key = re.sub(r"[^\w]", "", name.rpartition(".")[2].lower()).replace("_", "")
    for i, word in enumerate(one.replace("_", "") for one in words):
        if key == word or (len(word) > 2 and word in key):
            return i + (0 if key == word else 20) + 5 * name.count(".")
    return None


def _said(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Words and numbers of an object and of the objects in it, with the expressions that find them."""
    waiting: list[tuple[str, Any, int]] = [("$", row, 0)]
    for path, value, depth in waiting:
        for key, one in list(value.items())[:60]:
            if isinstance(one, dict) and depth < 2:
                waiting.append((f"{path}{_step(key)}", one, depth + 1))
            elif isinstance(one, str | int | float) and not isinstance(one, bool) and (said := str(one).strip()):
                yield f"{path}{_step(key)}", said[:4000]


def _is_address(said: str) -> bool:
    return bool(re.match(r"(?:https?:)?//\S+$|\.{0,2}/\S+$|[\w./-]+\.s?html?(?:[?#]\S*)?$", said)) and len(said) <= 2000
