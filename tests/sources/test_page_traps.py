"""What real ministries' pages do to their readers, byte for byte."""

from datetime import UTC, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Challenged, ReadFailed
from bot.model.item import Item, RawItem
from bot.sources import article, list_page, page
from bot.text.normalise import TITLE_MAX, normalise
from tests.sources.make import reply, source

NOW = datetime(2026, 1, 2, 3, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
MFA = {"row": ":is(ul.list1, div.newsBd) li a", "href": r"^\./\d{6}/t\d{8}_\d+\.s?html$"}
MOFA = {"row": "a[href^='/mofaj/press/release/']", "heading": "dt.list-title", "href": r"\d+_\d+\.html$"}
KANTEI = {"row": "a.list-press__link", "title": "span.label, span.list-press__description", "heading": "h3.list-press__date"}
JSO = {"row": "a[href*='/js/pdf/']", "title": "h5", "date": "time", "href": r"p\d{8}_\d+e?\.pdf"}
TAO = {"row": "ul.scdList li", "link": "a", "title": "a", "href": r"t\d{8}_\d+\.html?$"}
MND = {"row": "li:has(a[href*='plaact/'])", "link": "a", "title": "a", "date": "a", "href": r"plaact/\d+$"}


def raws(
    body: str | bytes, content_type: str = "", url: str = "https://www.ministry.example/list/", encoding: str = "", **selectors: str
) -> list[RawItem]:
    """A list page's rows."""
    return list(list_page.read(source("list_page", encoding=encoding, **selectors), reply(body, content_type, url)))


def items(found: list[RawItem], now: datetime = NOW) -> list[Item]:
    """Rows, normalised."""
    return [normalise(raw, source("list_page"), now) for raw in found]


def day(item: Item) -> str:
    """The Tokyo day on which it was published."""
    return f"{item.published.start.astimezone(TOKYO):%Y-%m-%d}" if item.published else ""


def test_the_joint_staff_never_closes_its_anchors() -> None:
    rows = (
        b'<li class="news-list__item"><a href="/js/pdf/2025/p20251209_02.pdf" target="_blank">\r\n<time>\xe4\xbb\xa4\xe5\x92\x8c7\xe5\xb9\xb412\xe6\x9c\x889\xe6\x97\xa5</time>\r\n<h5>\xe4\xb8\xad\xe5\x9b\xbd\xe6\xb5\xb7\xe8\xbb\x8d\xe8\x89\xa6\xe8\x89\x87</h5>\r\n</li>\r\n'
        b'<li class="news-list__item"><a href="/js/pdf/2025/p20251208_01.pdf" target="_blank">\r\n<h5>\xe4\xb8\xad\xe5\x9b\xbd\xe8\xbb\x8d\xe6\xa9\x9f</h5>\r\n</li>\r\n'
        b'<li class="news-list__item"><a href="/js/pdf/2025/p20251208_01e.pdf" target="_blank">\r\n<h5>Chinese aircraft</h5>\r\n</li>\r\n'
    )
    found = items(
        raws(b"<!DOCTYPE html><html><body><ul>\r\n" + rows * 2 + b"</ul></body></html>", url="https://www.mod.example/js/", **JSO)
    )
    assert [(item.link.rpartition("/")[2], item.title, day(item)) for item in found] == [
        ("p20251209_02.pdf", "中国海軍艦艇", "2025-12-09"),
        ("p20251208_01.pdf", "中国軍機", "2025-12-08"),
        ("p20251208_01e.pdf", "Chinese aircraft", "2025-12-08"),
    ]


def mofa(year: str, *days: str) -> str:
    """The foreign ministry's releases, a group for each day."""
    groups = "".join(
        f'<dt class="list-title">{each}日付</dt>\n<dd><ul><li><a href="/mofaj/press/release/pressit_000001_{i:05}.html">外相電話会談</a></li></ul></dd>\n'
        for i, each in enumerate(days)
    )
    return f'<div id="maincontents"><h1>報道発表</h1><h2 class="title2">{year}</h2>\n<dl class="title-list">{groups}</dl></div>'


@pytest.mark.parametrize(
    ("now", "body", "days"),
    [
        (datetime(2025, 12, 31, 14, 59, tzinfo=UTC), mofa("令和7年", "12月31", "12月26"), ["2025-12-31", "2025-12-26"]),
        (datetime(2025, 12, 31, 15, 1, tzinfo=UTC), mofa("令和7年", "12月31", "12月26"), ["2025-12-31", "2025-12-26"]),
        (NOW, mofa("令和8年", "1月2", "12月31"), ["2026-01-02", "2025-12-31"]),
    ],
)
def test_days_without_a_year_keep_theirs_over_new_year(now: datetime, body: str, days: list[str]) -> None:
    assert [day(item) for item in items(raws(body, **MOFA), now)] == days


@pytest.mark.parametrize("now", [datetime(2025, 12, 31, 3, tzinfo=UTC), datetime(2026, 1, 4, 3, tzinfo=UTC)])
def test_a_list_dated_to_tomorrow_is_news_and_not_a_year_old(now: datetime) -> None:
    (item,) = items(raws(mofa("令和8年", "1月1" if now.year == 2025 else "1月5"), **MOFA), now)
    assert item.published is not None
    assert item.published.start == now


@pytest.mark.parametrize(
    "template",
    [
        '<ul class="list1">{}</ul>',
        '<div class="newsBd"><ul>{}</ul></div>',
        '<ul class="list1">{}</ul><div class="newsBd"><ul>{}</ul></div>',
    ],
)
def test_both_templates_of_a_content_system_fit_one_selector(template: str) -> None:
    row = '<li><a href="./202511/t20251124_11759999.shtml" target="_blank">2025年11月24日外交部发言人毛宁主持例行记者会</a></li><li><a href="/zwbd/">more</a></li>'
    (raw,) = raws(template.format(row, row), url="https://www.mfa.example/web/fyrbt_673021/jzhsl_673025/", **MFA)
    assert raw.link == "https://www.mfa.example/web/fyrbt_673021/jzhsl_673025/202511/t20251124_11759999.shtml"


@pytest.mark.parametrize(
    "selector",
    [":is(h2, div.b) a", "body :is(h2, div.b) a", "div:is(.b) a", ":not(.x) ul a", ":is(h3, :where(div.b) a)", ":has(i) a"],
)
def test_a_space_in_a_selector_is_any_depth(selector: str) -> None:
    assert len(raws("<div class=b><i></i><ul><li><a href=1.html>One</a></li></ul></div>", row=selector)) == 1


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [("text/html", ""), ("text/html; charset=gb2312", ""), ("text/html; charset=utf-8", ""), ("", "gb18030")],
)
def test_gbk_that_calls_itself_gb2312(content_type: str, encoding: str) -> None:
    body = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /></head><ul class="scdList"><li><a href="./202511/t20251126_12735.htm">国台办：朱镕基、喆、囍</a><span>[ 2025-11-26 ]</span></li></ul>'
    (raw,) = raws(body.encode("gbk"), content_type, encoding=encoding, **TAO)
    assert raw.title == "国台办：朱镕基、喆、囍"
    assert raw.link == "https://www.ministry.example/list/202511/t20251126_12735.htm"


@pytest.mark.parametrize("codec", ["utf-8", "shift_jis", "euc-jp", "gb18030", "big5"])
def test_the_meta_element_alone_says_the_character_set(codec: str) -> None:
    body = f'<html><head><meta charset="{codec}"></head><li><a href="1.html">外交部發言人</a></li>'
    assert raws(body.encode(codec), "text/html", row="li")[0].title == "外交部發言人"


def test_a_byte_order_mark_is_right_about_utf8_and_wrong_about_the_rest() -> None:
    said = '<meta charset="gb2312"><li><a href="1.html">外交部发言人</a></li>'
    assert raws(b"\xef\xbb\xbf" + said.encode(), row="li")[0].title == "外交部发言人"
    assert raws(b"\xef\xbb\xbf" + said.encode("gb18030"), row="li")[0].title == "外交部发言人"
    assert raws("<ul>\ufeff<li><a href='1.html'>\ufeff外交部</a></li>", row="li")[0].title == "外交部"


def test_years_of_the_republic_are_not_this_years() -> None:
    rows = "".join(
        f"<li><a href='plaact/{n}'>中共解放軍臺海周邊海、空域動態 {date}</a></li>"
        for n, date in enumerate(
            ["115年1月2日（星期五）", "中華民國114年8月21日（星期四）0600時至22日0600時止", "114.08.21", "114/08/21"]
        )
    )
    assert [day(item) for item in items(raws(rows, **MND))] == [
        "2026-01-02",
        *["2025-08-21"] * 3,
    ]


def test_morning_and_afternoon_of_the_same_words_are_two_documents() -> None:
    rows = "".join(
        f'<a class="list-press__link" href="202511/27_{half}.html"><span class="label">{label}</span><span class="list-press__description">冒頭発言なし</span></a>'
        for half, label in (("p", "午後"), ("a", "午前"))
    )
    body = f'<h3 class="list-press__date">令和7年11月27日（木）</h3>{rows}'
    found = items(raws(body, url="https://www.kantei.example/jp/tyoukanpress/index.html", **KANTEI))
    assert [(item.title, item.link.rpartition("/")[2], day(item)) for item in found] == [
        ("午後 冒頭発言なし", "27_p.html", "2025-11-27"),
        ("午前 冒頭発言なし", "27_a.html", "2025-11-27"),
    ]
    assert len({item.key for item in found}) == len({item.digest for item in found}) == 2


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
        "<html><script src='https://geo.captcha-delivery.com/c.js'></script></html>",
        "<html><body>当前访问疑似黑客攻击，已被创宇盾拦截</body></html>",
        "<h1>ログイン</h1><form method='post' action='/account/login'><input name='id'></form>",
        "<form><input name='p' type=\"password\"></form>",
        "<h1>Before you continue</h1><form action='https://consent.example/save' method='post'><button>Accept all</button></form>",
    ],
)
def test_a_guard_at_the_door_is_one_on_lists_pages_and_articles(body: str) -> None:
    with pytest.raises(Challenged):
        raws(body, **MFA)
    with pytest.raises(Challenged):
        page.read(source("page", body="#content"), reply(f"<p></p>{body}" if "<p" in body else body))
    with pytest.raises(Challenged):
        article.read(source("list_page", body="#content"), RawItem("", "https://x.example/1", "x"), reply(body))


def test_a_list_with_a_login_beside_it_is_a_list() -> None:
    assert len(raws("<form action='/login'><input type=password></form><li><a href='1.html'>One</a></li>", row="li")) == 1


def test_a_page_whose_selector_finds_nothing_is_an_empty_list() -> None:
    assert raws("<html><body><div class='renamed'><a href='1.html'>One</a></div></body></html>", **MFA) == []
    with pytest.raises(ReadFailed, match="gzip"):
        raws(b"\x1f\x8b\x08\x00", **MFA)


def test_anchors_that_lead_nowhere_are_no_documents() -> None:
    assert (
        raws("<a>One</a><a href=''>Two</a><a href='javascript:void(0)'>Three</a><a href='mailto:x@y.example'>Four</a>", row="a")
        == []
    )


@pytest.mark.parametrize(
    "row",
    [
        "<li><a href='./202511/t20251124_{}.shtml'>两国领导人通电话</a> 11-24</li>",
        "<li><a href='./202511/t20251124_1.shtml'>两国领导人通电话</a> 11-24</li>",
        "<li><a href='/{}/'>nav</a></li>",
    ],
    ids=["rows", "one document", "none of them wanted"],
)
def test_a_hundred_thousand_rows_are_bounded_and_quick(row: str) -> None:
    body = "".join(row.format(i) for i in range(100_000))
    start = process_time()
    found = raws(body, row="li", href=r"t\d{8}")
    assert process_time() - start < 5  # a tenth of that on ours
    assert len(found) == (0 if "nav" in row else 500 if "{" in row else 1)


def test_rows_that_are_never_closed_are_read_in_time() -> None:
    start = process_time()
    found = raws(
        "".join(f"<div class=r><a href='{i}.html'>Title {i}</a><span>11-24</span>" for i in range(5_000)),
        row="div.r",
        title="a",
        date="span",
    )
    assert process_time() - start < 20  # two seconds on ours
    assert len(found) == 500


@pytest.mark.parametrize("row", ["<a href='1.html'>{}</a>", "<a href='1.html' title='{}'>長…</a>", "<a href='1.html'>x</a>{}"])
def test_a_title_as_long_as_a_reply_may_be_is_cut_and_quick(row: str) -> None:
    start = process_time()
    (item,) = items(raws(f"<li>{row.format('長' * 1_600_000)}</li>", row="li"))
    assert process_time() - start < 5  # a tenth of that on ours
    assert len(item.title) <= TITLE_MAX
