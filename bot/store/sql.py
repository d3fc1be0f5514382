"""The memory behind ``bot.ports.Store``, in SQLite or PostgreSQL.

Here is which transaction each question or order runs in; what they say to the database stands in one file per aggregate.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.dedupe.near import sketch
from bot.model.alert import Alert, Chat, Delivery, Receipt, Told
from bot.model.finding import StorylineState
from bot.model.item import Item, Known
from bot.model.source import Source
from bot.model.story import Story
from bot.ports import Checking, Outcome, Overview, SourceClaim, SourceReport
from bot.store import alert_rows, chat_rows, delivery_rows, item_rows, source_rows, story_rows, storyline_rows
from bot.store.codec import Row
from bot.store.engine import Engines, engines, take_turn, translated
from bot.store.schema import make_ready
from bot.store.story_rows import Sketch


class SqlChecking:
    """One open transaction: what ``known`` and ``state`` read here is still true when ``record`` writes."""

    def __init__(self, connection: Connection, now: datetime, held: Row | None, sketch_of: Sketch) -> None:
        self._connection = connection
        self._now = now
        self._held = held
        self._sketch = sketch_of
        self._asked: dict[str, Item] = {}
        self._memory: dict[str, Known] = {}
        self._states: dict[str, StorylineState] = {}

    def known(self, items: Sequence[Item]) -> Mapping[str, Known]:
        """See ``bot.ports.Checking``."""
        memory = item_rows.known(self._connection, items)
        self._asked.update((item.key, item) for item in items)
        self._memory.update(memory)
        return memory

    def candidates(self, item: Item) -> Sequence[Story]:
        """See ``bot.ports.Checking``; the likeliest first."""
        return story_rows.candidates(self._connection, item, self._sketch(item.title, item.text))

    def state(self, storyline: str) -> StorylineState:
        """See ``bot.ports.Checking``."""
        if storyline not in self._states:
            self._states[storyline] = storyline_rows.load(self._connection, storyline)
        return self._states[storyline]

    def told(self, stories: Sequence[str]) -> Sequence[Told]:
        """See ``bot.ports.Checking``; in the order in which they were decided."""
        return alert_rows.told(self._connection, stories)

    def overview(self, limit: int) -> Overview:
        """See ``bot.ports.Checking``."""
        sources, failed = source_rows.tally(self._connection)
        return Overview(sources, failed, item_rows.count(self._connection), item_rows.wanted(self._connection, limit))

    def record(self, outcome: Outcome) -> None:
        """See ``bot.ports.Checking``."""
        connection = self._connection
        story_rows.add(connection, outcome.items, self._sketch)
        item_rows.add(connection, outcome.items)
        item_rows.remember_names(connection, self._asked, self._memory)
        delivery_rows.owe_edits(connection, story_rows.join(connection, outcome.items))
        delivery_rows.owe(connection, alert_rows.add(connection, outcome.alerts, self._now))
        for storyline, after in outcome.states.items():
            storyline_rows.save(connection, storyline, self.state(storyline), after)
            self._states[storyline] = after
        if self._held is not None:
            source_rows.settle(connection, self._held, outcome)


class SqlStore:
    """``bot.ports.Store``. Threads may share it: writers wait for one another, readers for nobody."""

    def __init__(self, opened: Engines, sketch_of: Sketch = sketch) -> None:
        self._engines = opened
        self._sketch = sketch_of

    @contextmanager
    def _writing(self, *, decides: bool = False) -> Iterator[Connection]:
        with translated(), self._engines.writer.begin() as connection:
            if decides:
                take_turn(connection)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(), self._engines.reader.begin() as connection:
            yield connection

    def follow(self, sources: Sequence[Source], now: datetime) -> None:
        """See ``bot.ports.Store``."""
        with self._writing(decides=True) as connection:
            source_rows.follow(connection, sources, now)

    def subscribe(self, chats: Sequence[Chat]) -> None:
        """See ``bot.ports.Store``; chats that are not named stay as they are."""
        with self._writing(decides=True) as connection:
            chat_rows.subscribe(connection, chats)

    def claim_sources(self, now: datetime, limit: int, lease: timedelta, *, every: bool = False) -> Sequence[SourceClaim]:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            return source_rows.claim(connection, now, limit, lease, every=every)

    def seen(self, source: str, keys: Sequence[str]) -> frozenset[str]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return item_rows.seen(connection, source, keys)

    @contextmanager
    def checking(self, claim: SourceClaim) -> Iterator[Checking]:
        """See ``bot.ports.Store``. The time of what is recorded is that of the claim."""
        with self._writing(decides=True) as connection:
            held = source_rows.hold(connection, claim)
            yield SqlChecking(connection, held["last_checked"], held, self._sketch)

    @contextmanager
    def deadlines(self, now: datetime) -> Iterator[Checking]:
        """See ``bot.ports.Store``."""
        with self._writing(decides=True) as connection:
            yield SqlChecking(connection, now, None, self._sketch)

    def next_event(self) -> datetime | None:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            events = [rows.earliest(connection) for rows in (source_rows, delivery_rows, storyline_rows)]
        return min((event for event in events if event), default=None)

    def claim_deliveries(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """See ``bot.ports.Store``; at most one per chat, so call it until there are none."""
        with self._writing() as connection:
            return delivery_rows.claim(connection, now, limit, lease)

    def settle(self, delivery: Delivery, receipt: Receipt, now: datetime) -> bool:  # noqa: ARG002 - the port's signature
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            return delivery_rows.settle(connection, delivery, receipt)

    def reports(self) -> Sequence[SourceReport]:
        """See ``bot.ports.Store``; by name."""
        with self._reading() as connection:
            return source_rows.reports(connection)

    def alerts(self) -> Sequence[Alert]:
        """See ``bot.ports.Store``; in the order in which they were decided."""
        with self._reading() as connection:
            return alert_rows.everything(connection)

    def close(self) -> None:
        """See ``bot.ports.Store``."""
        self._engines.dispose()


def open_store(url: str, migrations: Path) -> SqlStore:
    """The store at ``url`` (``sqlite:///file``, ``sqlite://``, ``postgresql://…``), ready for use. Raises StoreError."""
    opened = engines(url)
    try:
        with translated():
            make_ready(opened, migrations)
    except BaseException:
        opened.dispose()
        raise
    return SqlStore(opened)
