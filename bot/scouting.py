"""How could an address be read as a source? It is asked, with what it names, and what reads best becomes an entry for review."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from bot.beside import beside
from bot.errors import ReadFailed, SourceError
from bot.model.reply import NotModified, Reply, Request
from bot.model.source import Kind, Source
from bot.ports import Clock, Fetcher
from bot.proposing.encodings import encoding_of
from bot.proposing.entry import Draft
from bot.proposing.finish import finished, with_readings
from bot.proposing.links import channel_of, feeds_named, language_declared, sitemaps_named, sitemaps_within, title_of
from bot.proposing.lists import lists_of
from bot.proposing.naming import Naming
from bot.proposing.paths import documents_of
from bot.proposing.reads import Reads, read_as
from bot.sources import article
from bot.sources.asking import get
from bot.sources.opening import refuse_challenge, text_of
from bot.text.html import text_of as words_of

FEEDS_MAX = 5
"""Feeds named by a page that are asked."""
SITEMAPS_MAX = 3
OTHERS_MAX = 5
_HEAD = 4096
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|body|head)\b", re.IGNORECASE)
_LEFT_BEHIND = timedelta(days=30)
"""A feed whose newest item is so much older than the page's own has been left behind."""
_TEXT_MIN = 100
"""Characters of an item's own page that are a text."""
_NOTHING = (
    "no feed, and nothing that stands in rows with links and headlines. If a script fills the page, find the JSON that it loads "
    "(the browser's tools show it) and give that address; else write selectors by hand"
)


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing that was tried, and what came of it."""

    kind: str
    url: str
    reads: Reads | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at an address."""

    draft: Draft
    reads: Reads
    others: tuple[Reads, ...]
    """Other ways to read it, the better ones first."""
    tried: tuple[Tried, ...]
    known: str = ""
    """The source that the watchlist has there already."""


class Scout:
    """One visit to one address."""

    def __init__(self, known: Sequence[Source], fetcher: Fetcher, clock: Clock, *, allow_private: bool) -> None:
        self._known = known
        self._fetcher = fetcher
        self._clock = clock
        self._private = allow_private
        self.tried: list[Tried] = []
        self._replies: dict[str, Reply] = {}
        self._named: dict[str, tuple[str, str]] = {}
        """What feeds call themselves, and the language that they declare, by their address."""

    async def look(self, url: str) -> Found:
        """The best way to read what stands at ``url``. Raises SourceError when it does not answer, or nothing reads it."""
        reply = await self._ask(get(self._stub(url), url))
        url = reply.moved or url
        text = text_of(self._stub(url), reply)
        head = text.lstrip("\ufeff \t\r\n")[:_HEAD]
        if head.startswith(("{", "[")):
            return await self._document(url, reply)
        if "<urlset" in head or "<sitemapindex" in head:
            if ways := await self._sitemaps([reply.url], {reply.url: reply}):
                return await self._finished(ways, "", "")
            raise ReadFailed("new", f"nothing in the sitemap at {reply.url} can be read")
        feed, page = _FEED.search(head), _HTML.search(head)
        if feed and not (page and page.start() < feed.start()):
            found = await beside(self._stub(url), reply, partial(read_as, self._stub(url), reply, self._now))
            return await self._finished(self._some([found], url), *channel_of(text))
        return await self._page(url, reply, text)

    @property
    def _now(self) -> datetime:
        return self._clock.now()

    def _stub(self, url: str, kind: Kind = "feed", *, title: str = "", language: str = "", text: str = "") -> Source:
        """A source to ask with, and to read with for a first time."""
        source = Naming(self._known).draft(kind, url, title, language=language, text=text).source
        gap = timedelta(0) if self._private else source.min_gap
        return replace(source, id="new", allow_private=self._private, min_gap=gap)

    async def _ask(self, request: Request) -> Reply:
        reply = await self._fetcher.fetch(request)
        if isinstance(reply, NotModified):
            raise ReadFailed(request.source, "answered 304 to a question without validators")
        self._replies |= dict.fromkeys((request.url, reply.url, reply.moved or reply.url), reply)
        return reply

    def _some(self, ways: Sequence[Reads], url: str) -> list[Reads]:
        """The ways, written down; those that read nothing are none. Raises ReadFailed when there are none."""
        self.tried += [Tried(one.source.kind, one.source.url, one) for one in ways]
        if not (some := [one for one in ways if one.items]):
            raise ReadFailed("new", f"what stands at {url} can be read, but holds no items")
        return some

    async def _document(self, url: str, reply: Reply) -> Found:
        """JSON: a feed of its own kind, or objects in a list."""
        stub = self._stub(url)
        try:
            found = await beside(stub, reply, partial(read_as, stub, reply, self._now))
        except SourceError:
            ways = await beside(stub, reply, partial(documents_of, replace(stub, kind="json"), reply, self._now))
            if not ways:
                raise ReadFailed("new", f"JSON at {reply.url}, but no list of objects with headlines in it") from None
            return await self._finished(self._some(ways, url), "", "")
        said = re.search(r'"title"\s*:\s*"((?:[^"\\]|\\.){1,200})"', text_of(stub, reply)[:_HEAD])
        return await self._finished(self._some([found], url), said[1] if said else "", "")

    async def _page(self, url: str, reply: Reply, text: str) -> Found:
        encoding, declared = encoding_of(reply.body, reply.content_type)
        stub = replace(self._stub(url), encoding=encoding)
        text = text_of(stub, reply)
        page = LexborHTMLParser(text)
        title, language = title_of(page), language_declared(page)
        stub = replace(
            self._stub(url, "list_page", title=title, language=language, text=words_of(page.body)[:2000] if page.body else ""),
            encoding=encoding,
        )
        lists = await beside(stub, reply, partial(lists_of, stub, reply, self._now))
        self.tried += [Tried("list_page", url, one) for one in lists[:1]]
        feeds = await self._feeds(feeds_named(page, reply.url)[:FEEDS_MAX])
        ways = _ranked(feeds, lists)
        if not any(way.dated for way in ways):
            ways = [*[one for one in await self._sitemaps(await self._robots(reply.url), {}) if one.dated], *ways]
        if not ways:
            refuse_challenge(stub, text)
            raise ReadFailed("new", f"{_NOTHING} ({len(page.css('a[href]'))} links on {reply.url})")
        return await self._finished(ways, title, language, {"encoding": declared} if encoding else {})

    async def _feeds(self, addresses: Sequence[str]) -> list[Reads]:
        found = []
        for address in addresses:
            stub = self._stub(address)
            try:
                reply = await self._ask(get(stub, address))
                one = await beside(stub, reply, partial(read_as, stub, reply, self._now))
            except SourceError as error:
                self.tried.append(Tried("feed", address, problem=error.problem))
                continue
            self.tried.append(Tried("feed", address, one))
            if one.items:
                self._named[address] = channel_of(text_of(stub, reply))
                found.append(one)
        return found

    async def _robots(self, url: str) -> list[str]:
        """The news sitemaps that a host's robots.txt names."""
        address = urljoin(url, "/robots.txt")
        try:
            reply = await self._ask(replace(get(self._stub(url), address), heed_robots=False))
            return sitemaps_named(text_of(self._stub(url), reply)[:500_000], address)[:SITEMAPS_MAX]
        except SourceError:
            return []

    async def _sitemaps(self, addresses: Sequence[str], had: Mapping[str, Reply]) -> list[Reads]:
        """Sitemaps that can be read; of an index the first of those that it names, those of news first."""
        waiting, found, asked = list(addresses), list[Reads](), 0
        while waiting and asked < SITEMAPS_MAX:
            address, asked = waiting.pop(0), asked + 1
            stub = self._stub(address, "sitemap")
            try:
                reply = had.get(address) or await self._ask(get(stub, address))
                text = text_of(stub, reply)
                if "<sitemapindex" in text[:_HEAD]:
                    waiting = [*sitemaps_within(text, reply.url)[:SITEMAPS_MAX], *waiting]
                    continue
                one = await beside(stub, reply, partial(read_as, stub, reply, self._now))
            except SourceError as error:
                self.tried.append(Tried("sitemap", address, problem=error.problem))
                continue
            self.tried.append(Tried("sitemap", address, one))
            if one.items:
                found.append(one)
        return sorted(found, key=_newest, reverse=True)

    async def _finished(self, ways: Sequence[Reads], title: str, language: str, why: Mapping[str, str] | None = None) -> Found:
        best, *others = ways
        reasons = dict(why or {})
        if best.source.url in self._named:
            named, language = self._named[best.source.url]
            title = named or title
        follow, reasons["follow"] = await self._follows(best)
        draft = finished(best, self._known, title, language, self._now, reasons, follow=follow)
        # The zone and the languages are known by now.
        reply = self._replies[best.source.url]
        best = await beside(draft.source, reply, partial(read_as, draft.source, reply, self._now))
        draft = with_readings(draft, best, self._now)
        already = Naming(self._known).reads(best.source.url)
        return Found(draft, best, tuple(others[:OTHERS_MAX]), tuple(self.tried), already.id if already else "")

    async def _follows(self, best: Reads) -> tuple[bool, str]:
        """Whether the items' own pages hold a text that is found without a selector; the first of them is asked."""
        if best.source.kind not in {"list_page", "sitemap", "json"} or any(item.text for item in best.items):
            return False, ""
        try:
            raw = best.raws[0]
            page = await self._ask(article.ask(best.source, raw.link))
            whole = await beside(best.source, page, partial(article.read, best.source, raw, page))
        except SourceError as error:
            self.tried.append(Tried("article", best.raws[0].link, problem=error.problem))
            return False, ""
        size = len(whole.text)
        self.tried.append(Tried("article", raw.link, problem=f"{size} characters of text"))
        return size >= _TEXT_MIN, f"{size} characters were found on the first item's page without selectors.body: check"


def _newest(found: Reads) -> tuple[bool, datetime | None, int]:
    return found.newest is not None, found.newest, len(found.items)


def _ranked(feeds: Sequence[Reads], lists: Sequence[Reads]) -> list[Reads]:
    """A feed before a page, the one with the newest items before others; a feed without dates or left behind after it."""
    dated = [feed for feed in feeds if feed.newest]
    rest = [feed for feed in feeds if not feed.newest]
    top = lists[0].newest if lists else None
    good = [feed for feed in dated if top is None or (feed.newest and feed.newest > top - _LEFT_BEHIND)]
    late = [feed for feed in dated if feed not in good]
    order = partial(sorted, key=_newest, reverse=True)
    if top:
        return [*order(good), *lists, *order(late), *rest]
    return [*order(good), *rest, *lists]
