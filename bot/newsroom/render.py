"""How does a document look as bytes? Feeds and pages are templates; the encoding is as right or wrong as told."""

import json
from datetime import datetime
from email.utils import format_datetime

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.errors import ConfigError, Fault
from bot.newsroom.edition import Editions, Shown
from bot.newsroom.load import pages_of
from bot.newsroom.scenario import Document, Scenario

_FEEDS = {
    "rss": ("rss.xml", "application/rss+xml"),
    "atom": ("atom.xml", "application/atom+xml"),
    "rdf": ("rdf.xml", "application/rdf+xml"),
    "json_feed": ("", "application/feed+json"),
}
_REIWA_1, _MINGUO_0 = 2018, 1911


def reiwa_year(when: datetime) -> str:
    """令和7年; the first year is 令和元年."""
    year = when.year - _REIWA_1
    return f"令和{'元' if year == 1 else year}年"


def reiwa(when: datetime) -> str:
    """令和7年11月27日."""
    return f"{reiwa_year(when)}{when.month}月{when.day}日"


def minguo(when: datetime) -> str:
    """民國114年11月27日."""
    return f"民國{when.year - _MINGUO_0}年{when.month}月{when.day}日"


class Press:
    """Turns what is shown into bytes. Raises ConfigError when a template cannot be rendered."""

    def __init__(self, scenario: Scenario) -> None:
        pages = SandboxedEnvironment(
            loader=FileSystemLoader(pages_of(scenario)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        pages.filters |= {"reiwa": reiwa, "reiwa_year": reiwa_year, "minguo": minguo, "rfc822": format_datetime}
        self._pages = pages

    def listing(self, document: Document, entries: tuple[Shown, ...], now: datetime) -> bytes:
        """The feed or list page."""
        if document.format == "json_feed":
            return _json_feed(document, entries)
        template, _ = _FEEDS.get(document.format, (document.format, ""))
        return self._rendered(template, document, entries, now)

    def article(self, document: Document, entry: Shown, now: datetime) -> bytes:
        """An entry's own page. The template's ``entries`` holds that one alone."""
        return self._rendered(document.article or "", document, (entry,), now)

    def _rendered(self, name: str, document: Document, entries: tuple[Shown, ...], now: datetime) -> bytes:
        try:
            template: Template = self._pages.get_template(name)
            text = template.render(document=document, entries=entries, now=now)
        except TemplateError as error:
            where = f"{getattr(error, 'filename', None) or name}:{getattr(error, 'lineno', None) or 1}:1"
            raise ConfigError([Fault(where, f"{type(error).__name__}: {error}", f"for {document.source}")]) from error
        return text.encode(document.encoding, "xmlcharrefreplace")


def content_type(document: Document, *, article: bool = False) -> str:
    """The header as sent: what the document asks for, else what its format is called, without a charset."""
    if article:
        return document.content_type if document.format not in _FEEDS and document.content_type else "text/html"
    return document.content_type or _FEEDS.get(document.format, ("", "text/html"))[1]


def check(scenario: Scenario) -> None:
    """Render everything once, as of the end. Raises ConfigError for the first thing that cannot be."""
    press = Press(scenario)
    for document in scenario.documents:
        editions = Editions(scenario, document)
        everything = editions.every(scenario.ends)
        press.listing(document, everything, scenario.ends)
        for entry in everything if document.article else ():
            press.article(document, entry, scenario.ends)


def _json_feed(document: Document, entries: tuple[Shown, ...]) -> bytes:
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "home_page_url": document.link,
        "feed_url": document.url,
        "items": [_json_item(document, entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode(document.encoding)


def _json_item(document: Document, entry: Shown) -> dict[str, str]:
    text = "\n\n".join(entry.body) if document.full and entry.body else entry.summary
    return {
        "id": entry.guid or entry.url,
        "url": entry.url,
        "title": entry.title,
        "content_text": text,
        "date_published": entry.dated.isoformat(),
    }
