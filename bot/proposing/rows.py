"""Which elements of a page stand in a row, each with a headline that leads somewhere? Selectors of them, the likeliest first."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.proposing.marks import Marks, is_named, says, width
from bot.text.urls import absolute

ROWS_MIN = 4
"""Elements alike that make a list."""
SHORT = 8
"""Width below which a link's text is no headline: 更多, Home, 2."""
_LINKS_MAX = 3000
_DEPTH = 60
"""Elements around a link that may say that it belongs to a menu."""
_LEVELS = 5
"""Elements around a link that may be its row."""
_OTHERS = 3
"""Links with headlines that one row may hold: its own, its section's, its author's."""
_OUTSIDE = frozenset({"body", "html", "-document", "-undef", "main"})
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_MENU = re.compile(
    r"\b(?:nav\w*|menu|footer|header|breadcrumbs?|pager?|pagination|sitemap|gnb|lang\w*|share|sns|topbar|sidebar)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Group:
    width: int = 0
    count: int = 0
    seen: set[str] = field(default_factory=set)
    """Addresses."""


def headline_of(anchor: LexborNode) -> str:
    """The words of a link: its text, else its title, else those of its picture."""
    if text := says(anchor):
        return text
    picture = anchor.css_first("img[alt]")
    return anchor.attributes.get("title") or (picture.attributes.get("alt") if picture is not None else "") or ""


def row_selectors(page: LexborHTMLParser, base: str, at_most: int) -> list[str]:
    """Selectors of elements that may be rows."""
    marks = Marks(page)
    links = list(_links(page, base))
    holds: dict[int, set[str]] = defaultdict(set)
    for anchor, link, _ in links:
        for node in _around(anchor):
            holds[node.mem_id].add(link)
    groups: dict[str, _Group] = defaultdict(_Group)
    for anchor, link, headline in links:
        menu = in_menu(anchor)
        for node in _around(anchor):
            if len(holds[node.mem_id]) > _OTHERS:
                break
            for selector in _selectors(node, marks):
                group = groups[selector]
                if link not in group.seen:
                    group.seen.add(link)
                    group.count += 1
                    group.width += min(width(headline), 40) // (4 if menu else 1)
    likely = [(group.width, -len(selector), selector) for selector, group in groups.items() if group.count >= ROWS_MIN]
    return [selector for _, _, selector in sorted(likely, reverse=True)[:at_most]]


def in_menu(node: LexborNode) -> bool:
    """Whether an element lies in what surrounds every page of a site."""
    parent: LexborNode | None = node
    for _ in range(_DEPTH):
        if parent is None or parent.tag in {"html", "-document", "-undef"}:
            return False
        names = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}"
        if parent.tag in {"nav", "footer", "aside"} or (parent.tag not in _OUTSIDE and _MENU.search(names)):
            return True
        parent = parent.parent
    return False


def _links(page: LexborHTMLParser, base: str) -> Iterator[tuple[LexborNode, str, str]]:
    """Links with a headline, each with its address; a link that only says "more" has that of the heading beside it."""
    for anchor in page.css("a[href]")[:_LINKS_MAX]:
        href = (anchor.attributes.get("href") or "").strip()
        link = absolute(base, href) if href and not href.startswith("#") else ""
        if not link:
            continue
        headline = headline_of(anchor)
        if width(headline) < SHORT:
            headline = _heading_near(anchor)
        if width(headline) >= SHORT:
            yield anchor, link, headline


def _heading_near(anchor: LexborNode) -> str:
    node = anchor.parent
    for _ in range(3):
        if node is None or node.tag in _OUTSIDE:
            break
        if found := node.css(_HEADINGS):
            return says(found[0]) if len(found) == 1 else ""
        node = node.parent
    return ""


def _around(anchor: LexborNode) -> Iterator[LexborNode]:
    node: LexborNode | None = anchor
    for _ in range(_LEVELS):
        if node is None or node.tag in _OUTSIDE:
            return
        yield node
        node = node.parent


def _selectors(node: LexborNode, marks: Marks) -> Iterator[str]:
    """From the shortest to the most particular: itself, within its parent, within the named elements further out."""
    own = marks.row(node)
    if is_named(own):
        yield own
    parent = node.parent
    if parent is None or parent.tag in {"html", "-document", "-undef"}:
        return
    within = marks.container(parent)
    yield f"{within} > {own}"
    named = [f"{within} > {own}"] if is_named(within) else []
    inner = parent
    for _ in range(_LEVELS):
        if len(named) == 2 or inner.parent is None or inner.parent.tag in _OUTSIDE - {"main"}:
            break
        inner = inner.parent
        mark = marks.container(inner)
        if is_named(mark) or inner.tag == "main":
            named.append(f"{mark} {named[-1] if named else f'{marks.row(parent)} > {own}'}")
    yield from named
