"""How fast, how big, how smooth? ``python -m tests.benchmarks.speed [--json]``: exit code 1 when a bound is broken.

Whole processes are timed from outside, the best of a few runs, because that is what people wait for.
"""

import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.pipeline import check_due
from tests.benchmarks.feeds import Feeds
from tests.pipeline.make import NOW, Network, Telling, feeds, later, rss, small_world

READOUT = [sys.executable, "-m", "bot"]
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Measure:
    """One number and its bound."""

    what: str
    value: float
    unit: str
    bound: float

    @property
    def good(self) -> bool:
        """Whether the bound holds."""
        return self.value <= self.bound


def process(*arguments: str, folder: Path = ROOT, good: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Run Readout; wall seconds and peak resident MB."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": ""}
    started = time.perf_counter()
    child = os.posix_spawn(
        sys.executable,
        [*READOUT, *arguments],
        environment,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, str(folder / "out.txt"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)],
    )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in good:
        raise SystemExit(f"readout {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def best(run: Callable[[], tuple[float, float]], times: int) -> tuple[float, float]:
    """The smallest of each."""
    runs = [run() for _ in range(times)]
    return min(wall for wall, _ in runs), min(memory for _, memory in runs)


def help_(folder: Path) -> Iterator[Measure]:
    """The command line answers at once."""
    wall, _ = best(lambda: process("--help", folder=folder), 5)
    yield Measure("readout --help", wall, "s", 0.3)


def replay(folder: Path) -> Iterator[Measure]:
    """The whole storyline."""
    wall, _ = best(lambda: process("replay", "--json", folder=folder), 2)
    yield Measure("the whole replay", wall, "s", 20)


def unchanged(folder: Path) -> Iterator[Measure]:
    """A hundred feeds that have nothing new."""
    with Feeds(100) as server:
        watchlists = server.watchlists(folder / "watchlists")
        common = ("--watchlists", str(watchlists), "--database", f"sqlite:///{folder / 'once.db'}")
        process("once", *common, folder=folder)
        wall, memory = best(lambda: process("once", "--all", *common, folder=folder), 3)
        if not server.unchanged >= 300:
            raise SystemExit(f"only {server.unchanged} answers were 304")
    yield Measure("once over 100 feeds answering 304", wall, "s", 1.5)
    yield Measure("the same, peak memory", memory, "MB", 120)


def smooth(folder: Path) -> Iterator[Measure]:
    """A feed as big as we take, while the loop has other things to do."""
    pause, seconds = asyncio.run(_longest_pause(folder))
    yield Measure("longest pause of the loop, reading a 5 MB feed", pause * 1000, "ms", 50)
    yield Measure("the same, from request to commit", seconds, "s", 15)


async def _longest_pause(folder: Path) -> tuple[float, float]:
    entries = [(f"g{n}", f"Item {n} on the strait", "He denied it about the strait again. " * 250) for n in range(500)]
    network = Network(dict(feeds()))
    with small_world(folder, network, Telling(), NOW) as world:
        await check_due(world)
    network.pages.update(feeds(mfa=rss(*entries, at=later(1))[:5_000_000]))
    gc.freeze()  # as the wired program does
    with small_world(folder, network, Telling(), later(30)) as world, heartbeat() as pauses:
        started = time.perf_counter()
        await check_due(world)
        return max(pauses), time.perf_counter() - started


@contextmanager
def heartbeat() -> Iterator[list[float]]:
    """How late a task is that wants to run every millisecond."""
    pauses: list[float] = [0.0]

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            pauses.append(time.perf_counter() - before - 0.001)

    task = asyncio.create_task(beat())
    try:
        yield pauses
    finally:
        task.cancel()


def main() -> None:
    """Measure everything and say what broke its bound."""
    measures: list[Measure] = []
    for benchmark in (help_, unchanged, smooth, replay):
        with tempfile.TemporaryDirectory() as folder:
            for measure in benchmark(Path(folder)):
                measures.append(measure)
                if "--json" in sys.argv:
                    print(json.dumps({**asdict(measure), "good": measure.good}), flush=True)
                else:
                    mark = "ok  " if measure.good else "OVER"
                    print(
                        f"{mark} {measure.what:<48} {measure.value:8.2f} {measure.unit:<3} (at most {measure.bound:g})", flush=True
                    )
    sys.exit(not all(measure.good for measure in measures))


if __name__ == "__main__":
    main()
