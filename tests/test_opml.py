"""Do subscriptions come from other readers and leave again, whatever these write?"""

import json
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.opml import exported, imported, subscriptions
from bot.watchlist import load_watchlist
from tests.cli.conftest import Readout, readout
from tests.pipeline.make import write_watchlist

__all__ = ["readout"]

OPML = """\ufeff<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>mine</title></head><body>
  <outline text="Japan"><outline text="More"><outline type="rss" text="朝日新聞" xmlUrl="https://www.asahi.example.jp/rss" htmlUrl="https://asahi.example.jp/"/></outline></outline>
  <outline title="News &amp; Views" XMLURL="https://news.example/feed.xml?utm_source=x" language="en"/>
  <outline title="News &amp; Views" xmlUrl="https://news.example/other.xml"/>
  <outline title="Again" xmlUrl="http://www.news.example/feed.xml"/>
  <outline text="Wire" xmlUrl="https://wire.example/rss"/>
  <outline text="A note"/><outline text="Local" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_what_other_readers_write_is_read(tmp_path: Path) -> None:
    feeds, others = subscriptions(OPML.encode(), "mine.opml")
    assert [(feed.title, feed.folder) for feed in feeds] == [
        ("朝日新聞", "More"), ("News & Views", ""), ("News & Views", ""), ("Again", ""), ("Wire", ""),
    ]  # fmt: skip
    assert others == ["A note", "Local"]
    found = imported(feeds, others, load_watchlist(write_watchlist(tmp_path)).sources)
    assert [(entry["id"], entry["side"], entry["zone"], entry["languages"]) for entry in found.entries] == [
        ("asahi_example_jp", "JP", "Asia/Tokyo", ["ja"]), ("news_views", "INT", "UTC", ["en"]), ("news_views_2", "INT", "UTC", ["en"]),
    ]  # fmt: skip
    assert found.known == ("http://www.news.example/feed.xml", "https://wire.example/rss")


@pytest.mark.parametrize(
    ("body", "where", "problem"),
    [
        (b"<rss/>", ":1:1", "no OPML"),
        (b"<opml><body>", ":1:13", "not XML"),
        (b"hello", ":1:1", "not XML"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', ":1:1", "document type"),
    ],
)
def test_what_is_no_opml_is_refused_with_its_place(body: bytes, where: str, problem: str) -> None:
    with pytest.raises(ConfigError) as raised:
        subscriptions(body, "x.opml")
    assert raised.value.faults[0].where == f"x.opml{where}"
    assert problem in raised.value.faults[0].problem


def test_what_leaves_comes_back(tmp_path: Path) -> None:
    sources = load_watchlist(write_watchlist(tmp_path)).sources
    feeds, others = subscriptions(exported(list(sources.values())).encode(), "out.opml")
    assert [(feed.url, feed.folder) for feed in feeds] == [("https://mfa.example/rss", "CN"), ("https://wire.example/rss", "JP")]
    assert others == []
    assert imported(feeds, others, sources).entries == ()


def test_the_entries_are_a_watchlist_as_they_stand(readout: Readout, tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    variables = {"READOUT_WATCHLISTS": "watchlists"}
    done = readout("import-opml", "mine.opml", "--write", "watchlists/sources/mine.yaml", **variables)
    assert (done.returncode, "3 new, 2 known already, 2 without a feed" in done.stdout) == (0, True)
    assert readout("check", **variables).returncode == 0
    again = readout("import-opml", "mine.opml", "--write", "watchlists/sources/mine.yaml", **variables)
    assert (again.returncode, "cannot be written" in again.stderr) == (78, True)
    assert json.loads(readout("import-opml", "mine.opml", "--json", **variables).stdout)["sources"] == []
    assert json.loads(readout("export-opml", "--json", **variables).stdout)["feeds"] == 5
    assert "<opml" in readout("export-opml", **variables).stdout
    assert readout("import-opml", "nowhere.opml", **variables).returncode == 78
