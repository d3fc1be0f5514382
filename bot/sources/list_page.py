"""How does a ministry's list page become items? By CSS selectors from the source's entry."""

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from bot.errors import ReadFailed
from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Selectors, Source
from bot.sources.asking import get
from bot.sources.opening import FIELD_MAX, ITEMS_MAX, css, refuse_challenge, text_of
from bot.text import html
from bot.text.urls import absolute

_ROWS_MAX = 10 * ITEMS_MAX
"""Elements looked at: a page may name a document several times, and a selector finds more than documents."""

_PARTS_MAX = 50
"""Elements that make up one field. Rows that are never closed hold all that follow them, and so do their fields."""


def ask(source: Source, cursor: Cursor) -> Request:
    """The page, if it has changed."""
    return get(source, source.url, cursor)


def read(source: Source, reply: Reply) -> Sequence[RawItem]:
    """The page's rows, each document once. Raises ReadFailed, or Challenged when a bot check stands in its place."""
    text = text_of(source, reply)
    page = LexborHTMLParser(text)
    base = _base(page, reply.url)
    try:
        items = _items(page, source.selectors, base)
    except SelectolaxError as error:
        raise ReadFailed(source.id, f"a selector is not CSS: {error}") from error
    if not items:
        refuse_challenge(source, text)
        if "<" not in text:
            raise ReadFailed(source.id, f"plain text instead of a page at {reply.url}")
    return items


def _base(page: LexborHTMLParser, url: str) -> str:
    """What relative links start from (HTML, the base element)."""
    base = page.css_first("base[href]")
    return urljoin(url, base.attributes.get("href") or "") if base else url


def _items(page: LexborHTMLParser, selectors: Selectors, base: str) -> list[RawItem]:
    """Rows in the page's order; a heading dates the rows after it."""
    wanted = re.compile(selectors.href)
    headings = {node.mem_id for node in page.css(css(selectors.heading))} if selectors.heading else set()
    both = f":is({selectors.row}, {selectors.heading})" if selectors.heading else selectors.row
    items: dict[str, RawItem] = {}
    heading = ""
    for node in page.css(css(both))[:_ROWS_MAX]:
        if node.mem_id in headings:
            heading = _said(node)
        elif (found := _row(node, selectors, wanted, base, heading)) and _better(found, items.get(found.link)):
            items[found.link] = found
        if len(items) == ITEMS_MAX:
            break
    return list(items.values())


def _better(found: RawItem, before: RawItem | None) -> bool:
    """A picture and a headline often link to the same document."""
    return bool(found.title) and (before is None or len(found.title) > len(before.title))


def _row(row: LexborNode, selectors: Selectors, wanted: re.Pattern[str], base: str, heading: str) -> RawItem | None:
    anchor = row.css_first(css(selectors.link)) if selectors.link else row if row.tag == "a" else row.css_first("a[href]")
    href = (anchor.attributes.get("href") or "").strip() if anchor is not None else ""
    link = absolute(base, href) if href else ""
    if anchor is None or not link or not wanted.search(href):
        return None
    title = _joined(row, selectors.title) if selectors.title else _headline(anchor)
    return RawItem(
        guid="",
        link=link,
        title=title,
        text=_joined(row, selectors.summary) if selectors.summary else "",
        date=_joined(row, selectors.date) if selectors.date else heading or _beside(row, anchor),
    )


def _said(node: LexborNode) -> str:
    return html.line(html.text_of(node)[:FIELD_MAX])


def _joined(row: LexborNode, selector: str) -> str:
    """The texts of all that a selector finds, in the page's order, each once (`css` repeats what two selectors of a list find)."""
    found = {node.mem_id: node for node in row.css(css(f":is({selector})"))[:_PARTS_MAX]}
    return " ".join(map(_said, found.values())).strip()[:FIELD_MAX]


def _headline(anchor: LexborNode) -> str:
    """The anchor's text; its title attribute where the text was cut to fit a column."""
    text, title = _said(anchor), html.line((anchor.attributes.get("title") or "")[:FIELD_MAX])
    cut = text.rstrip("….· ")
    return title if title and (not text or (cut != text and title.startswith(cut))) else text


def _beside(row: LexborNode, anchor: LexborNode) -> str:
    """What the row says beside its anchor: usually the date."""
    if row.tag == "a" or len(row.html or "") > FIELD_MAX:
        return ""
    return _said(row).replace(_said(anchor), " ", 1).strip()
