"""How does a sitemap become items? With Google's news names where it has them, else by its addresses alone.

https://www.sitemaps.org/protocol.html, https://www.google.com/schemas/sitemap-news/0.9
"""

import re
from collections.abc import Sequence
from heapq import nlargest
from xml.etree import ElementTree as ET

from bot.errors import ReadFailed
from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Source
from bot.sources.asking import get
from bot.sources.opening import FIELD_MAX, ITEMS_MAX, refuse_challenge, text_of
from bot.text.html import line
from bot.text.urls import absolute, words_of

_NUMBER = re.compile(r"\d+|(?=[a-z]*\d)[0-9a-f]{8,}", re.IGNORECASE)
"""What a slug holds besides words: numbers and hexadecimal ids."""


def ask(source: Source, cursor: Cursor) -> Request:
    """The sitemap, if it has changed."""
    return get(source, source.url, cursor)


def read(source: Source, reply: Reply) -> Sequence[RawItem]:
    """The sitemap's newest addresses. Raises ReadFailed, or Challenged when a bot check stands in its place."""
    root = _root(source, reply)
    if _name(root) == "sitemapindex":
        first = root.findtext("{*}sitemap/{*}loc", "").strip()
        raise ReadFailed(source.id, f"an index of sitemaps at {reply.url}: let the entry name one of them, such as {first}")
    if _name(root) != "urlset":
        raise ReadFailed(source.id, f"<{_name(root)}> instead of a sitemap at {reply.url}")
    wanted = re.compile(source.selectors.href)
    entries = [entry for entry in root.iterfind("{*}url") if wanted.search(_said(entry, "loc"))]
    items = (_item(entry, reply.url) for entry in nlargest(ITEMS_MAX, entries, key=_date))
    return [raw for raw in items if raw.link]


def _root(source: Source, reply: Reply) -> ET.Element:
    text = text_of(source, reply).lstrip("\ufeff \t\r\n")
    # Entities, and so their bombs, can be declared in a document type only, and no sitemap has one.
    problem: object = "it has a document type"
    if "<!DOCTYPE" not in text:
        try:
            return ET.fromstring(text)  # noqa: S314 - see above; expat reads nothing from elsewhere by itself
        except (ET.ParseError, ValueError) as error:
            problem = error
    refuse_challenge(source, text)
    raise ReadFailed(source.id, f"no sitemap that can be read at {reply.url}: {problem}")


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _said(entry: ET.Element, path: str) -> str:
    """The text of a child, in whatever name space: publishers write several versions of each."""
    return entry.findtext("/".join(f"{{*}}{step}" for step in path.split("/")), "")[:FIELD_MAX].strip()


def _date(entry: ET.Element) -> str:
    """Publication before modification, which some write without an offset."""
    return _said(entry, "news/publication_date") or _said(entry, "lastmod")


def _item(entry: ET.Element, base: str) -> RawItem:
    loc = _said(entry, "loc")
    link = absolute(base, loc) if loc else ""
    return RawItem(
        guid="",
        link=link,
        title=line(_said(entry, "news/title")) or _slug(link),
        text=line(_said(entry, "news/keywords")),
        date=_date(entry),
    )


def _slug(link: str) -> str:
    """The words at the end of an address; empty when there are none."""
    last = words_of(link).partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0]
    return " ".join(word for word in re.split(r"[-_+\s]+", last) if not _NUMBER.fullmatch(word))
