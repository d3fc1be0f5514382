"""What does a source hold right now? Steps 1 to 4: ask, fetch, read, normalise; and the items' own pages where needed.

Reading runs beside the event loop: a small reply in a thread; a big one in a process of its own, since parsers written in C keep
the interpreter to themselves until they are done, and a process can be ended when somebody has built a page that takes for ever.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeVar

from anyio import BrokenWorkerProcess, to_process

from bot.errors import Emptied, ReadFailed, SourceError, SourceGone
from bot.model.item import Item, RawItem
from bot.model.reply import NotModified, Reply
from bot.model.source import Cursor, Source
from bot.ports import Clock, Fetcher, Store
from bot.sources import KINDS, article
from bot.sources.asking import get
from bot.sources.ttl import ttl
from bot.sources.via import found_via
from bot.text.normalise import normalise

log = logging.getLogger(__name__)

FOLLOW_MAX = 20
"""Item pages fetched in one check; the rest wait for the next, since nothing about them is recorded."""
FOLLOW_TRIES = 3
"""After so many failures an item is taken with what its list said of it."""
SMALL = 256_000
"""Bytes of a reply that is read in a thread: a parser is done with it in a few milliseconds."""
HEAVY = frozenset({"pdf_table"})
"""Kinds whose replies are never small: a short PDF may take long."""
READ_SECONDS = 30.0
"""An honest reply of the largest size takes a few (``make bench``)."""

STALE = timedelta(days=14)
"""What is published longer ago than this when first seen is an archive come to light, not news: recorded, not told."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """The items a source holds, and the cursor to commit with them."""

    items: tuple[Item, ...]
    cursor: Cursor
    unchanged: bool = False
    """Whether it answered as it did last time: by its own word, or byte for byte."""
    lifetime: float = 0.0
    """Seconds for which it says that asking again is pointless."""


async def read_source(source: Source, cursor: Cursor, fetcher: Fetcher, store: Store, clock: Clock) -> Reading:
    """Read one source. Raises SourceError; parsing runs beside the event loop, so that the loop stays free."""
    at, asked = (await address_of(source, fetcher), Cursor()) if source.via else (source, cursor)
    reply = await fetcher.fetch(KINDS[source.kind].ask(at, asked))
    cursor = replace(cursor, failures=0, trouble="", moved="" if source.via else reply.moved)
    if isinstance(reply, NotModified):
        return Reading((), cursor, unchanged=True, lifetime=reply.lifetime)
    lifetime = max(reply.lifetime, ttl(reply.body))
    if (digest := blake2b(reply.body, digest_size=8).hexdigest()) == cursor.digest:
        cursor = replace(cursor, etag=reply.etag, last_modified=reply.last_modified)
        return Reading((), cursor, unchanged=True, lifetime=lifetime)
    pairs, shown = await _beside(reply, looked_at, source, reply, clock.now(), frozenset(cursor.shown))
    if not shown and cursor.items:
        raise Emptied(source.id, f"no items where there were {cursor.items}: has the page changed its shape?")
    cursor = replace(cursor, etag=reply.etag, last_modified=reply.last_modified, digest=digest, items=len(shown))
    if source.follow:  # what of it is recorded is known only when it is
        cursor, items = await _follow(source, pairs, cursor, fetcher, store, clock)
        return Reading(items, cursor, lifetime=lifetime)
    cursor = replace(cursor, shown=shown)
    return Reading(tuple(item for _, item in pairs), cursor, unchanged=bool(shown) and not pairs, lifetime=lifetime)


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


async def read_beside(reply: Reply, source: Source, now: datetime) -> list[tuple[RawItem, Item]]:
    """What a reply holds, read beside the event loop. Raises SourceError."""
    return await _beside(reply, items_of, source, reply, now)


def items_of(source: Source, reply: Reply, now: datetime) -> list[tuple[RawItem, Item]]:
    """Steps 3 and 4: what a reply holds, as published and normalised. Raises SourceError."""
    return looked_at(source, reply, now, frozenset())[0]


def looked_at(
    source: Source, reply: Reply, now: datetime, shown: AbstractSet[int]
) -> tuple[list[tuple[RawItem, Item]], tuple[int, ...]]:
    """The same but for what was ``shown`` before in the same words; and the digests of everything that is shown now."""
    raws = KINDS[source.kind].read(source, reply)
    digests = tuple(map(_digest, raws))
    return [(raw, normalise(raw, source, now)) for raw, its in zip(raws, digests, strict=True) if its not in shown], digests


def _digest(raw: RawItem) -> int:
    """Of everything that was published about an item; signed, as databases count."""
    said = f"{raw.guid}\x00{raw.link}\x00{raw.title}\x00{raw.text}\x00{raw.date}\x00{raw.byline}".encode("utf-8", "replace")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), signed=True)


def item_of(source: Source, raw: RawItem, reply: Reply, now: datetime) -> Item:
    """The item with its own page's text. Raises SourceError."""
    return normalise(article.read(source, raw, reply), source, now)


async def _beside(reply: Reply, read: Callable[..., T], *arguments: Any) -> T:
    """Read beside the event loop, for at most READ_SECONDS when it is big. Raises SourceError."""
    source: Source = arguments[0]
    if len(reply.body) <= SMALL and source.kind not in HEAVY:
        return await asyncio.to_thread(read, *arguments)
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await to_process.run_sync(read, *arguments, cancellable=True)
    except TimeoutError as error:
        raise ReadFailed(source.id, f"not read within {READ_SECONDS:g} s: {len(reply.body)} bytes from {reply.url}") from error
    except BrokenWorkerProcess as error:
        raise ReadFailed(source.id, f"the reader died over {len(reply.body)} bytes from {reply.url}") from error


async def _follow(
    source: Source, pairs: Sequence[tuple[RawItem, Item]], cursor: Cursor, fetcher: Fetcher, store: Store, clock: Clock
) -> tuple[Cursor, tuple[Item, ...]]:
    """Fetch the new items' own pages.

    A page that fails leaves its item unrecorded and what the list answered forgotten, so that the next check tries again.
    """
    seen = await asyncio.to_thread(store.seen, source.id, [item.key for _, item in pairs])
    tries = dict(cursor.waiting)
    new = [pair for pair in pairs if pair[1].key not in seen and not was_there(pair[1], source, cursor, clock.now())]
    wanted = {item.key for _, item in new}
    items = [item for _, item in pairs if item.key not in wanted]
    complete = len(new) <= FOLLOW_MAX
    for raw, item in new[:FOLLOW_MAX]:
        try:
            items.append(await _page(source, raw, item, fetcher, clock))
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
    return cursor if complete else replace(cursor, etag="", last_modified="", digest=""), tuple(items)


async def _page(source: Source, raw: RawItem, item: Item, fetcher: Fetcher, clock: Clock) -> Item:
    """The item with its own page's text; an item without an address, or outside http, has no page."""
    if not raw.link.startswith(("http://", "https://")):
        return item
    reply = await fetcher.fetch(article.ask(source, raw))
    return item if isinstance(reply, NotModified) else await _beside(reply, item_of, source, raw, reply, clock.now())
