"""Where do alerts go, also when the channel gives a chat another id?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, insert, or_, select, update

from bot.model.alert import Chat
from bot.model.subscriber import Preferences
from bot.store import lane_rows, pace_rows
from bot.store.codec import Row
from bot.store.tables import chat, delivery

twin = delivery.alias("twin")


def subscribe(connection: Connection, chats: Sequence[Chat]) -> None:
    """Add or renew. A chat that moved is renewed where it is now, although the list still calls it by its former id."""
    moved = {row.id: row.moved_to for row in connection.execute(select(chat.c.id, chat.c.moved_to))}
    for one in chats:
        _activate(connection, moved.get(one.id) or one.id, one.zone, one.language, operators=one.operators)
        pace_rows.accepted(connection, one.channel)


def _activate(connection: Connection, name: str, zone: str, language: str, *, operators: bool) -> None:
    row = {"active": True, "zone": zone, "language": language, "operators": operators, "moved_to": None}
    if not connection.execute(update(chat).where(chat.c.id == name).values(row | _RETURNED)).rowcount:
        connection.execute(insert(chat).values(id=name, wants={}, **row))
    lane_rows.wake(connection, [name])


def withdraw(connection: Connection, channels: Sequence[str], keep: Sequence[str]) -> None:
    """Owe nothing more to chats of these channels, except to those that are kept."""
    of_them = or_(*(chat.c.id.startswith(f"{name}:", autoescape=True) for name in channels))
    connection.execute(update(chat).where(of_them, chat.c.id.not_in(keep)).values(active=False))


_RETURNED = {"returned": or_(chat.c.returned, and_(~chat.c.active, chat.c.moved_to.is_(None)))}
"""A chat that is active again has perhaps missed something; one that we have only lost sight of, because it moved, has not."""
_PREFERENCES = TypeAdapter(Preferences)


def chat_of(row: Row) -> Chat:
    """A chat as it is kept."""
    return Chat(row["id"], row["zone"], row["language"], row["operators"], wants_of(row["wants"]), row["active"])


def wants_of(kept: Any) -> Preferences:
    """What a chat wants, of the JSON that is kept."""
    return _PREFERENCES.validate_python(kept) if kept else Preferences()


def one(connection: Connection, name: str) -> Chat | None:
    """A chat, wherever it has moved to; None when we never heard of it."""
    row = connection.execute(select(chat).where(chat.c.id == name)).mappings().one_or_none()
    if row is not None and row["moved_to"]:
        row = connection.execute(select(chat).where(chat.c.id == row["moved_to"])).mappings().one_or_none()
    return chat_of(row) if row is not None else None


def save(connection: Connection, one: Chat) -> None:
    """Keep a chat as it is now. What is held for it is judged anew when somebody next asks whose turn it is."""
    row: dict[str, Any] = {
        "zone": one.zone,
        "language": one.language,
        "operators": one.operators,
        "wants": _PREFERENCES.dump_python(one.wants, mode="json"),
        "particular": one.wants != Preferences(),
        "active": one.active,
        "moved_to": None,
    }
    returned = _RETURNED if one.active else {"returned": False}
    if not connection.execute(update(chat).where(chat.c.id == one.id).values(row | returned)).rowcount:
        connection.execute(insert(chat).values(id=one.id, **row))
    held = and_(delivery.c.chat == one.id, delivery.c.state == "held")
    connection.execute(update(delivery).where(held).values(not_before=None))
    lane_rows.wake(connection, [one.id])


def close(connection: Connection, name: str, now: datetime) -> None:
    """The chat has shut us out: what it is owed rests, and what it misses is counted from now on."""
    away = case((chat.c.away_since.is_(None), now), else_=chat.c.away_since)
    connection.execute(update(chat).where(chat.c.id == name).values(active=False, returned=False, away_since=away))


def reopen(connection: Connection, names: Sequence[str]) -> None:
    """Try those of these chats again that have shut us out, wherever they are now."""
    moved = chat.alias("moved")
    there = select(moved.c.moved_to).where(moved.c.id.in_(names))
    shut = and_(
        or_(chat.c.id.in_(names), chat.c.id.in_(there)), ~chat.c.active, chat.c.moved_to.is_(None), chat.c.away_since.is_not(None)
    )
    if found := connection.scalars(select(chat.c.id).where(shut)).all():
        connection.execute(update(chat).where(chat.c.id.in_(found)).values(active=True, returned=True))
        lane_rows.wake(connection, found)


def move(connection: Connection, old: str, new: str, now: datetime) -> None:
    """Rewrite a chat's id everywhere. What both ids owe or got is kept once, and sent beats owed."""
    if old == new:
        return
    former = connection.execute(select(chat).where(chat.c.id == old)).mappings().one()
    there = connection.scalar(select(chat.c.id).where(chat.c.id == new, chat.c.moved_to.is_(None)))
    gone = or_(chat.c.id == old, chat.c.moved_to == old)
    connection.execute(update(chat).where(gone).values(active=False, moved_to=new))
    _activate(connection, new, former["zone"], former["language"], operators=former["operators"])
    if there is None:
        same = {name: former[name] for name in ("wants", "particular", "away_since", "missed")}
        connection.execute(update(chat).where(chat.c.id == new).values(**same))
    _undo_digests(connection, old)
    _drop(connection, new, delivery.c.state != "sent", twin.c.chat == old, twin.c.state == "sent")
    _drop(connection, old, twin.c.chat == new)
    connection.execute(update(delivery).where(delivery.c.chat == old).values(chat=new))
    lane_rows.renew_named(connection, [old, new], now)


def _undo_digests(connection: Connection, name: str) -> None:
    """What was to go out as one message is put together anew: some of it may have arrived under the other id."""
    waiting = and_(delivery.c.chat == name, delivery.c.digest.is_not(None), delivery.c.state != "sent", delivery.c.state != "dead")
    connection.execute(update(delivery).where(waiting).values(state="held", digest=None))


def _drop(connection: Connection, name: str, *where: ColumnElement[bool]) -> None:
    """Forget deliveries to a chat that have a twin, as ``where`` describes the two."""
    same = (delivery.c[column] == twin.c[column] for column in ("alert", "action", "edition"))
    connection.execute(delete(delivery).where(delivery.c.chat == name, exists().where(*same, *where)))
