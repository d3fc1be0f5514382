"""How fast may a channel's token and each of its chats be written to? Turns are taken where all processes see them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from bot.model.alert import Delivery, Receipt
from bot.pacing.sending import PACED, gap_of, room_of, turns
from bot.store.bulk import upsert
from bot.store.engine import ONE_SENDS, take_turn
from bot.store.source_rows import STEP_BACK
from bot.store.tables import pace

TOGETHER = timedelta(seconds=1)
"""When two chats are flooded within this, it is the token that wrote too often."""


def holds(now: datetime) -> ColumnElement[bool]:
    """Whether a name may not be written to yet; what was noted in a future that a clock has gone back from holds nobody."""
    return and_(pace.c.free_at > now, pace.c.noted_at <= now + STEP_BACK)


def open_turns(connection: Connection, now: datetime) -> dict[str, list[datetime]]:
    """The instants at which each paced channel's next messages may leave, as far ahead as turns are given out."""
    rows = connection.execute(select(pace).where(pace.c.name.in_(sorted(PACED)))).mappings()
    free = {row["name"]: row["free_at"] for row in rows if row["noted_at"] <= now + STEP_BACK}
    return {channel: list(turns(free.get(channel), now)) for channel in PACED}


def take(connection: Connection, taken: Mapping[str, datetime], tokens: Mapping[str, datetime], now: datetime) -> None:
    """Take the turns of these rooms, and note when each of these tokens is free again."""
    rows = {room: when + gap_of(room) for room, when in taken.items()} | dict(tokens)
    upsert(connection, pace, [_row(name, free_at, now) for name, free_at in rows.items()], ("free_at", "noted_at", "refused"))


def settle(connection: Connection, one: Delivery, receipt: Receipt, now: datetime) -> None:
    """Heed what the channel says of our pace, or of our token: for the chat, or for all that goes through the token."""
    if receipt.not_before is None or not (receipt.flooded or receipt.refused):
        return
    token, room = one.chat.channel, room_of(one.chat.id)
    if receipt.refused:
        rest(connection, token, receipt.not_before, now, refused=receipt.reason)
        return
    rest(connection, room, receipt.not_before, now)
    row = connection.execute(select(pace).where(pace.c.name == token)).mappings().one_or_none()
    last = row["flooded_at"] if row else None
    if row and last and abs(now - last) <= TOGETHER and row["flooded"] != room:
        rest(connection, token, receipt.not_before, now)
    free_at = row["free_at"] if row else now
    upsert(connection, pace, [_row(token, free_at, now) | {"flooded_at": now, "flooded": room}], ("flooded_at", "flooded"))


def rest(connection: Connection, name: str, until: datetime, now: datetime, *, refused: str = "") -> None:
    """Nobody writes there before ``until``."""
    latest = select(pace.c.free_at).where(pace.c.name == name, holds(now))
    free_at = max(filter(None, (until, connection.scalar(latest))))
    upsert(connection, pace, [_row(name, free_at, now) | {"refused": refused}], ("free_at", "noted_at", "refused"))


def accepted(connection: Connection, channel: str) -> None:
    """Somebody has seen to a token: it is asked again at once."""
    connection.execute(delete(pace).where(pace.c.name == channel, pace.c.refused != ""))


def prune(connection: Connection, before: datetime) -> None:
    """Forget whose turn had come by then: a name that nobody wrote to since may be written to at once."""
    take_turn(connection, ONE_SENDS)
    connection.execute(delete(pace).where(pace.c.free_at < before, pace.c.noted_at < before))


def refusals(connection: Connection, now: datetime) -> dict[str, str]:
    """Channel to why nothing is sent through it at all."""
    rows = connection.execute(select(pace.c.name, pace.c.refused).where(pace.c.refused != "", holds(now)))
    return {row.name: row.refused for row in rows}


def _row(name: str, free_at: datetime, now: datetime) -> dict[str, object]:
    return {"name": name, "free_at": free_at, "noted_at": now, "flooded_at": None, "flooded": "", "refused": ""}
