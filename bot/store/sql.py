"""The memory behind ``bot.ports.Store``, in SQLite or PostgreSQL.

Here is which transaction each question or order runs in; what they say to the database stands in one file per aggregate.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, NestedTransaction
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError
from bot.model.alert import Account, Alert, Chat, Delivery, Receipt, Told
from bot.model.finding import StorylineState
from bot.model.item import Item, Known
from bot.model.page import Page, PageClaim
from bot.model.routing import Silence, Situation
from bot.model.source import Source
from bot.model.story import Story
from bot.ports import (
    Activation,
    Archived,
    Checking,
    End,
    Outcome,
    Overview,
    SourceClaim,
    SourceNews,
    SourcePace,
    SourceReport,
    Trace,
    Unfit,
    Verdict,
)
from bot.store import (
    alert_rows,
    archive_rows,
    chat_rows,
    delivery_rows,
    held_rows,
    host_rows,
    item_rows,
    lane_rows,
    owing_rows,
    pace_rows,
    page_rows,
    routing_rows,
    source_rows,
    story_rows,
    storyline_rows,
    trace_rows,
    translation_rows,
    unfit_rows,
    workbench_rows,
)
from bot.store.codec import Row
from bot.store.engine import ONE_CLAIMS, Engines, engines, take_turn, translated
from bot.store.schema import make_ready
from bot.store.talk import SqlTalk


class SqlChecking:
    """One open transaction: what ``known`` and ``state`` read here is still true when ``record`` writes."""

    def __init__(self, connection: Connection, now: datetime, claimed: Mapping[str, Row] | None = None) -> None:
        self._connection = connection
        self._now = now
        self._claimed = claimed or {}
        self._asked: dict[str, Item] = {}
        self._memory: dict[str, Known] = {}
        self._states: dict[str, StorylineState] = {}

    def known(self, items: Sequence[Item]) -> Mapping[str, Known]:
        """See ``bot.ports.Checking``."""
        memory = item_rows.known(self._connection, items)
        self._asked.update((item.key, item) for item in items)
        self._memory.update(memory)
        return memory

    def candidates(self, items: Sequence[Item], signatures: Mapping[str, Sequence[int]]) -> Mapping[str, Sequence[Story]]:
        """See ``bot.ports.Checking``."""
        return story_rows.candidates(self._connection, items, signatures)

    def told_stories(self, storyline: str, now: datetime) -> Sequence[Story]:
        """See ``bot.ports.Checking``."""
        return story_rows.told(self._connection, storyline, now)

    def titles(self, source: str) -> Sequence[str]:
        """See ``bot.ports.Checking``; the latest 200."""
        return item_rows.titles(self._connection, source)

    def state(self, storyline: str) -> StorylineState:
        """See ``bot.ports.Checking``."""
        if storyline not in self._states:
            self._states[storyline] = storyline_rows.load(self._connection, storyline)
        return self._states[storyline]

    def told(self, stories: Sequence[str]) -> Sequence[Told]:
        """See ``bot.ports.Checking``; in the order in which they were decided."""
        return alert_rows.told(self._connection, stories)

    def accounts(self, storyline: str, since: datetime) -> Sequence[Account]:
        """See ``bot.ports.Checking``; the latest 200."""
        return alert_rows.accounts(self._connection, storyline, since)

    def overview(self, limit: int) -> Overview:
        """See ``bot.ports.Checking``."""
        sources, failed = source_rows.tally(self._connection)
        return Overview(sources, failed, item_rows.count(self._connection), item_rows.wanted(self._connection, limit))

    def news(self) -> Sequence[SourceNews]:
        """See ``bot.ports.Checking``."""
        return source_rows.news(self._connection)

    def unfit(self) -> Sequence[Unfit]:
        """See ``bot.ports.Checking``."""
        return unfit_rows.news(self._connection)

    def held(self, sources: Sequence[str]) -> Mapping[str, Item]:
        """See ``bot.ports.Checking``."""
        return held_rows.of(self._connection, sources)

    def situation(self, storylines: Sequence[str], since: datetime, now: datetime) -> Situation:
        """See ``bot.ports.Checking``."""
        return routing_rows.situation(self._connection, storylines, since, now)

    def record(self, outcome: Outcome) -> None:
        """See ``bot.ports.Checking``."""
        connection = self._connection
        story_rows.add(connection, outcome.items)
        item_rows.add(connection, outcome.items)
        item_rows.remember_names(connection, self._asked, self._memory)
        carried = story_rows.join(connection, outcome.items)
        new = alert_rows.add(connection, outcome.alerts, self._now)
        listed = alert_rows.list_takes(connection, outcome.takes)
        owing_rows.owe_edits(connection, carried, listed, self._now)
        owing_rows.owe(connection, routing_rows.record(connection, new, outcome.routes), self._now)
        owing_rows.owe(connection, alert_rows.add(connection, outcome.notices, self._now), self._now, operators=True)
        if outcome.news_told:
            source_rows.told(connection)
        if outcome.unfit_told:
            unfit_rows.told(connection, outcome.unfit_told, self._now)
        for storyline, after in outcome.states.items():
            storyline_rows.save(connection, storyline, self.state(storyline), after)
            self._states[storyline] = after
        page_rows.open_pages(connection, outcome.behind, self._now)
        page_rows.settle(connection, outcome.pages, self._now)
        held_rows.record(connection, outcome, self._now)
        newest = source_rows.newest(outcome.items)
        source_rows.settle(connection, [(self._claimed[end.source], end, newest.get(end.source)) for end in outcome.ends])


class SqlRecording:
    """One open transaction, in parts that can be undone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lost = False

    @contextmanager
    def checking(self, claims: Sequence[SourceClaim], *, undo: bool = True) -> Iterator[Checking]:
        """See ``bot.ports.Recording``. The time of what is recorded is that of the latest claim."""
        if self._lost:
            raise StoreError("the transaction is lost: an earlier check could not be undone")
        with translated():
            savepoint = self._connection.begin_nested() if undo else None
            try:
                claimed = {claim.source: source_rows.hold(self._connection, claim) for claim in claims}
                now = max(row["last_checked"] for row in claimed.values())
                yield SqlChecking(self._connection, now, claimed)
                if savepoint:
                    savepoint.commit()
            except BaseException:
                if savepoint:
                    self._undo(savepoint)
                raise

    def _undo(self, savepoint: NestedTransaction) -> None:
        """Go back. On a full disk SQLite undoes the whole transaction by itself, and what was said after that would stand alone."""
        try:
            savepoint.rollback()
        except SQLAlchemyError:
            self._lost = True

    def settle(self, ends: Sequence[tuple[SourceClaim, End]]) -> None:
        """See ``bot.ports.Recording``."""
        if self._lost:
            raise StoreError("the transaction is lost: nothing of it is recorded")
        source_rows.settle_claims(self._connection, ends)


class SqlStore(SqlTalk):
    """``bot.ports.Store``. Threads may share it: writers wait for one another, readers for nobody."""

    def __init__(self, opened: Engines) -> None:
        self._engines = opened

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

    def withdraw(self, channels: Sequence[str], keep: Sequence[Chat]) -> None:
        """See ``bot.ports.Store``."""
        with self._writing(decides=True) as connection:
            chat_rows.withdraw(connection, channels, [chat.id for chat in keep])

    def chat(self, name: str) -> Chat | None:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return chat_rows.one(connection, name)

    def save_chat(self, chat: Chat) -> None:
        """See ``bot.ports.Store``."""
        with self._writing(decides=True) as connection:
            chat_rows.save(connection, chat)

    def claim_sources(
        self, now: datetime, limit: int, lease: timedelta, *, every: bool = False, turn: datetime | None = None
    ) -> Sequence[SourceClaim]:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            take_turn(connection, ONE_CLAIMS)
            return source_rows.claim(connection, now, limit, lease, every=every, turn=turn or now)

    def next_turn(self, now: datetime, after: datetime, *, every: bool = False) -> datetime | None:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return source_rows.next_turn(connection, now, after, every=every)

    def seen(self, source: str, keys: Sequence[str]) -> frozenset[str]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return item_rows.seen(connection, source, keys)

    @contextmanager
    def checking(self, claim: SourceClaim) -> Iterator[Checking]:
        """See ``bot.ports.Store``."""
        with self.recording() as recording, recording.checking([claim]) as checking:
            yield checking

    @contextmanager
    def recording(self) -> Iterator[SqlRecording]:
        """See ``bot.ports.Store``."""
        with self._writing(decides=True) as connection:
            yield SqlRecording(connection)

    @contextmanager
    def deadlines(self, now: datetime) -> Iterator[Checking]:
        """See ``bot.ports.Store``."""
        with self._writing(decides=True) as connection:
            yield SqlChecking(connection, now)

    def next_event(self) -> datetime | None:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            events = [rows.earliest(connection) for rows in (source_rows, lane_rows, storyline_rows, page_rows, routing_rows)]
        return min((event for event in events if event), default=None)

    def claim_deliveries(self, now: datetime, limit: int, lease: timedelta, *, turn: datetime | None = None) -> Sequence[Delivery]:
        """See ``bot.ports.Store``; at most one per chat, so call it until there are none."""
        with self._writing() as connection:
            return delivery_rows.claim(connection, now, limit, lease, turn)

    def next_turn_to_send(self) -> datetime | None:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return lane_rows.earliest_turn(connection)

    def last_checks(self) -> tuple[datetime | None, datetime | None]:
        """See ``bot.ports.Store``; of those that are switched on."""
        with self._reading() as connection:
            return source_rows.last_checks(connection)

    def refusals(self, now: datetime) -> Mapping[str, str]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return pace_rows.refusals(connection, now)

    def claim_pages(self, now: datetime, limit: int, lease: timedelta) -> Sequence[PageClaim]:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            take_turn(connection, ONE_CLAIMS)
            return page_rows.claim(connection, now, limit, lease)

    def versions(self, url: str) -> Sequence[tuple[datetime, Page, str]]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return page_rows.versions(connection, url)

    def settle(self, delivery: Delivery, receipt: Receipt, now: datetime) -> bool:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            return delivery_rows.settle(connection, delivery, receipt, now)

    def settle_all(self, ended: Sequence[tuple[Delivery, Receipt, datetime]]) -> Sequence[bool]:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            return [delivery_rows.settle(connection, *each) for each in ended]

    def paces(self, since: datetime) -> Sequence[SourcePace]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return source_rows.paces(connection, since)

    def plan(self, intervals: Mapping[str, float]) -> None:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            source_rows.plan(connection, intervals)

    def reports(self) -> Sequence[SourceReport]:
        """See ``bot.ports.Store``; by name."""
        with self._reading() as connection:
            return source_rows.reports(connection)

    def robots(self, origin: str) -> tuple[str, datetime] | None:
        """See ``bot.ports.RobotsMemory``."""
        with self._reading() as connection:
            return host_rows.robots_of(connection, origin)

    def remember_robots(self, origin: str, text: str, fetched_at: datetime) -> None:
        """See ``bot.ports.RobotsMemory``."""
        with self._writing() as connection:
            host_rows.remember_robots(connection, origin, text, fetched_at)

    @contextmanager
    def archive(self, since: datetime) -> Iterator[tuple[int, Iterator[Archived]]]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            yield archive_rows.count(connection, since), archive_rows.archive(connection, since)

    def trace(self, reference: str, url: str) -> Trace | None:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return trace_rows.trace(connection, reference, url)

    def feedback(self) -> Mapping[str, tuple[int, int]]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return workbench_rows.feedback_of(connection)

    def judge(self, alert: str, reader: str, verdict: Verdict, now: datetime) -> bool:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            return workbench_rows.judge(connection, alert, reader, verdict, now)

    def activations(self, limit: int) -> Sequence[Activation]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return workbench_rows.activations(connection, limit)

    def digest_in_force(self) -> str:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return workbench_rows.digest_in_force(connection)

    def activate(self, activation: Activation) -> None:
        """See ``bot.ports.Store``."""
        with self._writing(decides=True) as connection:
            workbench_rows.activate(connection, activation)

    def state(self, storyline: str) -> StorylineState:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return storyline_rows.load(connection, storyline)

    def translation(self, text: str, source: str, target: str, provider: str = "") -> str:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return translation_rows.words_of(connection, text, source, target, provider)

    def remember_translation(self, text: str, source: str, target: str, provider: str, words: str, now: datetime) -> None:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            translation_rows.remember(connection, text, source, target, provider, words, now)

    def alerts(self) -> Sequence[Alert]:
        """See ``bot.ports.Store``; in the order in which they were decided."""
        with self._reading() as connection:
            return alert_rows.everything(connection)

    def feed(self, storyline: str, chat: str, limit: int) -> Sequence[tuple[Alert, datetime]]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return routing_rows.feed(connection, storyline, chat, limit)

    def waits(self, now: datetime) -> bool:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return routing_rows.due(connection, now)

    def silence(self, one: Silence) -> int:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            return routing_rows.silence(connection, one)

    def silences(self) -> Sequence[Silence]:
        """See ``bot.ports.Store``."""
        with self._reading() as connection:
            return routing_rows.silences(connection)

    def expire(self, number: int, by: str, now: datetime) -> Silence | None:
        """See ``bot.ports.Store``."""
        with self._writing() as connection:
            return routing_rows.expire(connection, number, by, now)

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
