"""How could an address be read as a source? Every way is tried on what it answers, and the one that reads most is proposed."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.errors import ReadFailed, SourceError
from bot.model.item import Item
from bot.model.reply import NotModified, Reply
from bot.model.source import Selectors, Source
from bot.opml import SIDES, id_of
from bot.ports import Fetcher
from bot.sources import KINDS
from bot.sources.asking import get
from bot.text import html
from bot.text.decode import decode
from bot.text.language import language_of
from bot.text.normalise import normalise
from bot.text.urls import absolute

_TRIED = ("feed", "sitemap", "json", "list_page")
FEEDS_MAX = 5
"""Feeds named by a page that are tried."""
ROWS_MIN = 4
"""Elements alike that make a list."""
_CANDIDATES = 12
_HEADLINE = 6
"""Characters of the shortest headline: a menu's entries are shorter."""
_FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.IGNORECASE)
_FEED_LINK = re.compile(r"(?:rss|atom|feed)s?(?:\.xml|\.rdf|/)?$|\.(?:rss|atom|rdf)$|(?:^|/)index\.xml$", re.IGNORECASE)
_ROWS = ("li", "tr", "dd", "dt", "article", "section", "div", "p", "a")
_NAME = re.compile(r"^[A-Za-z_][\w-]*$")
_CHANGING = re.compile(r"\d{2,}|active|current|first|last|odd|even|selected|hover", re.IGNORECASE)
"""Classes that tell one row from the next."""
_TITLES = ("title", "headline", "subject", "name")
_LINKS = ("url", "link", "href", "permalink")
_DATES = ("date", "time", "publish", "created")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way to read an address, and what it reads now."""

    source: Source
    items: tuple[Item, ...]
    dated: int
    newest: datetime | None

    @property
    def worth(self) -> tuple[int, int, int]:
        """A feed above a page; dates; headlines of some length."""
        kinds = {"feed": 3, "sitemap": 2, "json": 1}
        heads = sum(min(len(item.title), 40) for item in self.items[:50])
        return (kinds.get(self.source.kind, 0) if self.dated or self.source.kind != "list_page" else 0, min(self.dated, 20), heads)


async def propose(url: str, fetcher: Fetcher, now: datetime, *, taken: set[str], allow_private: bool = False) -> list[Proposal]:
    """The ways to read what stands at an address, the best first. Raises SourceError when nothing answers or nothing reads it."""
    stub = _stub(url, taken, allow_private=allow_private)
    reply = await _asked(stub, url, fetcher)
    found = list(_read(stub, reply, now))
    if not any(one.source.kind in {"feed", "json", "sitemap"} for one in found):
        for address in feeds_of(decode(reply.body, reply.content_type), reply.url)[:FEEDS_MAX]:
            try:
                answer = await _asked(stub, address, fetcher)
            except SourceError:
                continue
            found += _read(replace(stub, url=address), answer, now, kinds=("feed",))
    if not found:
        raise ReadFailed(stub.id, f"nothing on {reply.url} looks like a feed or a list of headlines: write selectors by hand")
    return sorted(found, key=lambda one: one.worth, reverse=True)


async def _asked(stub: Source, url: str, fetcher: Fetcher) -> Reply:
    answer = await fetcher.fetch(get(stub, url))
    if isinstance(answer, NotModified):
        raise ReadFailed(stub.id, "answered 304 to a question without validators")
    return answer


def _stub(url: str, taken: set[str], *, allow_private: bool) -> Source:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    side, zone, language = SIDES.get(host.rsplit(".", 1)[-1], ("INT", "UTC", "en"))
    role = "official" if re.search(r"\b(?:gov|go|gouv|mil)\b", host) else "media"
    name = id_of(host.replace(".", " "), host, taken)
    gap = timedelta(0) if allow_private else timedelta(seconds=2)
    return Source(name, host, side, role, "feed", url, zone, (language,), name, host, min_gap=gap, allow_private=allow_private)  # type: ignore[arg-type]  # both are roles


def _read(
    stub: Source, reply: Reply, now: datetime, kinds: Sequence[str] = ("feed", "sitemap", "json", "list_page")
) -> Iterator[Proposal]:
    """What each kind reads, with selectors where it needs them."""
    text = decode(reply.body, reply.content_type)
    ways: dict[str, Sequence[Selectors]] = {
        "feed": (Selectors(),),
        "sitemap": (Selectors(),) if "<urlset" in text[:3000] else (),
        "json": tuple(paths_of(text)),
        "list_page": tuple(Selectors(row=row) for row in rows_of(text, reply.url)) if "<a " in text else (),
    }
    for kind in kinds:
        tried = (_tried(replace(stub, kind=kind, selectors=one), reply, now) for one in ways[kind])  # type: ignore[arg-type]  # its keys are
        if best := max(filter(None, tried), key=lambda one: one.worth, default=None):
            yield best


def _tried(source: Source, reply: Reply, now: datetime) -> Proposal | None:
    try:
        raws = KINDS[source.kind].read(source, reply)
    except SourceError:
        return None
    items = tuple(normalise(raw, source, now) for raw in raws)
    if not items or (source.kind == "list_page" and len(items) < ROWS_MIN):
        return None
    dates = [item.published.start for item in items if item.published]
    words = " ".join(item.title for item in items[:30])
    languages = (language_of(words, source.languages),)
    return Proposal(replace(source, languages=languages), items, len(dates), max(dates, default=None))


def feeds_of(markup: str, base: str) -> list[str]:
    """The feeds that a page names: in its head, then by what its links look like."""
    page = LexborHTMLParser(markup)
    named = [node for node in page.css("link[rel~=alternate]") if _FEED_TYPES.search(node.attributes.get("type") or "")]
    linked = [node for node in page.css("a[href]") if _FEED_LINK.search(node.attributes.get("href") or "")]
    links = (absolute(base, node.attributes.get("href") or "") for node in (*named, *linked))
    return list(dict.fromkeys(filter(None, links)))


def rows_of(markup: str, base: str) -> list[str]:
    """Selectors of elements that stand in a row and each lead somewhere, the likeliest first."""
    page = LexborHTMLParser(markup)
    groups: dict[str, list[LexborNode]] = defaultdict(list)
    host = urlsplit(base).hostname
    for anchor in page.css("a[href]"):
        words = html.line(anchor.text() or anchor.attributes.get("title") or "")
        link = absolute(base, anchor.attributes.get("href") or "")
        if len(words) < _HEADLINE or not link:
            continue
        weight = anchor if urlsplit(link).hostname == host else None
        for selector in _selectors(anchor):
            groups[selector].append(weight or anchor)
    ranked = Counter({selector: _likely(nodes) for selector, nodes in groups.items() if len(nodes) >= ROWS_MIN})
    return [selector for selector, _ in ranked.most_common(_CANDIDATES)]


def _likely(nodes: Sequence[LexborNode]) -> int:
    """How much a group of links looks like headlines: they are long and many."""
    lengths = sorted(len(html.line(node.text() or "")) for node in nodes)
    return min(len(nodes), 60) * min(lengths[len(lengths) // 2], 40)


def _selectors(anchor: LexborNode) -> Iterator[str]:
    """Selectors of the elements around a link that may be its row, each within what the list stands in."""
    node: LexborNode | None = anchor
    for _ in range(4):
        if node is None or node.tag in {"body", "html"}:
            return
        if node.tag in _ROWS and (around := _around(node)):
            yield f"{around} {_named(node)}"
        node = node.parent


def _around(node: LexborNode) -> str:
    """The nearest element above with a name of its own."""
    parent = node.parent
    for _ in range(4):
        if parent is None or parent.tag in {"body", "html"}:
            break
        if "#" in (named := _named(parent)) or "." in named:
            return named
        parent = parent.parent
    return _named(node.parent) if node.parent is not None and node.parent.tag not in {"html", "-document"} else ""


def _named(node: LexborNode) -> str:
    """An element by its tag, and its id or its first class that is not one row's alone."""
    name = node.attributes.get("id") or ""
    if _NAME.match(name) and not _CHANGING.search(name) and node.tag not in {"li", "tr", "dd", "dt", "a"}:
        return f"{node.tag}#{name}"
    classes = [one for one in (node.attributes.get("class") or "").split() if _NAME.match(one) and not _CHANGING.search(one)]
    return f"{node.tag}.{classes[0]}" if classes else str(node.tag)


def paths_of(text: str) -> Iterator[Selectors]:
    """JSONPath expressions for lists of objects that look like items."""
    try:
        root = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return
    for path, rows in _lists(root):
        keys = [key for key, value in rows[0].items() if isinstance(value, str | int)]
        title, link, date = (_key(keys, wanted) for wanted in (_TITLES, _LINKS, _DATES))
        if title and link:
            yield Selectors(row=f"{path}[*]", title=f"$['{title}']", link=f"$['{link}']", date=f"$['{date}']" if date else "")


def _lists(root: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    waiting: list[tuple[str, Any, int]] = [("$", root, 0)]
    while waiting:
        path, value, depth = waiting.pop(0)
        if isinstance(value, list) and len(value) >= 2 and all(isinstance(one, dict) for one in value):
            yield path, value
        elif isinstance(value, dict) and depth < 6:
            waiting += [(f"{path}['{key}']", inner, depth + 1) for key, inner in value.items() if "'" not in key]


def _key(keys: Sequence[str], wanted: Sequence[str]) -> str:
    return next((key for word in wanted for key in keys if word in key.lower()), "")


def as_yaml(found: Proposal, others: Sequence[Proposal]) -> str:
    """An entry for somebody to look through, with what it reads now."""
    source, days = found.source, _freshness(found)
    entry: dict[str, object] = {
        "id": source.id, "name": source.name, "outlet": source.outlet, "side": source.side, "role": source.role,
        "languages": list(source.languages), "zone": source.zone, "kind": source.kind, "url": source.url,
    }  # fmt: skip
    if days:
        entry["fresh"] = f"{days}d"
    if source.allow_private:
        entry["allow_private"] = True
    selectors = {name: value for name in ("row", "link", "title", "date") if (value := getattr(source.selectors, name))}
    if selectors:
        entry["selectors"] = selectors
    reads = [
        f"  #   {f'{item.published.start:%Y-%m-%d}' if item.published else 'undated'} {item.title[:90]}" for item in found.items[:5]
    ]
    lines = [
        "# yaml-language-server: $schema=../schema/sources.schema.json",
        "# side, role, zone, languages and fresh are guesses; then: readout check --live",
        *(f"# else: {one.source.kind} {one.source.url} ({len(one.items)} items, {one.dated} dated)" for one in others),
        "sources:",
        f"  # It reads {len(found.items)} items now, {found.dated} of them dated:",
        *reads,
    ]
    body = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=200)
    return "\n".join([*lines, *(f"  {line}" for line in body.splitlines())]) + "\n"


def _freshness(found: Proposal) -> int:
    """Days after which it would be quiet: four times what its dates span per item, at least two."""
    dates = sorted(item.published.start for item in found.items if item.published)
    if len(dates) < ROWS_MIN:
        return 0
    return max(2, min(90, round(4 * (dates[-1] - dates[0]).total_seconds() / 86_400 / len(dates)) + 1))
