"""How do RSS 2.0, Atom, RDF (RSS 1.0) and JSON Feed become items?

feedparser is given UTF-8 that we decoded, and neither cleans nor resolves: its cleaning is quadratic (14 s for 700 KB), its
guesses at encodings are wrong for the pages we read, and ours are in ``bot.text``.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.errors import ReadFailed
from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Source
from bot.sources import feed_xml
from bot.sources.asking import get
from bot.sources.opening import ITEMS_MAX, refuse_challenge, text_of
from bot.text.html import line, plain
from bot.text.urls import absolute

_FIELD_MAX = 256_000
"""Characters of markup looked at in one field; its text is cut to 64 000 later."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|rdf)\b", re.IGNORECASE)
_BARE = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?!#?\w{1,31};)", re.DOTALL)
"""An ampersand that begins no entity (AT&T): not XML, and common. What stands in CDATA may hold any."""
_NUMBERED = re.compile(r"&#(x[0-9a-f]+|\d+);", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def ask(source: Source, cursor: Cursor) -> Request:
    """The feed, if it has changed."""
    return get(source, source.url, cursor)


def read(source: Source, reply: Reply) -> Sequence[RawItem]:
    """The feed's entries. Raises ReadFailed, or Challenged when a bot check stands in its place."""
    text = text_of(source, reply)
    entries = (
        _json_entries(source, reply, text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _xml_entries(source, reply, text)
    )
    return [raw for raw in entries if raw.title or raw.text or raw.link]


def _xml_entries(source: Source, reply: Reply, text: str) -> Iterator[RawItem]:
    text = _DECLARATION.sub("", text)
    found = feed_xml.entries(text, ITEMS_MAX)
    return (_well_formed(entry, reply.url) for entry in found) if found else _sloppy_entries(source, reply, text)


def _well_formed(entry: feed_xml.Entry, base: str) -> RawItem:
    link = entry.original or entry.link or (entry.guid if entry.guid.startswith("http") else "")
    return RawItem(
        guid=entry.guid,
        link=absolute(base, link) if link else "",
        title=line(entry.title[:_FIELD_MAX]),
        text=max((plain(text[:_FIELD_MAX]) for text in entry.texts), key=len),
        date=entry.date,
        byline=line(entry.author[:_FIELD_MAX]),
    )


def _sloppy_entries(source: Source, reply: Reply, text: str) -> Iterator[RawItem]:
    import feedparser  # noqa: PLC0415 - a tenth of a second, which most feeds need not pay

    root = _ROOT.search(text[:4096])
    if root is None:
        refuse_challenge(source, text)
        raise ReadFailed(source.id, f"{_nature(text)} instead of a feed at {reply.url}")
    if not re.search(rf"</(?:\w+:)?{root[1]}\s*>\s*", text[-4096:], re.IGNORECASE):
        raise ReadFailed(source.id, f"the feed is cut short: <{root[1]}> never ends")
    text = _BARE.sub(lambda found: "&amp;" if found[0] == "&" else found[0], _NOT_XML.sub("", text))
    text = _NUMBERED.sub(lambda found: found[0] if _is_character(found[1]) else "", text)
    parsed = feedparser.parse(
        text.encode(),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.entries and parsed.bozo:
        raise ReadFailed(source.id, f"the feed cannot be parsed: {parsed.bozo_exception}")
    return (_xml_entry(entry, reply.url) for entry in parsed.entries[:ITEMS_MAX])


def _is_character(number: str) -> bool:
    """Whether a numbered reference names a character: feedparser does not survive half ones and those beyond Unicode."""
    if len(number) > 9:  # zeros in front of it are not worth the time that a million digits take
        return False
    point = int(number[1:], 16) if number[0] in "xX" else int(number)
    return point < 0xD800 or 0xE000 <= point <= 0x10FFFF


def _nature(text: str) -> str:
    return "an HTML page" if re.search(r"<(?:!doctype\s+html|html|body)\b", text[:4096], re.IGNORECASE) else "something else"


def _xml_entry(entry: Any, base: str) -> RawItem:
    """One entry of feedparser's."""
    contents = [entry.get("summary", ""), *(content.get("value", "") for content in entry.get("content", ()))]
    link = entry.get("feedburner_origlink") or entry.get("link", "") or _permalink(entry)
    return RawItem(
        guid=entry.get("id", ""),
        link=absolute(base, link) if link else "",
        title=line(entry.get("title", "")[:_FIELD_MAX]),
        text=max((plain(content[:_FIELD_MAX]) for content in contents), key=len),
        date=next(filter(None, (_date(entry, name) for name in ("published", "updated", "created"))), ""),
        byline=line(entry.get("author", "")[:_FIELD_MAX]),
    )


def _date(entry: Any, name: str) -> str:
    """A date as written; ``get`` would take another one for it, and complain."""
    return str(entry[name]) if name in entry else ""


def _permalink(entry: Any) -> str:
    """Feeds without <link> may use the guid; ``absolute`` refuses those that are no address."""
    return entry.get("id", "") if str(entry.get("id", "")).startswith("http") else ""


def _json_entries(source: Source, reply: Reply, text: str) -> Iterator[RawItem]:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        feed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ReadFailed(source.id, f"the JSON feed cannot be parsed: {error}") from error
    items = feed.get("items")
    if not str(feed.get("version", "")).startswith("https://jsonfeed.org/version/") or not isinstance(items, list):
        raise ReadFailed(source.id, f"JSON, but not a JSON feed, at {reply.url}")
    return (_json_entry(item, reply.url) for item in items[:ITEMS_MAX] if isinstance(item, dict))


def _json_entry(item: dict[str, Any], base: str) -> RawItem:
    def said(*keys: str) -> str:
        return next((str(item[key])[:_FIELD_MAX] for key in keys if item.get(key)), "")

    return RawItem(
        guid=said("id"),
        link=absolute(base, said("url", "external_url")),
        title=line(said("title")),
        text=plain(said("content_html", "content_text", "summary")),
        date=said("date_published", "date_modified"),
    )
