"""How do alerts reach a feed reader? As files in a folder, three per storyline: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

They are made anew from the database each time, so that what they hold never depends on having been up. What is written takes the
place of what was there at once, and bytes that say the same are not written.
"""

import asyncio
import logging
import os
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.alerts.feed import Entry, Feed, atom, entry_of, json_feed, rss
from bot.errors import RetryLater
from bot.model.alert import Alert, Chat, Handed, Message

log = logging.getLogger(__name__)

ENTRIES_MAX = 200
WAIT = 60.0
"""Seconds until a folder that cannot be written is tried again."""
_NAME = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
FILES: Mapping[str, Callable[[Feed], bytes]] = {"rss.xml": rss, "atom.xml": atom, "feed.json": json_feed}
"""What is written for each storyline: how the file's name ends, and how it is made."""
Told = Callable[[str], Sequence[tuple[Alert, datetime]]]
"""A storyline's alerts that were told, the newest first, each with when its message was last touched."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where feeds are written and what they are called."""

    folder: Path
    titles: Mapping[str, str]
    """Storyline to its title."""
    base: str = ""
    """Where the folder can be read, as ``https://host/alerts``; empty: only by its path."""


class FeedsChannel:
    """``bot.ports.Channel`` into files. An alert is there when ``send`` returns; an edit changes its entry, which keeps its id."""

    def __init__(self, shelf: Shelf, told: Told) -> None:
        self._shelf = shelf
        self._told = told
        self._given: dict[str, dict[str, Entry]] = defaultdict(dict)
        self._made: dict[str, dict[str, tuple[Alert, datetime, Entry]]] = {}
        self._stale: set[str] = set()
        self._lock = asyncio.Lock()

    async def send(self, chat: Chat, message: Message) -> Handed:
        """Put the alert into its storyline's feeds; its id is the message's. Raises RetryLater when they cannot be written."""
        await self._put(chat, message)
        return Handed(message.alert.id)

    async def edit(self, chat: Chat, message: Message) -> Handed:
        """The same: what is there under its id is replaced."""
        await self._put(chat, message)
        return Handed(message.edits)

    async def renew(self, storylines: Sequence[str]) -> None:
        """Write the feeds of these as the database has them; what cannot be written now will be with the next alert."""
        async with self._lock:
            for name in storylines:
                try:
                    await asyncio.to_thread(self._sweep, name)
                    await asyncio.to_thread(self._write, name, {})
                except OSError as error:
                    log.warning("cannot write the feeds of %s: %s", name, error.strerror or type(error).__name__)

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def _put(self, chat: Chat, message: Message) -> None:
        """Several at once are one writing: whoever waited finds it done."""
        name = message.alert.storyline
        self._given[name][message.alert.id] = entry_of(message.alert, message.alert.first_seen, self._title(name))
        self._stale.add(name)
        async with self._lock:
            if name not in self._stale:
                return
            self._stale.discard(name)
            given = dict(self._given[name])
            try:
                await asyncio.to_thread(self._write, name, given)
            except OSError as error:
                self._stale.add(name)
                raise RetryLater(chat.id, f"cannot write feeds: {error.strerror or type(error).__name__}", WAIT) from None
        self._forget(name)

    def _forget(self, name: str) -> None:
        """What the database does not have yet is needed no longer than the newest entries are."""
        mine = self._given[name]
        for old in list(mine)[: max(0, len(mine) - ENTRIES_MAX)]:
            del mine[old]

    def _sweep(self, name: str) -> None:
        """What a writer left half-way that was killed."""
        for left in self._shelf.folder.glob(f".{_safe(name)}.*"):
            left.unlink(missing_ok=True)

    def _title(self, name: str) -> str:
        return self._shelf.titles.get(name, name)

    def _write(self, name: str, given: Mapping[str, Entry]) -> None:
        entries = self._entries(name)
        newest = sorted({**given, **entries}.values(), key=lambda one: (one.published, one.id), reverse=True)[:ENTRIES_MAX]
        for ending, made in FILES.items():
            file = f"{_safe(name)}.{ending}"
            address = f"{self._shelf.base.rstrip('/')}/{file}" if self._shelf.base else ""
            replaced(self._shelf.folder / file, made(Feed(name, self._title(name), address, tuple(newest))))

    def _entries(self, name: str) -> dict[str, Entry]:
        """What the database has, put into words where that is news: the words take ten times as long as all the rest."""
        before, made = self._made.get(name, {}), {}
        for alert, touched in self._told(name):
            known = before.get(alert.id)
            if known is None or known[:2] != (alert, touched):
                known = (alert, touched, entry_of(alert, touched, self._title(name)))
            made[alert.id] = known
        self._made[name] = made
        return {key: entry for key, (_, _, entry) in made.items()}


def _safe(name: str) -> str:
    """A storyline's id as a file's name."""
    return name if _NAME.fullmatch(name) and len(name) <= 64 else blake2b(name.encode(errors="replace"), digest_size=8).hexdigest()


def replaced(file: Path, body: bytes) -> None:
    """Write ``body`` so that a reader sees all of it or what was there before. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.read_bytes() == body:
        return
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as paper:
        try:
            paper.write(body)
            paper.flush()
            os.fsync(paper.fileno())
            Path(paper.name).chmod(0o644)
            Path(paper.name).replace(file)
        except BaseException:
            Path(paper.name).unlink(missing_ok=True)
            raise
