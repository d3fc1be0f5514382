"""List pages as ministries write them."""

import pytest

from bot.errors import Challenged, ReadFailed
from bot.sources import list_page
from tests.sources.make import reply, source


def rows(body: str, **selectors: str) -> list[tuple[str, str, str]]:
    """Link (from the page's folder), title and date of each row."""
    items = list_page.read(source("list_page", **selectors), reply(f"<html><body>{body}</body></html>"))
    return [(item.link.removeprefix("https://ministry.example/list/"), item.title, item.date) for item in items]


def test_relative_links_titles_and_dates_of_a_trs_list() -> None:
    body = "<ul class=l><li><a href='./202511/t20251124_1.shtml' title='两国领导人通电话（全文）'>两国领导人通电…</a><span>[2025-11-24]</span></li></ul>"
    assert rows(body, row="ul.l li") == [("202511/t20251124_1.shtml", "两国领导人通电话（全文）", "[2025-11-24]")]
    unlike = body.replace("两国领导人通电话（全文）", "点击查看")
    assert rows(unlike, row="ul.l li")[0][1] == "两国领导人通电…"


def test_a_heading_dates_the_rows_after_it_and_labels_belong_to_titles() -> None:
    body = (
        "<h3 class=d>令和7年11月27日</h3><a class=r href=27_p.html><span class=l>午後</span><span class=t>冒頭発言なし</span></a>"
        "<a class=r href=27_a.html><span class=l>午前</span><span class=t>冒頭発言なし</span></a><h3 class=d>令和7年11月26日</h3><a class=r href=26_a.html><span class=t>x</span></a>"
    )
    assert rows(body, row="a.r", title="span.l, span.t", heading="h3.d") == [
        ("27_p.html", "午後 冒頭発言なし", "令和7年11月27日"),
        ("27_a.html", "午前 冒頭発言なし", "令和7年11月27日"),
        ("26_a.html", "x", "令和7年11月26日"),
    ]


def test_unclosed_anchors_are_separate_rows() -> None:
    assert [title for _, title, _ in rows("<p><a href=1.html>One<br><a href=2.html>Two<br><a href=3.html>Three", row="a")] == [
        "One",
        "Two",
        "Three",
    ]


def test_only_the_wanted_addresses_are_rows_and_each_document_is_one() -> None:
    body = "<a href='/about.html'>About</a><a href='t20251124_1.html'><img src=x></a><a href='t20251124_1.html'>Headline</a><a href='javascript:void(0)'>t2025</a>"
    assert rows(body, row="a", href=r"t\d{8}_\d+\.html$") == [("t20251124_1.html", "Headline", "")]


def test_the_base_element_moves_relative_links() -> None:
    items = list_page.read(source("list_page", row="a"), reply("<head><base href='/other/'></head><a href=1.html>One</a>"))
    assert items[0].link == "https://ministry.example/other/1.html"


def test_gbk_pages_that_call_themselves_gb2312() -> None:
    page = "<meta charset=gb2312><ul><li><a href=t20251126_1.htm>朱镕基答问</a>2025-11-26</li></ul>".encode("gb18030")
    (item,) = list_page.read(source("list_page", row="li"), reply(page))
    assert (item.title, item.date) == ("朱镕基答问", "2025-11-26")


def test_summaries_are_texts() -> None:
    body = "<li><a href=1.html>One</a><p>What it says.</p></li>"
    (item,) = list_page.read(source("list_page", row="li", summary="p"), reply(body))
    assert item.text == "What it says."


def test_an_empty_list_is_empty_and_what_is_no_page_fails() -> None:
    assert rows("<ul></ul>", row="li") == []
    with pytest.raises(ReadFailed, match="plain text"):
        list_page.read(source("list_page", row="li"), reply("maintenance"))
    with pytest.raises(ReadFailed, match="empty reply"):
        list_page.read(source("list_page", row="li"), reply(""))
    with pytest.raises(Challenged):
        rows("<h1>请完成安全验证</h1>", row="li")
    with pytest.raises(ReadFailed, match="not CSS"):
        rows("<p>x</p>", row="li[")
