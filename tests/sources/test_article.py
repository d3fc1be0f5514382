"""An item's own page adds its text and its time; a single page is an item of its own."""

import pytest

from bot.errors import Challenged, ReadFailed
from bot.model.item import RawItem
from bot.sources import article, page
from tests.sources.make import URL, reply, source

RAW = RawItem("g", "https://ministry.example/1", "Headline", "", "2025-11-24")
PAGE = (
    "<h1>Full headline</h1><p class=time><span>2025-11-24 22:30</span></p>"
    "<div class=news-main><div class='view TRS_UEDITOR'><p>　　One long sentence.</p><p>Two.</p></div></div><footer>Imprint</footer>"
)


def test_the_first_of_nested_bodies_is_taken_once() -> None:
    read = article.read(source(body="div[class*=TRS_UEDITOR], div.news-main", moment=".time span"), RAW, reply(PAGE))
    assert (read.title, read.text, read.date, read.guid) == ("Headline", "One long sentence.\nTwo.", "2025-11-24 22:30", "g")


def test_without_selectors_the_paragraphs_say_where_the_text_is() -> None:
    read = article.read(source(), RAW, reply(PAGE))
    assert (read.text, read.date) == ("One long sentence.\nTwo.", "2025-11-24")


def test_a_headline_cut_by_the_list_is_completed() -> None:
    cut = RawItem("", RAW.link, "Full head…")
    assert article.read(source(), cut, reply(PAGE)).title == "Full headline"


def test_a_pdf_adds_nothing_and_an_empty_page_fails() -> None:
    assert article.read(source(), RAW, reply(b"%PDF-1.4 ...")) == RAW
    with pytest.raises(ReadFailed, match="no text"):
        article.read(source(body="#gone"), RAW, reply("<div>menu</div>"))
    with pytest.raises(Challenged):
        article.read(source(body="#gone"), RAW, reply("<div>Verify you are human</div>"))


def test_the_request_carries_no_validators() -> None:
    asked = article.ask(source(), RAW.link)
    assert (asked.url, asked.etag, asked.last_modified) == (RAW.link, "", "")


def test_a_time_may_stand_in_the_head() -> None:
    markup = "<head><meta name=publishdate content='2025-11-24'></head><div id=b>One long sentence.</div>"
    read = article.read(source(body="#b", moment="meta[name=publishdate]"), RAW, reply(markup))
    assert read.date == "2025-11-24"


def test_a_single_page_is_one_document_for_good() -> None:
    (item,) = page.read(source("page", body=".news-main", moment=".time"), reply(PAGE))
    assert item == RawItem(URL, URL, "Full headline", "One long sentence.\nTwo.", "2025-11-24 22:30")
    with pytest.raises(ReadFailed, match="no text"):
        page.read(source("page"), reply("<html></html>"))
