"""Do the generic pages carry the marks by which the real ones are read, whatever stands in them?"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.model.source import Source
from bot.newsroom import Scenario, check, load
from bot.newsroom.edition import Editions
from bot.newsroom.render import Press, minguo, reiwa

NOW = datetime(2025, 11, 28, tzinfo=UTC)
SCENARIO = """\
scenario: s
title: t
storyline: s
starts: 2025-11-24T00:00:00+09:00
ends: 2025-11-29T00:00:00+09:00
tick: 5m
documents:
  - {{source: press, as: {listing}, article: {article}, title: 一覧}}
entries:
  - {{id: a, in: [press], at: 2025-11-27T11:30:00+09:00, link: /mofaj/press/release/a_1.html, title: 'A & <b>', summary: s}}
  - {{id: b, in: [press], at: 2025-11-27T16:30:00+09:00, link: /mofaj/press/release/b_1.html, title: B, body: "one\\n\\ntwo"}}
  - {{id: c, in: [press], at: 2025-11-26T16:30:00+09:00, link: ./202511/c_1.html, title: C, body: ' <script>x</script> '}}
"""


def scenario(folder: Path, sources: Mapping[str, Source], listing: str, article: str) -> Scenario:
    (folder / "scenario.yaml").write_text(SCENARIO.format(listing=listing, article=article), encoding="utf-8")
    return load(folder, sources)


LISTS = {
    "mfa_list.html": ("ul.list1 li a", ""),
    "mfa_presser_list.html": ("div.newsBd li a", ""),
    "consular_list.html": ("ul.news-list > li > a", "ul.news-list > li > span"),
    "kantei_press_list.html": ("a.list-press__link > span.list-press__description", "h3.list-press__date"),
    "kantei_photo_list.html": ("a.list-photo__link > p.list-photo__title", "p.list-photo__date"),
    "mofa_release_list.html": ("dl.title-list dd a", "dt.list-title"),
    "tao_list.html": ("ul.scdList a", "ul.scdList span"),
    "un_mission_list.html": ("ul.press-releases li a", ""),
    "plain_list.html": ("ul.news > li > a", "time"),
}
DATES = {
    "consular_list.html": ["2025-11-27", "2025-11-27", "2025-11-26"],
    "kantei_press_list.html": ["令和7年11月27日", "令和7年11月26日"],
    "kantei_photo_list.html": ["令和7年11月27日", "令和7年11月27日", "令和7年11月26日"],
    "mofa_release_list.html": ["11月27日付", "11月26日付"],
    "tao_list.html": ["[2025-11-27]", "[2025-11-27]", "[2025-11-26]"],
    "plain_list.html": ["2025-11-27 16:30", "2025-11-27 11:30", "2025-11-26 16:30"],
}
ARTICLES = {
    "mfa_article.html": ("div.news-title h1", "p.time span", "2025-11-27 16:30", "div.news-main > div.TRS_UEDITOR"),
    "consular_article.html": ("h1.article-title", "div.article-meta", "发布时间：2025-11-27 16:30", "div.article-content"),
    "kantei_article.html": ("h1", "p.article__date", "令和7年11月27日（午後）", "div.article__body"),
    "mofa_article.html": ("h1.title1", "p.rightalign", "令和7年11月27日", "div#maincontents"),
    "un_mission_article.html": ("h1.title", "div.date", "2025/11/27", "div.body"),
    "plain_article.html": ("h1", "time", "2025-11-27 16:30", "article > div.body"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_the_newest_first_with_its_links_and_dates(tmp_path: Path, sources: Mapping[str, Source], name: str) -> None:
    told = scenario(tmp_path, sources, name, "plain_article.html")
    check(told)
    body = Press(told).listing(told.documents[0], Editions(told, told.documents[0]).shown(NOW), NOW)
    page = LexborHTMLParser(body.decode())
    titles, dates = LISTS[name]
    assert [node.text() for node in page.css(titles)] == ["B", "A & <b>", "C"]
    assert [node.text() for node in page.css(dates or "no-dates")] == DATES.get(name, [])
    links = [link for node in page.css("a") if (link := node.attributes["href"]) and link.endswith("_1.html")]
    assert links == ["/mofaj/press/release/b_1.html", "/mofaj/press/release/a_1.html", "./202511/c_1.html"]


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_carries_heading_date_and_paragraphs(tmp_path: Path, sources: Mapping[str, Source], name: str) -> None:
    told = scenario(tmp_path, sources, "plain_list.html", name)
    editions = Editions(told, told.documents[0])
    heading, date, written, body = ARTICLES[name]
    b, c = editions.entry("b", NOW), editions.entry("c", NOW)
    assert b is not None
    assert c is not None
    page = LexborHTMLParser(Press(told).article(told.documents[0], b, NOW).decode())
    assert [node.text() for node in page.css(heading)] == ["B"]
    assert [node.text() for node in page.css(date)] == [written]
    assert [node.text(strip=True) for node in page.css(f"{body} p") if node.attributes.get("class") is None] == ["one", "two"]
    assert b"<script>" not in Press(told).article(told.documents[0], c, NOW)


def test_a_list_may_be_empty(tmp_path: Path, sources: Mapping[str, Source]) -> None:
    for name in LISTS:
        told = scenario(tmp_path, sources, name, "plain_article.html")
        page = LexborHTMLParser(Press(told).listing(told.documents[0], (), NOW).decode())
        assert page.css(LISTS[name][0]) == []


def test_a_release_list_dates_its_groups_under_a_year_in_the_head(tmp_path: Path, sources: Mapping[str, Source]) -> None:
    told = scenario(tmp_path, sources, "mofa_release_list.html", "mofa_article.html")
    page = LexborHTMLParser(Press(told).listing(told.documents[0], Editions(told, told.documents[0]).shown(NOW), NOW).decode())
    assert [node.text() for node in page.css("h2.title2")] == ["令和7年"]
    assert [len(node.css("a")) for node in page.css("dl.title-list > dd")] == [2, 1]


def test_eras_count_from_their_first_year() -> None:
    assert reiwa(datetime(2019, 5, 1, tzinfo=UTC)) == "令和元年5月1日"
    assert reiwa(datetime(2025, 11, 27, tzinfo=UTC)) == "令和7年11月27日"
    assert minguo(datetime(2025, 11, 6, tzinfo=UTC)) == "民國114年11月6日"
