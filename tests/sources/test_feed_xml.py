"""Do the quick reader and feedparser read the same items wherever the quick one reads at all?"""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.item import RawItem
from bot.model.reply import Reply
from bot.sources import feed, feed_xml
from tests.store.make import a_source

SOURCE = a_source()
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
)
WELL_FORMED = {
    "rss 2.0": f"""<rss version="2.0" {NAMES}><channel><title>T</title><link>https://x.example/</link>
        <item><guid isPermaLink="false">a1</guid><title>A &amp; B &#8212; c</title><link>https://x.example/1</link>
        <description>&lt;p&gt;Some &lt;b&gt;bold&lt;/b&gt; words&lt;/p&gt;</description><pubDate>Mon, 24 Nov 2025 10:00:00 GMT</pubDate>
        <dc:creator>Ann</dc:creator><category>c</category><media:thumbnail url="https://x.example/t.png"/></item>
        <item><guid>https://x.example/2</guid><title><![CDATA[<i>T</i> two]]></title><content:encoded><![CDATA[<p>Long text here.</p>]]></content:encoded>
        <description>Short</description><dc:date>2025-11-24T10:00:00+09:00</dc:date></item></channel></rss>""",
    "rss 2.0, a feed of feedburner's": f"""<rss version="2.0" {NAMES}><channel><title>T</title><item><guid isPermaLink="false">b</guid><title>t</title>
        <link>https://feeds.example/~r/1</link><feedburner:origLink>https://x.example/1</feedburner:origLink><description>d</description>
        <author>desk@x.example (Desk)</author></item></channel></rss>""",
    "rss 0.91": '<rss version="0.91"><channel><title>T</title><item><title>标题</title><link>/1</link><description>正文</description></item></channel></rss>',
    "rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://x.example/"><title>T</title></channel>
        <item rdf:about="https://x.example/1"><title>首相会見</title><link>https://x.example/1</link><description>本文</description>
        <dc:date>2025-11-24T19:00:00+09:00</dc:date></item></rdf:RDF>""",
    "atom": """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:t</id><entry><id>urn:1</id><title type="html">A &lt;b&gt;b&lt;/b&gt;</title>
        <link rel="self" href="https://x.example/1.atom"/><link href="https://x.example/1"/><link rel="enclosure" href="https://x.example/1.mp3"/>
        <published>2025-11-24T10:00:00Z</published><updated>2025-11-25T10:00:00Z</updated><summary>short</summary>
        <content type="html">&lt;p&gt;a longer text&lt;/p&gt;</content><author><name>Ann</name></author></entry></feed>""",
    "comments and instructions": '<?xml version="1.0"?><!-- c --><rss version="2.0"><channel><title>T</title><?pi x?><item><!-- c --><title>a<!-- c -->b</title><link>https://x.example/1</link></item></channel></rss>',
    "empty elements": '<rss version="2.0"><channel><title>T</title><item><title/><link>https://x.example/1</link><description></description></item></channel></rss>',
    "spaces around everything": '<rss version="2.0"><channel><title>T</title><item><title>\n  t  \n</title><link> https://x.example/1 </link><guid isPermaLink="false"> g </guid></item></channel></rss>',
}  # fmt: skip
FEEDPARSERS = {
    "a document type": '<!DOCTYPE rss [<!ENTITY e "x">]><rss version="2.0"><channel><item><title>&e;</title></item></channel></rss>',
    "a bare ampersand": '<rss version="2.0"><channel><item><title>A & B</title></item></channel></rss>',
    "an entity of HTML's": '<rss version="2.0"><channel><item><title>A&nbsp;B</title></item></channel></rss>',
    "markup in a title": '<rss version="2.0"><channel><item><title>A <b>b</b></title></item></channel></rss>',
    "xhtml": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x</div></content></entry></feed>',
    "an unknown module": '<rss version="2.0" xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><item><i:summary>s</i:summary></item></channel></rss>',
    "atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>t</title></entry></feed>',
    "cut short": '<rss version="2.0"><channel><item><title>t</title>',
    "a page": "<html><body>no feed</body></html>",
}  # fmt: skip


def quickly(text: str) -> list[RawItem]:
    found = feed_xml.entries(text.removeprefix('<?xml version="1.0"?>'), 500)
    assert found
    return [feed._well_formed(entry, "https://x.example/feed") for entry in found]


def slowly(text: str) -> list[RawItem]:
    reply = Reply("https://x.example/feed", text.encode())
    return list(feed._sloppy_entries(SOURCE, reply, text.removeprefix('<?xml version="1.0"?>')))


@pytest.mark.parametrize("text", WELL_FORMED.values(), ids=WELL_FORMED)
def test_both_read_the_same_of_what_newsrooms_publish(text: str) -> None:
    assert quickly(text) == slowly(text)


@pytest.mark.parametrize("text", FEEDPARSERS.values(), ids=FEEDPARSERS)
def test_what_is_unusual_is_left_to_feedparser(text: str) -> None:
    assert feed_xml.entries(text, 500) is None


# Without Latin-1's upper half: feedparser takes "Â¡" for a garbled "¡" and mends it, which is wrong where it was meant.
words = st.text(st.characters(categories=["L", "N", "P", "Zs"]).filter(lambda c: not "\x80" <= c <= "\xff"), max_size=40)


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=4))
def test_both_read_the_same_whatever_the_words(entries: list[tuple[str, str, str]]) -> None:
    items = "".join(
        f"<item><guid isPermaLink='false'>{n}</guid><title>{escape(title)}</title><link>https://x.example/{n}</link>"
        f"<description>{escape(escape(text))}</description><author>{escape(author)}</author></item>"
        for n, (title, text, author) in enumerate(entries)
    )
    text = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    assert quickly(text) == slowly(text)


def test_an_entry_without_an_address_does_not_get_that_of_the_feed() -> None:
    text = '<rss version="2.0"><channel><item><guid isPermaLink="false">1</guid><title>t</title></item></channel></rss>'
    assert [raw.link for raw in (*quickly(text), *slowly(text))] == ["", ""]
