"""Which feeds and sitemaps does a page name, and what does it call itself?"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from bot.text.html import line
from bot.text.urls import absolute, canonical

_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf|feed)\+(?:xml|json)|(?:x-)?rss|json|xml)|text/(?:rss|xml)", re.IGNORECASE)
_ENDS = re.compile(
    r"(?:^|[/?&=._-])(?:rss2?|feeds?|atom|rdf|index-rdf)(?:\.(?:xml|rdf|php|aspx?|json|html?))?/?(?:$|\?|#)|\.(?:rss|rdf|atom|xml)(?:$|\?)",
    re.IGNORECASE,
)
_NOT_NEWS = re.compile(r"comment|opensearch|oembed|/wp-json|sitemap|podcast|manifest|\.(?:png|jpe?g|gif|ico|svg)", re.IGNORECASE)
"""Feeds of what readers say, and files that are no feeds."""
_SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_LOC = re.compile(r"<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]+)", re.IGNORECASE)
_NAME_MAX = 120


def feeds_named(page: LexborHTMLParser, base: str) -> list[str]:
    """Addresses of feeds: those of the page's head, then links that end like one; those of comments only without others."""
    found = [address for address in (*_alternates(page, base), *_linked(page, base)) if address and address != base]
    once = {canonical(address): address for address in reversed(found)}
    in_order = list(reversed(once.values()))
    return [address for address in in_order if not _NOT_NEWS.search(address)] or in_order


def _alternates(page: LexborHTMLParser, base: str) -> Iterator[str]:
    for node in page.css("link[rel~=alternate i][href], link[rel~=feed i][href]"):
        sort, address = node.attributes.get("type") or "", absolute(base, node.attributes.get("href") or "")
        if (_TYPES.search(sort) or "feed" in (node.attributes.get("rel") or "").lower()) and not re.search(
            "oembed|wp-json", address
        ):
            yield address


def _linked(page: LexborHTMLParser, base: str) -> Iterator[str]:
    for node in page.css("a[href]")[:3000]:
        href = (node.attributes.get("href") or "").strip()
        if _ENDS.search(href) and not _NOT_NEWS.search(href):
            yield absolute(base, href)


def sitemaps_named(robots: str, base: str) -> list[str]:
    """Sitemaps of a robots.txt that call themselves news."""
    found = (absolute(base, address) for address in _SITEMAP.findall(robots))
    return [address for address in dict.fromkeys(found) if "news" in address.lower()]


def sitemaps_within(index: str, base: str) -> list[str]:
    """Sitemaps of an index, those of news first, then the last ones: indexes grow at their end."""
    found = list(dict.fromkeys(filter(None, (absolute(base, address) for address in _LOC.findall(index)[:2000]))))
    found.reverse()
    return sorted(found, key=lambda address: "news" not in address.lower())


def title_of(page: LexborHTMLParser) -> str:
    """What a page calls itself."""
    node = page.css_first("title")
    said = line(node.text()) if node is not None else ""
    site = page.css_first("meta[property='og:site_name'][content]")
    return said[:_NAME_MAX] or (line(site.attributes.get("content") or "") if site is not None else "")


def language_declared(page: LexborHTMLParser) -> str:
    """The language of a page, as its root element says."""
    root = page.css_first("html")
    return (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""


_CHANNEL = re.compile(r"<title\b[^>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</title>", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(
    r"<(?:dc:)?language>\s*(?:<!\[CDATA\[)?\s*([\w-]+)|<feed\b[^>]*\bxml:lang\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
_ITEM = re.compile(r"<(?:item|entry)\b", re.IGNORECASE)


def channel_of(text: str) -> tuple[str, str]:
    """What a feed in XML calls itself, and the language that it declares."""
    first = _ITEM.search(text)
    head = text[: first.start() if first else 8192][:65_536]
    title, language = _CHANNEL.search(head), _LANGUAGE.search(head)
    return (line(title[1])[:_NAME_MAX] if title else ""), ((language[1] or language[2]) if language else "")
