"""Have the articles that we told of changed since, or gone? Their pages are looked at again on a plan, and every change is a reply.

Beside the checks of sources, and as polite: one page of a host at a time, with the gap that its source keeps, robots.txt heeded.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bot.beside import beside
from bot.deciding import rechecked
from bot.errors import SourceError, SourceGone, StoreError
from bot.model.page import Page, PageClaim
from bot.model.reply import NotModified, Reply
from bot.model.source import Cursor, Source
from bot.revisions import page_of
from bot.revisions.change import between
from bot.revisions.watching import Seen, Sight, look, unchanged
from bot.routing import routed
from bot.sources import article
from bot.sources.opening import refuse_challenge, text_of
from bot.text.language import language_of
from bot.world import World

log = logging.getLogger(__name__)

AT_ONCE = 16
LEASE = timedelta(minutes=10)
LETTERS_MAX = 60_000
"""Of a page that are remembered."""
DOOR_MAX = 600
"""Letters of a page below which it may be a door instead of the article."""


@dataclass(frozen=True, slots=True)
class _Read:
    page: Page
    lang: str


async def recheck_due(world: World) -> int:
    """Look at every page that is due, many hosts side by side. Returns how many were looked at."""
    looked = 0
    while claims := await asyncio.to_thread(world.store.claim_pages, world.clock.now(), AT_ONCE, LEASE):
        looked += len(claims)
        await asyncio.gather(*(_recheck(claim, world) for claim in claims))
    return looked


async def _recheck(claim: PageClaim, world: World) -> None:
    """One page, from asking to commit. Whatever goes wrong with it, the others go on."""
    source = world.watchlist.sources.get(claim.source)
    now = world.clock.now()
    if source is None:
        seen = Seen(claim.watched, None)
    else:
        seen = await _seen(claim, source, world, now)
    try:
        await asyncio.to_thread(_record, claim, seen, world, now)
    except StoreError as error:
        log.warning("%s: %s", claim.source, error)


def _record(claim: PageClaim, seen: Seen, world: World, now: datetime) -> None:
    with world.store.deadlines(now) as transaction:
        transaction.record(routed(rechecked(claim, seen, world.index, transaction, now), world.index, transaction, now))


async def _seen(claim: PageClaim, source: Source, world: World, now: datetime) -> Seen:
    """What one look found."""
    watched = claim.watched
    request = article.ask(source, claim.url, Cursor(watched.etag, watched.last_modified))
    try:
        reply = await world.fetcher.fetch(request)
        if isinstance(reply, NotModified):
            return unchanged(watched, now)
        if _is_front(claim.url, reply.url):
            return _looked(Sight("missing"), claim, world, now)
        read = await beside(source, reply, partial(_read, source, reply))
    except SourceGone:
        return _looked(Sight("missing"), claim, world, now)
    except SourceError as error:
        log.info("%s: %s: %s", source.id, claim.url, error.problem)
        return _looked(Sight("unknown"), claim, world, now)
    return _looked(Sight(read.page, read.lang, reply.etag, reply.last_modified), claim, world, now)


def _looked(sight: Sight, claim: PageClaim, world: World, now: datetime) -> Seen:
    return look(claim.watched, sight, now, partial(between, naming=world.index.naming))


def _read(source: Source, reply: Reply) -> _Read:
    """The article of a page, bounded. Raises SourceError where there is no text."""
    markup = text_of(source, reply)
    page = page_of(markup)
    letters = 0
    kept = []
    for sentence in page.sentences:
        letters += len(sentence)
        if letters > LETTERS_MAX:
            break
        kept.append(sentence)
    if letters < DOOR_MAX:  # an article of few words, or a door of as many
        refuse_challenge(source, markup)
    return _Read(Page(page.title, tuple(kept), page.loose.intersection(kept)), language_of("\n".join(kept), source.languages))


def _is_front(asked: str, found: str) -> bool:
    """Whether we were led from an article to the front page, which is how many sites say that it is gone."""
    before, after = urlsplit(asked), urlsplit(found)
    return len(before.path.strip("/")) > 0 and after.path.strip("/") in {"", "index.html", "index.htm", "404", "404.html"}
