"""Sitemaps, of news and of addresses alone."""

import pytest

from bot.errors import Challenged, ReadFailed
from bot.model.item import RawItem
from bot.sources import sitemap
from tests.sources.make import reply, source

NAMES = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'"


def entries(body: str, names: str = NAMES, **selectors: str) -> list[RawItem]:
    """The items of a sitemap with ``body``."""
    return list(
        sitemap.read(
            source("sitemap", **selectors), reply(f"<?xml version='1.0' encoding='UTF-8'?>\n<urlset {names}>{body}</urlset>")
        )
    )


def url(name: str, rest: str = "") -> str:
    return f"<url><loc>https://apnews.example/article/{name}</loc>{rest}</url>"


def test_news_names_say_title_keywords_and_when_it_was_published() -> None:
    news = "<news:news><news:publication><news:name>AP</news:name></news:publication><news:publication_date>2025-11-27T04:30:00Z</news:publication_date><news:title>Japan &amp; China <![CDATA[<talk>]]></news:title><news:keywords>Japan, Taiwan</news:keywords></news:news>"
    picture = "<image:image><image:loc>https://x.example/1.jpg</image:loc><image:title>Picture</image:title></image:image>"
    assert entries(url("japan-1", f"{picture}<lastmod>2025-11-27T03:10:00</lastmod>{news}")) == [
        RawItem("", "https://apnews.example/article/japan-1", "Japan & China <talk>", "Japan, Taiwan", "2025-11-27T04:30:00Z")
    ]


@pytest.mark.parametrize("names", ["xmlns='http://www.google.com/schemas/sitemap/0.84'", ""])
def test_without_news_names_the_address_is_the_title(names: str) -> None:
    plain = (
        url("japan-china-taiwan-3c7adfc8b1f04c1c/", "<lastmod>2025-11-27</lastmod>")
        + url("12345.html")
        + url("%E5%A4%96%E4%BA%A4_1.html?x=a-b")
    )
    assert [(item.title, item.date) for item in entries(plain, names)] == [
        ("japan china taiwan", "2025-11-27"),
        ("", ""),
        ("外交", ""),
    ]


def test_the_newest_five_hundred_are_kept_wherever_they_stand() -> None:
    found = entries("".join(url(f"n{i}", f"<lastmod>{2000 + i // 12}-{i % 12 + 1:02}-01</lastmod>") for i in range(600)))
    assert (len(found), found[0].title, found[-1].title) == (500, "n599", "n100")


def test_only_wanted_addresses_are_items() -> None:
    assert [
        item.title
        for item in entries(url("a-1") + "<url><loc>https://apnews.example/hub/b</loc></url>" + "<url/>", href="/article/")
    ] == ["a"]
    assert entries("") == []
    assert entries("<url><loc>javascript:x</loc></url>") == []


def test_an_index_names_what_to_read_instead() -> None:
    index = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc> https://x.example/news.xml </loc></sitemap></sitemapindex>"
    with pytest.raises(ReadFailed, match=r"such as https://x\.example/news\.xml$"):
        sitemap.read(source("sitemap"), reply(index))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<!DOCTYPE u [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><urlset><url><loc>&b;</loc></url></urlset>", "document type"),
        ("<!DOCTYPE u SYSTEM 'file:///etc/passwd'><urlset/>", "document type"),
        ("<urlset><url><loc>&b;</loc></url></urlset>", "undefined entity"),
        ("<urlset><url><loc>https://x.example/", "no element found"),
        ("<urlset><url>\x00</url></urlset>", "not well-formed|invalid token"),
        ("<rss/>", "<rss> instead of a sitemap"),
        ("<!doctype html><html><p>x</html>", "no sitemap"),
        ("", "empty reply"),
        ("{}", "no sitemap"),
    ],
)
def test_what_is_no_sitemap_fails(body: str, problem: str) -> None:
    with pytest.raises(ReadFailed, match=problem):
        sitemap.read(source("sitemap"), reply(body))


def test_a_bot_check_instead_of_the_sitemap_is_one() -> None:
    with pytest.raises(Challenged):
        sitemap.read(source("sitemap"), reply("<!DOCTYPE html><title>Just a moment...</title>"))


def test_a_deep_one_is_read_and_a_declared_character_set_heeded() -> None:
    assert entries("<a>" * 100_000 + "</a>" * 100_000) == []
    page = f"<?xml version='1.0' encoding='gb2312'?><urlset {NAMES}>{url('x', '<news:news><news:title>外交部：朱镕基</news:title></news:news>')}</urlset>"
    assert sitemap.read(source("sitemap"), reply(page.encode("gb18030")))[0].title == "外交部：朱镕基"
