"""How do subscriptions come from other readers, and how do ours go to them? OPML 1.0 and 2.0 (http://opml.org/spec2.opml). Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html.entities import html5
from typing import cast
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.sax.saxutils import escape, quoteattr

from bot.errors import ConfigError, Fault
from bot.model.source import Role, Source
from bot.proposing.entry import Draft, file_of
from bot.proposing.naming import Naming
from bot.proposing.sides import side_named
from bot.text.decode import decode
from bot.text.html import line
from bot.text.urls import LENGTH_MAX, absolute, canonical

SIZE_MAX = 20_000_000
"""Bytes: a hundred thousand subscriptions."""
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_AMPERSAND = re.compile(r"&(?:(#?\w{1,31});)?")
_QUOTES = {'"': "&quot;", "'": "&apos;"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_OURS = re.compile(r"/([A-Z]{2,3})/(official|wire|media|aggregator|bridge|corrections)")
"""The category that ``export`` writes, so that what was exported comes back with its side."""
_FEEDS = frozenset({"rss", "feed", "rdf"})


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a file's subscriptions: each is in one of these."""

    drafts: tuple[Draft, ...]
    known: tuple[tuple[str, str], ...]
    """Addresses that the watchlist reads already, and as what."""
    repeated: tuple[str, ...]
    """Addresses that the file names again."""
    refused: tuple[tuple[str, str], ...]
    """Titles, and why they cannot be a source."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """One line of somebody's list."""

    said: Mapping[str, str]
    """Attributes, their names in lower case."""
    folder: str
    leaf: bool

    @property
    def title(self) -> str:
        return line(self.said.get("title") or "") or line(self.said.get("text") or "")


def read_opml(body: bytes, name: str, known: Iterable[Source]) -> Import:
    """The subscriptions of a file as entries for review, but for those that ``known`` sources read already. Raises ConfigError."""
    naming = Naming(known)
    drafts: dict[str, Draft] = {}
    read: dict[str, str] = {}
    repeated: list[str] = []
    refused: list[tuple[str, str]] = []
    for outline in _outlines(_root(body, name)):
        written = outline.said.get("xmlurl", "").strip()
        if not written and not outline.leaf:
            continue
        url, problem = _address(written, outline.said.get("type", ""))
        if problem:
            refused.append((outline.title or _harmless(written) or "(without a title)", problem))
        elif (same := canonical(url)) in drafts:
            repeated.append(url)
            if outline.folder:
                drafts[same] = replace(drafts[same], above=(*drafts[same].above, f"also in {outline.folder}"))
        elif source := naming.reads(url):
            read[url] = source.id
        else:
            drafts[same] = _draft(naming, url, outline)
    return Import(tuple(drafts.values()), tuple(read.items()), tuple(repeated), tuple(refused))


def yaml_of(found: Import, name: str) -> str:
    """The file for review."""
    remarks = [f"{len(found.drafts)} feeds of {name}, for review. What was guessed says so: check it, and delete the comment."]
    for title, lines in (
        ("The watchlist reads these already:", [f"{url} ({source})" for url, source in found.known]),
        ("These are no sources:", [f"{title}: {problem}" for title, problem in found.refused]),
        ("The file names these more than once:", list(found.repeated)),
    ):
        if lines:
            remarks += [title, *(f"- {one}" for one in lines)]
    return file_of(found.drafts, remarks)


def _root(body: bytes, name: str) -> Element:
    if len(body) > SIZE_MAX:
        raise ConfigError([Fault(name, f"{len(body):,} bytes", "no list of subscriptions is that long")])
    text = _DECLARATION.sub("", decode(body).lstrip("\ufeff"), count=1)
    # Entities, and so their bombs, can be declared in a document type only, and OPML needs none.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ConfigError(
            [Fault(name, "it has a document type, which bombs are made of", "OPML needs none: delete the <!DOCTYPE …>")]
        )
    try:
        root = fromstring(_AMPERSAND.sub(_mended, _NOT_XML.sub("", text)))  # noqa: S314 - no document type, so no entities
    except ParseError as error:
        row, column = error.position
        raise ConfigError([Fault(f"{name}:{row}:{column + 1}", f"no XML that can be read: {error}")]) from error
    if _name(root) != "opml":
        hint = "a feed, not a list of feeds: readout new source takes its address" if _name(root) in _FEEDS else ""
        raise ConfigError([Fault(name, f"<{_name(root)}> instead of <opml>", hint)])
    return root


def _mended(found: re.Match[str]) -> str:
    """Names of characters that only HTML knows, numbers that name none, and ampersands that begin nothing (?a=1&b=2)."""
    name = found[1] or ""
    if number := re.fullmatch(r"#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))", name):
        point = int(number[1], 16) if number[1] else int(number[2])
        return "" if point > 0x10FFFF or _NOT_XML.match(chr(point)) else found[0]
    if name in _OWN:
        return found[0]
    return escape(html5.get(f"{name};", ""), _QUOTES) or f"&amp;{found[0][1:]}"


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _outlines(root: Element) -> Iterator[_Outline]:
    """Every line with the folders it lies in, in the file's order, without recursion: lists may nest as deep as they like."""
    stack = [(root, "")]
    while stack:
        element, folder = stack.pop()
        inner = folder
        if _name(element) == "outline":
            said = {name.rpartition("}")[2].lower(): value for name, value in element.attrib.items()}
            outline = _Outline(said, folder, leaf=len(element) == 0)
            yield outline
            inner = " / ".join(filter(None, (folder, outline.title)))[-200:]
        stack += [(child, inner) for child in reversed(element)]


def _address(written: str, sort: str) -> tuple[str, str]:
    """The address to read, or why there is none."""
    if not written:
        return "", "without an address (xmlUrl)"
    if "xpath" in sort.lower() or "dotnotation" in sort.lower():
        return "", f"{_harmless(written)} is read there as {line(sort)}: readout new source finds its selectors"
    if written[:5].lower() == "feed:":
        written = f"http:{written[5:]}" if written[5:7] == "//" else written[5:]
    if not re.match(r"https?://", written, re.IGNORECASE):
        return "", f"{_harmless(written)} is no address that can be asked"
    url = absolute("", written)
    if not url:
        return "", f"{_harmless(written)} is no address" if len(written) <= LENGTH_MAX else "its address is too long"
    if "@" in urlsplit(url).netloc:
        return "", f"{_harmless(url)} holds a password, which does not belong into a watchlist"
    return url, ""


def _harmless(url: str) -> str:
    """An address without the name and password it may hold, and no longer than a line."""
    return line(re.sub(r"(?<=://)[^/?#\s]*@", "…@", url))[:120]


def _draft(naming: Naming, url: str, outline: _Outline) -> Draft:
    draft = naming.draft("feed", url, outline.title, language=outline.said.get("language", ""), official=False)
    source, why = draft.source, dict(draft.why)
    if found := _OURS.search(outline.said.get("category", "")):
        side = side_named(found[1], "as exported")
        source = replace(source, side=side.code, role=cast("Role", found[2]))
        why |= {"side": "as exported", "role": "as exported"}
        if side.zone != "UTC":
            source = replace(source, zone=side.zone)
    above = [f"from {outline.folder}"] if outline.folder else []
    if page := line(outline.said.get("htmlurl", "")):
        above.append(f"of {_harmless(page)}")
    return Draft(source, why, above)


def write_opml(sources: Iterable[Source]) -> str:
    """The feeds among ``sources`` as OPML 2.0, a folder per side; the others are named in a comment."""
    feeds: dict[str, list[Source]] = {}
    others: list[str] = []
    for source in sources:
        if is_shared(source):
            feeds.setdefault(source.side, []).append(source)
        else:
            others.append(f"{source.id} ({_why_not(source)}): {source.url}")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        "    <title>Readout</title>",
        "  </head>",
    ]
    lines += _remark(others)
    lines.append("  <body>")
    for side in sorted(feeds):
        lines.append(f"    <outline {_attributes(text=side, title=side)}>")
        lines += [f"      <outline {_feed(source)}/>" for source in feeds[side]]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>"]) + "\n"


def is_shared(source: Source) -> bool:
    """Whether another reader could follow it: a feed that stays where it is, and is not switched off."""
    return source.kind == "feed" and source.enabled and source.via is None


def _why_not(source: Source) -> str:
    return source.kind if source.kind != "feed" else "its address moves" if source.via else "switched off"


def _remark(others: Sequence[str]) -> list[str]:
    """A comment, which must not hold two hyphens in a row."""
    if not others:
        return []
    safe = (line(one).replace("--", "-%2D") for one in others)
    return ["  <!-- Not among them, since other readers cannot follow them:", *(f"    {one}" for one in safe), "  -->"]


def _feed(source: Source) -> str:
    parts = urlsplit(source.url)
    return _attributes(
        type="rss", text=line(source.name), title=line(source.name), xmlUrl=source.url,
        htmlUrl=f"{parts.scheme}://{parts.netloc}/", language=source.languages[0], category=f"/{source.side}/{source.role}",
    )  # fmt: skip


def _attributes(**said: str) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
