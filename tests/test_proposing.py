"""Does a page become an entry that reads it?"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import StandingClock
from bot.errors import Challenged, FetchFailed, ReadFailed, Refused, SourceError
from bot.model.reply import NotModified, Reply, Request
from bot.model.source import Kind, Selectors, Source
from bot.newsroom import load
from bot.newsroom.edition import Editions
from bot.newsroom.render import Press, content_type
from bot.proposing.encodings import encoding_of
from bot.proposing.entry import Draft, file_of, written
from bot.proposing.finish import freshness
from bot.proposing.lists import lists_of
from bot.proposing.naming import Naming, language_tag
from bot.proposing.paths import documents_of
from bot.proposing.reads import Reads, read_as
from bot.proposing.sides import is_official, side_of
from bot.scouting import Found, Scout
from bot.settings import share
from bot.text.yaml import read_yaml
from bot.watchlist import load_watchlist
from tests.pipeline.make import rss, write_watchlist

NOW = datetime(2025, 11, 25, 3, 0, tzinfo=UTC)
URL = "https://www.ministry.go.jp/press/index.html"
WORDS = (
    "外務大臣会談の結果について", "報道官談話の発表", "総理大臣の記者会見（全文）", "海上保安庁からの注意喚起", "日中外相電話会談の概要",
    "在外公館の業務に関するお知らせ", "国際会議への出席について", "経済制裁措置の一部改正",
)  # fmt: skip
CHINESE = (
    "外交部发言人就有关问题答记者问", "中国驻日本大使就台湾问题阐明立场", "国务院台办举行例行新闻发布会", "国防部发言人发表谈话",
    "文化和旅游部提醒近期避免前往日本", "海警舰艇编队在钓鱼岛领海内巡航", "商务部回应水产品进口有关问题", "外交部领事司发布安全提醒",
)  # fmt: skip
MENU = "".join(
    f"<li><a href='/{i}/'>{word}</a></li>"
    for i, word in enumerate(("ホーム", "報道・広報についてのページ", "会見・発表・広報", "海外渡航・滞在"))
)
FOOT = "".join(f"<li><a href='/about/{i}.html'>このサイトについてのご案内 {i}</a></li>" for i in range(6))


def page(rows: str, *, lang: str = "ja", title: str = "報道発表", head: str = "") -> str:
    """A page as they are: menus above and below, a box at the side, and somewhere in between the list."""
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><title>{title}</title>{head}</head><body><div id='header'><ul class='gnav'>{MENU}</ul></div>"
        f"<div class='breadcrumb'><a href='/'>トップページへ戻る</a></div><div id='main'>{rows}"
        "<div class='pager'><a href='?p=2'>2</a><a href='?p=3'>3</a><a href='?p=4'>4</a><a href='?p=5'>次のページへ</a></div></div>"
        "<aside class='ranking'><ul><li><a href='/r/1'>よく読まれている記事その一です</a></li><li><a href='/r/2'>よく読まれている記事その二です</a></li>"
        "<li><a href='/r/3'>よく読まれている記事その三です</a></li><li><a href='/r/4'>よく読まれている記事その四です</a></li></ul></aside>"
        f"<footer><ul class='foot'>{FOOT}</ul></footer></body></html>"
    )


def stub(kind: Kind = "list_page", url: str = URL, zone: str = "Asia/Tokyo") -> Source:
    return Source("new", "N", "JP", "official", kind, url, zone, ("ja",), "new", "N")


def days(count: int) -> Iterator[datetime]:
    return (NOW - timedelta(days=i // 2) for i in range(count))


def best(markup: str | bytes, *, encoding: str = "", content: str = "text/html", zone: str = "Asia/Tokyo") -> Reads:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return lists_of(replace(stub(zone=zone), encoding=encoding), Reply(URL, body, content), NOW)[0]


def titles(found: Reads) -> list[str]:
    return [item.title for item in found.items]


ROWS: Mapping[str, str] = {
    "a table with eras": "<table class='tbl'><tr><th>日付</th><th>件名</th></tr>"
    + "".join(
        f"<tr><td>令和7年{day.month}月{day.day}日</td><td>第{i}課</td><td><a href='./{i}.html'>{word}</a></td></tr>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    )
    + "</table>",
    "terms and their documents": "<dl class='news'>"
    + "".join(
        f"<dt>{day.year}年{day.month}月{day.day}日</dt><dd><a href='/press/release/{i}.html'>{word}</a></dd>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    )
    + "</dl>",
    "days between rows, without a year": "".join(
        (f"<h3 class='day'>{day.month}月{day.day}日</h3>" if i % 2 == 0 else "")
        + f"<p class='doc'><a href='rel_{i}.html'>{word}</a></p>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    ),
    "cards with a picture, a section and a lead": "".join(
        f"<div class='card card-{i}'><a href='/a/{i}'><img src='{i}.jpg'></a><div class='txt'><a class='cat' href='/cat/{i % 2}'>政治・外交のニュース</a>"
        f"<h3><a href='/a/{i}'>{word}</a></h3><p>{word}について、{day.month}月1日に発表された内容の要約がここに続きます。</p><span class='when'>{day:%Y.%m.%d}</span></div></div>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    ),
    "links around everything": "<div class='list'>"
    + "".join(
        f"<a class='item' href='d/{i}.html'><time>{day:%Y/%m/%d}</time><p class='ttl'>{word}</p></a>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    )
    + "</div>",
    "dates beside links": "<ul class='list1'>"
    + "".join(
        f"<li class='{'odd' if i % 2 else 'even'}'><a href='./t{i}.html'>{word}</a>（{day:%Y-%m-%d}）</li>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    )
    + "</ul>",
    "month and day alone": "<ul>"
    + "".join(
        f"<li><a href='./{i}.shtml'>{word}</a><span>{day:%m-%d}</span></li>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    )
    + "</ul>",
    "headings and a link that says more": "".join(
        f"<div class='entry'><h2>{word}</h2><p class='date'>{day:%Y年%m月%d日}</p><a href='/e/{i}'>詳細</a></div>"
        for i, (word, day) in enumerate(zip(WORDS, days(8), strict=True))
    ),
}


@pytest.mark.parametrize("shape", ROWS)
def test_a_list_is_found_whatever_it_is_made_of(shape: str) -> None:
    found = best(page(ROWS[shape]))
    assert titles(found) == list(WORDS)
    assert [item.published.start.astimezone(UTC).date() if item.published else None for item in found.items] == [
        (day - timedelta(days=1)).date() for day in days(8)
    ], found.source.selectors
    again = read_as(found.source, Reply(URL, page(ROWS[shape]).encode(), "text/html"), NOW)
    assert again.items == found.items


def test_what_is_left_to_the_reader_is_said_and_what_is_not_is_named() -> None:
    found = best(page(ROWS["cards with a picture, a section and a lead"]))
    assert found.source.selectors == Selectors(row="div.txt", link="h3 > a", date="span.when")
    found = best(page(ROWS["dates beside links"]))
    assert found.source.selectors == Selectors(row="ul.list1 > li"), "odd and even rows are one list"
    found = best(page(ROWS["terms and their documents"]))
    assert found.source.selectors == Selectors(row="dl.news > dd", heading="dl.news > dt")


def test_a_page_of_menus_holds_no_list() -> None:
    assert lists_of(stub(), Reply(URL, page("<p>Only words.</p>").encode()), NOW) == []


@pytest.mark.parametrize(
    "markup",
    [
        "".join(f"<div class=r><a href='/{i}'>{WORDS[i % 8]}という見出し</a><span>2025-11-20" for i in range(200)),
        "<div>" * 5000 + "".join(f"<a href='/{i}'>{WORDS[i % 8]}という見出し</a>" for i in range(50)),
        "<a href=':::'>An address that is none</a>" * 9,
        "<li class='[x] a{} \x00'><a href='/1'>A headline of some length</a>" * 9,
    ],
)
def test_markup_that_nobody_closes_is_survived(markup: str) -> None:
    for found in lists_of(stub(), Reply(URL, f"<html><body>{markup}".encode()), NOW):
        assert len(found.items) >= 4


def test_a_date_elsewhere_on_the_page_dates_no_rows() -> None:
    rows = "<p class='today'>2025年11月25日</p><p class='today'>2025年11月25日</p><ul class='x'>"
    found = best(
        page(rows + "".join(f"<li><a href='/d/{i}'>{word}についての発表</a></li>" for i, word in enumerate(WORDS)) + "</ul>")
    )
    assert (found.source.selectors, found.dated) == (Selectors(row="ul.x > li"), 0)


def test_the_newsrooms_pages_are_read_as_by_hand() -> None:
    sources = load_watchlist(share("watchlists")).sources
    scenario = load(Path(__file__).parents[1] / "bot" / "newsroom" / "scenarios" / "taiwan-remarks", sources)
    press, seen = Press(scenario), 0
    for document in scenario.documents:
        source = replace(sources[document.source], url=document.url)
        shown = sorted(Editions(scenario, document).every(scenario.ends), key=lambda one: one.dated, reverse=True)
        if source.kind != "list_page" or len(shown) < 4:
            continue
        reply = Reply(source.url, press.listing(document, tuple(shown), scenario.ends), content_type(document))
        by_hand = read_as(source, reply, scenario.ends)
        found = lists_of(replace(source, selectors=Selectors(), encoding=""), reply, scenario.ends)[0]
        assert [(item.link, item.title, item.published) for item in found.items] == [
            (item.link, item.title, item.published) for item in by_hand.items
        ], document.source
        seen += 1
    assert seen >= 4


ENCODED = "<html><body>" + page(
    "<ul class='list'>"
    + "".join(f"<li><a href='/{i}.html'>{word}</a><i>2025-11-{24 - i}</i></li>" for i, word in enumerate(CHINESE))
    + "</ul>",
    lang="zh",
)


@pytest.mark.parametrize(
    ("written_in", "header", "forced", "why"),
    [
        ("gb18030", "text/html; charset=gb2312", "", ""),
        ("gb18030", "text/html", "gb18030", "nothing declares it"),
        ("gb18030", "text/html; charset=utf-8", "gb18030", "declared utf-8, which does not fit"),
        ("gb18030", "text/html; charset=iso-8859-1", "gb18030", "declared iso-8859-1"),
        ("utf-8", "text/html", "", ""),
        ("utf-8", "text/html; charset=iso-8859-1", "", ""),
    ],
)
def test_a_character_set_is_forced_where_the_label_lies_or_is_missing(written_in: str, header: str, forced: str, why: str) -> None:
    body = ENCODED.replace("会見", "会见").encode(written_in)
    label, reason = encoding_of(body, header)
    assert (label, why in reason) == (forced, True)
    assert titles(best(body, encoding=label, content=header)) == list(CHINESE)


@pytest.mark.parametrize(("codec", "label"), [("cp932", "shift_jis"), ("euc_jp", "euc-jp")])
def test_japanese_pages_without_a_label(codec: str, label: str) -> None:
    body = page(ROWS["a table with eras"]).encode(codec)
    assert encoding_of(body, "text/html")[0] == label
    assert titles(best(body, encoding=label)) == list(WORDS)
    assert encoding_of(b"<meta charset=shift_jis>" + page(ROWS["a table with eras"]).encode("cp932"), "text/html") == ("", "")


def test_western_pages_are_left_alone() -> None:
    assert encoding_of("<p>L'été, à côté du ministère: déclaré".encode("latin-1"), "text/html; charset=iso-8859-1") == ("", "")
    assert encoding_of(b"<p>plain", "text/html") == ("", "")


def documents(body: str) -> list[Reads]:
    return documents_of(stub("json", "https://api.example/list.json"), Reply("https://api.example/list.json", body.encode()), NOW)


@pytest.mark.parametrize(
    ("body", "selectors"),
    [
        (
            {"code": 0, "data": {"list": [
                {"docId": f"d{i}", "title": word, "url": f"/c/{i}.html", "publishTime": f"2025-11-2{i} 10:00", "sourceName": "新华社"}
                for i, word in enumerate(CHINESE[:5])
            ]}},
            Selectors(row="$.data.list[*]", id="$.docId", link="$.url", title="$.title", date="$.publishTime"),
        ),
        (
            [
                {"fields": {"head-line": word, "web url": f"https://a.example/{i}"}, "at_time": 1763930000000 + i}
                for i, word in enumerate(WORDS)
            ],
            Selectors(row="$[*]", link="$.fields['web url']", title="$.fields['head-line']", date="$.at_time"),
        ),
        (
            {"menu": [{"name": "Home page of it", "url": "/"}, {"name": "About the ministry", "url": "/about"}], "items": {
                f"{i}": {"headline": word, "link": f"https://a.example/{i}", "updated": f"2025-11-24T0{i}:00:00Z"}
                for i, word in enumerate(WORDS)
            }},
            Selectors(row="$.items[*]", link="$.link", title="$.headline", date="$.updated"),
        ),
    ],
)  # fmt: skip
def test_the_lists_of_a_json_document_are_found(body: object, selectors: Selectors) -> None:
    found = documents(json.dumps(body))[0]
    assert found.source.selectors == selectors
    assert found.dated == len(found.items) >= 5


@pytest.mark.parametrize("body", ["{}", "[1, 2]", "{", '{"a": [{"x": 1}, {"x": 2}]}', "[" * 5000])
def test_json_without_lists_yields_nothing(body: str) -> None:
    assert documents(body) == []


class Network:
    """A Fetcher that answers from a table; what is missing is gone."""

    def __init__(self, **pages: str | bytes | SourceError) -> None:
        self.pages: Mapping[str, str | bytes | SourceError] = pages
        self.asked: list[str] = []

    async def fetch(self, request: Request) -> Reply | NotModified:
        self.asked.append(request.url)
        answer = self.pages.get(request.url, FetchFailed(request.source, "answered 404", status=404))
        if isinstance(answer, SourceError):
            raise answer
        return Reply(request.url, answer.encode() if isinstance(answer, str) else answer, "text/html")

    async def close(self) -> None:
        pass


async def scouted(url: str, pages: Mapping[str, str | bytes | SourceError], known: Sequence[Source] = ()) -> tuple[Found, Network]:
    network = Network(**pages)
    return await Scout(known, network, StandingClock(NOW), allow_private=False).look(url), network


ARTICLE = (
    "<html><body><article>"
    + "".join(f"<p>{'本日、外務大臣は次のとおり述べました。' * 8}</p>" for _ in range(3))
    + "</article></body></html>"
)


async def test_a_page_without_a_feed_becomes_a_list_page(tmp_path: Path) -> None:
    pages = {URL: page(ROWS["a table with eras"]), "https://www.ministry.go.jp/press/0.html": ARTICLE}
    found, _ = await scouted(URL, pages)
    source = found.draft.source
    assert (source.kind, source.side, source.role, source.zone, source.languages) == (
        "list_page",
        "JP",
        "official",
        "Asia/Tokyo",
        ("ja",),
    )
    assert (source.follow, source.fresh, source.selectors.row) == (True, timedelta(days=5), "table.tbl tbody > tr")
    assert titles(found.reads) == list(WORDS)
    loaded = loads(tmp_path, [found.draft])[source.id]
    assert replace(loaded, outlet="", min_gap=source.min_gap) == replace(source, outlet="")
    text = written(found.draft)
    for line in ("# On 2025-11-25 it read 8 items, 8 of them dated:", "side: JP  # guessed from .jp: check", "follow: true  #"):
        assert line in text


def loads(folder: Path, drafts: Sequence[Draft]) -> Mapping[str, Source]:
    """What the watchlist makes of a file of them."""
    write_watchlist(folder)
    (folder / "sources" / "new.yaml").write_text(file_of(drafts, ["made by a test"]), encoding="utf-8")
    return load_watchlist(folder).sources


LINKS = (
    '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    '<link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title="All" href="old.xml">'
    '<link rel="alternate" type="application/atom+xml" href="//feeds.ministry.go.jp/new.atom">'
    '<link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" type="application/json+oembed" href="/oembed?x=rss">'
)


async def test_of_a_pages_feeds_the_one_with_the_newest_items_is_proposed() -> None:
    rows = ROWS["dates beside links"] + "<a href='/gone/index.rdf'>RSS</a><a href='/what-is-rss.html'>RSSとは</a>"
    pages = {
        URL: page(rows, head=LINKS),
        "https://www.ministry.go.jp/press/old.xml": rss(("a", "Minister met the ambassador", "x"), at=NOW - timedelta(days=9)),
        "https://feeds.ministry.go.jp/new.atom": rss(("b", "Minister met the secretary", "x"), at=NOW - timedelta(hours=2)),
        "https://www.ministry.go.jp/comments/feed/": rss(("c", "Re: this is what readers say", "x"), at=NOW),
        "https://www.ministry.go.jp/what-is-rss.html": page("nothing"),
    }
    found, network = await scouted(URL, pages)
    assert found.draft.source.url == "https://feeds.ministry.go.jp/new.atom"
    assert (found.draft.source.kind, found.draft.source.name, found.draft.source.languages) == ("feed", "T", ("en",))
    assert "https://www.ministry.go.jp/comments/feed/" not in network.asked, "what readers say is no news"
    assert len(network.asked) <= 6
    assert ("https://www.ministry.go.jp/gone/index.rdf", "answered 404") in [(one.url, one.problem) for one in found.tried]
    assert [one.source.kind for one in found.others][-1] == "list_page"


async def test_a_feed_that_was_left_behind_gives_way_to_the_page() -> None:
    pages = {
        URL: page(ROWS["dates beside links"], head=LINKS),
        "https://www.ministry.go.jp/press/old.xml": rss(("a", "Minister met the ambassador", "x"), at=NOW - timedelta(days=900)),
    }
    found, _ = await scouted(URL, pages)
    assert (found.draft.source.kind, [one.source.kind for one in found.others][-1]) == ("list_page", "feed")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (rss(("a", "Minister met the ambassador", "x")), "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id><title>Minister met</title><link href="/1"/><updated>2025-11-24T00:00:00Z</updated></entry></feed>', "feed"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>Minister met</title><link>https://a.example/1</link></item></rdf:RDF>', "feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "url": "https://a.example/1", "title": "Minister met"}]}', "feed"),
        ('{"data": [{"title": "Minister met A", "url": "/1", "date": "2025-11-24"}, {"title": "Minister met B", "url": "/2", "date": "2025-11-23"}]}', "json"),
        ('<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc><news:news><news:title>Minister met</news:title><news:publication_date>2025-11-24T00:00:00Z</news:publication_date></news:news></url></urlset>', "sitemap"),
    ],
)  # fmt: skip
async def test_a_document_is_known_by_what_it_is(body: str, kind: str, tmp_path: Path) -> None:
    found, _ = await scouted("https://www.ministry.example/document", {"https://www.ministry.example/document": body})
    assert (found.draft.source.kind, found.reads.items[0].title[:12]) == (kind, "Minister met")
    assert found.draft.source.id in loads(tmp_path, [found.draft])


async def test_an_index_of_sitemaps_leads_to_its_news() -> None:
    index = "<sitemapindex><sitemap><loc>https://a.example/pages.xml</loc></sitemap><sitemap><loc>https://a.example/news.xml</loc></sitemap></sitemapindex>"
    news = "<urlset><url><loc>https://a.example/minister-met-ambassador</loc><lastmod>2025-11-24</lastmod></url></urlset>"
    found, network = await scouted(
        "https://a.example/sitemap.xml", {"https://a.example/sitemap.xml": index, "https://a.example/news.xml": news}
    )
    assert (found.draft.source.kind, found.draft.source.url) == ("sitemap", "https://a.example/news.xml")
    assert network.asked[:2] == ["https://a.example/sitemap.xml", "https://a.example/news.xml"]


async def test_a_page_that_a_script_fills_may_have_a_news_sitemap() -> None:
    news = "<urlset><url><loc>https://a.example/minister-met-ambassador</loc><lastmod>2025-11-24</lastmod></url></urlset>"
    pages = {
        "https://a.example/": page("<div id=app></div>"),
        "https://a.example/robots.txt": "User-agent: *\nSitemap: https://a.example/all.xml\nSitemap: https://a.example/news-sitemap.xml\n",
        "https://a.example/news-sitemap.xml": news,
    }
    found, network = await scouted("https://a.example/", pages)
    assert found.draft.source.url == "https://a.example/news-sitemap.xml"
    assert "https://a.example/all.xml" not in network.asked


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (Refused("new", "a.example/robots.txt keeps us from /"), Refused, "robots.txt"),
        ("<html><title>Just a moment...</title><div>Verify you are human</div></html>", Challenged, "bot check"),
        (page("<div id=app></div>"), ReadFailed, "nothing that stands in rows"),
        ("", ReadFailed, "an empty reply"),
        (b"%PDF-1.4", ReadFailed, "a PDF"),
        (rss(), ReadFailed, "holds no items"),
        ('{"a": 1}', ReadFailed, "no list of objects"),
        ("<urlset></urlset>", ReadFailed, "nothing in the sitemap"),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_says_why(answer: str | bytes | SourceError, error: type[SourceError], words: str) -> None:
    with pytest.raises(error, match=words):
        await scouted("https://a.example/", {"https://a.example/": answer})


def test_freshness_follows_the_gaps_between_dates() -> None:
    def reads(*ages: float) -> Reads:
        body = rss().replace(
            "</channel>",
            "".join(
                f"<item><guid>{i}</guid><title>Minister met {i}</title><pubDate>{NOW - timedelta(days=age):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
                for i, age in enumerate(ages)
            )
            + "</channel>",
        )
        return read_as(stub("feed"), Reply(URL, body.encode()), NOW)

    assert freshness(reads(0, 0.1, 0.2, 0.4, 0.6), NOW)[0] == timedelta(days=1)
    assert freshness(reads(1, 3, 6, 8, 11, 14), NOW)[0] == timedelta(days=7)
    assert freshness(reads(1, 2), NOW) == (None, "")
    fresh, why = freshness(reads(400, 401, 402, 403, 404), NOW)
    assert (fresh, "is it still in use?" in why) == (timedelta(days=5), True)


def test_sides_and_languages() -> None:
    assert [side_of(f"https://{host}/").code for host in ("www.mofa.go.jp", "a.gov", "bbc.co.uk", "news.un.org", "x.com", "t.co", "127.0.0.1", "localhost")] == [
        "JP", "US", "UK", "UN", "INT", "INT", "INT", "INT",
    ]  # fmt: skip
    assert [language_tag(tag) for tag in ("en-US", "zh_TW", "zh-cn", "jp", "", "unknown language")] == [
        "en",
        "zh-Hant",
        "zh-Hans",
        "ja",
        "",
        "",
    ]
    assert is_official("https://www.mofa.go.jp/")
    assert not is_official("https://go.com/")


def test_a_host_that_is_known_tells_whose_voice_it_is() -> None:
    near = replace(
        stub("feed", "https://kyodo.example/rss"),
        side="JP",
        outlet="Kyodo",
        role="wire",
        origin="kyodo",
        id="kyodo",
        languages=("ja",),
    )
    draft = Naming([near]).draft("feed", "https://kyodo.example/other", "Politics")
    assert (draft.source.side, draft.source.outlet, draft.source.role, draft.source.origin) == ("JP", "Kyodo", "wire", "kyodo")
    assert draft.why["side"] == "guessed as kyodo, of the same host: check"
    both = replace(near, id="b", outlet="Somebody else")
    assert Naming([near, both]).draft("feed", "https://kyodo.example/other", "Politics").source.side == "INT"


@given(st.text(max_size=80), st.text(max_size=30))
def test_whatever_a_title_holds_the_entry_says_it_back(tmp_path_factory: pytest.TempPathFactory, title: str, remark: str) -> None:
    draft = Naming([]).draft("feed", "https://a.example/{x}?a=1#b", title)
    draft = Draft(replace(draft.source, note=remark), draft.why, [remark, title])
    file = tmp_path_factory.getbasetemp() / "titles.yaml"
    file.write_text(file_of([draft], [title]), encoding="utf-8")
    document = read_yaml(file)
    assert document.faults == []
    assert [document.data["sources"][0][key] for key in ("name", "url", "enabled")] == [draft.source.name, draft.source.url, True]
