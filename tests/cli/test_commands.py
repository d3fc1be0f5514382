"""What every command prints and how it ends."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.store.schema import HEAD
from tests.cli.conftest import Readout
from tests.pipeline.make import rss

WATCHLISTS = ("--watchlists", "watchlists")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The files of a folder over HTTP."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_help_names_every_command_and_imports_nothing_heavy(readout: Readout) -> None:
    shown = readout("--help").stdout
    assert all(name in shown for name in ("run", "once", "check", "replay", "schema", "sources", "db", "version"))
    heavy = "sqlalchemy httpx telegram feedparser apscheduler pydantic lark opencc jinja2"
    code = f"import sys, bot.cli; sys.exit(' '.join(name for name in {heavy.split()} if name in sys.modules) or 0)"
    ended = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_version(readout: Readout) -> None:
    assert readout("version").stdout.startswith("readout 0.")
    assert set(json.loads(readout("version", "--json").stdout)) == {"version", "python"}


def test_check_counts_what_is_there(readout: Readout) -> None:
    ended = readout("check", *WATCHLISTS)
    assert (ended.returncode, ended.stdout.split(",")[0]) == (0, "ok: 3 sources")
    assert json.loads(readout("check", *WATCHLISTS, "--json").stdout)["ok"] is True
    assert readout("check").returncode == 0, "the shipped watchlists are the default"


def test_a_wrong_watchlist_stops_every_command_with_its_place(readout: Readout, tmp_path: Path) -> None:
    file = tmp_path / "watchlists" / "storylines" / "s.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("scope:", "skope:"), encoding="utf-8")
    for command in (("check",), ("once",), ("run",), ("sources",)):
        ended = readout(*command, *WATCHLISTS)
        assert ended.returncode == 78
        assert "watchlists/storylines/s.yaml:4:1: unknown key 'skope' (did you mean 'scope'?)" in ended.stderr
    faults = json.loads(readout("check", *WATCHLISTS, "--json").stdout)["faults"]
    assert {"where", "problem", "hint"} == set(faults[0])


def test_wrong_usage_is_2(readout: Readout) -> None:
    assert readout("nonsense").returncode == 2
    assert readout("once", "--now", "yesterday").returncode == 2
    assert "ISO 8601" in readout("once", "--now", "yesterday").stderr
    assert readout("schema", "nonsense").returncode == 2


def test_wrong_settings_are_78(readout: Readout) -> None:
    ended = readout("once", *WATCHLISTS, READOUT_ZONE="Asia/Edo")
    assert (ended.returncode, "READOUT_ZONE" in ended.stderr) == (78, True)
    ended = readout("once", *WATCHLISTS, TELEGRAM_BOT_TOKEN="1:x")
    assert (ended.returncode, "TELEGRAM_CHATS" in ended.stderr) == (78, True)
    assert readout("once", "--watchlists", "nowhere").returncode == 78


def test_a_database_that_cannot_be_used_is_1_and_says_what_to_do(readout: Readout) -> None:
    ended = readout("once", *WATCHLISTS, "--database", "sqlite:////nowhere/at/all.db")
    assert (ended.returncode, "folder" in ended.stderr) == (1, True)
    assert readout("once", *WATCHLISTS, "--database", "mysql://x/y").returncode == 1


def test_once_without_a_network_names_the_sources_and_is_3(readout: Readout) -> None:
    ended = readout("once", *WATCHLISTS, "--json")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert [line.split(":")[0] for line in ended.stderr.splitlines()] == ["kantei", "mfa", "wire"]


def test_sources_shows_how_each_is_doing(readout: Readout) -> None:
    readout("once", *WATCHLISTS)
    rows = [json.loads(line) for line in readout("sources", *WATCHLISTS, "--json").stdout.splitlines()]
    assert [(row["id"], row["state"]) for row in rows] == [("mfa", "failing"), ("wire", "failing"), ("kantei", "failing")]
    shown = readout("sources", *WATCHLISTS, "--zone", "Asia/Tokyo").stdout
    assert "Asia/Tokyo" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_schema_prints_or_writes(readout: Readout, tmp_path: Path) -> None:
    assert json.loads(readout("schema", "sources").stdout)["title"]
    assert set(json.loads(readout("schema").stdout)) == {"sources", "entities", "kinds", "storylines"}
    readout("schema", "--write", "out")
    assert len(list((tmp_path / "out").glob("*.schema.json"))) == 4


def test_db_upgrade_makes_the_database(readout: Readout, tmp_path: Path) -> None:
    ended = readout("db", "upgrade", "--database", "sqlite:///new.db", "--json")
    assert json.loads(ended.stdout) == {"revision": HEAD, "backup": None}
    with sqlite3.connect(tmp_path / "new.db") as database:
        assert database.execute("select version_num from alembic_version").fetchone() == (HEAD,)
    database.close()


SCENARIO = """
scenario: small
title: A small affair
storyline: affair
starts: 2025-11-24T12:00:00Z
ends: 2025-11-26T12:00:00Z
tick: 10m
documents:
  - {source: mfa, as: rss}
  - {source: wire, as: atom}
entries:
  - {id: old, in: [mfa, wire], at: 2025-11-20T00:00:00Z, link: /old, title: Tokyo denied something about the strait}
  - {id: denial, in: [wire], at: 2025-11-24T13:02:00Z, link: /d, title: Tokyo denied the account of the strait}
  - {id: stranger, in: [mfa], at: 2025-11-24T14:00:00Z, link: /s, title: Court denied bail in another affair, hard: true}
rows:
  - {row: 16, event: the denial, entries: [denial], kinds: [denial]}
"""


def test_replay_plays_any_folder_and_says_what_is_missing(readout: Readout, tmp_path: Path) -> None:
    scenario = tmp_path / "small" / "scenario.yaml"
    scenario.parent.mkdir()
    scenario.write_text(SCENARIO, encoding="utf-8")
    ended = readout("replay", "small", *WATCHLISTS, "--json")
    summary = json.loads(ended.stderr.splitlines()[-1])
    assert (ended.returncode, summary["good"], summary["raised"]) == (0, True, [])
    alerts = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [alert["change"] for alert in alerts] == ["baseline", "new"]
    assert summary["rows"] == [
        {"row": 16, "event": "the denial", "kinds": ["denial"], "alerts": [alerts[1]["id"]], "latency_seconds": 1080.0}
    ]
    scenario.write_text(SCENARIO.replace("kinds: [denial]", "kinds: [readout]"), encoding="utf-8")
    ended = readout("replay", "small", *WATCHLISTS)
    assert (ended.returncode, "missing" in ended.stdout, "0 of 1 rows told" in ended.stdout) == (1, True, True)
    ended = readout("replay", "nowhere")
    assert (ended.returncode, "nowhere/scenario.yaml" in ended.stderr) == (78, True)


@pytest.mark.parametrize("command", ["run", "once", "check", "replay", "schema", "sources", "version"])
def test_every_command_explains_itself(readout: Readout, command: str) -> None:
    ended = readout(command, "--help")
    assert ended.returncode == 0
    assert "Usage:" in ended.stdout


def test_check_live_shows_what_a_source_holds_and_records_nothing(readout: Readout, tmp_path: Path) -> None:
    (tmp_path / "rss").write_text(rss(("a", "Tokyo denied it", "Words.")), encoding="utf-8")
    (tmp_path / "empty").write_text(rss(), encoding="utf-8")
    with serving(tmp_path) as base:
        sources = tmp_path / "live" / "sources" / "a.yaml"
        sources.parent.mkdir(parents=True)
        usual = "name: N, outlet: N, side: JP, role: media, languages: [en], zone: UTC, kind: feed, allow_private: true"
        sources.write_text(
            f"sources:\n  - {{id: good, {usual}, url: '{base}/rss'}}\n  - {{id: bad, {usual}, url: '{base}/empty'}}\n",
            encoding="utf-8",
        )
        ended = readout("check", "--live", "--watchlists", "live", "--json")
        looks = {line["id"]: line for line in map(json.loads, ended.stdout.splitlines())}
        assert ended.returncode == 3
        assert (looks["bad"]["state"], looks["good"]["state"], looks["good"]["items"]) == ("empty", "ok", 1)
        assert looks["good"]["first"][0]["title"] == "Tokyo denied it"
        ended = readout("check", "--live", "good", "--watchlists", "live")
        assert (ended.returncode, "verified: " in ended.stdout) == (0, True)
        assert not list(tmp_path.glob("*.db"))
    ended = readout("check", "--live", "godo", "--watchlists", "live")
    assert (ended.returncode, "did you mean 'good'?" in ended.stderr) == (78, True)


def test_held_says_that_nothing_is_held_and_what_it_needs(readout: Readout) -> None:
    ended = readout("held", *WATCHLISTS)
    assert (ended.returncode, ended.stdout) == (0, "Nothing is held back.\n")
    assert readout("held", "--tell", *WATCHLISTS).returncode == 2
    assert readout("held", "mfa", "--tell", "--seen", *WATCHLISTS).returncode == 2
    ended = readout("held", "mfa", "--seen", *WATCHLISTS, "--json")
    assert json.loads(ended.stdout) == {"source": "mfa", "verdict": "seen", "items": 0, "alerts": 0}
