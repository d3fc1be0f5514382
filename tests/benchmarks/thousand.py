"""A thousand feeds: first reading, nothing changed, one new item each. ``python -m tests.benchmarks.thousand [--json] [--feeds N]``.

Readout, with everything it does to an item and full durability, beside ``reader``, on one server and in one run. Whole processes are
measured from outside: start-up included, memory as the sum of the proportional set sizes of a process and its children.
"""

import argparse
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from tests.benchmarks.newsstand import ITEMS, LANGS, Newsstand

ROOT = Path(__file__).parents[2]
CASES = ("first", "unchanged", "one new item each")
FACTORS = {"first": 4.0, "unchanged": 2.0, "one new item each": 6.0}
MEMORY = 200.0
RUNS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One process, from start to end."""

    wall: float
    cpu: float
    memory: float
    """MB at the highest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case, both programs: seconds, times as fast, MB."""

    case: str
    reader: float
    readout: float
    cpu: float
    factor: float
    bound: float
    memory: float

    @property
    def good(self) -> bool:
        """Whether the bounds hold."""
        return self.factor >= self.bound and self.memory <= MEMORY


def measured(command: Sequence[str], good: Sequence[int] = (0,)) -> Run:
    """Run a command and watch it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": "", "PYTHONDONTWRITEBYTECODE": ""}  # as installed
    with tempfile.TemporaryFile() as out:
        started, before = time.perf_counter(), os.times()
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=ROOT)
        highest = 0.0
        while process.poll() is None:
            highest = max(highest, _memory(process.pid))
            time.sleep(0.02)
        wall, after = time.perf_counter() - started, os.times()
        if process.returncode not in good:
            out.seek(0)
            raise SystemExit(f"{' '.join(command)[:200]} ended with {process.returncode}:\n{out.read()[-3000:].decode()}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall, used, highest)


def _memory(pid: int) -> float:
    """MB that a process and its children hold, shared pages shared out; 0 where nobody tells.

    For a moment a new child is its parent (vfork): until it runs a program of its own, it holds nothing besides.
    """
    try:
        own = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    command = _command(str(pid))
    begun = [int(child) for child in children if _command(child) != command]
    found = re.search(r"^Pss:\s+(\d+) kB", own, re.MULTILINE)
    return (int(found[1]) / 1024 if found else 0.0) + sum(map(_memory, begun))


def _command(pid: str) -> bytes:
    """What runs there; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def watchlists(folder: Path, stand: Newsstand) -> Path:
    """The shipped watchlists with their own sources switched off and the newsstand's added."""
    shutil.copytree(ROOT / "watchlists", folder)
    for file in (folder / "sources").glob("*.yaml"):
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        for entry in entries["sources"]:
            entry |= {"enabled": False, "note": "not for the benchmark"}
        file.write_text(json.dumps(entries, default=str), encoding="utf-8")
    feeds = [
        {
            "id": f"feed-{number}", "name": f"Feed {number}", "outlet": f"Feed {number}", "side": "INT", "role": "media",
            "languages": [{"en": "en", "zh": "zh-Hans", "ja": "ja"}[LANGS[number % 3]]], "zone": "UTC", "kind": "feed", "url": url,
            "allow_private": True, "min_gap": "0s",
        }
        for number, url in stand.urls()
    ]  # fmt: skip
    (folder / "sources" / "feeds.yaml").write_text(json.dumps({"sources": feeds}), encoding="utf-8")
    return folder


class Contest:
    """Both programs on one newsstand, with what each remembers between the cases."""

    def __init__(self, folder: Path, stand: Newsstand) -> None:
        self.folder, self.stand = folder, stand
        self._watchlists = watchlists(folder / "watchlists", stand)

    def readout(self, case: str) -> Run:
        """One run of Readout; its database afterwards is kept as that of the case."""
        how = ["--watchlists", str(self._watchlists), "--database", f"sqlite:///{self.folder / 'now.db'}"]
        command = [sys.executable, "-m", "bot", "once", *how, *([] if case == "first" else ["--all"])]
        return self._run(case, "readout", command, "SELECT count(*) FROM item")

    def reader(self, case: str) -> Run:
        """One run of reader."""
        if case == "first":
            urls = [url for _, url in self.stand.urls()]
            for start in range(0, len(urls), 200):
                measured(
                    [
                        sys.executable,
                        "-m",
                        "tests.benchmarks.with_reader",
                        "add",
                        str(self.folder / "add.db"),
                        *urls[start : start + 200],
                    ]
                )
        command = [sys.executable, "-m", "tests.benchmarks.with_reader", "update", str(self.folder / "now.db")]
        return self._run(case, "reader", command, "SELECT count(*) FROM entries")

    def _run(self, case: str, who: str, command: Sequence[str], counting: str) -> Run:
        now, before = self.folder / "now.db", self.folder / f"{who}-first.db"
        for file in self.folder.glob("now.db*"):
            file.unlink()
        if case != "first":
            shutil.copy(before, now)
        elif (added := self.folder / "add.db").exists() and who == "reader":
            shutil.move(added, now)
        self.stand.publish(2 if case == CASES[2] else 1)
        run = measured(command)
        self._check(case, who, counting, now)
        if case == "first":
            with closing(sqlite3.connect(now)) as database, closing(sqlite3.connect(before)) as kept:
                database.backup(kept)
        return run

    def _check(self, case: str, who: str, counting: str, database: Path) -> None:
        """Nobody skips work."""
        feeds, served = self.stand.feeds, self.stand.served()
        with closing(sqlite3.connect(database)) as opened:
            items = opened.execute(counting).fetchone()[0]
        expected = ({304: feeds} if case == CASES[1] else {200: feeds}, feeds * ITEMS + (feeds if case == CASES[2] else 0))
        if (dict(served), items) != expected:
            raise SystemExit(f"{who}, {case}: {dict(served)} answers and {items} items instead of {expected}")


def contest(feeds: int, runs: int) -> Iterator[Row]:
    """Every case, medians of Readout's three runs and of so many of reader's."""
    with tempfile.TemporaryDirectory() as folder, Newsstand(feeds) as stand:
        both = Contest(Path(folder), stand)
        for case in CASES:
            reader = statistics.median(both.reader(case).wall for _ in range(runs))
            ours = [both.readout(case) for _ in range(RUNS)]
            wall, cpu = (statistics.median(getattr(run, name) for run in ours) for name in ("wall", "cpu"))
            yield Row(case, reader, wall, cpu, reader / wall, FACTORS[case], max(run.memory for run in ours))


def main() -> None:
    """Measure, and say what broke its bound."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=1, help="of reader, which takes its time")
    options = parser.parse_args()
    good = True
    if not options.json:
        print(f"{options.feeds} feeds:            reader   Readout    (CPU)   factor (at least)   memory (at most {MEMORY:g} MB)")
    for row in contest(options.feeds, options.runs):
        good = good and row.good
        if options.json:
            print(json.dumps({**asdict(row), "good": row.good}), flush=True)
        else:
            mark = "ok  " if row.good else "OVER"
            numbers = f"{row.reader:6.2f} s  {row.readout:6.2f} s  {row.cpu:6.2f} s  {row.factor:6.1f}x     ({row.bound:g}x)"
            print(f"{mark} {row.case:<18} {numbers}   {row.memory:6.0f} MB", flush=True)
    sys.exit(not good)


if __name__ == "__main__":
    main()
