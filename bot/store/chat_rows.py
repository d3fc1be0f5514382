"""Where do alerts go, also when the channel gives a chat another id?"""

from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, update

from bot.model.alert import Chat
from bot.model.subscriber import Preferences
from bot.store.codec import Row
from bot.store.tables import chat, delivery

twin = delivery.alias("twin")


def subscribe(connection: Connection, chats: Sequence[Chat]) -> None:
    """Add or renew. A chat that moved is renewed where it is now, although the list still calls it by its former id."""
    moved = {row.id: row.moved_to for row in connection.execute(select(chat.c.id, chat.c.moved_to))}
    for one in chats:
        _activate(connection, moved.get(one.id) or one.id, one.zone, one.language, operators=one.operators)


def _activate(connection: Connection, name: str, zone: str, language: str, *, operators: bool) -> None:
    row = {"active": True, "zone": zone, "language": language, "operators": operators, "moved_to": None}
    if not connection.execute(update(chat).where(chat.c.id == name).values(row)).rowcount:
        connection.execute(insert(chat).values(id=name, wants={}, **row))


def withdraw(connection: Connection, channels: Sequence[str], keep: Sequence[str]) -> None:
    """Owe nothing more to chats of these channels, except to those that are kept."""
    of_them = or_(*(chat.c.id.startswith(f"{name}:", autoescape=True) for name in channels))
    connection.execute(update(chat).where(of_them, chat.c.id.not_in(keep)).values(active=False))


_PREFERENCES = TypeAdapter(Preferences)


def chat_of(row: Row) -> Chat:
    """A chat as it is kept."""
    wants = _PREFERENCES.validate_python(row["wants"] or {})
    return Chat(row["id"], row["zone"], row["language"], row["operators"], wants, row["active"])


def one(connection: Connection, name: str) -> Chat | None:
    """A chat, wherever it has moved to; None when we never heard of it."""
    row = connection.execute(select(chat).where(chat.c.id == name)).mappings().one_or_none()
    if row is not None and row["moved_to"]:
        row = connection.execute(select(chat).where(chat.c.id == row["moved_to"])).mappings().one_or_none()
    return chat_of(row) if row is not None else None


def save(connection: Connection, one: Chat) -> None:
    """Keep a chat as it is now."""
    row = {
        "zone": one.zone,
        "language": one.language,
        "operators": one.operators,
        "wants": _PREFERENCES.dump_python(one.wants, mode="json"),
        "active": one.active,
        "moved_to": None,
    }
    if not connection.execute(update(chat).where(chat.c.id == one.id).values(row)).rowcount:
        connection.execute(insert(chat).values(id=one.id, **row))


def move(connection: Connection, old: str, new: str) -> None:
    """Rewrite a chat's id everywhere. What both ids owe or got is kept once, and sent beats owed."""
    if old == new:
        return
    former = connection.execute(select(chat).where(chat.c.id == old)).one()
    gone = or_(chat.c.id == old, chat.c.moved_to == old)
    connection.execute(update(chat).where(gone).values(active=False, moved_to=new))
    _activate(connection, new, former.zone, former.language, operators=former.operators)
    _drop(connection, new, delivery.c.state != "sent", twin.c.chat == old, twin.c.state == "sent")
    _drop(connection, old, twin.c.chat == new)
    connection.execute(update(delivery).where(delivery.c.chat == old).values(chat=new))


def _drop(connection: Connection, name: str, *where: ColumnElement[bool]) -> None:
    """Forget deliveries to a chat that have a twin, as ``where`` describes the two."""
    same = (delivery.c[column] == twin.c[column] for column in ("alert", "action", "edition"))
    connection.execute(delete(delivery).where(delivery.c.chat == name, exists().where(*same, *where)))
