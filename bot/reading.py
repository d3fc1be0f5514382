"""What does a source hold right now? Steps 1 to 4: ask, fetch, read, normalise; and the items' own pages where needed."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b

from bot.beside import Readers, beside
from bot.errors import Emptied, SourceError, SourceGone
from bot.model.item import Item, RawItem
from bot.model.reply import NotModified, Reply
from bot.model.source import Cursor, Source
from bot.ports import Fetcher
from bot.preparing import Prepared, Shown, item_of, looked_at, prepared
from bot.sources import KINDS, article
from bot.sources.asking import get
from bot.sources.ttl import ttl
from bot.sources.via import found_via
from bot.world import World

log = logging.getLogger(__name__)

FOLLOW_MAX = 20
"""Item pages fetched in one check; the rest wait for the next, since nothing about them is recorded."""
FOLLOW_TRIES = 3
"""After so many failures an item is taken with what its list said of it."""
STALE = timedelta(days=14)
"""What is published longer ago than this when first seen is an archive come to light, not news: recorded, not told."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The items a source holds, and the cursor to commit with them."""

    items: tuple[Prepared, ...]
    cursor: Cursor
    unchanged: bool = False
    """Whether it answered as it did last time: by its own word, or byte for byte."""
    lifetime: float = 0.0
    """Seconds for which it says that asking again is pointless."""


async def read_source(source: Source, cursor: Cursor, world: World, readers: Readers) -> Reading:
    """Read one source. Raises SourceError."""
    source = replace(source, distrust=source.distrust | cursor.distrust)
    at, asked = (await address_of(source, world.fetcher), Cursor()) if source.via else (source, cursor)
    reply = await world.fetcher.fetch(KINDS[source.kind].ask(at, asked))
    cursor = replace(cursor, failures=0, trouble="", moved="" if source.via else reply.moved)
    if isinstance(reply, NotModified):
        return Reading((), cursor, unchanged=True, lifetime=reply.lifetime)
    lifetime, digest = max(reply.lifetime, ttl(reply.body)), blake2b(reply.body, digest_size=8).hexdigest()
    cursor, former = replace(cursor, etag=reply.etag, last_modified=reply.last_modified, digest=digest), cursor
    if digest == former.digest:
        return Reading((), cursor, unchanged=True, lifetime=lifetime)
    now, shown = world.clock.now(), frozenset(former.shown)
    if source.follow:
        pairs, shows = await beside(source, reply, partial(looked_at, source, reply, now, shown))
        # What of it will have been shown is known only when its pages are read.
        cursor = replace(cursor, items=_some(source, former, shows), distrust=shows.distrust)
        source = replace(source, distrust=shows.distrust)
        cursor, items = await _follow(source, pairs, cursor, world)
        return Reading(await asyncio.to_thread(prepared, items, source, world.index), cursor, lifetime=lifetime)
    ready, shows = await readers.ready(source, reply, now, shown)
    cursor = replace(cursor, items=_some(source, former, shows), shown=shows.digests, distrust=shows.distrust)
    return Reading(ready, cursor, unchanged=bool(shows.digests) and not ready, lifetime=lifetime)


def _some(source: Source, former: Cursor, shows: Shown) -> int:
    """How many items it shows. Raises Emptied where there were some, and now none."""
    if not shows.digests and former.items:
        raise Emptied(source.id, f"no items where there were {former.items}: has the page changed its shape?")
    return len(shows.digests)


async def address_of(source: Source, fetcher: Fetcher) -> Source:
    """The source where it is today. Raises SourceError."""
    if source.via is None:
        return source
    reply = await fetcher.fetch(get(source, source.via.url))
    return replace(source, url=found_via(source, reply)) if isinstance(reply, Reply) else source


def was_there(item: Item, source: Source, cursor: Cursor, now: datetime) -> bool:
    """Whether an item that is new to us was there before we looked: history, not news.

    That is what is published long ago, and of a first reading what is undated or dated before the source was added.
    """
    published, added = item.published, cursor.added_at
    if published and published.end < now - STALE:
        return True
    if cursor.baselined:
        return False
    if published is None or added is None:
        return True
    # The day on which a source was added began before that; but where we could not read at once, it may hold what came since.
    # And what bears a date ahead of us was read as of now.
    return published.start <= added if published.exact or now - added < source.every else published.end <= added


async def _follow(source: Source, pairs: Sequence[tuple[RawItem, Item]], cursor: Cursor, world: World) -> tuple[Cursor, list[Item]]:
    """Fetch the new items' own pages.

    A page that fails leaves its item unrecorded and what the list answered forgotten, so that the next check tries again.
    """
    seen = await asyncio.to_thread(world.store.seen, source.id, [item.key for _, item in pairs])
    tries = dict(cursor.waiting)
    new = [pair for pair in pairs if pair[1].key not in seen and not was_there(pair[1], source, cursor, world.clock.now())]
    wanted = {item.key for _, item in new}
    items = [item for _, item in pairs if item.key not in wanted]
    complete = len(new) <= FOLLOW_MAX
    for raw, item in new[:FOLLOW_MAX]:
        try:
            items.append(await _page(source, raw, item, world))
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
    return cursor if complete else replace(cursor, etag="", last_modified="", digest=""), items


async def _page(source: Source, raw: RawItem, item: Item, world: World) -> Item:
    """The item with its own page's text; an item without an address, or outside http, has no page."""
    if not raw.link.startswith(("http://", "https://")):
        return item
    reply = await world.fetcher.fetch(article.ask(source, raw.link))
    return (
        item
        if isinstance(reply, NotModified)
        else await beside(source, reply, partial(item_of, source, raw, reply, world.clock.now()))
    )
