"""Does the newsroom, read through the real fetcher, show each thing when it is out and as it then was?"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.errors import FetchFailed, Refused, SourceGone
from bot.fetch import HttpFetcher
from bot.model.reply import NotModified, Reply, Request
from bot.newsroom import Newsroom, Relay, Scenario, ScenarioClock
from bot.newsroom.scenario import Outage

Open = tuple[Newsroom, Relay]
MFA = "https://www.mfa.example/web/list/"
CALL = "https://www.mfa.example/web/list/202511/t20251124_1.shtml"
WIRE = "https://wire.example/rss"
TAO = "http://www.tao.example/xwdt/"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def read(relay: Relay, url: str, etag: str = "", last_modified: str = "") -> Reply:
    reply = await relay.fetch(Request("s", url, etag, last_modified))
    assert isinstance(reply, Reply)
    return reply


async def feed(relay: Relay, url: str) -> Any:
    reply = await read(relay, url)
    return feedparser.parse(reply.body, response_headers={"content-type": reply.content_type})


async def test_the_reply_bears_the_real_address(open_newsroom: Open) -> None:
    _, relay = open_newsroom
    assert (await read(relay, MFA)).url == MFA
    assert (await read(relay, "https://own.example")).url == "https://own.example"


async def test_nothing_is_out_before_its_time(open_newsroom: Open) -> None:
    newsroom, relay = open_newsroom
    newsroom.publish_until(at("2025-11-24T22:39:59+08:00"))
    assert b"t20251124_1" not in (await read(relay, MFA)).body
    with pytest.raises(SourceGone):
        await read(relay, CALL)
    newsroom.publish_until(at("2025-11-24T22:40:00+08:00"))
    page = LexborHTMLParser((await read(relay, MFA)).body.decode())
    link = page.css_first("ul.list1 li a[href^='./']")
    assert link is not None
    assert (link.attributes["href"], link.text()) == ("./202511/t20251124_1.shtml", "两国领导人通电话")
    article = LexborHTMLParser((await read(relay, CALL)).body.decode())
    stamp, body = article.css_first("p.time span"), article.css("div.news-main > div.TRS_UEDITOR p")
    assert stamp is not None
    assert stamp.text() == "2025-11-24 22:30"
    assert [p.text(strip=True) for p in body] == ["第一段。", "第二段 <b>。"]


async def test_an_unknown_address_is_gone(open_newsroom: Open) -> None:
    with pytest.raises(SourceGone):
        await read(open_newsroom[1], "https://elsewhere.example/")


async def test_an_unchanged_document_is_not_sent_again(open_newsroom: Open) -> None:
    newsroom, relay = open_newsroom
    first = await read(relay, MFA)
    assert await relay.fetch(Request("s", MFA, etag=first.etag)) == NotModified(MFA)
    assert await relay.fetch(Request("s", MFA, etag=f'"other", W/{first.etag}')) == NotModified(MFA)
    assert await relay.fetch(Request("s", MFA, last_modified=first.last_modified)) == NotModified(MFA)
    newsroom.publish_until(at("2025-11-24T22:40:00+08:00"))
    second = await read(relay, MFA, etag=first.etag, last_modified=first.last_modified)
    assert second.etag != first.etag
    assert second.last_modified == "Mon, 24 Nov 2025 14:40:00 GMT"
    assert isinstance(await relay.fetch(Request("s", MFA, last_modified=first.last_modified)), Reply)
    assert isinstance(await relay.fetch(Request("s", MFA, last_modified="whenever")), Reply)


async def test_an_edit_shows_where_it_was_made_and_only_there(open_newsroom: Open) -> None:
    newsroom, relay = open_newsroom
    newsroom.publish_until(at("2025-11-25T09:00:00+08:00"))
    assert (await feed(relay, WIRE)).entries[0].title == "Leaders talk"
    assert "两国领导人通电话" in (await read(relay, MFA)).body.decode()
    assert "改过的一段。" in (await read(relay, CALL)).body.decode()


async def test_a_removed_entry_leaves_the_list_and_its_page(open_newsroom: Open) -> None:
    newsroom, relay = open_newsroom
    page = f"{TAO}202511/t20251125_2.htm"
    newsroom.publish_until(at("2025-11-26T09:59:00+08:00"))
    assert "发言人镕".encode("gb18030") in (await read(relay, page)).body
    newsroom.publish_until(at("2025-11-26T10:00:00+08:00"))
    assert b"t20251125_2" not in (await read(relay, TAO)).body
    with pytest.raises(SourceGone):
        await read(relay, page)


async def test_a_gbk_page_says_gb2312_in_its_head_and_nothing_in_its_header(open_newsroom: Open) -> None:
    newsroom, relay = open_newsroom
    newsroom.publish_until(at("2025-11-25T10:00:00+08:00"))
    reply = await read(relay, TAO)
    assert reply.content_type == "text/html"
    assert b'<meta charset="gb2312">' in reply.body
    page = LexborHTMLParser(reply.body.decode("gb18030"))
    assert [node.text() for node in page.css("ul.scdList a")] == ["发言人镕就此答问"]


async def test_rss_escapes_windows_and_dates_in_its_own_zone(open_newsroom: Open) -> None:
    newsroom, relay = open_newsroom
    newsroom.publish_until(at("2025-11-24T22:40:00+08:00"))
    body = (await read(relay, WIRE)).body
    item = ET.fromstring(body).find("channel/item")
    assert item is not None
    assert item.findtext("title") == "Leaders <talk> & agree"
    assert item.findtext("pubDate") == "Mon, 24 Nov 2025 09:30:00 -0500"
    assert item.findtext("guid") == item.findtext("link") == "https://wire.example/a?id=1&lang=zh"
    parsed = await feed(relay, WIRE)
    assert [entry.title for entry in parsed.entries][1:] == ["Something earlier"]
    assert parsed.entries[0].content[0].value == "<p>第一段。</p><p>第二段 &lt;b&gt;。</p>"


@pytest.mark.parametrize("url", ["https://atom.example/feed?a=1&b=2", "https://rdf.example/index.rdf"])
async def test_feeds_of_other_kinds_say_the_same(open_newsroom: Open, url: str) -> None:
    parsed = await feed(open_newsroom[1], url)
    assert not parsed.bozo
    entry = parsed.entries[0]
    assert entry.title == "髙市氏の会談 & 電話"
    assert entry.link == url.partition("feed")[0].partition("index")[0] + "a/1"
    assert entry.get("published_parsed", entry.get("updated_parsed"))[:5] == (2025, 11, 24, 4, 0)


async def test_atom_starts_with_a_byte_order_mark_and_gives_its_own_ids(open_newsroom: Open) -> None:
    body = (await read(open_newsroom[1], "https://atom.example/feed?a=1&b=2")).body
    assert body.startswith(b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>')
    assert ET.fromstring(body).findtext(".//{*}entry/{*}id") == "tag:a,1"


async def test_rdf_keeps_its_items_beside_the_channel_in_shift_jis(open_newsroom: Open) -> None:
    reply = await read(open_newsroom[1], "https://rdf.example/index.rdf")
    assert reply.content_type == "application/xml"
    assert "会談".encode("shift_jis") in reply.body
    assert "&#39641;市".encode("shift_jis") in reply.body
    text = reply.body.decode("shift_jis").replace('encoding="Shift_JIS"', "")
    root = ET.fromstring(text)
    assert [child.tag.rpartition("}")[2] for child in root] == ["channel", "item"]
    assert root.findtext("{*}item/{http://purl.org/dc/elements/1.1/}date") == "2025-11-24T13:00:00+09:00"


async def test_a_json_feed_is_one(open_newsroom: Open) -> None:
    reply = await read(open_newsroom[1], "https://json.example/feed.json")
    parsed = json.loads(reply.body)
    assert reply.content_type == "application/feed+json"
    assert parsed["items"][0]["url"] == "https://json.example/a/1"
    assert parsed["items"][0]["date_published"] == "2025-11-24T04:00:00+00:00"


async def test_a_scenario_brings_its_own_pages(open_newsroom: Open) -> None:
    reply = await read(open_newsroom[1], "https://own.example")
    assert '<a href="https://own.example/a/1">髙市氏の会談 &amp; 電話</a> 民國114年11月24日' in reply.body.decode()


async def test_the_press_list_dates_in_headings_and_tells_morning_from_afternoon(open_newsroom: Open) -> None:
    newsroom, relay = open_newsroom
    newsroom.publish_until(at("2025-11-27T18:00:00+09:00"))
    reply = await read(relay, "https://www.kantei.example/jp/tyoukanpress/index.html")
    page = LexborHTMLParser(reply.body.decode())
    assert [node.text() for node in page.css("h3.list-press__date")] == ["令和7年11月27日"]
    assert [node.text() for node in page.css("a.list-press__link span.label")] == ["午後", "午前"]


async def test_unread_until_every_document_was_asked_for(open_newsroom: Open, tiny: Scenario) -> None:
    newsroom, relay = open_newsroom
    assert newsroom.unread()
    for document in tiny.documents:
        await read(relay, document.url)
    assert not newsroom.unread()
    newsroom.publish_until(at("2025-11-24T22:39:00+08:00"))
    assert not newsroom.unread()
    newsroom.publish_until(at("2025-11-24T22:40:00+08:00"))
    assert newsroom.unread()
    for url in (MFA, WIRE):
        await read(relay, url)
    assert not newsroom.unread()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (503, FetchFailed),
        (404, SourceGone),
        (403, FetchFailed),
        ("hang", FetchFailed),
        ("truncated", FetchFailed),
        ("huge", Refused),
    ],
)
async def test_troubles_arrive_as_what_they_are_and_pass(tiny: Scenario, answer: Any, error: type[Exception]) -> None:
    outage = Outage(source="mfa", at=tiny.starts, until=tiny.starts + timedelta(hours=1), answer=answer)
    fetcher = HttpFetcher(ScenarioClock(tiny.starts), deadline=0.3 if answer == "hang" else 5.0)
    with Newsroom(with_outage(tiny, outage)) as newsroom:
        relay = Relay(fetcher, newsroom.base)
        for document in tiny.documents:
            if document.source != "mfa":
                await read(relay, document.url)
        with pytest.raises(error) as caught:
            await read(relay, MFA)
        assert getattr(caught.value, "retry_after", None) == (600.0 if answer == 503 else None)
        assert not newsroom.unread()
        newsroom.publish_until(outage.until)
        assert newsroom.unread()
        assert b"list1" in (await read(relay, MFA)).body
        await fetcher.close()


@pytest.mark.parametrize(("answer", "body"), [("empty", b""), ("html", b"Back soon")])
async def test_troubles_that_look_like_an_answer_carry_no_validators(tiny: Scenario, answer: Any, body: bytes) -> None:
    outage = Outage(source="wire", at=tiny.starts, until=tiny.ends, answer=answer)
    fetcher = HttpFetcher(ScenarioClock(tiny.starts))
    with Newsroom(with_outage(tiny, outage)) as newsroom:
        reply = await read(Relay(fetcher, newsroom.base), WIRE, etag='"x"')
        assert body in reply.body
        assert (reply.etag, reply.last_modified) == ("", "")
        await fetcher.close()


async def test_a_closed_newsroom_answers_nobody(tiny: Scenario) -> None:
    fetcher = HttpFetcher(ScenarioClock(tiny.starts))
    with Newsroom(tiny) as newsroom:
        relay = Relay(fetcher, newsroom.base)
        await read(relay, MFA)
    with pytest.raises(FetchFailed):
        await read(relay, MFA)
    await relay.close()


def with_outage(scenario: Scenario, outage: Outage) -> Scenario:
    return replace(scenario, faults=(outage,))
