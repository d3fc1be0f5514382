"""Does ``readout new source`` ask a server and print an entry that the watchlist takes?"""

import json
from pathlib import Path

from tests.cli.conftest import Readout
from tests.cli.test_commands import serving
from tests.pipeline.make import rss
from tests.test_proposing import ARTICLE, ROWS, WORDS, page

PRIVATE = ("--allow-private", "--watchlists", "watchlists")


def test_a_feed_and_a_page_become_entries_that_check_live_reads(readout: Readout, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "feed.xml").write_text(rss(("a", "Minister met the ambassador", "Words.")), encoding="utf-8")
    (site / "list.html").write_bytes(page(ROWS["a table with eras"]).encode("cp932"))
    (site / "0.html").write_text(ARTICLE, encoding="utf-8")
    (site / "named.html").write_text(
        page("", head='<link rel=alternate type="application/rss+xml" href="feed.xml">'), encoding="utf-8"
    )
    with serving(site) as base:
        feed = readout("new", "source", f"{base}/named.html", *PRIVATE)
        assert feed.returncode == 0, feed.stderr
        assert f"url: {base}/feed.xml" in feed.stdout
        assert f"tried feed {base}/feed.xml: 1 items, 1 dated, newest 24 Nov 2025 12:00" in feed.stderr
        listed = readout("new", "source", f"{base}/list.html", *PRIVATE)
        assert "encoding: shift_jis  # nothing declares it, guessed: check" in listed.stdout
        assert "follow: true" in listed.stdout
        assert WORDS[0] in listed.stderr
        (tmp_path / "watchlists" / "sources" / "new.yaml").write_text(f"sources:\n{feed.stdout}{listed.stdout}", encoding="utf-8")
        assert readout("check", "--watchlists", "watchlists").returncode == 0
        looks = [
            json.loads(line)
            for line in readout("check", "--live", "source", "list", "--watchlists", "watchlists", "--json").stdout.splitlines()
        ]
        assert {look["id"]: look["items"] for look in looks} == {"source": 1, "list": 8}
        line = json.loads(readout("new", "source", f"{base}/list.html", *PRIVATE, "--json").stdout)
        assert (line["entry"]["kind"], line["entry"]["selectors"]["row"], line["reads"]["items"]) == (
            "list_page",
            "table.tbl tbody > tr",
            8,
        )
        assert [item["title"] for item in line["reads"]["first"]] == list(WORDS[:5])
        assert line["known"] == "list"
    assert not list(tmp_path.glob("*.db"))


def test_what_fails_says_why_and_is_3(readout: Readout, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "empty.html").write_text("<html><body><p>Nothing.</p></body></html>", encoding="utf-8")
    (site / "door.html").write_text("<html><title>Just a moment...</title><p>Verify you are human</p></html>", encoding="utf-8")
    with serving(site) as base:
        for path, state, words in (
            ("none.html", "gone", "404"),
            ("empty.html", "failing", "nothing that stands in rows"),
            ("door.html", "challenged", "bot check"),
        ):
            ended = readout("new", "source", f"{base}/{path}", *PRIVATE)
            assert (ended.returncode, ended.stdout) == (3, "")
            assert f"{base}/{path}: {state}: " in ended.stderr
            assert words in ended.stderr
        guarded = json.loads(readout("new", "source", f"{base}/empty.html", "--watchlists", "watchlists", "--json").stdout)
        assert guarded["state"] == "refused"
    assert readout("new", "source", "ftp://a.example/", *PRIVATE).returncode == 2
    assert readout("new", "source", "https://a.example/", "--watchlists", "nowhere").returncode == 78
