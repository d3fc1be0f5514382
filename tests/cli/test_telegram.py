"""The whole way as a process: a feed on loopback in, the unmodified library out, and nothing lost whatever Telegram answers."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import world
from bot.cli.options import SOME_FAILED
from bot.clock import SystemClock
from bot.settings import Settings
from tests.botapi.parser import RefusedError
from tests.botapi.rooms import BLOCKED
from tests.botapi.server import TOKEN, Emulator
from tests.cli.conftest import ROOT, Readout
from tests.pipeline.make import DENIAL, EMPTY, later, rss, write_watchlist

CHAT = -1001


class Wire:
    """One feed, whatever it holds at the moment."""

    def __init__(self) -> None:
        self.page = EMPTY
        wire = self

        class Visit(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = wire.page.encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Visit)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def wire() -> Iterator[Wire]:
    running = Wire()
    yield running
    running.close()


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        running.api.room(CHAT, type="group", title="Readers")
        yield running


def one_feed(watchlists: Path, wire: Wire) -> None:
    """The small watchlist with that feed alone, and nothing awaited."""
    entry = (
        "sources:\n  - {id: wire, name: Wire, outlet: Wire, side: JP, role: wire, languages: [en], zone: Asia/Tokyo, kind: feed,"
        f" allow_private: true, url: 'http://127.0.0.1:{wire.server.server_port}/'}}\n"
    )
    (watchlists / "sources" / "a.yaml").write_text(entry, encoding="utf-8")
    storyline = watchlists / "storylines" / "s.yaml"
    storyline.write_text(storyline.read_text(encoding="utf-8").partition("expectations:")[0], encoding="utf-8")


@pytest.fixture
def once(readout: Readout, tmp_path: Path, wire: Wire, emulator: Emulator) -> Iterator[Any]:
    """``once(minutes)``: one cycle with the token set, so many minutes after the beginning; nothing it prints shows the token."""
    one_feed(tmp_path / "watchlists", wire)

    def run(minutes: float, *options: str) -> int:
        ended = readout(
            "once", "--watchlists", "watchlists", "--now", later(minutes).isoformat(), "-v", *options,
            TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_BASE_URL=emulator.base, TELEGRAM_CHATS=str(CHAT),
        )  # fmt: skip
        assert TOKEN.partition(":")[2] not in ended.stdout + ended.stderr
        return ended.returncode

    assert run(0) == 0
    wire.page = rss(DENIAL, at=later(10))
    yield run
    assert TOKEN.encode() not in (tmp_path / "readout.db").read_bytes()


def headlines(emulator: Emulator, room: int = CHAT) -> list[str]:
    return [text.splitlines()[0] for text in emulator.api.texts(room)]


def test_a_first_run_sends_one_card_and_then_each_development_once(once: Any, emulator: Emulator) -> None:
    assert headlines(emulator) == ["State of play, as we begin to follow · The affair"]
    assert [once(20), once(40)] == [0, 0]
    assert headlines(emulator)[1:] == ["Denial · The affair"]
    assert DENIAL[1] in emulator.api.texts(CHAT)[1]


@pytest.mark.parametrize(
    ("trouble", "minutes", "copies"),
    [
        (RefusedError(429, "Too Many Requests: retry after 90", retry_after=90), 22, 1),
        (RefusedError(502, "Bad Gateway"), 21, 1),
        (RefusedError(401, "Unauthorized"), 81, 1),
        (BLOCKED, 81, 1),
        ("drop after", 21, 2),
    ],
    ids=str,
)
def test_no_answer_of_telegrams_loses_an_alert(once: Any, emulator: Emulator, trouble: Any, minutes: float, copies: int) -> None:
    emulator.trouble("sendMessage", trouble)
    assert once(20) == (SOME_FAILED if getattr(trouble, "status", 0) == 401 else 0)
    assert once(minutes) == 0
    told = emulator.api.texts(CHAT)[1:]
    assert len(told) == copies
    assert all(DENIAL[1] in text for text in told)
    if copies == 2:
        assert told[1].startswith("Possible duplicate")


async def test_once_leaves_the_buttons_of_what_it_edits(tmp_path: Path) -> None:
    settings = Settings(token=SecretStr(TOKEN), chats=(str(CHAT),), database=f"sqlite:///{tmp_path / 'readout.db'}")
    async with world(settings, SystemClock()) as everything:
        assert getattr(everything.buttons, "__name__", "") == "kept"


def test_a_group_that_moved_is_followed_at_once_and_for_good(once: Any, emulator: Emulator, wire: Wire) -> None:
    emulator.api.rooms[CHAT].moved_to = -1009
    emulator.api.room(-1009, type="supergroup", title="Readers")
    assert once(20) == 0
    wire.page = rss(
        DENIAL, ("d2", "Tokyo denied another thing about the strait", "It was denied that the strait was named."), at=later(30)
    )
    assert once(40) == 0
    assert headlines(emulator, -1009) == ["Denial · The affair"] * 2


def test_run_delivers_until_it_is_told_to_stop(tmp_path: Path, wire: Wire, emulator: Emulator) -> None:
    one_feed(write_watchlist(tmp_path / "watchlists"), wire)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("READOUT_", "TELEGRAM_"))}
    variables = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": emulator.base,
        "TELEGRAM_CHATS": str(CHAT),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "bot", "run", "--watchlists", "watchlists"]
    with subprocess.Popen(command, cwd=tmp_path, env={**kept, **variables}, stderr=subprocess.PIPE, text=True) as running:
        emulator.wait_for("sendMessage")
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "Following 1 sources, telling telegram." in said
    assert headlines(emulator) == ["State of play, as we begin to follow · The affair"]
