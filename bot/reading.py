"""What does a source hold right now? Steps 1 to 4: ask, fetch, read, normalise; and the items' own pages where needed."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import ReadFailed, SourceError, SourceGone
from bot.model.item import Item, RawItem
from bot.model.reply import NotModified
from bot.model.source import Cursor, Source
from bot.ports import Clock, Fetcher, Store
from bot.sources import KINDS, article
from bot.text.normalise import normalise

log = logging.getLogger(__name__)

FOLLOW_MAX = 20
"""Item pages fetched in one check; the rest wait for the next, since nothing about them is recorded."""
FOLLOW_TRIES = 3
"""After so many failures an item is taken with what its list said of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The items a source holds, and the cursor to commit with them."""

    items: tuple[Item, ...]
    cursor: Cursor


async def read_source(source: Source, cursor: Cursor, fetcher: Fetcher, store: Store, clock: Clock) -> Reading:
    """Read one source. Raises SourceError; parsing runs in a thread so that the loop stays free."""
    kind = KINDS[source.kind]
    reply = await fetcher.fetch(kind.ask(source, cursor))
    if isinstance(reply, NotModified):
        return Reading((), replace(cursor, failures=0))
    raws = await asyncio.to_thread(kind.read, source, reply)
    if not raws and cursor.items:
        raise ReadFailed(source.id, f"no items where there were {cursor.items}: has the page changed its shape?")
    now = clock.now()
    items = await asyncio.to_thread(lambda: [normalise(raw, source, now) for raw in raws])
    cursor = replace(cursor, etag=reply.etag, last_modified=reply.last_modified, items=len(raws), failures=0)
    if source.follow and cursor.baselined:
        return await _follow(source, list(zip(raws, items, strict=True)), cursor, fetcher, store, clock)
    return Reading(tuple(items), cursor)


async def _follow(
    source: Source, pairs: Sequence[tuple[RawItem, Item]], cursor: Cursor, fetcher: Fetcher, store: Store, clock: Clock
) -> Reading:
    """Fetch the new items' own pages.

    A page that fails leaves its item unrecorded and the list's validators forgotten, so that the next check tries again.
    """
    seen = await asyncio.to_thread(store.seen, source.id, [item.key for _, item in pairs])
    tries = dict(cursor.waiting)
    items: list[Item] = [item for _, item in pairs if item.key in seen]
    new = [(raw, item) for raw, item in pairs if item.key not in seen]
    complete = len(new) <= FOLLOW_MAX
    for raw, item in new[:FOLLOW_MAX]:
        try:
            items.append(normalise(await _page(source, raw, fetcher), source, clock.now()))
            tries.pop(item.key, None)
        except SourceError as error:
            tries[item.key] = tries.get(item.key, 0) + 1
            log.warning("%s: %s: %s (try %d)", source.id, raw.link, error.problem, tries[item.key])
            if isinstance(error, SourceGone) or tries[item.key] >= FOLLOW_TRIES:
                items.append(item)
                del tries[item.key]
            else:
                complete = False
    cursor = replace(cursor, waiting=tuple(tries.items()))
    return Reading(tuple(items), cursor if complete else replace(cursor, etag="", last_modified=""))


async def _page(source: Source, raw: RawItem, fetcher: Fetcher) -> RawItem:
    """The item with its own page's text; an item without an address, or outside http, has no page."""
    if not raw.link.startswith(("http://", "https://")):
        return raw
    reply = await fetcher.fetch(article.ask(source, raw))
    return raw if isinstance(reply, NotModified) else await asyncio.to_thread(article.read, source, raw, reply)
