"""Whose turn is it at a host, and what does its robots.txt say?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.store.tables import host, robots


def rest(connection: Connection, until: Sequence[tuple[str, datetime]]) -> None:
    """Nobody asks these hosts before the instants given."""
    latest: dict[str, datetime] = {}
    for name, free_at in until:
        latest[name] = max(free_at, latest.get(name, free_at))
    for name, free_at in latest.items():
        if not connection.execute(update(host).where(host.c.name == name).values(free_at=free_at)).rowcount:
            connection.execute(insert(host).values(name=name, free_at=free_at))


def robots_of(connection: Connection, origin: str) -> tuple[str, datetime] | None:
    """The robots.txt of an origin as last fetched, and when that was."""
    row = connection.execute(select(robots).where(robots.c.origin == origin)).one_or_none()
    return (row.text, row.fetched_at) if row else None


def remember_robots(connection: Connection, origin: str, text: str, fetched_at: datetime) -> None:
    """Keep a robots.txt."""
    fresh = {"text": text, "fetched_at": fetched_at}
    if not connection.execute(update(robots).where(robots.c.origin == origin).values(fresh)).rowcount:
        connection.execute(insert(robots).values(origin=origin, **fresh))
