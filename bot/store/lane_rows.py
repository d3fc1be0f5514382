"""Whose turn is it? Every chat that is owed something has a lane; here is how lanes follow from what is owed.

A lane is ready or it sleeps: behind a delivery on its way, a retry that waits, or what is held until morning. Ready lanes take turns: the
urgent ones first, then whoever waited longest, so that a chat which is owed ten thousand alerts is one among many. A lane only says where
to look: what is due is asked of the deliveries.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)

from bot.store import pace_rows
from bot.store.bulk import listed, upsert_selected
from bot.store.engine import ONE_SENDS, take_turn
from bot.store.source_rows import STEP_BACK
from bot.store.tables import chat, delivery, lane, pace

EDIT_GAP = timedelta(minutes=1)
"""Between two touches of one message: outlets come in swarms, and Telegram counts every edit of a group's message."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_OWED_STATES: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in ("new", "retry", "sending", "held")]
AT_ONCE = 500
"""Lanes looked at, at a time."""


def owed(of: FromClause) -> ColumnElement[bool]:
    """``tables.OWED`` for an alias, word for word, so that the partial index serves."""
    return of.c.state.in_(_OWED_STATES)


def resting(of: FromClause, now: datetime) -> ColumnElement[bool]:
    """What waits and holds up nobody: an edit of a message just touched (beyond the gap lies a future that a clock has gone back from),
    and what is held.
    """
    until = func.coalesce(of.c.not_before, literal(LONG_AGO, of.c.not_before.type))
    edit = and_(of.c.action == "edit", of.c.state == "new", until > now, until <= now + EDIT_GAP)
    return or_(edit, and_(of.c.state == "held", until > now))


def head(now: datetime) -> Any:
    """The id of the delivery whose turn it is in a chat of the enclosing question: its oldest that does not rest."""
    one = delivery.alias("one")
    mine = select(one.c.id).where(one.c.chat == chat.c.id, owed(one), ~resting(one, now)).order_by(one.c.sequence, one.c.id)
    return mine.limit(1).correlate(chat).scalar_subquery()


def _owes() -> ColumnElement[bool]:
    one = delivery.alias("one")
    return exists().where(one.c.chat == chat.c.id, owed(one)).correlate(chat)


def renew(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Make the lanes of ``which`` chats say again what follows from their deliveries. Who waits already keeps his place."""
    take_turn(connection, ONE_SENDS)
    one, first = delivery.alias("one"), delivery.alias("first")
    mine = and_(one.c.chat == chat.c.id, owed(one))
    urgency = select(func.min(one.c.urgency)).where(mine).correlate(chat).scalar_subquery()
    rests = select(func.min(one.c.not_before)).where(mine, resting(one, now)).correlate(chat).scalar_subquery()
    instant = lane.c.since.type
    here, ago = literal(now, instant), literal(LONG_AGO, instant)
    waits = case(
        (first.c.state == "sending", first.c.lease_until),
        (first.c.state == "retry", first.c.not_before),
        (first.c.id.is_not(None), ago),
        else_=null(),
    )
    due = and_(first.c.id.is_not(None), or_(func.coalesce(waits, ago) <= now, first.c.tried_at > now + STEP_BACK))
    sooner = case((rests < waits, rests), else_=func.coalesce(waits, rests))
    selected = (
        select(
            chat.c.id.label("chat"), _channel(connection).label("channel"), _room(connection).label("room"),
            func.coalesce(urgency, 2).label("urgency"), func.coalesce(first.c.urgency, 2).label("head"),
            func.coalesce(first.c.sequence, 0).label("sequence"), here.label("since"),
            case((chat.c.returned, ago), (due, null()), else_=func.coalesce(sooner, ago)).label("wake_at"), here.label("noted_at"),
        )
        .select_from(chat)
        .outerjoin(first, first.c.id == head(now))
        .where(which, _has_a_lane())
    )  # fmt: skip
    upsert_selected(connection, lane, selected, lambda new: _renewed(new, now))
    _drop(connection, which)


def _has_a_lane() -> ColumnElement[bool]:
    return and_(chat.c.active, or_(chat.c.returned, _owes()))


def _drop(connection: Connection, which: ColumnElement[bool]) -> None:
    gone = select(chat.c.id).where(which, ~_has_a_lane())
    connection.execute(delete(lane).where(lane.c.chat.in_(gone)))


def _renewed(new: Any, now: datetime) -> dict[str, Any]:
    busy = and_(lane.c.busy_until > now, lane.c.noted_at <= now + STEP_BACK)
    return {
        "urgency": new.urgency,
        "head": new.head,
        "sequence": new.sequence,
        "since": case((lane.c.wake_at.is_(None), lane.c.since), else_=new.since),
        "wake_at": case((busy, lane.c.busy_until), else_=new.wake_at),
        "noted_at": new.noted_at,
    }


def _channel(connection: Connection) -> ColumnElement[str]:
    return _before(connection, ":")


def _room(connection: Connection) -> ColumnElement[str]:
    return _before(connection, "/")


def _before(connection: Connection, mark: str) -> ColumnElement[str]:
    """What stands before a mark in a chat's id."""
    if connection.dialect.name == "sqlite":
        return func.substr(chat.c.id, 1, func.instr(chat.c.id + mark, mark) - 1)
    return func.split_part(chat.c.id, mark, 1)


def among(connection: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    """Whether a chat is one of these."""
    values = listed(connection, names)
    return chat.c.id.in_(select(values.c.value))


def renew_named(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """``renew`` the lanes of these chats."""
    if names:
        renew(connection, among(connection, names), now)


def wake(connection: Connection, names: Sequence[str]) -> None:
    """Have the lanes of these chats looked at by whoever asks next whose turn it is: something about the chats has changed."""
    take_turn(connection, ONE_SENDS)
    which, ago = among(connection, names), literal(LONG_AGO, lane.c.since.type)
    selected = select(
        chat.c.id.label("chat"), _channel(connection).label("channel"), _room(connection).label("room"), literal(2).label("urgency"),
        literal(2).label("head"), literal(0).label("sequence"), ago.label("since"), ago.label("wake_at"), ago.label("noted_at"),
    ).where(which, _has_a_lane())  # fmt: skip
    upsert_selected(connection, lane, selected, lambda new: {"wake_at": new.wake_at})
    _drop(connection, which)


def sleepers(connection: Connection, now: datetime) -> list[tuple[str, bool]]:
    """Chats whose lanes must be looked at now, and of each whether that is because a clock went back."""
    strange = lane.c.noted_at > now + STEP_BACK
    # Two questions, so that each has its index.
    due = select(lane.c.chat, strange).where(lane.c.wake_at <= now).limit(AT_ONCE)
    ahead = select(lane.c.chat, strange).where(strange).limit(AT_ONCE)
    return [(name, bool(back)) for question in (due, ahead) for name, back in connection.execute(question)]


def ready(
    connection: Connection, now: datetime, turn: datetime | None, limit: int, full: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Chats whose turn it is, with their channels and rooms, the most urgent first; those of ``full`` channels and of rooms that rest wait."""
    chosen = select(lane.c.chat, lane.c.channel, lane.c.room).where(lane.c.wake_at.is_(None))
    if full:
        chosen = chosen.where(lane.c.channel.not_in(full))
    if turn is not None:
        chosen = chosen.where(~exists().where(pace.c.name == lane.c.room, pace_rows.holds(turn)))
    order = (lane.c.urgency, lane.c.head, lane.c.since, lane.c.sequence, lane.c.chat)
    return [(row.chat, row.channel, row.room) for row in connection.execute(chosen.order_by(*order).limit(limit))]


def occupy(connection: Connection, names: Sequence[str], now: datetime, until: datetime) -> None:
    """The turn of these chats has come, and lasts until it is settled or its lease ends."""
    values = listed(connection, names)
    busy = {"busy_until": until, "wake_at": until, "noted_at": now}
    connection.execute(update(lane).where(lane.c.chat.in_(select(values.c.value))).values(busy))


def free(connection: Connection, names: Sequence[str]) -> None:
    """Their turn is over."""
    values = listed(connection, names)
    connection.execute(update(lane).where(lane.c.chat.in_(select(values.c.value))).values(busy_until=None))


def earliest(connection: Connection) -> datetime | None:
    """When the next delivery can be claimed, as far as lanes and paces say."""
    own, token = pace.alias("own"), pace.alias("token")
    since = lane.c.since
    free_at = _later(_later(since, own.c.free_at), token.c.free_at)
    when = case((lane.c.wake_at.is_(None), free_at), else_=lane.c.wake_at)
    joined = (
        select(func.min(when))
        .select_from(lane)
        .outerjoin(own, own.c.name == lane.c.room)
        .outerjoin(token, token.c.name == lane.c.channel)
    )
    soonest: datetime | None = connection.scalar(joined)
    return soonest


def _later(one: Any, other: Any) -> Any:
    return case((other > one, other), else_=one)
