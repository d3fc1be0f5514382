"""How do we ask a source, and how do we read what it answers? (steps 1 and 3) One file per kind."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from bot.model.item import RawItem
from bot.model.reply import Reply, Request
from bot.model.source import Cursor, Source


class Reader(Protocol):
    """What every kind's module offers."""

    def ask(self, source: Source, cursor: Cursor) -> Request:
        """What to fetch."""

    def read(self, source: Source, reply: Reply) -> Sequence[RawItem]:
        """The items of a reply, newest first as published, at most 500. Raises ReadFailed or Challenged."""


class _Kinds(Mapping[str, Reader]):
    """Kinds by the name of their file, which is loaded when the first source of its kind is asked."""

    _FILES: Mapping[str, str] = {
        "feed": "feed",
        "list_page": "list_page",
        "page": "page",
        "json": "json_api",
        "sitemap": "sitemap",
        "pdf_table": "pdf_table",
    }

    def __getitem__(self, kind: str) -> Reader:
        return _loaded(self._FILES[kind])

    def __iter__(self) -> Iterator[str]:
        return iter(self._FILES)

    def __len__(self) -> int:
        return len(self._FILES)


@cache
def _loaded(file: str) -> Reader:
    return cast("Reader", import_module(f"bot.sources.{file}"))


KINDS: Mapping[str, Reader] = _Kinds()
