"""How does a JSON document become items? By JSONPath expressions (RFC 9535) from the source's entry."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

import jsonpath

from bot.errors import ReadFailed
from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Selectors, Source
from bot.sources.asking import get
from bot.sources.opening import FIELD_MAX, ITEMS_MAX, refuse_challenge, text_of
from bot.text.html import line, plain
from bot.text.urls import absolute


def ask(source: Source, cursor: Cursor) -> Request:
    """The document, if it has changed."""
    return get(source, source.url, cursor)


def read(source: Source, reply: Reply) -> Sequence[RawItem]:
    """The document's rows. Raises ReadFailed, or Challenged when a bot check stands in its place."""
    text = text_of(source, reply)
    try:
        root = json.loads(text.lstrip("\ufeff"), parse_constant=lambda _: None)
        items = list(_items(source.selectors, root, reply.url))
    except jsonpath.JSONPathError as error:
        raise ReadFailed(source.id, f"a selector cannot be applied: {error}") from error
    except (ValueError, RecursionError) as error:
        refuse_challenge(source, text)
        raise ReadFailed(source.id, f"no JSON that can be read at {reply.url}: {error}") from error
    if not items:
        refuse_challenge(source, text)
    return items


def _items(selectors: Selectors, root: Any, base: str) -> Iterator[RawItem]:
    wanted = re.compile(selectors.href)
    rows = (found.value for found in _path(selectors.row).finditer(root))
    for row in islice((row for row in rows if isinstance(row, dict)), ITEMS_MAX):
        href = _first(selectors.link, row)
        if not wanted.search(href):
            continue
        raw = RawItem(
            guid=_first(selectors.id, row),
            link=absolute(base, href) if href else "",
            title=line(_joined(selectors.title, row)),
            text=plain(_joined(selectors.summary, row)),
            date=_first(selectors.date, row),
        )
        if raw.title or raw.text or raw.link:
            yield raw


@cache
def _path(expression: str) -> jsonpath.JSONPath | jsonpath.CompoundJSONPath:
    return jsonpath.compile(expression)


def _first(expression: str, row: dict[str, Any]) -> str:
    return next(_said(expression, row), "")


def _joined(expression: str, row: dict[str, Any]) -> str:
    return " ".join(_said(expression, row))[:FIELD_MAX]


def _said(expression: str, row: dict[str, Any]) -> Iterator[str]:
    """The words and numbers that an expression finds; what is neither says nothing."""
    values = _path(expression).findall(row) if expression else []
    for value in values:
        if isinstance(value, str | int | float) and not isinstance(value, bool) and (said := str(value)[:FIELD_MAX].strip()):
            yield said
