"""What an operator types to see a change before it goes live, and to see why something was told or not."""

import json
from pathlib import Path
from typing import Any

from bot.pipeline import cycle
from tests.cli.conftest import Readout
from tests.pipeline.make import DENIAL, NOW, Network, Telling, feeds, later, rss, small_world

DATABASE = "sqlite:///readout.db"


async def read_news(folder: Path) -> None:
    network = Network(dict(feeds()))
    for minute, pages in ((0, feeds()), (10, feeds(wire=rss(DENIAL, at=later(5))))):
        network.pages.update(pages)
        with small_world(folder, network, Telling(), later(minute)) as world:
            await cycle(world, every=True)


WHERE = {"READOUT_DATABASE": DATABASE, "READOUT_WATCHLISTS": "watchlists"}


def answered(readout: Readout, *arguments: str, code: int = 0) -> Any:
    done = readout(*arguments, "--json", **WHERE)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


async def test_an_edit_is_tried_brought_into_force_and_written_down(readout: Readout, tmp_path: Path) -> None:
    await read_news(tmp_path)
    assert answered(readout, "reload")["activated"] is True
    assert answered(readout, "reload") == {"activated": False}
    file = tmp_path / "watchlists" / "storylines" / "s.yaml"
    file.write_text(file.read_text().replace("scope: '@strait'", "scope: '@strait AND nowhere'"))
    report = answered(readout, "backtest", "--since", "9000d")
    assert (report["did_send"], report["would_send"], report["removed"][0]["title"]) == (1, 0, DENIAL[1])
    assert "+scope: '@strait AND nowhere'\n" in report["diff"]
    shown = readout("backtest", "--since", "9000d", "--diff", **WHERE).stdout
    assert f"- denials · denial · Wire: {DENIAL[1]}" in shown
    assert "1 alerts were sent, 0 would have been" in " ".join(shown.split())
    assert answered(readout, "reload")["activated"] is True
    newest, first = (json.loads(line) for line in readout("reload", "--log", "--json", **WHERE).stdout.splitlines())
    assert (first["diff"], "nowhere" in newest["diff"]) == ("", True)


async def test_a_broken_watchlist_is_neither_tried_nor_loaded(readout: Readout, tmp_path: Path) -> None:
    await read_news(tmp_path)
    (tmp_path / "watchlists" / "kinds" / "denial.yaml").write_text("kind: [")
    for command in ("backtest", "reload"):
        done = readout(command, **WHERE)
        assert done.returncode == 78
        assert "denial.yaml:2:1: " in done.stderr


async def test_the_decision_about_an_item_is_shown(readout: Readout, tmp_path: Path) -> None:
    await read_news(tmp_path)
    found = answered(readout, "explain", "https://x.example/d1")
    alert = found["alerts"][0]["id"]
    assert found["reason"] == f"it was told: {alert} (new, denials)"
    assert [watch["watch"] for watch in found["now"]["watches"] if watch["kinds"]] == ["denials"]
    assert answered(readout, "explain", alert[:8]) == found
    shown = readout("explain", alert, "--zone", "Asia/Tokyo", **WHERE).stdout
    assert f"first seen {NOW:%d} Nov 2025 21:10:00 Asia/Tokyo" in shown
    assert "send to test:chat: sent" in shown
    assert "denial: “denied”" in shown


async def test_what_was_never_read_is_looked_for_among_the_sources(readout: Readout, tmp_path: Path) -> None:
    await read_news(tmp_path)
    found = answered(readout, "explain", "https://mfa.example/other", code=1)
    assert found["sources"] == [{"id": "mfa", "state": "empty", "last_success": later(10).isoformat(), "items": "0"}]
    assert "no source of the watchlist is at its host" in readout("explain", "https://no.example/", **WHERE).stderr


async def test_a_verdict_is_kept_and_counts(readout: Readout, tmp_path: Path) -> None:
    await read_news(tmp_path)
    alert = answered(readout, "explain", "https://x.example/d1")["alerts"][0]["id"]
    assert answered(readout, "feedback", alert, "noise") == {"alert": alert, "verdict": "noise"}
    (row,) = answered(readout, "backtest", "--since", "9000d")["watches"]
    assert (row["watch"], row["judged"], row["noise"]) == ("denials", 1, 1.0)
    assert readout("feedback", "nothing", "noise", **WHERE).returncode == 2
    assert readout("feedback", alert, "dull", **WHERE).returncode == 2


def test_a_span_is_written_in_hours_days_or_weeks(readout: Readout) -> None:
    done = readout("backtest", "--since", "soon")
    assert done.returncode == 2
    assert "24h, 30d or 8w" in " ".join(done.stderr.replace("│", " ").split())
