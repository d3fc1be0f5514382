"""Do the traps of real feeds, written byte for byte as they come, end in the right words, dates and errors?"""

from datetime import UTC, datetime

import pytest

from bot.errors import Challenged, ReadFailed
from bot.model.item import Item
from bot.model.reply import Reply
from bot.model.source import Source
from bot.preparing import items_of
from tests.store.make import a_source

NOW = datetime(2025, 11, 25, 12, 0, tzinfo=UTC)
TOKYO = a_source(zone="Asia/Tokyo", languages=("ja",))
BEIJING = a_source(zone="Asia/Shanghai", languages=("zh-Hans",))


def rss(item: str, declared: str = "utf-8") -> str:
    return f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>T</title><item>{item}</item></channel></rss>'


def only(source: Source, body: bytes, content_type: str = "") -> Item:
    ((_, item),) = items_of(source, Reply("https://x.example/feed", body, content_type), NOW)
    return item


def test_gbk_declared_as_gb2312_keeps_the_characters_that_gb2312_lacks() -> None:
    assert only(BEIJING, rss("<title>朱镕基、赵喆</title>", "gb2312").encode("gbk")).title == "朱镕基、赵喆"


@pytest.mark.parametrize("content_type", ["", "application/xml", "text/xml; charset=iso-8859-1"])
def test_the_declaration_counts_where_the_header_is_silent_or_wrong(content_type: str) -> None:
    assert only(TOKYO, rss("<title>尖閣諸島</title>", "shift_jis").encode("cp932"), content_type).title == "尖閣諸島"


def test_a_byte_order_mark_outranks_a_wrong_declaration() -> None:
    assert only(a_source(), b"\xef\xbb\xbf" + rss("<title>Привет</title>", "windows-1251").encode()).title == "Привет"


def test_items_beside_the_channel_are_items() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel/><item><title>首相の一日</title><link>/a</link><dc:date>2025-11-25T09:00:00+09:00</dc:date></item></rdf:RDF>"
    )
    item = only(TOKYO, text.encode())
    assert (item.title, item.published and item.published.start) == ("首相の一日", datetime(2025, 11, 25, 0, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("source", "date", "start"),
    [
        (TOKYO, "2025-11-25 09:30:00", datetime(2025, 11, 25, 0, 30, tzinfo=UTC)),
        (BEIJING, "2025-11-25 09:30", datetime(2025, 11, 25, 1, 30, tzinfo=UTC)),
        (TOKYO, "1764030600000", datetime(2025, 11, 25, 0, 30, tzinfo=UTC)),
        (a_source(zone="Europe/Moscow"), "Tue, 25 Nov 2025 10:00:00 MSK", datetime(2025, 11, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_the_zone_they_were_written_in(source: Source, date: str, start: datetime) -> None:
    published = only(source, rss(f"<title>t</title><pubDate>{date}</pubDate>").encode()).published
    assert published
    assert published.start == start


def test_a_date_years_ahead_is_not_believed() -> None:
    published = only(TOKYO, rss("<title>t</title><pubDate>Tue, 25 Nov 2099 10:00:00 GMT</pubDate>").encode()).published
    assert published is None or published.start <= NOW


@pytest.mark.parametrize("title", ["Post from August 4, 2026", "[No Title] - Post from August 4, 2026", ""])
def test_a_title_that_is_none_gives_way_to_the_first_sentence(title: str) -> None:
    item = f"<title>{title}</title><description>&lt;p&gt;Great call with President Xi. More to come!&lt;/p&gt;</description>"
    assert only(a_source(), rss(item).encode()).title == "Great call with President Xi."


def test_items_that_all_have_one_id_are_different_items_where_the_entry_says_that_links_count() -> None:
    text = rss("<guid>1</guid><title>a</title><link>/a</link></item><item><guid>1</guid><title>b</title><link>/b</link>")
    reply = Reply("https://x.example/feed", text.encode())
    assert len({item.key for _, item in items_of(a_source(distrust=frozenset({"guid"})), reply, NOW)}) == 2


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"<html><title>Just a moment...</title><script>cf-chl</script>", Challenged),
        ("<html><meta charset=gb2312><body>请完成安全验证</body></html>".encode("gbk"), Challenged),
        (b"<!doctype html><html><body>Welcome</body></html>", ReadFailed),
        (b'<rss version="2.0"><channel><item><title>cut', ReadFailed),
        (b"", ReadFailed),
        (b'{"error": "no"}', ReadFailed),
    ],
)
def test_what_is_not_the_feed_is_a_classified_failure(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        items_of(BEIJING, Reply("https://x.example/feed", body), NOW)
