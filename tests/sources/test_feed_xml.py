"""Do the quick reader and feedparser read the same items wherever the quick one reads at all?"""

import re
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
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:terms="http://purl.org/dc/terms/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:news="urn:x"'
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
    "rss 0.92, links and ids in any shape": """<rss version="0.92"><channel><title>T</title><item><title>a</title><guid>https://x.example/2</guid></item>
        <item><title>b</title><guid>/b</guid></item><item><title>c</title><guid isPermaLink="false">https://x.example/3</guid></item>
        <item><title>d</title><link/><guid>https://x.example/4</guid></item><item><title>e</title><link>http:///x.example/5?a=1&amp;amp;b=2</link></item>
        <item><title>f</title><link href="https://x.example/6"/></item></channel></rss>""",
    "rdf whose default is another": """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
        <s:channel r:about="https://x.example/"><s:title>T</s:title></s:channel><s:item r:about="https://x.example/1"><s:title>首相会見</s:title>
        <d:description>本文</d:description><d:creator>A</d:creator><d:date>2025-11-24</d:date></s:item></r:RDF>""",
    "atom with a prefix": """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>t</a:title><a:link rel="alternate" href="https://x.example/1"/>
        <a:id>urn:1</a:id><a:author><a:name>Ann</a:name><a:email>a@x.example</a:email><a:uri>https://x.example/</a:uri></a:author></a:entry></a:feed>""",
    "atom, xhtml": """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b> &lt; c</div></title>
        <content type="xhtml"> <div xmlns="http://www.w3.org/1999/xhtml"><p class="x">one<br/>two</p><p>three &amp; <i>four</i></p></div> </content></entry>
        <entry><title>t</title><summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; 2 <article>x</article></div></summary></entry></feed>""",
    "atom 0.3": """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped" type="text/html">A &lt;i&gt;b&lt;/i&gt;</title><id>tag:x</id>
        <link rel="alternate" type="text/html" href="https://x.example/1"/><issued>2025-11-24T10:00:00Z</issued><modified>2025-11-25T10:00:00Z</modified>
        <created>2025-11-23T10:00:00Z</created><author><name>Ann</name></author><content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>""",
    "media, podcasts and unknown modules": f"""<rss version="2.0" {NAMES}><channel><title>T</title><item><title>own</title><media:title>medium's</media:title><itunes:title>it</itunes:title>
        <link>https://x.example/1</link><description>the description, long enough</description><media:group><media:content url="u"><media:description>a caption</media:description>
        <media:credit>c</media:credit></media:content></media:group><itunes:author>Ann</itunes:author><itunes:duration>1</itunes:duration>
        <news:title>n</news:title><news:box><news:description>n</news:description></news:box><slash:comments>3</slash:comments></item></channel></rss>""",
    "several texts": f"""<rss version="2.0" {NAMES}><channel><title>T</title><item><title>t</title><content:encoded>c</content:encoded><description>one, replaced</description>
        <description>two</description></item><item><title>t</title><description>one</description><itunes:summary>longer</itunes:summary></item></channel></rss>""",
    "windows' quotes and what was encoded twice": '<rss version="2.0"><channel><item><title>It&#146;s &#x93;so&#x94;</title><description>Ã©tÃ© é</description></item>'
    '<item><title>Ã©tÃ©</title></item></channel></rss>',
    "comments and instructions": '<?xml version="1.0"?><!-- c --><rss version="2.0"><channel><title>T</title><?pi x?><item><!-- c --><title>a<!-- c -->b</title><link>https://x.example/1</link></item></channel></rss>',
    "empty elements": '<rss version="2.0"><channel><title>T</title><item><title/><link>https://x.example/1</link><description></description></item></channel></rss>',
    "spaces around everything": '<rss version="2.0"><channel><title>T</title><item><title>\n  t  \n</title><link> https://x.example/1 </link><guid isPermaLink="false"> g </guid></item></channel></rss>',
}  # fmt: skip
FEEDPARSERS = {
    "a document type": '<!DOCTYPE rss [<!ENTITY e "x">]><rss version="2.0"><channel><item><title>&e;</title></item></channel></rss>',
    "a bare ampersand": '<rss version="2.0"><channel><item><title>A & B</title></item></channel></rss>',
    "an entity of HTML's": '<rss version="2.0"><channel><item><title>A&nbsp;B</title></item></channel></rss>',
    "markup in a title": '<rss version="2.0"><channel><item><title>A <b>b</b></title></item></channel></rss>',
    "xhtml with other elements": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"/></div></content></entry></feed>',
    "an unknown element": '<rss version="2.0"><channel><item><title>t</title><date>2025</date></item></channel></rss>',
    "two titles": '<rss version="2.0"><channel><item><title>a</title><title>b</title></item></channel></rss>',
    "bytes": '<rss version="2.0"><channel><item><description mode="base64">YWJj</description></item></channel></rss>',
    "another base": '<rss version="2.0" xml:base="https://y.example/"><channel><item><link>a</link></item></channel></rss>',
    "a usual prefix for something else": '<rss version="2.0" xmlns:dc="urn:x"><channel><item><dc:creator>A</dc:creator></item></channel></rss>',
    "an unknown format": '<rss version="2.0" xmlns="urn:x"><channel><item><title>t</title></item></channel></rss>',
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


FOR_FEEDPARSER = re.compile(r"xml:base| base=|xmlns")
"""What leaves a feed to feedparser, wherever it stands: Hypothesis tries the words that it finds in our code."""
words = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=40).filter(lambda said: not FOR_FEEDPARSER.search(said))


def elements(*names: str) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(names), words).map(lambda pair: f"<{pair[0]}>{escape(escape(pair[1]))}</{pair[0].split()[0]}>")


ELEMENTS = elements(
    *(
        "description",
        "content:encoded",
        "media:description",
        "itunes:summary",
        "dc:description",
        "link",
        "guid isPermaLink='false'",
    ),
    *(
        "guid",
        "author",
        "dc:creator",
        "itunes:author",
        "pubDate",
        "dc:date",
        "terms:created",
        "atom:updated",
        "feedburner:origLink",
    ),
    *("category", "comments", "source url='u'", "media:credit", "media:text", "itunes:title", "news:title", "news:text a='b'"),
)
BOXES = st.tuples(
    st.sampled_from(["media:group", "media:content url='u'", "news:box"]), elements("media:description", "media:credit")
).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")


@given(st.lists(st.tuples(words.filter(str.strip), st.lists(ELEMENTS | BOXES, max_size=6)), min_size=1, max_size=3))
def test_both_read_the_same_whatever_the_elements_their_order_and_their_words(items: list[tuple[str, list[str]]]) -> None:
    written = "".join(f"<item><title>{escape(title)}</title>{''.join(rest)}</item>" for title, rest in items)
    text = f"<rss version='2.0' {NAMES}><channel><title>T</title>{written}</channel></rss>"
    assert quickly(text) == slowly(text)


@given(words, words, words, st.sampled_from(["text", "html", "xhtml"]))
def test_both_read_the_same_of_atom(title: str, text: str, name: str, kind: str) -> None:
    body = (
        f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{escape(text)}</p></div>'
        if kind == "xhtml"
        else escape(f"<p>{escape(text)}</p>")
    )
    entry = f"<id>urn:1</id><title>{escape(title)}</title><author><name>{escape(name)}</name></author><content type='{kind}'>{body}</content>"
    feed_text = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>'
    assert quickly(feed_text) == slowly(feed_text)


def test_what_names_an_entry_or_a_picture_is_no_link_and_no_title() -> None:
    """Where feedparser is wrong: it makes an address of the id, and after <source> takes the picture's title for the item's."""
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>7</id><title>t</title></entry></feed>'
    picture = f"<rss {NAMES}><channel><item><title>own</title><source url='u'>S</source><media:title>picture</media:title></item></channel></rss>"
    assert [(raw.title, raw.link) for raw in (*quickly(atom), *quickly(picture))] == [("t", ""), ("own", "")]


def test_an_entry_without_an_address_does_not_get_that_of_the_feed() -> None:
    text = '<rss version="2.0"><channel><item><guid isPermaLink="false">1</guid><title>t</title></item></channel></rss>'
    assert [raw.link for raw in (*quickly(text), *slowly(text))] == ["", ""]
