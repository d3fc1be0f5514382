"""What does an item's own page add to what its list said? The text, and when exactly it was published."""

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from bot.errors import ReadFailed
from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Selectors, Source
from bot.sources.asking import get
from bot.sources.opening import css, refuse_challenge, text_of
from bot.text import html

_PDF = b"%PDF"


def ask(source: Source, link: str, cursor: Cursor | None = None) -> Request:
    """An item's own page; with the validators of the last look at it, when there was one."""
    return get(source, link, cursor)


def read(source: Source, raw: RawItem, reply: Reply) -> RawItem:
    """``raw`` with its page's text and time. A PDF adds nothing. Raises ReadFailed or Challenged when there is no text."""
    if reply.body.startswith(_PDF):
        return raw
    markup = text_of(source, reply)
    page = LexborHTMLParser(markup)
    text = body_of(page, source.selectors)
    if not text:
        refuse_challenge(source, markup)
        raise ReadFailed(source.id, f"no text on {reply.url}: does the body selector still fit?")
    title = raw.title if not raw.title.endswith(("…", "...")) else heading_of(page, source.selectors) or raw.title
    return replace(raw, title=title, text=text, date=moment_of(page, source.selectors) or raw.date)


def body_of(page: LexborHTMLParser, selectors: Selectors) -> str:
    """The article's text: of the first element that the body selector finds, else of the one with the most to say."""
    # Not joined: such selectors name alternatives, and the elements they find lie within one another.
    found = page.css_first(css(f":is({selectors.body})")) if selectors.body else None
    return html.text_of(found) if found is not None else html.main_text(page)


def moment_of(page: LexborHTMLParser, selectors: Selectors) -> str:
    """The page's own time stamp, as written: in an element's text, or in what a ``meta`` says."""
    found = page.css_first(css(selectors.moment)) if selectors.moment else None
    if found is None:
        return ""
    return html.line((found.attributes.get("content") or "") if found.tag == "meta" else html.text_of(found))


def heading_of(page: LexborHTMLParser, selectors: Selectors) -> str:
    """The page's headline."""
    for selector in filter(None, (selectors.title, "h1", "title")):
        if (found := page.css_first(css(selector))) is not None and (text := html.line(found.text())):
            return text
    return ""
