"""Killed at any point and started again, it loses nothing, and what it may have said twice it labels."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.crash import POINTS, WAITING_POINTS

ROOT = Path(__file__).parents[2]


def run(folder: Path, minutes: int, point: str = "") -> int:
    command = [sys.executable, "-m", "tests.pipeline.crash", str(folder), str(minutes), *point.split()]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun")
    assert run(folder, 0) == 0
    return folder


@pytest.mark.parametrize("point", WAITING_POINTS)
def test_what_waits_for_company_is_not_lost_either(point: str, begun: Path, tmp_path: Path) -> None:
    (tmp_path / "readout.db").write_bytes((begun / "readout.db").read_bytes())
    (tmp_path / "routing").write_text("routing: {group_wait: 10m, group_interval: 15m}\n", encoding="utf-8")
    died = [run(tmp_path, minutes, point) == -signal.SIGKILL for minutes in (20, 40)]
    assert any(died)
    for minutes in (60, 90):
        assert run(tmp_path, minutes) == 0
    sent = [json.loads(line) for line in (tmp_path / "sent.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [message["alert"] for message in sent if message["change"] != "baseline"]
    assert len(told) == 1


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost(point: str, begun: Path, tmp_path: Path) -> None:
    (tmp_path / "readout.db").write_bytes((begun / "readout.db").read_bytes())
    assert run(tmp_path, 20, point) == -signal.SIGKILL
    assert run(tmp_path, 40) == 0
    assert run(tmp_path, 60) == 0
    sent = [json.loads(line) for line in (tmp_path / "sent.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [message["alert"] for message in sent if message["change"] != "baseline"]
    assert len(set(told)) == 2
    twice = [message for number, message in enumerate(sent) if message["alert"] in [m["alert"] for m in sent[:number]]]
    # The one window that cannot be closed: the chat has it, and we died before writing that down.
    assert len(twice) == (point == "after sending") + (point == "before settle_all")
    assert all("duplicate" in message["text"].lower() for message in twice)
