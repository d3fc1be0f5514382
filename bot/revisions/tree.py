"""What is a page made of? Its elements with what each of them says, and how much of that is in links.

The parser's own nodes are freed with what they lie in; these are not, so that parts can be left out one after the other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.text.html import BLOCKS

_SILENT = frozenset(
    {
        *(
            "script",
            "style",
            "noscript",
            "template",
            "head",
            "iframe",
            "object",
            "svg",
            "canvas",
            "audio",
            "video",
            "select",
            "textarea",
        ),
        *("input", "progress", "meter", "-comment"),
    }
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CALLED = (
    *("class", "id", "data-testid", "data-component", "data-module", "data-widget"),
    *("data-block", "data-block-type", "data-qa", "data-region"),
)
"""Attributes in which sites write what an element is; an element of their own making has it in its tag: live-price."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class Element:
    """An element, or with the tag ``-text`` a piece of text. Changed only while the tree is made."""

    tag: str
    attributes: Mapping[str, str | None]
    parent: "Element | None"
    start: int = 0
    """Where what it says begins in the page's text, in code points."""
    end: int = 0
    linked: int = 0
    """Code points of it that are in links."""
    children: list["Element"] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Code points that it says."""
        return self.end - self.start

    @property
    def names(self) -> frozenset[str]:
        """The words of all that its site calls it, and any two side by side as one: most-read is most, read and mostread."""
        given = self.attributes
        called = [self.tag] if "-" in self.tag[1:] else []
        return _names(
            " ".join([*called, *(value for name in _CALLED if name in given and (value := given[name]))]) if given or called else ""
        )

    def within(self) -> Iterator["Element"]:
        """It and all in it, in their order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack += reversed(element.children)

    def above(self) -> Iterator["Element"]:
        """What it lies in, from the inside."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


@dataclass(frozen=True, slots=True)
class Tree:
    """A page."""

    top: Element
    text: str

    def says(self, element: Element) -> str:
        """What an element says, its blocks as lines."""
        return self.text[element.start : element.end].strip()


def tree_of(page: LexborHTMLParser) -> Tree:
    """The elements of a page that are shown. Without recursion: pages may nest as deep as they like."""
    top = Element("html", {}, None)
    pieces: list[str] = []
    at = linked = links = 0
    stack: list[tuple[LexborNode | None, Element]] = [(node, top) for node in (page.body,) if node is not None]
    while stack:
        node, element = stack.pop()
        if node is None:  # all in it has been seen
            element.end, element.linked = at, linked - element.linked
            links -= element.tag == "a"
            if element.tag in BLOCKS:
                pieces.append("\n")
                at += 1
            continue
        tag = node.tag or ""
        if tag == "-text":
            text = _SPACE.sub(" ", node.text_content or "")
            piece = Element(tag, {}, element, at, at + len(text))
            element.children.append(piece)
            pieces.append(text)
            at += len(text)
            linked += len(text) if links else 0
        elif tag not in _SILENT and not _hidden(attributes := node.attributes, tag):
            if tag in BLOCKS:
                pieces.append("\n")
                at += 1
            child = Element(tag, attributes, element, at, at, linked)
            element.children.append(child)
            links += tag == "a"
            stack.append((None, child))
            stack += [(each, child) for each in reversed(list(node.iter(include_text=True)))]
    top.end, top.linked = at, linked
    return Tree(top, "".join(pieces))


def _hidden(attributes: Mapping[str, str | None], tag: str) -> bool:
    if not attributes or tag == "body":
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool((style := attributes.get("style")) and _UNSEEN.search(style))
    )


@lru_cache(maxsize=4096)
def _names(written: str) -> frozenset[str]:
    found: set[str] = set()
    for name in written.split():
        words = [word.lower() for word in _WORD.findall(name)]
        found.update(words)
        found.update(a + b for a, b in pairwise(words))
    return frozenset(found)
