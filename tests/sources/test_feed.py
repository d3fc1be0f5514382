"""Feeds of four formats, and what stands in a feed's place when something is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Challenged, ReadFailed, SourceError
from bot.model.item import RawItem
from bot.sources import KINDS, feed
from bot.sources.opening import ITEMS_MAX
from tests.sources.make import reply, source

RSS = """<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0"><channel><title>T</title><link>https://ministry.example/</link>
<item><title>两国领导人&lt;b&gt;通电话&lt;/b&gt; &amp;amp; 会谈</title><link>/a/1?x=1&amp;y=2</link><guid isPermaLink="false">id-1</guid>
<pubDate>Mon, 24 Nov 2025 22:30:00 +0800</pubDate><description><![CDATA[<p>第一段，朱镕基。</p><p>第二段。</p>]]></description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>t</id><updated>2025-11-24T00:00:00Z</updated>
<entry><id>tag:a,1</id><title type="html">A &lt;i&gt;call&lt;/i&gt;</title><link rel="alternate" href="https://a.example/1"/>
<updated>2025-11-25T00:00:00Z</updated><published>2025-11-24T14:30:00Z</published><summary>short</summary>
<content type="html">&lt;p&gt;A much longer text.&lt;/p&gt;</content><author><name>By Line</name></author></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://k.example/"><title>T</title><link>https://k.example/</link><description>D</description></channel>
<item rdf:about="https://k.example/1"><title>官房長官記者会見</title><link>https://k.example/1</link><dc:date>2025-11-27T11:00:00+09:00</dc:date></item>
</rdf:RDF>"""
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": 7, "url": "/a", "title": "T &amp; U",'
    ' "content_html": "<p>x</p>", "date_published": "2025-11-24T00:00:00Z"}, "stray"]}'
)


@pytest.mark.parametrize(
    ("charset", "codec"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "utf-8-sig"), ("utf-8", "gb18030")]
)
def test_rss_in_the_encodings_it_comes_in(charset: str, codec: str) -> None:
    (item,) = feed.read(source(), reply(RSS.format(charset=charset).encode(codec), "text/xml"))
    assert item == RawItem(
        "id-1",
        "https://ministry.example/a/1?x=1&y=2",
        "两国领导人通电话 & 会谈",
        "第一段，朱镕基。\n第二段。",
        "Mon, 24 Nov 2025 22:30:00 +0800",
    )


def test_atom_takes_the_longest_text_and_the_first_date() -> None:
    (item,) = feed.read(source(), reply(ATOM))
    assert item == RawItem("tag:a,1", "https://a.example/1", "A call", "A much longer text.", "2025-11-24T14:30:00Z", "By Line")


def test_rdf_items_stand_beside_the_channel() -> None:
    (item,) = feed.read(source(), reply(RDF.encode("shift_jis"), "text/xml; charset=Shift_JIS"))
    assert (item.title, item.link, item.date) == ("官房長官記者会見", "https://k.example/1", "2025-11-27T11:00:00+09:00")


def test_json_feed() -> None:
    (item,) = feed.read(source(), reply(JSON, "application/feed+json"))
    assert item == RawItem("7", "https://ministry.example/a", "T & U", "x", "2025-11-24T00:00:00Z")


def test_a_feed_without_entries_is_no_error() -> None:
    assert feed.read(source(), reply('<rss version="2.0"><channel><title>T</title></channel></rss>')) == []


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ("", ReadFailed, "an empty reply"),
        (" \n", ReadFailed, "an empty reply"),
        ("<!doctype html><html><body>Welcome</body></html>", ReadFailed, "an HTML page instead of a feed"),
        ("<html><title>Just a moment...</title></html>", Challenged, "bot check"),
        ("not found", ReadFailed, "something else instead of a feed"),
        (RSS.format(charset="utf-8")[:-60], ReadFailed, "cut short"),
        ('{"version": 1}', ReadFailed, "not a JSON feed"),
        ('{"version": ', ReadFailed, "cannot be parsed"),
        ("[" * 10, ReadFailed, "something else"),
        ("{" + '"a":[' * 5000, ReadFailed, "cannot be parsed"),
        (b"%PDF-1.7 ...", ReadFailed, "a PDF instead of text"),
        ("<rss><<<<</rss>", ReadFailed, "cannot be parsed"),
    ],
)
def test_what_is_no_feed_is_classified(body: str | bytes, error: type[SourceError], said: str) -> None:
    with pytest.raises(error, match=said):
        feed.read(source(), reply(body))


def test_sloppy_xml_is_read_all_the_same() -> None:
    body = RSS.format(charset="utf-8").replace("两国", "AT&T 两国\x08").replace("&amp;y=2", "&y=2")
    (item,) = feed.read(source(), reply(body))
    assert item.title.startswith("AT&T 两国领导人")


def test_huge_feeds_are_read_up_to_a_bound() -> None:
    item = "<item><title>t{0}</title><link>https://a.example/{0}</link></item>"
    body = '<rss version="2.0"><channel>' + "".join(item.format(n) for n in range(ITEMS_MAX + 50)) + "</channel></rss>"
    assert len(feed.read(source(), reply(body))) == ITEMS_MAX


def test_entities_that_grow_without_end_are_refused() -> None:
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "'
        + "x" * 1000
        + '">'
        + "".join(f'<!ENTITY a{n} "{("&a" + (str(n - 1) if n else "") + ";") * 50}">' for n in range(6))
        + "]>"
    )
    body = bomb + "<rss version='2.0'><channel><item><title>&a5;</title></item></channel></rss>"
    try:
        items = feed.read(source(), reply(body))
    except ReadFailed:
        return
    assert sum(len(item.title) for item in items) < 1_000_000


def test_a_script_is_no_link() -> None:
    body = RSS.format(charset="utf-8").replace("/a/1?x=1&amp;y=2", "javascript:alert(1)")
    assert feed.read(source(), reply(body))[0].link == ""


@given(st.binary(max_size=300), st.sampled_from(sorted(KINDS)))
def test_no_bytes_raise_anything_but_a_source_error(body: bytes, kind: str) -> None:
    try:
        items = KINDS[kind].read(source(row="a", body="p"), reply(b"<rss>" + body + b"</rss>"))
    except SourceError:
        return
    assert all(isinstance(item, RawItem) for item in items)
