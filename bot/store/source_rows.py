"""Which sources are due, who is checking them, and how are they doing?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from bot.errors import StoreError
from bot.model.item import Item
from bot.model.source import Source
from bot.ports import Outcome, SourceClaim, SourceReport
from bot.store.codec import Row, cursor_of, cursor_row
from bot.store.tables import item, source

STEP_BACK = timedelta(minutes=1)
"""A clock that went back by less only delays us that long. By more: dues and leases noted later than now are void."""

# Said at every check, so put together once: that takes longer than asking.
_HELD = select(source).where(source.c.id == bindparam("held"), source.c.fence == bindparam("mark")).with_for_update()
_SETTLED = update(source).where(source.c.id == bindparam("held"))


def follow(connection: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Add what is new, switch on what is named, switch off what is not."""
    known = set(connection.scalars(select(source.c.id)))
    connection.execute(update(source).values(enabled=False))
    named = [{"named": s.id, "on": s.enabled, "where": urlsplit(s.url).hostname or ""} for s in sources]
    if named:
        change = update(source).where(source.c.id == bindparam("named"))
        connection.execute(change.values(enabled=bindparam("on"), host=bindparam("where")), named)
    added = [_added(s, now) for s in sources if s.id not in known]
    if added:
        connection.execute(insert(source), added)


def _added(one: Source, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id, "enabled": one.enabled, "host": urlsplit(one.url).hostname or "", "state": "new", "error": "",
        "next_due": now, "fence": 0, "etag": "", "last_modified": "", "digest": "", "items": 0, "failures": 0,
        "added_at": now, "baselined": False, "waiting": [],
    }  # fmt: skip


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta, *, every: bool) -> list[SourceClaim]:
    """Take sources: each raises its fence, so that whoever held it before can no longer write."""
    went_back = source.c.last_checked > now + STEP_BACK
    due = or_(source.c.next_due <= now, went_back)
    unchecked = source.c.last_checked.is_distinct_from(now)
    free = or_(source.c.lease_until.is_(None), source.c.lease_until <= now, went_back)
    # A common table expression, because PostgreSQL may run a plain subquery with LIMIT more than once.
    chosen = (
        select(source.c.id)
        .where(source.c.enabled, free, unchecked if every else due)
        .order_by(source.c.next_due, source.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    taken = (
        update(source)
        .where(source.c.id.in_(select(chosen.c.id)))
        .values(fence=source.c.fence + 1, lease_until=now + lease, last_checked=now)
        .returning(source)
    )
    rows = connection.execute(taken).mappings().all()
    return [
        SourceClaim(row["id"], cursor_of(row), row["fence"]) for row in sorted(rows, key=lambda row: (row["next_due"], row["id"]))
    ]


def hold(connection: Connection, claimed: SourceClaim) -> Row:
    """The claimed row, kept until the transaction ends. Raises StoreError when somebody else has claimed it since."""
    row = connection.execute(_HELD, {"held": claimed.source, "mark": claimed.fence}).mappings().one_or_none()
    if row is None:
        raise StoreError(f"{claimed.source}: this check took longer than its lease and was given to another; it is discarded")
    return row


def settle(connection: Connection, row: Row, outcome: Outcome) -> None:
    """Write down where we are with the source, how it is doing and when it is due, and let go of it."""
    good = outcome.state == "ok"
    items = [stored.item for stored in outcome.items if not stored.revision]
    connection.execute(
        _SETTLED,
        {
            "held": row["id"],
            **cursor_row(outcome.cursor),
            "state": outcome.state,
            "error": outcome.error,
            "next_due": outcome.next_due or row["next_due"],
            "lease_until": None,
            "last_success": row["last_checked"] if good else row["last_success"],
            "last_item": max([_dated(one) for one in items] + ([row["last_item"]] if row["last_item"] else []), default=None),
        },
    )


def _dated(one: Item) -> datetime:
    """When it came out, as far as we can believe that: never after we saw it."""
    return min(one.published.start, one.first_seen) if one.published else one.first_seen


def reports(connection: Connection) -> list[SourceReport]:
    """One report per source that is switched on, by name."""
    counts = select(item.c.source, func.count().label("items")).group_by(item.c.source).subquery()
    rows = connection.execute(
        select(source, func.coalesce(counts.c["items"], 0).label("recorded"))
        .outerjoin(counts, counts.c.source == source.c.id)
        .where(source.c.enabled)
        .order_by(source.c.id)
    ).mappings()
    return [
        SourceReport(row["id"], row["state"], row["error"], row["last_success"], row["last_item"], row["next_due"], row["recorded"])
        for row in rows
    ]


def tally(connection: Connection) -> tuple[int, int]:
    """How many sources that are switched on were read at least once, and how many failed when last checked."""
    good, tried = source.c.last_success.is_not(None), source.c.state.not_in(["ok", "new"])
    read, failed = (func.count().filter(which) for which in (good, tried))
    row = connection.execute(select(read.label("read"), failed.label("failed")).where(source.c.enabled)).one()
    return row.read, row.failed


def earliest(connection: Connection) -> datetime | None:
    """When the next source can be claimed."""
    rows = connection.execute(
        select(func.min(source.c.next_due), func.max(source.c.lease_until)).where(source.c.enabled).group_by(source.c.lease_until)
    )
    return min((max(filter(None, row)) for row in rows), default=None)
