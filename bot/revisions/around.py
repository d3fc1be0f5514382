"""Which elements of a page stand around its article, or in it and change by themselves?

Told by what an element is, the part it plays (ARIA), the words of its class and id, and the label that it begins with; never by one
site's names. What holds the article, and a note of a correction, stays whatever it is called.
"""

import re
from functools import cache

from bot.revisions.asides import advertises, is_label, owns_up
from bot.revisions.tree import Element, Tree
from bot.revisions.volatile import is_quotation, is_volatile
from bot.text.fold import count_cjk
from bot.text.lists import words_of

_AROUND = frozenset(["nav", "aside", "footer", "form", "button", "figure", "dialog", "figcaption", "menu", "address"])
_OUTSIDE = frozenset(["nav", "aside", "footer", "form", "dialog"])
_ROLES = frozenset(
    {
        *(
            "navigation",
            "complementary",
            "contentinfo",
            "banner",
            "dialog",
            "alertdialog",
            "alert",
            "status",
            "timer",
            "search",
            "log",
        ),
        *("marquee", "form", "menu", "menubar", "toolbar", "tablist"),
    }
)
_MARKS = ("aria-live", "data-ad", "data-ad-slot", "data-ad-unit", "data-ad-client", "data-testad", "data-outbrain", "data-taboola")
_LIVE = frozenset(
    {
        *("live", "ticker", "symbol", "quote", "price", "stream", "stock", "realtime", "refresh", "rate", "fx", "countdown"),
        *("timeago", "score", "odds"),
    }
)
"""Words of an element, or of its data, that a site renews while it is read."""
_WRITTEN = frozenset({"b", "strong", "em", "i", "u", "mark", "sub", "sup", "q", "s", "font"})
"""Elements by which a writer stresses what the text says."""
_SHORT = 40
"""Code points of a live figure."""
_PARTS = frozenset(
    {
        *("WPAdBlock", "WPSideBar", "WPFooter", "WPHeader", "SiteNavigationElement", "BreadcrumbList", "Comment"),
        "UserComments",
    }
)
"""What schema.org calls what stands around an article."""
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "b",
            "cite",
            "code",
            "em",
            "font",
            "i",
            "mark",
            "q",
            "s",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "time",
            "u",
        ),
        "data",
    }
)
_SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WHOLLY = 0.9
_TEASER = 400
"""Letters of a teaser."""
_HOLDERS = frozenset({"article", "main", "body", "html"})
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6", "strong", "b", "span", "div", "dt", "summary", "header", "legend"])
_SENTENCE = re.compile(r"\S{8,}[。！？]|\w[^.!?\n]{30,}[.!?][\"”’)]?(?:\s|$)")
_COUNT = re.compile(r"[^\W\d_]{0,12}[\W\d]*[^\W\d_]{0,3}")
"""A figure with a word before it: 7203.T +0.8%."""
_NOTE = 16
"""Letters, a Han character being two, of which a note has more: less is a link to one."""
_LABEL_MAX = 40
LINKED = 0.6
"""Share of letters in links from which on something is a list of other pages."""
MOST = 0.4
"""Share of an article's letters that is no box in it."""
_FASHION = 0.7
"""Share of an article's letters."""
_REPLIES = frozenset({"comment", "comments", "commentlist", "disqus", "discussion", "reply", "replies"})
"""What readers write may be longer than the article."""


def is_outside(element: Element, most: float) -> bool:
    """Whether an element by what it is or is called stands around an article. With ``most`` letters it holds it."""
    if element.tag in _HOLDERS or not (element.tag in _OUTSIDE or element.names & _words("around")):
        return False
    return _is_small(element, most) or bool(element.names & _REPLIES)


def around(tree: Tree, article: Element) -> set[Element]:
    """The elements in an article that are no part of it. Names by which nearly all would go are a fashion, and say nothing."""
    most = MOST * (article.length - article.linked)
    found = _foreign(tree, article, most, named=True)
    gone = sum(element.length - element.linked for element in found if element.tag == "-text")
    if gone > _FASHION * (article.length - article.linked):
        found = _foreign(tree, article, most, named=False)
    for element in article.within():
        if element not in found and element.tag != "-text" and 0 < element.length <= _LABEL_MAX and is_label(tree.says(element)):
            found.update(_box(tree, element, article))
        elif element.tag in _SUBHEADS and share_linked(element) > _WHOLLY and _leads_away(element):
            found.update(_teaser(tree, element, article, most))
    return found


def _foreign(tree: Tree, article: Element, most: float, *, named: bool) -> set[Element]:
    """What is no part of an article by what it is, and where that says something by what it is called; with all that lies in it."""
    found: set[Element] = set()
    for element in article.within():
        if element is article:
            continue
        small = _is_small(element, most) or bool(element.names & _REPLIES)
        if element.parent in found or (element.tag != "-text" and small and not _belongs(tree, element, named=named)):
            found.add(element)
    return found


def _is_small(element: Element, most: float) -> bool:
    """Whether an element does not itself hold the most of what is said, whatever it is called."""
    return element.length - element.linked < most


def corrects(tree: Tree, element: Element) -> bool:
    """Whether an element is a note of a correction, and no link to one."""
    text = tree.says(element)
    named = bool(element.names & {"correction", "corrections", "clarification", "erratum", "corrigendum"})
    return (named or owns_up(text)) and share_linked(element) < LINKED and len(text) + count_cjk(text) > _NOTE


def share_linked(element: Element) -> float:
    """Share of an element's letters that are in links."""
    return element.linked / element.length if element.length else 0.0


def _belongs(tree: Tree, element: Element, *, named: bool) -> bool:
    """Whether an element may be a part of the article."""
    attributes = element.attributes
    own = "-" in element.tag
    if element.tag not in _AROUND and element.tag != "time" and not attributes and not own:
        return True
    if (own or element.tag in _INLINE) and _within_prose(tree, element):
        return not _ticks(tree, element)
    names = element.names if named or element.names & _REPLIES else frozenset[str]()
    if (
        element.tag in _AROUND
        or attributes.get("role") in _ROLES
        or names & _words("around")
        or any(mark in attributes for mark in _MARKS)
        or (attributes.get("itemtype") or "").rpartition("/")[2] in _PARTS
        or is_label(attributes.get("aria-label") or "", alone=True)
    ):
        return corrects(tree, element)
    if element.tag == "time" or names & _words("beside"):
        return bool(_SENTENCE.search(tree.says(element))) or corrects(tree, element)
    return True


def _within_prose(tree: Tree, element: Element) -> bool:
    """Whether an inline element is part of a sentence."""
    above = next((each for each in element.above() if each.tag not in _INLINE), None)
    if above is None or above.length == element.length:
        return False
    start, end = tree.text.rfind("\n", 0, element.start) + 1, tree.text.find("\n", element.end)
    return bool(_SENTENCE.search(tree.text[start : element.start] + " " + tree.text[element.end : end if end >= 0 else None]))


def _ticks(tree: Tree, element: Element) -> bool:
    """Whether an inline element is a figure that its site renews."""
    text = tree.says(element)
    if element.tag != "time" and is_volatile(text):
        return True
    if element.tag in _WRITTEN or len(text) > _SHORT or not any(map(str.isdigit, text)):
        return False
    called = element.names & (_words("around") | _LIVE | {"stocks", "quote", "updated"})
    if any(f"data-{word}" in element.attributes for word in _LIVE) or ("-" in element.tag and called) or is_quotation(text):
        return True
    return bool(called) and bool(_COUNT.fullmatch(text))


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(words_of("bot.revisions", section))


def _box(tree: Tree, label: Element, article: Element) -> set[Element]:
    """A label and the box that it begins: the lists of links that follow it, or what holds it as its heading."""
    following = _lists_after(tree, label)
    box = label
    if not following and is_label(tree.says(label), alone=True):
        headed = label.tag in _HEADINGS or advertises(tree.says(label))
        for above in label.above():
            grows = above.length > box.length + 2
            if above is article or above.length >= MOST * article.length or tree.text[above.start : label.start].strip():
                break
            if grows and (not headed or box.length > label.length + 2):
                break
            box = above
        following = [] if box.length > label.length + 2 else _lists_after(tree, box)
    return {each for one in (box, *following) for each in one.within()}


def _leads_away(heading: Element) -> bool:
    """Whether a heading is a link to another page, and none to itself."""
    links = [each for each in (*heading.within(), *heading.above()) if each.tag == "a"]
    return bool(links) and not (links[0].attributes.get("href") or "#").startswith("#")


def _teaser(tree: Tree, heading: Element, article: Element, most: float) -> set[Element]:
    """The teaser of another article: its linked heading, and what first holds more and begins with it."""
    box = heading
    for above in heading.above():
        grown = box.length > heading.length + 2
        first = not tree.text[above.start : heading.start].strip()
        if above is article or not first or not _is_small(above, min(most, _TEASER)) or (grown and above.length > box.length + 2):
            break
        box = above
    return set(box.within())


def _lists_after(tree: Tree, element: Element) -> list[Element]:
    """The lists, and what is mostly links, that stand right after an element."""
    found: list[Element] = []
    siblings = element.parent.children if element.parent is not None else []
    for after in siblings[siblings.index(element) + 1 :] if element in siblings else ():
        if after.tag in _INLINE or (
            after.tag not in _LISTS and (tree.says(after) if after.tag == "-text" else share_linked(after) < LINKED)
        ):
            break
        if after.tag != "-text":
            found.append(after)
    return found
