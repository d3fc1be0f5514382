"""How do subscriptions come here from another reader, and leave again? As OPML 2.0 (http://opml.org/spec2.opml)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, indent, tostring

import yaml

from bot.errors import ConfigError, Fault
from bot.model.source import Source
from bot.text.decode import decode
from bot.text.urls import canonical

SIDES: Mapping[str, tuple[str, str, str]] = {
    "cn": ("CN", "Asia/Shanghai", "zh-Hans"), "jp": ("JP", "Asia/Tokyo", "ja"), "tw": ("TW", "Asia/Taipei", "zh-Hant"),
    "hk": ("HK", "Asia/Hong_Kong", "zh-Hant"), "kr": ("KR", "Asia/Seoul", "ko"), "uk": ("UK", "Europe/London", "en"),
    "gov": ("US", "America/New_York", "en"), "mil": ("US", "America/New_York", "en"), "ru": ("RU", "Europe/Moscow", "ru"),
    "de": ("DE", "Europe/Berlin", "de"), "fr": ("FR", "Europe/Paris", "fr"), "au": ("AU", "Australia/Sydney", "en"),
    "sg": ("SG", "Asia/Singapore", "en"), "in": ("IN", "Asia/Kolkata", "en"), "es": ("ES", "Europe/Madrid", "es"),
}  # fmt: skip
"""End of a host's name to side, zone and language: a first guess."""
_ID_MAX = 40


@dataclass(frozen=True, slots=True)
class Subscription:
    """One outline that is a feed."""

    title: str
    url: str
    page: str = ""
    folder: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of subscriptions."""

    entries: tuple[Mapping[str, object], ...]
    known: tuple[str, ...]
    """Addresses that the watchlist has already."""
    unusable: tuple[str, ...]
    """Outlines that name no feed."""


def subscriptions(body: bytes, name: str) -> tuple[list[Subscription], list[str]]:
    """The feeds of a file, and the titles of what is none. Raises ConfigError when it is no OPML."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(body)).lstrip("\ufeff \t\r\n")
    if "<!DOCTYPE" in text.upper()[:2000] or "<!ENTITY" in text.upper():
        raise ConfigError([Fault(f"{name}:1:1", "a document type is not read", "delete the <!DOCTYPE …> line")])
    try:
        root = fromstring(text)  # noqa: S314 - without a document type there is nothing to expand
    except ParseError as error:
        line, column = error.position
        raise ConfigError([Fault(f"{name}:{line}:{column + 1}", f"not XML: {error.msg}")]) from error
    if root.tag.lower() != "opml":
        raise ConfigError([Fault(f"{name}:1:1", f"<{root.tag}> is no OPML", "export your subscriptions as OPML")])
    feeds: list[Subscription] = []
    others: list[str] = []
    for outline, folder in _outlines(root):
        said = {key.lower(): value.strip() for key, value in outline.attrib.items()}
        title = said.get("title") or said.get("text") or said.get("xmlurl", "")
        if re.match(r"https?://", said.get("xmlurl", "")):
            feeds.append(Subscription(title, said["xmlurl"], said.get("htmlurl", ""), folder, said.get("language", "")))
        elif "xmlurl" in said or not len(outline):
            others.append(title or "an outline without a title")
    return feeds, others


def _outlines(root: Element) -> Iterator[tuple[Element, str]]:
    """Every outline with the folder it stands in, however deep."""
    waiting = [(outline, "") for body in root if body.tag.lower() == "body" for outline in reversed(list(body))]
    while waiting:
        outline, folder = waiting.pop()
        yield outline, folder
        name = outline.get("title") or outline.get("text") or ""
        waiting += [(inner, name or folder) for inner in reversed(list(outline))]


def imported(feeds: Sequence[Subscription], others: Sequence[str], sources: Mapping[str, Source]) -> Imported:
    """Entries for the feeds that the watchlist has not yet."""
    known = {canonical(source.url) for source in sources.values()}
    taken = set(sources)
    entries, there = [], []
    for feed in feeds:
        if (address := canonical(feed.url)) in known:
            there.append(feed.url)
            continue
        known.add(address)
        entry = _entry(feed, taken)
        taken.add(str(entry["id"]))
        entries.append(entry)
    return Imported(tuple(entries), tuple(there), tuple(others))


def _entry(feed: Subscription, taken: set[str]) -> Mapping[str, object]:
    host = urlsplit(feed.url).hostname or ""
    side, zone, language = SIDES.get(host.rsplit(".", 1)[-1], ("INT", "UTC", "en"))
    title = feed.title or host
    said = feed.language.replace("_", "-")
    language = said if re.fullmatch(r"[a-z]{2}(?:-[A-Z][a-z]{3})?", said) else language
    return {
        "id": id_of(title, host, taken), "name": title, "outlet": title, "side": side, "role": "media", "languages": [language],
        "zone": zone, "kind": "feed", "url": feed.url,
    }  # fmt: skip


def id_of(title: str, host: str, taken: set[str]) -> str:
    """Of the title where it has Latin letters, else of the host."""
    words = re.findall(r"[a-z0-9]+", title.lower()) if title.isascii() else []
    base = "_".join(words) or "_".join(re.findall(r"[a-z0-9]+", host.removeprefix("www."))) or "feed"
    base = base[:_ID_MAX].strip("_")
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def as_yaml(found: Imported, origin: str) -> str:
    """A file of sources for somebody to look through."""
    head = [
        "# yaml-language-server: $schema=../schema/sources.schema.json",
        f"# From {origin}: sides, roles, languages and zones are guesses: look through them, then readout check --live",
        *(f"# already in the watchlist: {url}" for url in found.known),
        *(f"# no feed: {title}" for title in found.unusable),
    ]
    entries = yaml.safe_dump({"sources": [dict(entry) for entry in found.entries]}, allow_unicode=True, sort_keys=False, width=200)
    return "\n".join(line.replace("\n", " ") for line in head) + "\n" + entries


def exported(sources: Sequence[Source]) -> str:
    """The feeds among sources as OPML, one folder per side."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = "Readout"
    body = SubElement(root, "body")
    feeds = sorted((source for source in sources if source.kind == "feed"), key=lambda source: (source.side, source.id))
    for side, some in groupby(feeds, key=lambda source: source.side):
        folder = SubElement(body, "outline", text=side, title=side)
        for one in some:
            lang = one.languages[0] if one.languages else ""
            SubElement(folder, "outline", type="rss", text=one.name, title=one.name, xmlUrl=one.url, language=lang)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
