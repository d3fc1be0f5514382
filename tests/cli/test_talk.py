"""Talking to the process: an operator by a link, a subscriber whose wishes survive a kill, and nothing that shows who they are."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.botapi.people import People
from tests.botapi.server import TOKEN, Emulator
from tests.cli.conftest import ROOT, Readout
from tests.pipeline.make import write_watchlist

PERSON, OTHER = 4200042, 4300043
NAME = "Canary Person"
REVOKED = "987654321:BBG-canary_token_that_was_revoked_yesterday"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        for number in (PERSON, OTHER):
            running.api.room(number, title=NAME, username="canary_name")
        yield running


@contextmanager
def talking(folder: Path, emulator: Emulator, **variables: str) -> Iterator["subprocess.Popen[str]"]:
    """``readout run`` with a bot and no chats yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("READOUT_", "TELEGRAM_"))}
    own = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BASE_URL": emulator.base, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-m", "bot", "run", "-v", "--watchlists", "watchlists"]
    with subprocess.Popen(command, cwd=folder, env={**kept, **own}, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def answered(emulator: Emulator, room: int, count: int) -> list[str]:
    """The texts of a room once there are so many."""
    with emulator.called:
        assert emulator.called.wait_for(lambda: len(emulator.api.texts(room)) >= count, 30)
    return emulator.api.texts(room)


def clean(said: str) -> None:
    """No token, chat or person."""
    for secret in (TOKEN.partition(":")[2], str(PERSON), str(OTHER), "Canary", "canary_name"):
        assert secret not in said


def test_wishes_survive_a_kill_and_a_restart_and_nothing_shows_who_has_them(tmp_path: Path, emulator: Emulator) -> None:
    write_watchlist(tmp_path / "watchlists")
    people = People(emulator.api, NAME)
    with talking(tmp_path, emulator) as running:
        people.say(PERSON, "/start", PERSON)
        people.say(PERSON, "/timezone Asia/Tokyo", PERSON)
        people.say(PERSON, "/severity high", PERSON)
        assert "high" in answered(emulator, PERSON, 3)[-1]
        running.kill()
        clean(running.communicate(timeout=60)[1])
    with talking(tmp_path, emulator, READOUT_ZONE="Europe/Berlin", TELEGRAM_CHATS=str(PERSON)) as running:
        people.say(PERSON, "/status", PERSON)
        status = answered(emulator, PERSON, 4)[-1]
        assert ("At least: high" in status, "Time zone: Asia/Tokyo" in status, "Alerts are on." in status) == (True, True, True)
        people.say(PERSON, "/stop", PERSON)
        answered(emulator, PERSON, 5)
        running.send_signal(signal.SIGTERM)
        said = running.communicate(timeout=60)[1]
        clean(said)
        assert running.returncode == 0
    assert TOKEN.encode() not in (tmp_path / "readout.db").read_bytes()
    assert NAME.encode() not in (tmp_path / "readout.db").read_bytes()


def test_telegram_may_come_to_us_and_its_secret_is_not_shown(tmp_path: Path, emulator: Emulator) -> None:
    write_watchlist(tmp_path / "watchlists")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    hook = {"URL": "https://bot.example.org/telegram", "SECRET": "canary-secret_of_the_hook", "LISTEN": listen}
    with talking(tmp_path, emulator, **{f"TELEGRAM_WEBHOOK_{name}": value for name, value in hook.items()}) as running:
        emulator.wait_for("setWebhook")
        People(emulator.api, NAME).say(PERSON, "/start", PERSON)
        assert emulator.deliver(f"http://{listen}") == [200]
        answered(emulator, PERSON, 1)
        emulator.api.secret = "somebody-elses"
        People(emulator.api, NAME).say(PERSON, "/stop", PERSON)
        assert emulator.deliver(f"http://{listen}") == [403]
        running.send_signal(signal.SIGTERM)
        said = running.communicate(timeout=60)[1]
        clean(said)
        assert (running.returncode, hook["SECRET"] in said, emulator.calls("getUpdates")) == (0, False, [])


def test_after_a_long_stop_the_operators_hear_first_since_when_nobody_lived_and_the_heart_beats(
    tmp_path: Path, emulator: Emulator, watchdog: "Watchdog"
) -> None:
    write_watchlist(tmp_path / "watchlists")
    told = {"TELEGRAM_OPERATORS": str(PERSON), "READOUT_HEARTBEAT_PRIVATE": "yes", "READOUT_HEARTBEAT_URL": watchdog.url}
    with talking(tmp_path, emulator, **told) as running:
        first = answered(emulator, PERSON, 1)
        running.send_signal(signal.SIGTERM)  # a kill might leave that message under way, for which those after it would wait
        said = running.communicate(timeout=60)[1]
    assert not any("Nothing was checked" in text for text in first)
    with sqlite3.connect(tmp_path / "readout.db") as database:
        (kept,) = database.execute("SELECT value FROM setting WHERE name = 'vigil'").fetchone()
        long_ago = datetime.now(UTC) - timedelta(minutes=30)
        database.execute("UPDATE setting SET value = ? WHERE name = 'vigil'", [json.dumps({"alive": long_ago.isoformat()})])
    assert "alive" in json.loads(kept)
    with talking(tmp_path, emulator, **told) as running:
        assert "Nothing was checked or sent from" in answered(emulator, PERSON, len(first) + 1)[len(first)]
        assert watchdog.asked.wait(90)
        running.send_signal(signal.SIGTERM)
        said += running.communicate(timeout=60)[1]
    clean(said)
    assert (watchdog.paths[0], watchdog.secret in said) == (f"/ping/{watchdog.secret}", False)


class Watchdog:
    """Somebody outside, who is asked now and then, and answers that we are unknown."""

    secret = "canary-secret-of-the-watchdog"

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.asked = threading.Event()
        dog = self

        class Visit(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                dog.paths.append(self.path)
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                dog.asked.set()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Visit)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ping/{self.secret}"


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    dog = Watchdog()
    thread = threading.Thread(target=dog.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield dog
    dog.server.shutdown()
    thread.join()
    dog.server.server_close()


def test_an_operator_comes_by_a_link_that_is_printed(tmp_path: Path, readout: Readout, emulator: Emulator) -> None:
    bot = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BASE_URL": emulator.base}
    invited = readout("operators", "invite", **bot)
    link = re.fullmatch(r"https://t\.me/readout_bot\?start=(op-[\w-]{43})\n", invited.stdout)
    assert (invited.returncode, bool(link)) == (0, True)
    payload = link[1] if link else ""
    assert len(payload) <= 64
    assert payload.removeprefix("op-").encode() not in (tmp_path / "readout.db").read_bytes(), "its digest alone is kept"
    people = People(emulator.api, NAME)
    with talking(tmp_path, emulator) as running:
        people.say(PERSON, f"/start {payload}", PERSON)
        assert "You are operator 1 now" in answered(emulator, PERSON, 1)[0]
        people.say(OTHER, f"/start {payload}", OTHER)
        assert "used up" in answered(emulator, OTHER, 1)[0]
        people.say(PERSON, "/ops", PERSON)
        # One waits where the first round has just found that no source can be reached, and the terminal was not told yet.
        assert re.search(r"Outbox: [01] waiting", answered(emulator, PERSON, 2)[1])
        running.send_signal(signal.SIGTERM)
        clean(running.communicate(timeout=60)[1])
    listed = readout("operators", "list", "--json")
    assert json.loads(listed.stdout)["number"] == 1
    assert readout("operators", "dismiss", "1").returncode == 0
    assert readout("operators", "dismiss", "1").returncode == 1
    assert "There are no operators" in readout("operators", "list").stdout


def test_a_revoked_token_ends_the_process_with_78(tmp_path: Path, emulator: Emulator) -> None:
    write_watchlist(tmp_path / "watchlists")
    script = (
        "from datetime import timedelta; import bot.chat.health as health, bot.chat.hearing as hearing; "
        "health.REFUSED_MAX = timedelta(seconds=4); hearing.WATCH_SECONDS = 0.2; from bot.__main__ import main; main()"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("READOUT_", "TELEGRAM_"))}
    own = {"TELEGRAM_BOT_TOKEN": REVOKED, "TELEGRAM_BASE_URL": emulator.base, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, "run", "-v", "--watchlists", "watchlists"]
    ended = subprocess.run(command, cwd=tmp_path, env={**kept, **own}, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 78
    for words in ("Telegram refuses the bot token", "the health of the chat is red", "TELEGRAM_BOT_TOKEN: Telegram has refused"):
        assert words in ended.stderr
    assert REVOKED.partition(":")[2] not in ended.stdout + ended.stderr


def test_an_invitation_without_a_network_is_a_message_to_send(readout: Readout) -> None:
    invited = readout("operators", "invite", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_BASE_URL="http://127.0.0.1:9")
    assert "/start op-" in invited.stdout
    clean(invited.stdout + invited.stderr)
    assert (
        json.loads(
            readout("operators", "invite", "--json", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_BASE_URL="http://127.0.0.1:9").stdout
        )["link"]
        is None
    )
    ended = readout("operators", "invite")
    assert (ended.returncode, "TELEGRAM_BOT_TOKEN" in ended.stderr) == (78, True)
