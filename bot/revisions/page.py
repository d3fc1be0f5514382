"""What does an article's page say, apart from everything around it that changes by itself?"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from bot.model.match import Span
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
_WHEN = r"updated?|last (?:updated|modified)|published|posted|最終更新|更新日時?|更新时间|更新時間|发布时间|發布時間|公開|掲載|更新"
_UNITS = r"sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|秒|分|分钟|分鐘|時間|小时|小時|日|天"
_READERS = r"views?|reads?|shares?|comments?|likes?|次阅读|次閱讀|阅读|閱讀|閲覧|回視聴|件のコメント|条评论|則留言"
_INVITED = r"share|tweet|print|save|read (?:more|also)|related|advertisement|sponsored"
_INVITED_CJK = r"广告|廣告|広告|分享|続きを読む|関連記事|相关阅读|延伸閱讀"
_VOLATILE = re.compile(
    rf"[\W_]*(?:(?:{_WHEN})?[\W_]*\d+\s*(?:{_UNITS})\s*(?:ago|前)|(?:{_WHEN})(?!\w)[^。!?]{{0,40}}|[\d,.万千KkMm]+\s*(?:{_READERS}))[\W_]*"
    rf"|(?:(?:{_INVITED})\b|{_INVITED_CJK}).{{0,80}}"
    r"|(?:©|\(c\)|copyright)(?!\w).*",
    re.IGNORECASE,
)
"""Sentences that say when or how often they were read."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article: its headline and its sentences."""

    title: str
    sentences: tuple[str, ...]


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
    return Page(title, tuple(each for each in said if each != title and not _VOLATILE.fullmatch(each)))


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
