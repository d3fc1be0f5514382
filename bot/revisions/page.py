"""What does an article's page say, apart from everything around it that changes by itself?"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from bot.model.page import Page
from bot.revisions.around import LINKED, MOST, around, corrects, is_outside
from bot.revisions.asides import is_label, owns_up, turns_to_reader
from bot.revisions.furniture import is_furniture, is_signature
from bot.revisions.tokens import pieces_of
from bot.revisions.tree import Element, Tree, tree_of
from bot.revisions.volatile import is_volatile, without_quotations
from bot.text import html
from bot.text.credits import headline_of
from bot.text.fold import count_cjk

SENTENCES_MAX = 400
"""Of a page that are read: an article has no more, and a page of three megabytes is none."""
_ENDED = re.compile(r"[.!?。！？…，][\"'”’」』）)\]】]*\s*$|[」』”][\s）)]*$")
_PROSE = 10
"""Letters, a Han character being two, from which on a line with an end is a sentence of its article."""
_PARAGRAPH = 60
_PAUSE = re.compile(r"[，、；：。]|[,;.] ")
_HOLDS = 0.5
"""Share of the prose of the page's fullest element that one named for the article must hold."""
_ALIKE = 0.5
"""Likeness of a heading and the page's title, which may be cut or name the site, from which on it is the headline."""
_GROWS = 1.2
"""How much more prose an element must hold than what it is around, to be the article in its place."""
_FOLLOWS = 0.6
"""Share of an article's letters that follow its headline."""
_LISTED = frozenset({"li", "td", "th", "dd", "h2", "h3", "h4"})


@dataclass(slots=True)
class _Line:
    text: str = ""
    linked: int = 0
    tag: str = ""


def page_of(markup: str) -> Page:
    """The article of a page, as far as SENTENCES_MAX."""
    page = LexborHTMLParser(markup)
    head = page.css_first("title")
    whole = html.line(head.text()) if head is not None else ""
    tree = tree_of(page)
    heading, title = _title(tree, whole)
    article = _article(tree, heading)
    sentences: list[str] = []
    loose: set[str] = set()
    for line in _lines(tree, article, heading):
        if len(sentences) >= SENTENCES_MAX:
            break
        if line.text == title or not any(map(str.isalnum, line.text)) or is_label(line.text):
            continue
        if owns_up(line.text):
            sentences += _sentences(line.text)
        elif turns_to_reader(line.text) or is_furniture(line.text):
            continue
        elif _is_prose(line):
            sentences += _sentences(line.text)
        elif _is_loose(line):
            sentences.append(line.text)
            loose.add(line.text)
    return Page(title, tuple(sentences[:SENTENCES_MAX]), frozenset(loose))


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line, without what changes by itself and who signed it."""
    pieces = [each.strip() for each in pieces_of(without_quotations(line))]
    return (each for at, each in enumerate(pieces) if not is_volatile(each) and not (at and is_signature(each)))


def _is_prose(line: _Line) -> bool:
    """Whether a line is a sentence: one that ends as such, or a paragraph whose writer forgot its end."""
    width = _width(line)
    if width < _PROSE or line.linked >= LINKED * len(line.text):
        return False
    return bool(_ENDED.search(line.text)) or (line.tag == "p" and width >= _PARAGRAPH and bool(_PAUSE.search(line.text)))


def _is_loose(line: _Line) -> bool:
    """Whether a line that is no sentence may say a fact."""
    return not line.linked and (line.tag in _LISTED or (line.tag == "p" and _width(line) >= _PARAGRAPH / 2))


def _width(line: _Line) -> int:
    """Letters, a Han character being two."""
    return len(line.text) + count_cjk(line.text)


def _title(tree: Tree, whole: str) -> tuple[Element | None, str]:
    """The headline with its element: of all headings the one most like the page's title, else that title."""
    head = headline_of(whole)
    headings = [
        element
        for element in tree.top.within()
        if element.tag in {"h1", "h2"} and element.length and not is_outside(element, math.inf)
    ]
    likely = [
        (common >= _ALIKE, element.tag == "h1", common, any(map(_is_named, element.above())), -element.start, text, element)
        for element in headings
        if (text := " ".join(tree.says(element).split()))
        for common in (_common(text, head),)
    ]
    if not likely:
        return None, head
    alike, main, *_, text, element = max(likely, key=lambda each: each[:-1])
    if alike:
        return element, text
    return None, text if main and text.strip(" :") not in whole else head


def _common(heading: str, title: str) -> float:
    """How much of a heading and of a title are the same pairs of letters."""
    mine, yours = (Counter(map("".join, pairwise(text.casefold()))) for text in (heading, title))
    return 2 * (mine & yours).total() / max(1, mine.total() + yours.total())


def _article(tree: Tree, heading: Element | None) -> Element:
    """The element of the article: one named for it, if it holds much of the page's prose; else what holds all its paragraphs."""
    said, held = _prose(tree, heading)
    if not said:
        return tree.top
    fullest = max(said, key=lambda element: said[element])
    named = [element for element in held if _is_named(element) and held[element] >= _HOLDS * said[fullest]]
    if named:
        return max(named, key=lambda element: (element.tag != "main", held[element], -element.length))
    headed = set(heading.above()) if heading is not None else set[Element]()
    for above in list(fullest.above()):
        if fullest in headed and held[fullest] >= _HOLDS * held[tree.top]:
            break  # it has its headline and most of what is said: what is around it is other articles
        if held[above] > _GROWS * held[fullest]:
            fullest = above
    return fullest


def _is_named(element: Element) -> bool:
    attributes = element.attributes
    return (
        element.tag in {"article", "main"}
        or attributes.get("itemprop") == "articleBody"
        or attributes.get("role") in {"main", "article"}
    )


def _prose(tree: Tree, heading: Element | None) -> tuple[Counter[Element], Counter[Element]]:
    """How many letters of sentences elements hold as paragraphs of their own, and at any depth.

    What stands around an article, or before its headline, counts for nothing, unless all of the page does.
    """
    most = MOST * (tree.top.length - tree.top.linked)
    outside = {element for element in tree.top.within() if element.tag != "-text" and is_outside(element, most)}
    own, held = Counter[Element](), Counter[Element]()
    for around_it, top in ((outside, heading.start if heading is not None else 0), (set[Element](), 0)):
        for element in tree.top.within():
            if (element.tag != "p" and not _speaks(element)) or element.end <= top:
                continue
            holders = list(element.above())
            if holders and element not in around_it and around_it.isdisjoint(holders):
                own[holders[0]] += element.length - element.linked
                held.update(dict.fromkeys(holders, element.length - element.linked))
        if own:
            break
    return own, held


def _speaks(element: Element) -> bool:
    """Whether a plain element holds running text as a paragraph would."""
    return element.tag in {"div", "section", "td"} and sum(each.length for each in element.children if each.tag == "-text") > _PROSE


def _lines(tree: Tree, article: Element, heading: Element | None) -> Iterator[_Line]:
    """The blocks of the article, and notes of corrections that stand beside it."""
    out = around(tree, article) | _above(tree, article, heading)
    yield from _blocks(tree, article, out)
    inside = set(article.within())
    for element in tree.top.within():
        if element not in inside and (element.tag == "p" or _speaks(element)) and corrects(tree, element):
            yield _Line(" ".join(tree.says(element).split()))


def _above(tree: Tree, article: Element, heading: Element | None) -> set[Element]:
    """What stands before the headline, if the most of what is said follows it: teasers of others. A note of a correction stays."""
    if heading is None or heading.start - article.start > (1 - _FOLLOWS) * article.length:
        return set()
    before = (each for each in article.within() if each.end <= heading.start and each.tag != "-text")
    return {
        each
        for one in before
        if not corrects(tree, one)
        for each in one.within()
        if not any(corrects(tree, up) for up in each.above())
    }


def _blocks(tree: Tree, article: Element, out: set[Element]) -> Iterator[_Line]:
    line = _Line()
    stack: list[Element | str] = [article]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            edge = element
        elif element in out or element.tag == "h1":
            continue
        elif element.tag == "-text":
            line.text += tree.text[element.start : element.end]
            line.linked += element.length if _is_link(element) else 0
            continue
        else:
            edge = element.tag if element.tag in html.BLOCKS else ""
            stack += [edge, *reversed(element.children)]
        if edge:
            if said := " ".join(line.text.split()):
                yield _Line(said, line.linked, line.tag)
            line = _Line(tag=edge if not isinstance(element, str) else "")


def _is_link(piece: Element) -> bool:
    return any(element.tag == "a" for element in piece.above())
