"""What does a source hold at this moment? Asked without recording anything: how an operator verifies an entry."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.beside import beside
from bot.errors import SourceError
from bot.model.item import Item
from bot.model.reply import NotModified
from bot.model.source import Cursor, Source
from bot.ports import Clock, Fetcher
from bot.preparing import item_of, items_of
from bot.reading import address_of
from bot.sources import KINDS, article, health

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a source showed."""

    source: Source
    state: str
    error: str = ""
    url: str = ""
    """Where it was found in the end."""
    moved: str = ""
    seconds: float = 0.0
    size: int = 0
    """Bytes of the reply."""
    items: int = 0
    dated: int = 0
    newest: datetime | None = None
    first: tuple[Item, ...] = ()
    """The items on top; of a source that is followed, the first with its page's text."""

    @property
    def good(self) -> bool:
        """Whether the entry can be called verified."""
        return self.state == "ok"


async def look_at(sources: Sequence[Source], fetcher: Fetcher, clock: Clock) -> AsyncIterator[Look]:
    """A look at each of them, in the order in which they answer."""
    for done in asyncio.as_completed([_look(source, fetcher, clock) for source in sources]):
        yield await done


async def _look(source: Source, fetcher: Fetcher, clock: Clock) -> Look:
    started = clock.monotonic()
    try:
        at = await address_of(source, fetcher)
        reply = await fetcher.fetch(KINDS[source.kind].ask(at, Cursor()))
        if isinstance(reply, NotModified):  # a 304 that nobody asked for is an error of the fetcher's; this is for the types
            return Look(source, "failing", "answered 304 to a question without validators")
        pairs = await beside(source, reply, partial(items_of, source, reply, clock.now()))
        items = [item for _, item in pairs]
        if source.follow and pairs and pairs[0][0].link:
            page = await fetcher.fetch(article.ask(source, pairs[0][0].link))
            if not isinstance(page, NotModified):
                items[0] = item_of(source, pairs[0][0], page, clock.now())
    except SourceError as error:
        return Look(source, error.state, error.problem, seconds=clock.monotonic() - started)
    dates = [item.published.start for item in items if item.published]
    newest = min(max(dates), clock.now()) if dates else None
    state = health.after_success(source, items=len(items), dated=bool(dates), newest=newest, now=clock.now())
    return Look(
        source, state, "", reply.url, reply.moved, clock.monotonic() - started, len(reply.body), len(items), len(dates), newest,
        tuple(items[:SHOWN]),
    )  # fmt: skip
