"""How does an alert look in a feed? RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, from the same entries. Pure.

Ids are UUIDs made of the alerts' own (RFC 9562 §5.5), so that they are valid in all three and never change; times are the alerts'
own, so that what says the same is the same bytes.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from bot.alerts.render import render
from bot.alerts.words import CHANGES, STILL, short
from bot.model.alert import Alert, Chat
from bot.text.late import late

TITLE_MAX = 300
"""Code points."""
OURS = UUID("6f1d6b0e-6f0e-5b0c-9c3a-0d6c1a7d2f11")
"""The namespace of our ids; any would do, as long as it stays."""
_NOT_XML = late("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, escaped or not (§2.2)."""
_READER = Chat("feeds:files")


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert, ready for any of the three."""

    id: str
    title: str
    url: str
    """Empty when there is nothing to open."""
    html: str
    text: str
    author: str
    lang: str
    tags: tuple[str, ...]
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A storyline's entries, the newest first."""

    storyline: str
    title: str
    address: str
    """Where it can be read itself; empty when nobody said."""
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """What it is called, wherever it is."""
        return uuid5(OURS, f"storyline {self.storyline}").urn

    @property
    def updated(self) -> datetime:
        """When the latest of its entries changed."""
        return max((entry.updated for entry in self.entries), default=datetime(1970, 1, 1, tzinfo=UTC))

    @property
    def home(self) -> str:
        """What a reader may open: the feed itself, else the newest thing that has an address."""
        return self.address or next((entry.url for entry in self.entries if entry.url), "https://localhost/")


def entry_of(alert: Alert, touched: datetime, storyline_title: str) -> Entry:
    """An alert as an entry, last ``touched`` then. What is said is what a chat reads, with times as of when it was first seen."""
    message = render(alert, _READER, now=alert.first_seen, storyline_title=storyline_title)
    kind = alert.kind.replace("-", " ")
    change = STILL if alert.finding.get("again") else CHANGES.get(alert.change, "")
    head = f"{kind[:1].upper()}{kind[1:]}" + (f", {change}" if change else "")
    return Entry(
        id=uuid5(OURS, f"alert {alert.id}").urn,
        title=_held(f"{head}: {short(alert.title, TITLE_MAX)}"),
        url=_held(alert.url) if alert.url.startswith(("https://", "http://")) else "",
        html=_held(message.html).replace("\n", "<br>\n"),
        text=_held(message.text),
        author=_held(short(alert.outlet, TITLE_MAX)),
        lang=alert.lang,
        tags=tuple(dict.fromkeys(_held(tag) for tag in (alert.kind, alert.severity, alert.side) if tag)),
        published=alert.first_seen,
        updated=max(touched, alert.first_seen),
    )


def _held(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def atom(feed: Feed) -> bytes:
    """RFC 4287."""
    return _document(
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{feed.id}</id>",
        f"<title>{_text(feed.title)}</title>",
        f"<updated>{_iso(feed.updated)}</updated>",
        "<author><name>Readout</name></author>",
        "<generator>Readout</generator>",
        *([f'<link rel="self" type="application/atom+xml" href={_attribute(feed.address)}/>'] if feed.address else []),
        *(line for entry in feed.entries for line in _atom_entry(entry)),
        "</feed>",
    )


def _atom_entry(entry: Entry) -> list[str]:
    return [
        "<entry>",
        f"<id>{entry.id}</id>",
        f"<title>{_text(entry.title)}</title>",
        f"<published>{_iso(entry.published)}</published>",
        f"<updated>{_iso(entry.updated)}</updated>",
        *([f"<author><name>{_text(entry.author)}</name></author>"] if entry.author else []),
        *([f'<link rel="alternate" href={_attribute(entry.url)}/>'] if entry.url else []),
        *(f"<category term={_attribute(tag)}/>" for tag in entry.tags),
        f'<content type="html">{_text(entry.html)}</content>',
        "</entry>",
    ]


def rss(feed: Feed) -> bytes:
    """https://www.rssboard.org/rss-specification, and its profile."""
    return _document(
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        f"<title>{_text(feed.title)}</title>",
        f"<link>{_text(feed.home)}</link>",
        f"<description>{_text(f'Alerts of Readout: {feed.title}')}</description>",
        f"<lastBuildDate>{_rfc822(feed.updated)}</lastBuildDate>",
        "<generator>Readout</generator>",
        *([f'<atom:link rel="self" type="application/rss+xml" href={_attribute(feed.address)}/>'] if feed.address else []),
        *(line for entry in feed.entries for line in _rss_item(entry)),
        "</channel>",
        "</rss>",
    )


def _rss_item(entry: Entry) -> list[str]:
    return [
        "<item>",
        f'<guid isPermaLink="false">{entry.id}</guid>',
        f"<title>{_text(entry.title)}</title>",
        f"<pubDate>{_rfc822(entry.published)}</pubDate>",
        f"<atom:updated>{_iso(entry.updated)}</atom:updated>",
        *([f"<link>{_text(entry.url)}</link>"] if entry.url else []),
        *([f"<dc:creator>{_text(entry.author)}</dc:creator>"] if entry.author else []),
        *(f"<category>{_text(tag)}</category>" for tag in entry.tags),
        f"<description>{_text(entry.html)}</description>",
        "</item>",
    ]


def json_feed(feed: Feed) -> bytes:
    """https://www.jsonfeed.org/version/1.1/."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _held(feed.title),
        **({"feed_url": feed.address} if feed.address else {}),
        "items": [
            {
                "id": entry.id,
                "title": entry.title,
                **({"url": entry.url} if entry.url else {}),
                "content_html": entry.html,
                "content_text": entry.text,
                "date_published": _iso(entry.published),
                "date_modified": _iso(entry.updated),
                **({"authors": [{"name": entry.author}]} if entry.author else {}),
                "language": entry.lang,
                "tags": list(entry.tags),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


_attribute = partial(quoteattr, entities={"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(words: str) -> str:
    return escape(_held(words), {"\r": "&#13;"})


def _document(*lines: str) -> bytes:
    return "\n".join(('<?xml version="1.0" encoding="utf-8"?>', *lines, "")).encode()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)
