"""How could a page be read as a list? Ways to read it are tried with the reader itself, and the one that reads best is proposed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from statistics import median
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from bot.errors import SourceError
from bot.model.reply import Reply
from bot.model.source import Selectors, Source
from bot.proposing.marks import is_named, width
from bot.proposing.parts import IsDate, date_reader, with_parts
from bot.proposing.reads import Reads, read_as
from bot.proposing.rows import ROWS_MIN, in_menu, row_selectors
from bot.sources.opening import text_of
from bot.text.urls import shown_host

_TRIED = 24
"""Selectors of rows that are tried."""
_BIG = 1_000_000
"""Bytes of a page of which fewer are tried, since each try reads it anew."""
_PLENTY = 20
"""Rows beyond which more are no sign of a better list."""
_WORTH_MIN = 3.8
"""Below it lies what surrounds every page of a site."""
_HEADLINE = 20
"""Width of what is no menu's, where there is no date to tell."""
_DIGITS = re.compile(r"\d+")


def lists_of(source: Source, reply: Reply, now: datetime) -> list[Reads]:
    """Ways to read a page as a list, the best first; none when nothing on it stands in rows. Raises SourceError."""
    page = LexborHTMLParser(text_of(source, reply))
    is_date = date_reader(source.zone, now)
    rated: list[tuple[float, int, Reads]] = []
    for row in row_selectors(page, reply.url, _TRIED if len(reply.body) < _BIG else _TRIED // 4):
        for selectors in _ways(page, row, is_date):
            found = _tried(replace(source, kind="list_page", selectors=selectors), reply, now)
            if found and len(found.items) >= ROWS_MIN:
                rated.append((_worth(found, page), len(rated), found))
    rated.sort(key=lambda one: (-one[0], one[1]))
    once: dict[frozenset[str], Reads] = {}
    for worth, _, found in rated:
        if worth >= _WORTH_MIN and (found.dated or _typical(found) >= _HEADLINE):
            once.setdefault(frozenset(item.url for item in found.items), found)
    return list(once.values())


def _ways(page: LexborHTMLParser, row: str, is_date: IsDate) -> Sequence[Selectors]:
    try:
        return with_parts(page, row, is_date)
    except SelectolaxError:
        return ()


def _tried(source: Source, reply: Reply, now: datetime) -> Reads | None:
    try:
        return read_as(source, reply, now)
    except SourceError:
        return None


def _worth(found: Reads, page: LexborHTMLParser) -> float:
    """Dates, number, length of headlines, likeness of addresses; what surrounds every page of a site counts little."""
    items = found.items
    typical = _typical(found)
    same = sum(shown_host(item.link) == shown_host(found.source.url) for item in items) / len(items)
    shapes = Counter(_shape(item.link) for item in items)
    worth = 3.0 * found.dated / len(items)
    worth += 2.0 * min(len(items), _PLENTY) / _PLENTY
    worth += 1.5 * min(typical, 30) / 30 - (1.0 if typical > 200 else 0.0)
    worth += 1.0 * same
    worth += 1.0 * shapes.most_common(1)[0][1] / len(items)
    worth += 0.5 * len({item.title for item in items}) / len(items)
    worth += 0.5 * _falling(found)
    worth += 0.4 * sum(bool(item.published and item.published.exact) for item in items) / len(items)
    worth += (
        0.4 * sum(bool(raw.date) and item.published is not None for raw, item in zip(found.raws, items, strict=True)) / len(items)
    )
    worth += 0.4 * is_named(found.source.selectors.row)
    first = page.css_first(found.source.selectors.row)
    if first is not None and in_menu(first):
        worth -= 2.0
    said = found.source.selectors
    # Of ways that read the same, the shorter one breaks less easily.
    return worth - 0.002 * sum(map(len, (said.row, said.link, said.title, said.date, said.heading)))


def _typical(found: Reads) -> float:
    return median(width(item.title) for item in found.items)


def _falling(found: Reads) -> float:
    """Share of neighbours of which the upper is not the older: lists begin with the newest."""
    dates = [item.published.start for item in found.items if item.published]
    pairs = list(pairwise(dates))
    return sum(upper >= lower for upper, lower in pairs) / len(pairs) if pairs else 0.0


def _shape(link: str) -> str:
    parts = urlsplit(link)
    folder = parts.path.rpartition("/")[0]
    return f"{parts.netloc}{_DIGITS.sub('0', folder)}"
