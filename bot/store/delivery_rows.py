"""Who is owed what, whose turn is it, and how did it end? The outbox.

A delivery goes ``new -> sending -> sent | dead``, or back to ``retry``. Whoever claims it holds a lease and a fence; a
lease that ends unsettled means that somebody died between sending and writing it down, so the next attempt is labelled.
A chat hands out one delivery at a time, its oldest: so order holds whatever fails, and what an alert replies to has
been sent (or never will be) when its turn comes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    update,
)

from bot.model.alert import Alert, Chat, Delivery, Receipt
from bot.model.finding import TELLING
from bot.store import alert_rows, chat_rows
from bot.store.codec import Row, chunks
from bot.store.source_rows import STEP_BACK
from bot.store.tables import OWED, alert, chat, delivery

EDIT_GAP = timedelta(minutes=1)
"""Between two touches of one message: outlets come in swarms, and Telegram counts every edit of a group's message."""
_BLANK = {"state": "new", "fence": 0, "attempts": 0, "message_id": "", "error": ""}


def owe(connection: Connection, alerts: Sequence[str], *, operators: bool = False) -> None:
    """Owe each of these new alerts to every active chat, of subscribers or of ``operators``."""
    if not alerts:
        return
    to = select(chat.c.id).where(chat.c.active, chat.c.operators == operators)
    chats = connection.scalars(to.order_by(chat.c.id)).all()
    rows = [
        {"alert": one, "chat": name, "action": "send", "edition": 0, "possible_duplicate": False, **_BLANK}
        for one in alerts
        for name in chats
    ]
    if rows:
        connection.execute(insert(delivery), rows)


def owe_edits(connection: Connection, stories: Sequence[str], alerts: Sequence[str], now: datetime) -> None:
    """Owe an edit wherever one of ``alerts``, or one that told of ``stories``, was sent (or is being sent) as it read before.

    One is enough: what is still waiting will be worded when its turn comes. It rests until its message was left alone for a while.
    """
    for chunk in chunks(stories):
        _owe_edits(connection, and_(alert.c.story.in_(chunk), alert.c.change.in_(sorted(TELLING))), now)
    for chunk in chunks(alerts):
        _owe_edits(connection, alert.c.id.in_(chunk), now)


def _owe_edits(connection: Connection, about: ColumnElement[bool], now: datetime) -> None:
    other = delivery.alias("other")
    twin = and_(other.c.alert == delivery.c.alert, other.c.chat == delivery.c.chat)
    waiting = exists().where(twin, other.c.action == "edit", other.c.state.in_(["new", "retry"]))
    touched = exists().where(twin, other.c.tried_at > now - EDIT_GAP)
    edition = select(func.max(other.c.edition)).where(twin).scalar_subquery() + 1
    worded = (
        select(
            delivery.c.alert, delivery.c.chat, literal("edit"), edition, delivery.c.possible_duplicate,
            case((touched, literal(now + EDIT_GAP, delivery.c.not_before.type)), else_=null()),
            *(literal(value) for value in _BLANK.values()),
        )
        .join(alert, alert.c.id == delivery.c.alert)
        .where(about, delivery.c.action == "send", delivery.c.state.in_(["sending", "sent"]), ~waiting)
        .order_by(alert.c.sequence)
    )  # fmt: skip
    columns = ["alert", "chat", "action", "edition", "possible_duplicate", "not_before", *_BLANK]
    connection.execute(insert(delivery).from_select(columns, worded))


def _turns(resting: ColumnElement[bool]) -> Subquery:
    """Every delivery that is owed, with its place in its chat's queue; what is resting holds up nobody."""
    order = (case((resting, 1), else_=0), alert.c.sequence, delivery.c.id)
    place = func.row_number().over(partition_by=delivery.c.chat, order_by=order).label("place")
    owed = select(delivery.c.id, alert.c.sequence, alert.c.created_at, place)
    return owed.join(alert, alert.c.id == delivery.c.alert).where(OWED).subquery("turns")


_RESTS = and_(delivery.c.action == "edit", delivery.c.state == "new", delivery.c.not_before.is_not(None))
_NOW: BindParameter[datetime] = bindparam("instant", type_=delivery.c.not_before.type)
_SOON: BindParameter[datetime] = bindparam("rested", type_=delivery.c.not_before.type)
_RESTING = and_(_RESTS, delivery.c.not_before > _NOW, delivery.c.not_before <= _SOON)
"""Beyond the gap lies a future that a clock has since gone back from."""
_TURNS, _TURNS_SOME_TIME = _turns(_RESTING), _turns(_RESTS)


def _due(now: datetime) -> ColumnElement[bool]:
    """New, or its wait or lease is over; or its last attempt lies in a future that a clock has since gone back from."""
    return or_(
        and_(delivery.c.state == "new", ~_RESTING),
        and_(delivery.c.state == "retry", or_(delivery.c.not_before.is_(None), delivery.c.not_before <= now)),
        and_(delivery.c.state == "sending", delivery.c.lease_until <= now),
        delivery.c.tried_at > now + STEP_BACK,
    )


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
    """Take the deliveries whose turn it is, oldest alert first."""
    chosen = (
        select(delivery.c.id)
        .join(_TURNS, _TURNS.c.id == delivery.c.id)
        .where(_TURNS.c.place == 1, _due(now))
        .order_by(_TURNS.c.sequence, delivery.c.id)
        .limit(limit)
        .with_for_update(of=delivery, skip_locked=True)
        .cte("chosen")
    )
    unsettled = and_(delivery.c.state == "sending", delivery.c.action == "send")
    taken = connection.scalars(
        update(delivery)
        .where(delivery.c.id.in_(select(chosen.c.id)))
        .values(
            state="sending",
            fence=delivery.c.fence + 1,
            attempts=delivery.c.attempts + 1,
            lease_until=now + lease,
            tried_at=now,
            possible_duplicate=case((unsettled, true()), else_=delivery.c.possible_duplicate),
        )
        .returning(delivery.c.id),
        {"instant": now, "rested": now + EDIT_GAP},
    ).all()
    return _whole(connection, taken) if taken else []


def _whole(connection: Connection, ids: Sequence[int]) -> list[Delivery]:
    """Claimed deliveries with their alerts as of now, and the messages that they change or answer."""
    mine, answered = delivery.alias("mine"), delivery.alias("answered")
    rows = connection.execute(
        select(delivery, chat.c.zone, chat.c.language, mine.c.message_id.label("own"), answered.c.message_id.label("answered"))
        .join(alert, alert.c.id == delivery.c.alert)
        .join(chat, chat.c.id == delivery.c.chat)
        .join(mine, _message(mine, alert.c.id))
        .outerjoin(answered, _message(answered, alert.c.replies_to))
        .where(delivery.c.id.in_(ids))
        .order_by(alert.c.sequence, delivery.c.id)
    ).mappings()
    claimed = rows.all()
    alerts = alert_rows.by_id(connection, (row["alert"] for row in claimed))
    return [_delivery(row, alerts[row["alert"]]) for row in claimed]


def _message(of: FromClause, about: ColumnElement[str]) -> ColumnElement[bool]:
    """The message about an alert in the chat of the delivery."""
    return and_(of.c.chat == delivery.c.chat, of.c.alert == about, of.c.action == "send")


def _delivery(row: Row, about: Alert) -> Delivery:
    return Delivery(
        id=row["id"],
        alert=about,
        chat=Chat(row["chat"], row["zone"], row["language"]),
        action=row["action"],
        fence=row["fence"],
        attempts=row["attempts"] - 1,
        reply_to=row["answered"] or "",
        message_id=row["own"] if row["action"] == "edit" else "",
        possible_duplicate=row["possible_duplicate"],
    )


def settle(connection: Connection, one: Delivery, receipt: Receipt) -> bool:
    """Write down how it ended; False when somebody else has claimed it since."""
    mine = and_(delivery.c.id == one.id, delivery.c.fence == one.fence, delivery.c.state == "sending")
    row = connection.execute(select(delivery.c.chat).where(mine).with_for_update()).one_or_none()
    if row is None:
        return False
    connection.execute(update(delivery).where(delivery.c.id == one.id).values(_ended(one, receipt)))
    if receipt.outcome == "migrated":
        chat_rows.move(connection, row.chat, receipt.new_chat)
    if receipt.outcome == "dead" and one.action == "send":
        _bury_edits(connection, one)
    return True


def _ended(one: Delivery, receipt: Receipt) -> dict[str, Any]:
    changes: dict[str, Any] = {"lease_until": None, "error": receipt.reason}
    match receipt.outcome:
        case "sent":
            changes |= {"state": "sent", "message_id": receipt.message_id or one.message_id}
        case "retry":
            changes |= {"state": "retry", "not_before": receipt.not_before}
        case "dead":
            changes |= {"state": "dead"}
        case "migrated":
            changes |= {"state": "new"}
    return changes | ({"possible_duplicate": True} if receipt.possible_duplicate else {})


def _bury_edits(connection: Connection, one: Delivery) -> None:
    """There is no message to edit."""
    edits = and_(delivery.c.alert == one.alert.id, delivery.c.chat == one.chat.id, delivery.c.action == "edit")
    connection.execute(update(delivery).where(edits).values(state="dead", error="the message itself was not delivered"))


def earliest(connection: Connection) -> datetime | None:
    """When the next delivery can be claimed."""
    turns = _TURNS_SOME_TIME
    when = case(
        (delivery.c.state == "sending", delivery.c.lease_until),
        (delivery.c.state == "retry", func.coalesce(delivery.c.not_before, turns.c.created_at)),
        else_=func.coalesce(delivery.c.not_before, turns.c.created_at),
    )
    owed = select(func.min(when)).join(turns, turns.c.id == delivery.c.id).where(or_(turns.c.place == 1, _RESTS))
    soonest: datetime | None = connection.scalar(owed)
    return soonest
