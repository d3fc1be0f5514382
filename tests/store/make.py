"""Sources, items and alerts to put into a store, and the short way to record them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.dedupe.near import signature
from bot.model.alert import Alert, Chat, Delivery, Receipt
from bot.model.item import Item, Published
from bot.model.source import Source
from bot.model.story import Outlet, Story
from bot.ports import End, Outcome, SourceClaim, StoredItem
from bot.store import SqlStore
from bot.store.codec import cursor_of
from bot.store.tables import source

MIGRATIONS = Path(__file__).parents[2] / "migrations"
NOW = datetime(2025, 11, 24, 14, 30, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
LATER = NOW + timedelta(minutes=15)
CONSOLE = Chat("console:stdout")
GROUP = Chat("telegram:-100", "Asia/Shanghai", "zh")


def a_source(name: str = "mfa", **changes: Any) -> Source:
    one = Source(
        id=name, name=name.upper(), side="CN", role="official", kind="feed", url=f"https://{name}.example/feed", zone="UTC",
        languages=("en",), origin="MFA", outlet=name.upper(),
    )  # fmt: skip
    return replace(one, **changes)


def an_item(name: str = "call", source: str = "mfa", **changes: Any) -> Item:
    item = Item(
        key=f"{source}/{name}", source=source, url=f"https://{source}.example/{name}", link=f"https://{source}.example/{name}?from=feed",
        title=f"The {name} of the two presidents", text=f"They spoke about the {name}.", lang="en",
        published=Published(NOW - MINUTE, NOW - MINUTE), first_seen=NOW, digest=f"digest of {source} {name}",
    )  # fmt: skip
    return replace(item, **changes)


def a_story(item: Item) -> Story:
    return Story(item.key, item.key, item.title, item.text, item.lang, item.first_seen)


def an_outlet(item: Item) -> Outlet:
    return Outlet(item.source, item.source.upper(), "CN", "MFA", item.link)


def stored(item: Item, story: Story | None = None, **changes: Any) -> StoredItem:
    """``item`` as the first of a story of its own, or as another copy of ``story``."""
    entry = StoredItem(
        item,
        story or a_story(item),
        story is None,
        an_outlet(item),
        on_story=True,
        kinds=("readout",),
        signature=signature(item.title, item.text),
    )
    return replace(entry, **changes)


def an_alert(name: str = "call", **changes: Any) -> Alert:
    alert = Alert(
        id=f"alert-{name}", storyline="taiwan", watch="calls", kind="readout", change="new", severity="high",
        title=f"The {name}", url=f"https://mfa.example/{name}", source="mfa", outlet="MFA", side="CN", role="official", lang="en",
        published=None, first_seen=NOW, story=f"mfa/{name}",
    )  # fmt: skip
    return replace(alert, **changes)


def opened(store: SqlStore, *names: str, chats: Sequence[Chat] = (CONSOLE,)) -> SqlStore:
    """A store that follows ``names`` and tells ``chats``."""
    store.follow([a_source(name) for name in names or ("mfa",)], NOW)
    store.subscribe(chats)
    return store


def claim(store: SqlStore, name: str = "mfa", now: datetime = NOW) -> SourceClaim:
    """The claim of one source, due or not, taken over from whoever had it."""
    taken = update(source).where(source.c.id == name).values(fence=source.c.fence + 1, last_checked=now, lease_until=now + LEASE)
    with store._writing() as connection:
        row = connection.execute(taken.returning(source)).mappings().one()
        return SourceClaim(name, cursor_of(row), row["fence"])


def record(
    store: SqlStore, *items: StoredItem, alerts: Sequence[Alert] = (), name: str = "mfa", now: datetime = NOW, **rest: Any
) -> None:
    """One check of a source, from claim to commit."""
    mine = claim(store, name, now)
    states = rest.pop("states", {})
    end = End(name, **{"cursor": mine.cursor, "next_due": now + timedelta(minutes=15), **rest})
    with store.checking(mine) as transaction:
        transaction.record(Outcome(items, alerts, states, [end]))


def deliver(store: SqlStore, now: datetime = NOW) -> list[tuple[str, str]]:
    """Send all that is owed; returns (action, alert id) in order, and gives message ids m1, m2, …"""
    sent: list[tuple[str, str]] = []
    while batch := store.claim_deliveries(now, 100, LEASE):
        for one in batch:
            sent.append((one.action, one.alert.id))
            store.settle(one, Receipt("sent", f"m{len(sent)}"), now)
    return sent


def only(deliveries: Sequence[Delivery]) -> Delivery:
    """The one delivery."""
    (one,) = deliveries
    return one
