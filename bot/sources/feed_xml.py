"""How is a feed read that is well-formed? By expat at once, forty times as fast as by feedparser, and to the same items.

Only what both read alike is read here: RSS 2.0 and its forebears without namespaces, RSS 1.0, Atom 1.0, and the few modules that
newsrooms use. Anything else (not well-formed, a document type, markup inside an element of text, an unusual module) is left to
feedparser: ``entries`` returns None.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from xml.etree.ElementTree import Element, ParseError, fromstring

_RSS1 = "{http://purl.org/rss/1.0/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_ORIGINAL = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"

_RSS_FIELDS = {
    "title": "title", "description": "text", "link": "link", "guid": "guid", "pubDate": "published", "author": "author",
    _CONTENT: "text", _DC + "creator": "author", _DC + "date": "updated", _TERMS + "modified": "updated",
    _TERMS + "issued": "published", _TERMS + "created": "created", _ORIGINAL: "original", _ATOM + "updated": "updated",
}  # fmt: skip
_ATOM_FIELDS = {
    "title": "title", "summary": "text", "content": "text", "id": "guid", "published": "published", "updated": "updated",
}  # fmt: skip
FIELDS = (
    _RSS_FIELDS
    | {_RSS1 + name: _RSS_FIELDS[name] for name in ("title", "description", "link")}
    | {_ATOM + name: what for name, what in _ATOM_FIELDS.items()}
)
"""Element to what it says."""
_HARMLESS = (
    "{http://search.yahoo.com/mrss/}content", "{http://search.yahoo.com/mrss/}thumbnail", "{http://search.yahoo.com/mrss/}credit",
    "{http://www.w3.org/2005/Atom}category", "{http://www.w3.org/2005/Atom}rights", "{http://purl.org/rss/1.0/modules/slash/}comments",
    "{http://wellformedweb.org/CommentAPI/}commentRss", _DC + "subject", _DC + "language", _DC + "rights", _DC + "publisher",
    "category", "comments", "enclosure", "source",
)  # fmt: skip
HARMLESS = frozenset(_HARMLESS)
"""Elements that say nothing we want."""


@dataclass(slots=True)
class Entry:
    """What an item's elements say, the later of the same kind winning, as with feedparser."""

    guid: str = ""
    link: str = ""
    original: str = ""
    permalink: bool = False
    title: str = ""
    texts: list[str] = field(default_factory=list)
    published: str = ""
    updated: str = ""
    created: str = ""
    author: str = ""

    @property
    def date(self) -> str:
        """The date as written."""
        return self.published or self.updated or self.created


class _NotOursError(Exception):
    """Something that feedparser knows better."""


def entries(text: str, most: int) -> list[Entry] | None:
    """The first ``most`` entries; None when this is for feedparser."""
    if "<!DOCTYPE" in text or "xml:base" in text:
        return None
    try:
        root = fromstring(text)  # noqa: S314 - expat without a document type has no entities to expand
        return [_entry(item) for item in islice(_items(root), most)]
    except (ParseError, _NotOursError, ValueError, RecursionError):
        return None


def _items(root: Element) -> Iterator[Element]:
    match root.tag:
        case "rss":
            return (item for channel in root.iterfind("channel") for item in channel.iterfind("item"))
        case tag if tag == _RDF + "RDF":
            return root.iterfind(_RSS1 + "item")
        case tag if tag == _ATOM + "feed":
            return root.iterfind(_ATOM + "entry")
    raise _NotOursError


def _entry(item: Element) -> Entry:
    entry = Entry(guid=item.get(_RDF + "about", ""))
    for element in item:
        tag = element.tag
        if tag == _ATOM + "link":
            _take_link(element, entry)
        elif tag == _ATOM + "author":
            entry.author = _person(element)
        elif (what := FIELDS.get(tag)) is not None:
            if len(element):
                raise _NotOursError
            _take(what, (element.text or "").strip(), element, entry)
        elif tag not in HARMLESS:
            raise _NotOursError
    return entry


def _take(what: str, said: str, element: Element, entry: Entry) -> None:
    match what:
        case "text":
            entry.texts.append(said)
        case "guid":
            entry.guid = said
            entry.permalink = element.tag == "guid" and element.get("isPermaLink", "true") == "true"
        case _:
            setattr(entry, what, said)


def _take_link(element: Element, entry: Entry) -> None:
    """Of Atom's links the last that leads to the page itself."""
    if element.get("rel", "alternate") == "alternate" and element.get("type", "text/html") in {
        "text/html",
        "application/xhtml+xml",
    }:
        entry.link = element.get("href", "").strip()


def _person(element: Element) -> str:
    if element.find(_ATOM + "email") is not None:
        raise _NotOursError
    return (element.findtext(_ATOM + "name") or "").strip()
