"""A folder to work in, and the command line as a process."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.make import write_watchlist

ROOT = Path(__file__).parents[2]
Readout = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def readout(tmp_path: Path) -> Readout:
    """``readout("check", …)`` in an empty folder with a small ``watchlists/``, without anybody's environment."""
    write_watchlist(tmp_path / "watchlists")

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("READOUT_", "TELEGRAM_"))}
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=tmp_path,
            env={**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **variables},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run
