"""How does a single page become an item? It is one document for good, and every change of it is a revision."""

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from bot.errors import ReadFailed
from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Source
from bot.sources.article import body_of, heading_of, moment_of
from bot.sources.asking import get
from bot.sources.opening import refuse_challenge, text_of


def ask(source: Source, cursor: Cursor) -> Request:
    """The page, if it has changed."""
    return get(source, source.url, cursor)


def read(source: Source, reply: Reply) -> Sequence[RawItem]:
    """The page as one item. Raises ReadFailed, or Challenged when a bot check stands in its place."""
    markup = text_of(source, reply)
    page = LexborHTMLParser(markup)
    try:
        title, text = heading_of(page, source.selectors), body_of(page, source.selectors)
        moment = moment_of(page, source.selectors)
    except SelectolaxError as error:
        raise ReadFailed(source.id, f"a selector is not CSS: {error}") from error
    if not text:
        refuse_challenge(source, markup)
        raise ReadFailed(source.id, f"no text on {reply.url}: does the body selector still fit?")
    return [RawItem(source.url, source.url, title or source.name, text, moment)]
