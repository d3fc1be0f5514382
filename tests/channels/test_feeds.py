"""Are the feeds valid whatever stands in them, stable whoever wrote them, and whole whenever one looks?"""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.feed import Feed, atom, entry_of, json_feed, rss
from bot.alerts.render import render
from bot.channels.feeds import ENTRIES_MAX, FeedsChannel, Shelf
from bot.errors import RetryLater
from bot.model.alert import Alert, Chat, Message
from tests.alerts.make import NOW, an_alert, an_outlet
from tests.channels.test_contract import HOSTILE

CHAT = Chat("feeds:files")
NAMES = ("taiwan-remarks.atom.xml", "taiwan-remarks.feed.json", "taiwan-remarks.rss.xml")
Told = list[tuple[Alert, datetime]]


def channel(folder: Path, told: Sequence[tuple[Alert, datetime]] = (), base: str = "") -> FeedsChannel:
    return FeedsChannel(Shelf(folder, {"taiwan-remarks": "Takaichi's <Taiwan> remarks"}, base), lambda _: told)


def message(**changes: Any) -> Message:
    return render(an_alert(**changes), CHAT, now=NOW)


def files(folder: Path) -> dict[str, int]:
    """What is in a folder, and which file it is."""
    return {file.name: file.stat().st_ino for file in folder.rglob("*") if file.is_file()}


def read(folder: Path) -> tuple[Any, Any, dict[str, Any]]:
    """Atom and RSS as feedparser reads them, strictly, and the JSON feed."""
    feeds = []
    for name in (NAMES[0], NAMES[2]):
        body = (folder / name).read_bytes()
        expat.ParserCreate().Parse(body, True)
        feed = feedparser.parse(body)
        assert not feed.bozo, feed.bozo_exception
        feeds.append(feed)
    return (*feeds, json.loads((folder / NAMES[1]).read_bytes()))


async def test_the_same_alert_stands_in_all_three(tmp_path: Path) -> None:
    await channel(tmp_path, base="https://alerts.example/feeds/").send(CHAT, message())
    assert sorted(files(tmp_path)) == list(NAMES)
    in_atom, in_rss, in_json = read(tmp_path)
    assert (in_atom.version, in_rss.version, in_json["version"]) == ("atom10", "rss20", "https://jsonfeed.org/version/1.1")
    assert in_atom.feed.title == in_rss.feed.title == in_json["title"] == "Takaichi's <Taiwan> remarks"
    assert in_atom.feed.links[0].href == f"https://alerts.example/feeds/{NAMES[0]}"
    assert in_json["feed_url"] == f"https://alerts.example/feeds/{NAMES[1]}"
    (a,), (r,), (j,) = in_atom.entries, in_rss.entries, in_json["items"]
    assert a.id == r.id == j["id"]
    assert a.id.startswith("urn:uuid:")
    assert a.title == r.title == j["title"] == f"Readout: {an_alert().title}"
    assert a.link == r.link == j["url"] == an_alert().url
    assert a.published_parsed[:6] == r.published_parsed[:6] == (2025, 11, 24, 14, 42, 0)
    assert j["date_published"] == "2025-11-24T14:42:00Z"
    assert "<blockquote>" in a.content[0].value
    assert "通电话" in j["content_text"]
    assert [tag.term for tag in a.tags] == [tag.term for tag in r.tags] == j["tags"] == ["readout", "high", "CN"]
    assert r.guidislink is False


@pytest.mark.parametrize(
    "title", [*HOSTILE, "]]><!-- &#0; \ufffe\uffff \x1b[31m \u0085", "\U0010ffff\ud83d"], ids=range(len(HOSTILE) + 2)
)
async def test_no_headline_breaks_them(tmp_path: Path, title: str) -> None:
    await channel(tmp_path).send(CHAT, message(title=title, outlet=title[:400], url=f"https://x.example/?{title[:99]}\"'>"))
    in_atom, in_rss, in_json = read(tmp_path)
    assert len(in_atom.entries) == len(in_rss.entries) == len(in_json["items"]) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_well_formed_feeds(title: str, outlet: str) -> None:
    entry = entry_of(an_alert(title=title, outlet=outlet, url=f"https://x.example/{outlet}", kind=title), NOW, title)
    feed = Feed("s", title, "", (entry,))
    for made in (atom, rss):
        expat.ParserCreate().Parse(made(feed), True)
    assert json.loads(json_feed(feed))["items"][0]["id"] == entry.id


async def test_an_edit_changes_its_entry_which_keeps_its_id(tmp_path: Path) -> None:
    told: Told = [(an_alert(), NOW)]
    feeds = channel(tmp_path, told)
    await feeds.send(CHAT, message())
    before = read(tmp_path)[0].entries
    outlets = (an_outlet("MFA", "cn"), an_outlet("Kyodo", "kyodo"))
    told[:] = [(an_alert(outlets=outlets), NOW + timedelta(minutes=5))]
    await feeds.edit(CHAT, message(outlets=outlets))
    ((old,), (new,)) = before, read(tmp_path)[0].entries
    assert old.id == new.id
    assert old.published == new.published
    assert old.updated < new.updated
    assert "Kyodo" not in old.content[0].value
    assert "Kyodo" in new.content[0].value


async def test_who_was_away_misses_nothing(tmp_path: Path) -> None:
    told: Told = [(an_alert(id=f"{n:016}", first_seen=NOW + timedelta(minutes=n)), NOW) for n in range(5)]
    first, later = tmp_path / "first", tmp_path / "later"
    feeds = channel(first, told)
    for alert, _ in told:
        await feeds.send(CHAT, render(alert, CHAT, now=NOW))
    await channel(later, told).renew(["taiwan-remarks"])
    assert [(first / name).read_bytes() for name in NAMES] == [(later / name).read_bytes() for name in NAMES]


async def test_the_latest_two_hundred_stand_there_the_newest_first(tmp_path: Path) -> None:
    told: Told = [(an_alert(id=f"{n:016}", title=f"Number {n}", first_seen=NOW + timedelta(minutes=n)), NOW) for n in range(250)]
    await channel(tmp_path, told).renew(["taiwan-remarks"])
    for entries in (feed.entries for feed in read(tmp_path)[:2]):
        assert len(entries) == ENTRIES_MAX
        assert (entries[0].title, entries[-1].title) == ("Readout: Number 249", "Readout: Number 50")


async def test_what_says_the_same_is_not_written_and_nothing_is_left_beside(tmp_path: Path) -> None:
    feeds = channel(tmp_path, [(an_alert(), NOW)])
    await feeds.send(CHAT, message())
    inodes = files(tmp_path)
    (tmp_path / f".{NAMES[0]}.killed").write_text("<half")
    await feeds.renew(["taiwan-remarks"])
    assert files(tmp_path) == inodes


async def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    feeds = channel(tmp_path)
    seen = 0

    async def look() -> None:
        nonlocal seen
        while seen < 200:
            for name in NAMES[:1]:
                if (tmp_path / name).exists():
                    expat.ParserCreate().Parse((tmp_path / name).read_bytes(), True)
            seen += 1
            await asyncio.sleep(0)

    await asyncio.gather(look(), *(feeds.send(CHAT, message(id=f"{n:016}")) for n in range(30)))
    assert len(read(tmp_path)[0].entries) == 30


async def test_a_folder_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    feeds = channel(tmp_path / "file")
    await feeds.renew(["taiwan-remarks"])
    with pytest.raises(RetryLater) as caught:
        await feeds.send(CHAT, message())
    assert caught.value.after == 60
    (tmp_path / "file").unlink()
    await feeds.send(CHAT, message(id="f" * 16))
    assert len(read(tmp_path / "file")[0].entries) == 2


async def test_a_storyline_with_a_name_of_its_own_stays_in_the_folder(tmp_path: Path) -> None:
    await channel(tmp_path / "feeds").send(CHAT, message(storyline="../../etc/passwd"))
    assert len(files(tmp_path)) == len(files(tmp_path / "feeds")) == 3
