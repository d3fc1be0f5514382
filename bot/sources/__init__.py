"""How do we ask a source, and how do we read what it answers? (steps 1 and 3) One file per kind."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Source
from bot.sources import feed, json_api, list_page, page, pdf_table, sitemap


class Reader(Protocol):
    """What every kind's module offers."""

    def ask(self, source: Source, cursor: Cursor) -> Request:
        """What to fetch."""

    def read(self, source: Source, reply: Reply) -> Sequence[RawItem]:
        """The items of a reply, newest first as published, at most 500. Raises ReadFailed or Challenged."""


KINDS: Mapping[str, Reader] = {
    "feed": feed,
    "list_page": list_page,
    "page": page,
    "json": json_api,
    "sitemap": sitemap,
    "pdf_table": pdf_table,
}
