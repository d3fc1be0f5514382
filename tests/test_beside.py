"""Are many replies read by one process to the same items, whatever happens to that process?"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import beside
from bot.beside import FEW, MANY, Readers
from bot.errors import ReadFailed
from bot.match import compile_index
from bot.model.reply import Reply
from bot.preparing import Ready, ready_of
from bot.watchlist import load_watchlist
from tests.pipeline.make import DENIAL, REPORT, rss, write_watchlist
from tests.sources.make import source

NOW = datetime(2025, 11, 24, 12, tzinfo=UTC)
SOURCE = source("feed")
REPLY = Reply(SOURCE.url, rss(DENIAL, REPORT).encode())


class Many:
    """Readers to whom there is always much to do."""

    def __init__(self, folder: Path) -> None:
        self.index = compile_index(load_watchlist(write_watchlist(folder)))
        self.checks = MANY + 1
        self.readers = Readers(lambda: self.index, lambda: self.checks)
        self.readers._met = FEW  # long since at it

    def read(self, reply: Reply = REPLY) -> Any:
        return self.readers.ready(SOURCE, reply, NOW, frozenset())

    @property
    def here(self) -> Ready:
        return ready_of(SOURCE, REPLY, NOW, frozenset(), self.index)

    @property
    def process(self) -> int:
        assert self.readers._pool is not None
        (pid,) = self.readers._pool._processes
        return pid


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[Many]:
    made = Many(tmp_path)
    yield made
    made.readers.close()


async def test_many_replies_are_read_by_a_process_to_the_same_items(many: Many) -> None:
    found = await asyncio.gather(*(many.read() for _ in range(20)))
    assert found == [many.here] * 20
    assert many.here[0][0].scan.matches
    many.checks = 1
    pool = many.readers._pool
    assert await many.read() == many.here
    assert many.readers._pool is pool  # a thread did that; the process rests


async def test_what_fails_there_is_told_here(many: Many) -> None:
    with pytest.raises(ReadFailed, match="an HTML page instead of a feed"):
        await many.read(Reply(SOURCE.url, b"<html><body>Hello</body></html>"))
    assert await many.read() == many.here


async def test_a_process_that_dies_takes_nothing_with_it(many: Many) -> None:
    assert await many.read() == many.here
    os.kill(many.process, signal.SIGSTOP)
    readings = [asyncio.ensure_future(many.read()) for _ in range(3)]
    await asyncio.sleep(0)
    os.kill(many.process, signal.SIGKILL)
    assert await asyncio.gather(*readings) == [many.here] * 3
    assert await many.read() == many.here


async def test_a_process_that_hangs_is_ended(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await many.read() == many.here
    os.kill(many.process, signal.SIGSTOP)
    ours = many.readers.close

    def given_up() -> None:
        monkeypatch.setattr(beside, "READ_SECONDS", 30.0)
        ours()

    monkeypatch.setattr(many.readers, "close", given_up)
    monkeypatch.setattr(beside, "READ_SECONDS", 0.05)
    assert await many.read() == many.here
    assert beside.READ_SECONDS == 30.0


async def test_a_process_with_little_to_do_is_ended(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await many.read() == many.here
    many.checks = 1
    monkeypatch.setattr(beside, "IDLE_SECONDS", -1.0)
    assert await many.read() == many.here
    assert many.readers._pool is None


async def test_a_few_replies_are_not_worth_a_process(tmp_path: Path) -> None:
    made = Many(tmp_path)
    made.readers._met = 0
    for number in range(FEW + 1):
        assert await made.read() == made.here
        assert (made.readers._pool is None) is (number < FEW)
    made.readers.close()


PARENT = """
import asyncio, os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})

async def main():
    from tests.test_beside import Many
    many = Many(Path({folder!r}))
    await many.read()
    print(many.process, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_the_process_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(root=str(Path(__file__).parents[1]), folder=str(tmp_path / "watchlists")))
    parent = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert parent.returncode == -signal.SIGKILL, parent.stderr
    status = Path(f"/proc/{int(parent.stdout)}/stat")
    for _ in range(10_000):  # its thread wakes as soon as the parent is gone
        if not status.exists() or status.read_text().split()[2] in "ZX":
            return
        os.sched_yield()
    pytest.fail("it lives on")


def test_the_reading_process_loads_nothing_that_compares_revisions() -> None:
    code = "import sys, bot.beside; sys.exit(any(name.startswith('bot.revisions') for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True)
