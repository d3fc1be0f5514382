"""One cycle of the small world in a process of its own, killed at a named point: ``crash.py FOLDER MINUTES [POINT]``.

With a file ``FOLDER/routing`` the storyline has these rules besides. What was sent goes to ``FOLDER/sent.jsonl``, flushed to the disk before anybody is told: that is the chat's memory.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.model.alert import Chat, Handed, Message
from bot.model.routing import Route
from bot.pipeline import cycle
from bot.store import routing_rows
from bot.store.sql import SqlChecking, SqlStore
from tests.pipeline.make import DENIAL, REPORT, Network, Telling, feeds, later, rss, small_world


class Disk(Telling):
    """A chat that remembers on disk."""

    def __init__(self, file: Path, die: Callable[[str], None]) -> None:
        super().__init__()
        self.file, self.die = file, die

    async def send(self, chat: Chat, message: Message) -> Handed:
        self.die("before sending")
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"alert": message.alert.id, "change": message.alert.change, "text": message.text}) + "\n")
        self.die("after sending")
        return await super().send(chat, message)


def around(owner: type, name: str, die: Callable[[str], None]) -> None:
    """Make a method a place to die before and after."""
    inner = getattr(owner, name)

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        die(f"before {name}")
        result = inner(self, *args, **kwargs)
        die(f"after {name}")
        return result

    setattr(owner, name, method)


POINTS = [
    f"{when} {name}"
    for name in ("claim_sources", "known", "record", "claim_deliveries", "settle_all", "sending")
    for when in ("before", "after")
]


WAITING_POINTS = [f"{when} {name}" for name in ("waits", "release", "waiting") for when in ("before", "after")]
"""Where alerts that wait for company could be lost: as they are laid aside, as one looks for them, as they are owed."""


def around_routes(die: Callable[[str], None]) -> None:
    """The same for the moments at which an alert is laid aside, and at which it is owed after all."""
    inner = routing_rows.record

    def record(connection: Connection, new: Sequence[str], routes: Sequence[Route]) -> list[str]:
        here = [name for name, verdict in (("release", "told"), ("waiting", "waiting")) if verdict in {r.verdict for r in routes}]
        for name in here:
            die(f"before {name}")
        told = inner(connection, new, routes)
        for name in here:
            die(f"after {name}")
        return told

    routing_rows.record = record


def main(folder: Path, minutes: float, point: str) -> None:
    def die(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    owners = ((SqlStore, ("claim_sources", "claim_deliveries", "settle_all", "waits")), (SqlChecking, ("known", "record")))
    for owner, names in owners:
        for name in names:
            around(owner, name, die)
    around_routes(die)
    rules = folder / "routing"
    routing = rules.read_text(encoding="utf-8") if rules.exists() else ""
    news = {} if minutes == 0 else {"mfa": rss(REPORT, at=later(10))}
    if news and not routing:  # it is told at once, and the report that it answers with it, whichever is read first
        news["wire"] = rss(DENIAL, at=later(10))
    with small_world(
        folder, Network(dict(feeds(**news))), Disk(folder / "sent.jsonl", die), later(minutes), routing=routing
    ) as world:
        asyncio.run(cycle(world))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), " ".join(sys.argv[3:]))
