"""What does an article's page say, apart from everything around it that changes by itself?"""

import re

from selectolax.lexbor import LexborHTMLParser

from bot.model.match import Span
from bot.model.page import Page
from bot.revisions.volatile import is_volatile
from bot.text import html
from bot.text.sentences import sentence

_AROUND = "script, style, noscript, template, iframe, nav, aside, footer, form, button, figure, svg, dialog, ins.adsbygoogle"
_NAMES = re.compile(
    r"(?:^|[-_ ])(?:ads?|advert\w*|promo\w*|sponsor\w*|banner|related|recommend\w*|popular|ranking|trending|most-?(?:read|viewed)"
    r"|share|sharing|social|sns|comments?|newsletter|subscribe|cookie|consent|breadcrumbs?|tags?|views?|counter|clock|ticker|readmore"
    r"|live-?(?:bar|box)?|read-?more|pager|pagination|print|copyright|widget|sidebar|timestamp|updated|last-?modified|ago|weather"
    r"|stocks?)(?:$|[-_ ])",
    re.IGNORECASE,
)
"""Names of elements around an article, or of what in it changes by itself."""


def page_of(markup: str) -> Page:
    """The article of a page."""
    page = LexborHTMLParser(markup)
    title = next(
        (text for selector in ("h1", "title") if (node := page.css_first(selector)) and (text := html.line(node.text()))), ""
    )
    for node in page.css(_AROUND):
        node.decompose()
    for node in page.css("[class], [id], time"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if node.tag not in {"html", "body", "main", "article"} and (node.tag == "time" or any(map(_NAMES.search, names.split()))):
            node.decompose()
    text = html.main_text(page) or html.text_of(page.body)
    said = [each for line in text.split("\n") for each in _sentences(line)]
    return Page(title, tuple(each for each in said if each != title and not is_volatile(each)))


def _sentences(line: str) -> list[str]:
    found, at = [], 0
    while at < len(line):
        end = max(sentence(line, Span(at, at + 1)).end, at + 1)
        if said := line[at:end].strip():
            found.append(said)
        at = end
        while at < len(line) and line[at].isspace():
            at += 1
    return found
