"""Do subscriptions come from other readers and leave again, whatever these write?"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.model.source import Source
from bot.opml import Import, read_opml, write_opml, yaml_of
from bot.watchlist import load_watchlist
from tests.cli.conftest import Readout, readout
from tests.pipeline.make import write_watchlist

__all__ = ["readout"]

OPML = """\ufeff<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>mine</title></head><body>
  <outline text="Japan"><outline text="Press"><outline type="rss" text="朝日新聞" xmlUrl="https://www.asahi.example.jp/rss" htmlUrl="https://asahi.example.jp/"/></outline></outline>
  <OUTLINE title="News &amp; Views&nbsp;é" XMLURL="https://news.example/feed.xml?a=1&b=2" LANGUAGE="de-AT"/>
  <outline title="News &amp; Views é" xmlUrl="feed://news.example/other.xml"/>
  <outline text="Again"><outline title="Again" xmlUrl="http://www.news.example/feed.xml?a=1&amp;b=2&amp;utm_source=x"/></outline>
  <outline text="Wire" xmlUrl="https://wire.example/rss"/>
  <outline text="A note"/><outline text="Local" xmlUrl="file:///etc/passwd"/><outline text="Mine" xmlUrl="https://me:secret@a.example/rss"/>
  <outline text="A page" type="HTML+XPath" xmlUrl="https://a.example/"/><outline text="Folder"><outline text="Long" xmlUrl="https://a.example/%s"/></outline>
  <outline text="NO: &#10;# yes" xmlUrl="https://nrk.example.no/{x}"/>
</body></opml>""".replace("%s", "x" * 3000)  # fmt: skip


def imported(body: str | bytes, folder: Path) -> Import:
    known = load_watchlist(write_watchlist(folder)).sources.values()
    return read_opml(body if isinstance(body, bytes) else body.encode(), "mine.opml", known)


def test_what_other_readers_write_is_read(tmp_path: Path) -> None:
    found = imported(OPML, tmp_path)
    assert [(one.id, one.side, one.zone, one.languages) for one in (draft.source for draft in found.drafts)] == [
        ("asahi_example", "JP", "Asia/Tokyo", ("ja",)),
        ("news_views_e", "INT", "UTC", ("de",)),
        ("news_views_e_2", "INT", "UTC", ("en",)),
        ("no_yes", "NO", "Europe/Oslo", ("nb",)),
    ]
    assert [draft.source.url for draft in found.drafts[1:]] == [
        "https://news.example/feed.xml?a=1&b=2", "http://news.example/other.xml", "https://nrk.example.no/%7Bx%7D",
    ]  # fmt: skip
    assert {draft.source.role for draft in found.drafts} == {"media"}
    assert found.known == (("https://wire.example/rss", "wire"),)
    assert len(found.repeated) == 1
    assert [title for title, _ in found.refused] == ["A note", "Local", "Mine", "A page", "Long"]
    assert "secret" not in str(found.refused)


def test_the_file_says_what_was_guessed_and_what_was_left_out(tmp_path: Path) -> None:
    text = yaml_of(imported(OPML, tmp_path), "mine.opml")
    for line in (
        "# yaml-language-server: $schema=../schema/sources.schema.json",
        "# - https://wire.example/rss (wire)",
        "# - A note: without an address (xmlUrl)",
        "  # from Japan / Press",
        "  # also in Again",
        "    side: JP  # guessed from .jp: check",
        "    zone: UTC  # unknown: check",
        "    languages: [de]  # declared as de-AT",
        "    name: 'NO: # yes'",
        "    side: 'NO'  # guessed from .no: check",
        "    enabled: true",
    ):
        assert line in text.splitlines()


@pytest.mark.parametrize(
    ("body", "where", "problem"),
    [
        (b"<rss version='2.0'/>", "", "<rss> instead of <opml>"),
        (b"<opml>\n<body>", ":2:7", "no XML"),
        (b"hello", ":1:1", "no XML"),
        (b"", ":1:1", "no XML"),
        (b'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "b">]><opml>&a;</opml>', "", "document type"),
        (b" " * 20_000_001, "", "20,000,001 bytes"),
    ],
)
def test_what_is_no_opml_is_refused_with_its_place(body: bytes, where: str, problem: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_opml(body, "x.opml", ())
    assert raised.value.faults[0].where == f"x.opml{where}"
    assert problem in raised.value.faults[0].problem


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "cp932"])
def test_any_encoding_that_is_declared_is_read(encoding: str) -> None:
    label = encoding.removesuffix("-sig").replace("cp932", "shift_jis")
    text = (
        f'<?xml version="1.0" encoding="{label}"?><opml><body><outline text="外交部" xmlUrl="https://a.example/rss"/></body></opml>'
    )
    assert read_opml(text.encode(encoding), "x", ()).drafts[0].source.name == "外交部"


def test_folders_may_nest_as_deep_as_they_like() -> None:
    depth = 20_000
    body = (
        "<opml><body>"
        + "<outline text='a'>" * depth
        + "<outline text='Deep' xmlUrl='https://a.example/rss'/>"
        + "</outline>" * depth
    )
    assert read_opml(f"{body}</body></opml>".encode(), "x", ()).drafts[0].source.id == "deep"


def test_numbers_that_name_no_character_are_left_out() -> None:
    body = (
        b"<opml><body><outline text='A&#0;B&#xD800;C&#x110000;D&#33;&bogus;&QUOT;' xmlUrl='https://a.example/rss'/></body></opml>"
    )
    assert read_opml(body, "x", ()).drafts[0].source.name == 'ABCD!&bogus;"'


def test_an_empty_list_is_a_file_without_sources(tmp_path: Path) -> None:
    write_watchlist(tmp_path)
    (tmp_path / "sources" / "mine.yaml").write_text(yaml_of(read_opml(b"<opml/>", "x", ()), "x"), encoding="utf-8")
    assert len(load_watchlist(tmp_path).sources) == 3


def test_what_leaves_comes_back(tmp_path: Path) -> None:
    sources = load_watchlist(write_watchlist(tmp_path)).sources
    text = write_opml(sources.values())
    assert read_opml(text.encode(), "x", sources.values()).drafts == ()
    back = [draft.source for draft in read_opml(text.encode(), "x", ()).drafts]
    kept = [(one.name, one.url, one.side, one.role, one.languages, one.zone) for one in sources.values() if one.kind == "feed"]
    assert [(one.name, one.url, one.side, one.role, one.languages, one.zone) for one in back] == kept
    assert "kantei (list_page): https://kantei.example/list/" in text
    assert '<outline text="CN" title="CN">' in text


def test_what_other_readers_cannot_follow_is_named_in_a_comment() -> None:
    one = Source("a", 'A "&" <3', "JP", "media", "feed", "https://a.example/rss?x=1&y=--", "Asia/Tokyo", ("ja",), "a", "A")
    text = write_opml([one, replace(one, id="b", enabled=False), replace(one, id="c", kind="page", url="https://a.example/--->x")])
    back = read_opml(text.encode(), "x", ())
    assert [(draft.source.name, draft.source.url) for draft in back.drafts] == [('A "&" <3', "https://a.example/rss?x=1&y=--")]
    assert "b (switched off): https://a.example/rss?x=1&y=-%2D" in text
    assert text.count("-->") == 1


def test_the_commands_leave_a_watchlist_that_can_be_used(readout: Readout, tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML, encoding="utf-8")
    variables = {"READOUT_WATCHLISTS": "watchlists"}
    shown = readout("import-opml", "mine.opml", **variables)
    assert (shown.returncode, "id: asahi_example" in shown.stdout) == (0, True)
    assert "left out: Local: file:///etc/passwd is no address that can be asked" in shown.stderr
    done = readout("import-opml", "mine.opml", "--write", "watchlists/sources/mine.yaml", **variables)
    assert (done.returncode, "4 new, 1 known already, 1 repeated, 5 left out" in done.stdout) == (0, True)
    assert (tmp_path / "watchlists" / "sources" / "mine.yaml").read_text(encoding="utf-8") == shown.stdout
    assert readout("check", **variables).returncode == 0
    again = readout("import-opml", "mine.opml", "--write", "watchlists/sources/mine.yaml", **variables)
    assert (again.returncode, "cannot be written" in again.stderr) == (78, True)
    line = json.loads(readout("import-opml", "mine.opml", "--json", **variables).stdout)
    assert (line["sources"], len(line["known"])) == ([], 6)
    assert json.loads(readout("export-opml", "--json", **variables).stdout)["feeds"] == 6
    assert readout("export-opml", "--write", "out.opml", **variables).returncode == 0
    assert (tmp_path / "out.opml").read_text(encoding="utf-8") == readout("export-opml", **variables).stdout
    assert readout("import-opml", "nowhere.opml", **variables).returncode == 78
