"""How do things published in a dozen ways become comparable? (step 4)"""

import re
from datetime import datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.model.item import Item, Published, RawItem
from bot.model.match import Span
from bot.model.source import Source
from bot.text.dates import date_in_address, read_date
from bot.text.fold import folded
from bot.text.html import line, tidy
from bot.text.language import language_of
from bot.text.sentences import sentence
from bot.text.urls import canonical

TITLE_MAX = 1_000
"""Code points; a longer headline is a mistake of its source."""
TEXT_MAX = 64_000
"""Code points kept of a text: the longest press conference has half as many."""
_LEAD_MAX = 160
"""Code points of a first sentence that stands in for a headline."""
_SHORT = 80
"""Folded characters; shorter texts are templates as often as not (冒頭発言なし), so their day belongs to their digest."""
_PIECE = 2047
"""Bytes that hashlib digests without releasing the interpreter lock (HASHLIB_GIL_MINSIZE - 1)."""
_UNTITLED = re.compile(r"^(?:\[?no title\]?.*|post from .*|untitled|無題|无标题)?$", re.IGNORECASE)
"""Headlines that a bridge or a bad template makes up."""


def normalise(raw: RawItem, source: Source, now: datetime) -> Item:
    """The item that ``raw`` is, first seen ``now``. Pure and idempotent in its texts."""
    zone = ZoneInfo(source.zone)
    text = tidy(raw.text)[:TEXT_MAX].strip()
    title = _title(raw.title, text)
    text = _without_headline(text, title)
    url = "" if "link" in source.distrust else canonical(raw.link)
    published = read_date(raw.date, zone, now) or date_in_address(raw.link, zone, now)
    guid = "" if "guid" in source.distrust else raw.guid
    return Item(
        key=key_of(source.id, guid or url or f"{title}\n{raw.date}"),
        source=source.id,
        url=url,
        link=raw.link,
        title=title,
        text=text,
        lang=language_of(f"{title}\n{text}", source.languages),
        published=published,
        first_seen=now,
        digest=_words(title, text, published, zone),
        byline=line(raw.byline)[:TITLE_MAX],
    )


def key_of(source: str, identity: str) -> str:
    """The identity of an item within its source."""
    return _digest(source, identity)


def _title(written: str, text: str) -> str:
    """The headline; where there is none of its own, the first sentence."""
    title = line(written)[:TITLE_MAX]
    if not _UNTITLED.match(title):
        return title
    first = text.split("\n", 1)[0]
    end = sentence(first, Span(0, 1)).end if first else 0
    lead = first[:end]
    return (lead if len(lead) <= _LEAD_MAX else f"{lead[: _LEAD_MAX - 1]}…") or title


def _without_headline(text: str, title: str) -> str:
    """Many feeds repeat the headline as the text, many pages as its first line."""
    first, _, rest = text.partition("\n")
    return rest if first.strip() == title else text


def _words(title: str, text: str, published: Published | None, zone: ZoneInfo) -> str:
    said = f"{folded(title)}\n{folded(text)}"
    if len(said) < _SHORT and published:
        said += f"\n{published.start.astimezone(zone):%Y-%m-%d}"
    return _digest(said)


def _digest(*parts: str) -> str:
    """24 hex digits. In small pieces: for more, hashlib hands the interpreter over and takes it back before anybody is awake."""
    words, digest = "\n".join(parts).encode("utf-8", "replace"), blake2b(digest_size=12)
    for start in range(0, len(words), _PIECE):
        digest.update(words[start : start + _PIECE])
    return digest.hexdigest()
