"""By what can a selector tell an element? By its tag and by those of its names that stay as they are."""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.text import html
from bot.text.fold import is_cjk

_NAME = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
_CHANGING = re.compile(
    r"(?:.*[-_])?(?:odd|even|first|last|active|current|cur|on|hover|selected|hot|new|top|unread|clear\w*|js|wow|fade\w*|lazy\w*)"
    r"|(?:css|sc|jsx|svelte|emotion|styles?)[-_].*|(?:is|has|js)-.*|.*\d{3,}.*|_\w+|.*__[A-Za-z0-9]{5,}"
    r"|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])\w{5,}",
    re.ASCII,
)
"""Names that tell one row from the next, or that a build tool makes up anew each time."""
_BEM = re.compile(r"[a-z][a-z0-9-]*__[a-z][a-z-]*", re.ASCII)
"""list-press__date: two underscores that people write."""
_OFTEN = 4
_LONG = 4000
"""Characters beyond which an element is no field of a row."""


class Marks:
    """The names used on one page."""

    def __init__(self, page: LexborHTMLParser) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        for node in page.css("[class]"):
            self._counts.update((node.tag or "", name) for name in set((node.attributes.get("class") or "").split()))

    def row(self, node: LexborNode) -> str:
        """An element among its like: its tag, and the one name that most of them share."""
        names = [name for name in _stable(node) if self._counts[node.tag or "", name] >= _OFTEN]
        best = max(names, key=lambda name: self._counts[node.tag or "", name], default="")
        return f"{node.tag}.{best}" if best else f"{node.tag}"

    def container(self, node: LexborNode) -> str:
        """An element that holds others: its id, else its first lasting name."""
        name = node.attributes.get("id") or ""
        if _NAME.fullmatch(name) and not re.search(r"\d{3}", name):
            return f"{node.tag}#{name}"
        return next((f"{node.tag}.{one}" for one in _stable(node)), f"{node.tag}")


def is_named(mark: str) -> bool:
    """Whether a mark says more than a tag."""
    return "." in mark or "#" in mark


def _stable(node: LexborNode) -> list[str]:
    names = (node.attributes.get("class") or "").split()
    return [name for name in names if _NAME.fullmatch(name) and (_BEM.fullmatch(name) or not _CHANGING.fullmatch(name))]


def place(node: LexborNode) -> str:
    """An unnamed element by its place among its siblings: td:nth-child(2)."""
    number, before = 1, node.prev
    while before is not None:
        number += before.tag not in {"-text", "-comment"}
        before = before.prev
    return f"{node.tag}:nth-child({number})"


def says(node: LexborNode) -> str:
    """What an element says, in one line; of one that holds half the page, its beginning."""
    whole = node.text()
    return html.line(html.text_of(node)) if len(whole) < _LONG else html.line(whole[:_LONG])


def width(text: str) -> int:
    """How much room a text takes: a Chinese character as much as two letters."""
    return sum(2 if is_cjk(character) else 1 for character in text)
