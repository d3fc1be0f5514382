"""What was agreed with people: what buttons stand for, who is welcome, what is kept about a chat, and how to forget it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from bot.model.alert import Alert, Chat
from bot.model.item import Item
from bot.model.talk import Choice, Outbox
from bot.store import alert_rows, chat_rows, owing_rows
from bot.store.bulk import insert_missing
from bot.store.codec import item_of, plain, revived
from bot.store.tables import OWED, alert, chat, choice, delivery, feedback, item, lane, setting, welcome

LOOKED_AT = 5000
"""Items that a search looks at, the latest: some weeks of a busy watchlist."""
_EXPORTED = 10_000
"""Messages listed in an export, the latest."""


def value(connection: Connection, name: str) -> str:
    """A setting; empty when there is none."""
    return connection.scalar(select(setting.c.value).where(setting.c.name == name)) or ""


def keep_value(connection: Connection, name: str, words: str) -> None:
    """Keep a setting."""
    if not connection.execute(update(setting).where(setting.c.name == name).values(value=words)).rowcount:
        connection.execute(insert(setting).values(name=name, value=words))


def salt(connection: Connection) -> bytes:
    """Made once; who is asked first decides."""
    insert_missing(connection, setting, [{"name": "salt", "value": token_hex(32)}])
    return bytes.fromhex(value(connection, "salt"))


def keep(connection: Connection, choices: Sequence[Choice]) -> None:
    """Remember what buttons stand for."""
    insert_missing(connection, choice, [plain(one) for one in choices])


def chosen(connection: Connection, name: str) -> Choice | None:
    """What a button stands for."""
    row = connection.execute(select(choice).where(choice.c.id == name)).mappings().one_or_none()
    return revived(Choice, row) if row else None


def take(connection: Connection, name: str) -> bool:
    """Use a button up."""
    return bool(connection.execute(delete(choice).where(choice.c.id == name)).rowcount)


def prune(connection: Connection, before: datetime) -> None:
    """Forget old buttons; those that say a command are the same for good."""
    connection.execute(delete(choice).where(choice.c.action != "run", choice.c.at < before))


def chats_at(connection: Connection, name: str) -> list[Chat]:
    """A chat and its topics."""
    within = or_(chat.c.id == name, chat.c.id.startswith(f"{name}/", autoescape=True))
    rows = connection.execute(select(chat).where(within, chat.c.moved_to.is_(None)).order_by(chat.c.id)).mappings()
    return [chat_rows.chat_of(row) for row in rows]


def move(connection: Connection, old: str, new: str, now: datetime) -> None:
    """Rewrite the ids of a chat and its topics; what they want goes with them."""
    for one in chats_at(connection, old):
        name = new + one.id.removeprefix(old)
        wants = connection.scalar(select(chat.c.wants).where(chat.c.id == one.id))
        chat_rows.move(connection, one.id, name, now)
        connection.execute(update(chat).where(chat.c.id == name).values(wants=wants, active=one.active))
        connection.execute(update(choice).where(choice.c.chat == one.id).values(chat=name))
    if at := connection.scalar(select(welcome.c.at).where(welcome.c.chat == old)):
        insert_missing(connection, welcome, [{"chat": new, "at": at, "done": True}])


def audience(connection: Connection) -> list[str]:
    """The active chats of subscribers."""
    return list(connection.scalars(select(chat.c.id).where(chat.c.active, ~chat.c.operators).order_by(chat.c.id)))


def announce(connection: Connection, notice: Alert, chats: Sequence[str], now: datetime) -> int:
    """Owe a new notice to chats; nobody anything when it is none."""
    if not alert_rows.add(connection, [notice], now) or not chats:
        return 0
    owing_rows.owe_these(connection, notice, chats, now)
    return len(chats)


def alert_sent(connection: Connection, name: str, message_id: str) -> str:
    """The alert behind a message."""
    mine = select(delivery.c.alert).where(delivery.c.chat == name, delivery.c.message_id == message_id, delivery.c.action == "send")
    return connection.scalar(mine.limit(1)) or ""


def outbox(connection: Connection) -> Outbox:
    """What is owed, and when the last message went out."""
    owed = select(func.count(), func.min(alert.c.created_at)).join(alert, alert.c.id == delivery.c.alert).where(OWED)
    count, oldest = connection.execute(owed.select_from(delivery)).one()
    last = connection.scalar(select(func.max(delivery.c.tried_at)).where(delivery.c.state == "sent"))
    return Outbox(count, oldest, last)


def search(connection: Connection, words: Sequence[str], limit: int) -> list[Item]:
    """All words in headline or text, upper and lower case alike, among the latest items."""
    latest = select(item.c.key).order_by(item.c.first_seen.desc()).limit(LOOKED_AT)
    each = [or_(item.c.title.icontains(word, autoescape=True), item.c.text.icontains(word, autoescape=True)) for word in words]
    found = select(item).where(item.c.key.in_(latest), *each).order_by(item.c.first_seen.desc(), item.c.key).limit(limit)
    return [item_of(row) for row in connection.execute(found).mappings()]


def kept_of(connection: Connection, name: str, reader: str) -> Mapping[str, object]:
    """Everything about a chat, as JSON."""
    one = connection.execute(select(chat).where(chat.c.id == name)).mappings().one_or_none()
    sent = (
        select(delivery.c.alert, delivery.c.action, delivery.c.state, delivery.c.message_id, delivery.c.tried_at)
        .where(delivery.c.chat == name)
        .order_by(delivery.c.id.desc())
        .limit(_EXPORTED)
    )
    said = select(feedback.c.alert, feedback.c.verdict, feedback.c.at).where(feedback.c.reader == reader)
    greeted = select(welcome.c.at, welcome.c.done).where(welcome.c.chat == name)
    buttons = select(choice.c.action, choice.c.subject, choice.c.at).where(choice.c.chat == name).order_by(choice.c.at)
    return {
        "chat": _json(one) if one else None,
        "messages": [_json(row) for row in connection.execute(sent).mappings()],
        "buttons": [_json(row) for row in connection.execute(buttons).mappings()],
        "welcome": [_json(row) for row in connection.execute(greeted).mappings()],
        "feedback": [_json(row) for row in connection.execute(said).mappings()] if reader else [],
    }


def _json(row: Mapping[Any, Any]) -> dict[str, object]:
    return {str(name): one.isoformat() if isinstance(one, datetime) else one for name, one in row.items()}


def forget(connection: Connection, name: str, reader: str) -> None:
    """Delete all of that."""
    connection.execute(delete(delivery).where(delivery.c.chat == name))
    connection.execute(delete(choice).where(choice.c.chat == name))
    connection.execute(delete(lane).where(lane.c.chat == name))
    connection.execute(delete(welcome).where(welcome.c.chat == name))
    connection.execute(delete(chat).where(or_(chat.c.id == name, chat.c.moved_to == name)))
    if reader:
        connection.execute(delete(feedback).where(feedback.c.reader == reader))


def owe_welcome(connection: Connection, name: str, now: datetime) -> None:
    """Once."""
    insert_missing(connection, welcome, [{"chat": name, "at": now, "done": False}])


def next_welcome(connection: Connection) -> str:
    """Who waits longest."""
    waiting = select(welcome.c.chat).where(~welcome.c.done).order_by(welcome.c.at, welcome.c.chat)
    return connection.scalar(waiting.limit(1)) or ""


def welcomed(connection: Connection, name: str) -> None:
    """Not again."""
    connection.execute(update(welcome).where(welcome.c.chat == name).values(done=True))
