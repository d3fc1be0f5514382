"""Does an alert reach a hundred thousand chats as fast as may be, and does a graver one overtake it? ``python -m tests.benchmarks.broadcast``.

One normal alert to a hundred thousand chats, a tenth of them groups, in virtual time: the clock moves on only when somebody waits. The
channel holds us to the documented windows (one message a second in a chat, twenty a minute in a group, thirty a second in all) and answers
429 beyond them. In the middle a critical alert is recorded. ``--chats N`` for another number, ``--json`` for programs. Exit code 1
when a bound is broken.
"""

import asyncio
import json
import math
import resource
import sys
import tempfile
import time
from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.errors import Flooded
from bot.match import compile_index
from bot.model.alert import Alert, Chat, Handed, Message
from bot.model.watchlist import Watchlist
from bot.ports import Outcome
from bot.sending import Sends
from bot.store import SqlStore, open_store
from bot.store.tables import chat
from bot.world import World

MIGRATIONS = Path(__file__).parents[2] / "migrations"
START = datetime(2025, 11, 24, 8, tzinfo=UTC)
SECOND = 1_000_000
RATE = 25.0
"""Messages a second that we allow ourselves."""


@dataclass(slots=True)
class VirtualClock:
    """Moves on when it is asked to wait."""

    passed: int = 0
    """Microseconds: whole ones, as instants have them."""

    @property
    def seconds(self) -> float:
        """Since the start."""
        return self.passed / SECOND

    def now(self) -> datetime:
        """The instant that the waiting has led to."""
        return START + timedelta(microseconds=self.passed)

    def monotonic(self) -> float:
        """The same in seconds."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Let it pass."""
        await asyncio.sleep(0)
        self.passed += math.ceil(round(seconds * SECOND, 3))


@dataclass(slots=True)
class StrictChannel:
    """Telegram's documented windows, to the letter."""

    clock: VirtualClock
    floods: int = 0
    all: deque[int] = field(default_factory=deque)
    rooms: dict[str, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    got: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    times: "array[int]" = field(default_factory=lambda: array("Q"))
    grave: bytearray = field(default_factory=bytearray)
    """When each message came, and whether it was the critical one."""

    async def send(self, chat: Chat, message: Message) -> Handed:
        """Take the message. Raises Flooded."""
        now, group = self.clock.passed, chat.address.startswith("-")
        _forget(self.all, now - SECOND)
        room = self.rooms[chat.id]
        _forget(room, now - (60 if group else 1) * SECOND)
        if len(self.all) >= 30 or len(room) >= (20 if group else 1) or (room and now - room[-1] < SECOND):
            self.floods += 1
            raise Flooded(chat.id, "Too Many Requests", 1)
        self.all.append(now)
        room.append(now)
        alert = sys.intern(message.alert.id)
        self.got[chat.id].append(alert)
        self.times.append(now)
        self.grave.append(alert == "critical")
        return Handed("1")

    async def edit(self, chat: Chat, message: Message) -> Handed:  # noqa: ARG002 - nobody edits
        """There are none."""
        return Handed()

    async def close(self) -> None:
        """Nothing to let go of."""


def _forget(window: deque[int], before: int) -> None:
    while window and window[0] <= before:
        window.popleft()


def an_alert(name: str, severity: str) -> Alert:
    return Alert(
        id=name, storyline="s", watch="w", kind="report", change="new", severity=severity, title=f"The {name} one",
        url="https://x.example/1", source="x", outlet="X", side="CN", role="media", lang="en", published=None, first_seen=START,
        story=name,
    )  # fmt: skip


def decide(store: SqlStore, clock: VirtualClock, *alerts: Alert) -> None:
    with store.deadlines(clock.now()) as transaction:
        transaction.record(Outcome(alerts=alerts))


def names(count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        yield f"telegram:{-1_000_000_000 - number if number % 10 == 0 else number}"


def subscribe(store: SqlStore, count: int) -> None:
    """Many at once, which no bot ever does."""
    row: dict[str, Any] = {"active": True, "zone": "UTC", "language": "en", "wants": {}, "operators": False, "moved_to": None}
    with store._writing() as connection:
        connection.execute(insert(chat), [{"id": name, **row} for name in names(count)])


async def broadcast(count: int, url: str) -> dict[str, float]:
    clock = VirtualClock()
    channel = StrictChannel(clock)
    store = open_store(url, MIGRATIONS)
    subscribe(store, count)
    world = World(compile_index(Watchlist({}, {}, {}, {}, {}, "")), store, Nothing(), {"telegram": channel}, clock)  # type: ignore[arg-type]
    began = time.perf_counter()
    decide(store, clock, an_alert("normal", "normal"))
    owed = time.perf_counter() - began
    sends = Sends(world)
    recorded = 0.0
    middle = count / 2 / RATE

    async def overtaken() -> None:
        nonlocal recorded
        while clock.seconds < middle:  # noqa: ASYNC110 - virtual time has no event to wait for
            await asyncio.sleep(0.002)
        recorded = clock.seconds
        await asyncio.to_thread(decide, store, clock, an_alert("critical", "critical"))

    other = asyncio.create_task(overtaken())
    sent = await sends.all_due()
    await other
    sent += await sends.all_due()
    real = time.perf_counter() - began
    store.close()
    in_order = sum(alerts == ["normal", "critical"] for alerts in channel.got.values())
    first, total = channel.times[channel.grave.index(1)] / SECOND, channel.times[-1] / SECOND + 1 / RATE
    # From two seconds after it was decided until all have it that were owed nothing else: nobody's normal one goes before it.
    start = bisect_left(channel.times, int((recorded + 2) * SECOND))
    told = bisect_left(channel.times, int(recorded * SECOND))
    overtaken_by = channel.grave[start : start + told * 9 // 10].count(0)
    return {
        "sent": sent,
        "owing, in real seconds": owed,
        "of the allowed rate": sent / (total * RATE),
        "floods": channel.floods,
        "chats out of order": count - in_order,
        "critical at its first chat after, in seconds": first - recorded,
        "normal ones that went before it": overtaken_by,
        "real seconds": real,
        "memory in MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


class Nothing:
    """Nobody fetches here."""


BOUNDS = {
    "of the allowed rate": (0.98, None),
    "floods": (None, 0),
    "chats out of order": (None, 0),
    "critical at its first chat after, in seconds": (None, 2.0),
    "normal ones that went before it": (None, 0),
    "memory in MB": (None, 200.0),
}


def main() -> None:
    """Send, and say what broke its bound."""
    count = int(sys.argv[sys.argv.index("--chats") + 1]) if "--chats" in sys.argv else 100_000
    with tempfile.TemporaryDirectory() as folder:
        measured = asyncio.run(broadcast(count, f"sqlite:///{folder}/readout.sqlite"))
    good = True
    for what, value in measured.items():
        least, most = BOUNDS.get(what, (None, None))
        fine = (least is None or value >= least) and (most is None or value <= most)
        good = good and fine
        if "--json" in sys.argv:
            print(json.dumps({"what": what, "value": value, "least": least, "most": most, "good": fine}), flush=True)
        else:
            bound = (
                "" if least is most is None else f" (at {'least' if most is None else 'most'} {least if most is None else most:g})"
            )
            print(f"{'ok  ' if fine else 'OVER'} {what:<46} {value:10.3f}{bound}", flush=True)
    sys.exit(not good)


if __name__ == "__main__":
    main()
