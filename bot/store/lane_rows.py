"""Whose turn is it? Every chat that is owed something has a lane; here is how lanes follow from what is owed.

A lane is ready or it sleeps: behind a delivery on its way, a retry that waits, or what is held until morning. Ready lanes take
turns: the urgent ones first, then whoever waited longest, so that a chat which is owed ten thousand alerts is one among many. A
lane only says where to look: what is due is asked of the deliveries.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Executable,
    FromClause,
    Update,
    and_,
    bindparam,
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
from bot.store.bulk import listed, upserting
from bot.store.engine import ONE_SENDS, take_turn
from bot.store.source_rows import STEP_BACK
from bot.store.tables import chat, delivery, lane, pace

EDIT_GAP = timedelta(minutes=1)
"""Between two touches of one message: outlets come in swarms, and Telegram counts every edit of a group's message."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_OWED_STATES: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in ("new", "retry", "sending", "held")]
AT_ONCE = 500
"""Lanes looked at, at a time."""


_INSTANT = lane.c.since.type
_NOW: BindParameter[datetime] = bindparam("instant", type_=_INSTANT)
_SOON: BindParameter[datetime] = bindparam("rested", type_=_INSTANT)
_AHEAD: BindParameter[datetime] = bindparam("ahead", type_=_INSTANT)
_AGO: BindParameter[datetime] = bindparam("ago", LONG_AGO, type_=_INSTANT)
_NAMED: BindParameter[str] = bindparam("named", type_=lane.c.chat.type)


def instants(now: datetime) -> dict[str, datetime]:
    """The parameters of what is asked about an instant: when what is touched then has rested, what a clock went back from."""
    return {"instant": now, "rested": now + EDIT_GAP, "ahead": now + STEP_BACK}


def owed(of: FromClause) -> ColumnElement[bool]:
    """``tables.OWED`` for an alias, word for word, so that the partial index serves."""
    return of.c.state.in_(_OWED_STATES)


def _resting(of: FromClause) -> ColumnElement[bool]:
    """What waits and holds up nobody: what is held, and an edit of a message that was just touched.

    Beyond the gap lies a future that a clock has since gone back from.
    """
    until = func.coalesce(of.c.not_before, _AGO)
    edit = and_(of.c.action == "edit", of.c.state == "new", until > _NOW, until <= _SOON)
    return or_(edit, and_(of.c.state == "held", until > _NOW))


def head() -> Any:
    """The id of the delivery whose turn it is in a chat of the enclosing question: its oldest that does not rest."""
    one = delivery.alias("one")
    mine = select(one.c.id).where(one.c.chat == chat.c.id, owed(one), ~_resting(one)).order_by(one.c.sequence, one.c.id)
    return mine.limit(1).correlate(chat).scalar_subquery()


def _owes() -> ColumnElement[bool]:
    one = delivery.alias("one")
    return exists().where(one.c.chat == chat.c.id, owed(one)).correlate(chat)


def _has_a_lane() -> ColumnElement[bool]:
    return and_(chat.c.active, or_(chat.c.returned, _owes()))


def renew(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """Make the lanes of ``which`` chats say again what follows from their deliveries. Who waits already keeps his place."""
    take_turn(connection, ONE_SENDS)
    connection.execute(_renewing(which, connection.dialect), instants(now))
    connection.execute(_dropping(which))


def _renewing(which: ColumnElement[bool], dialect: Dialect) -> Executable:
    one, first = delivery.alias("one"), delivery.alias("first")
    mine = and_(one.c.chat == chat.c.id, owed(one))
    urgency = select(func.min(one.c.urgency)).where(mine).correlate(chat).scalar_subquery()
    rests = select(func.min(one.c.not_before)).where(mine, _resting(one)).correlate(chat).scalar_subquery()
    waits = case(
        (first.c.state == "sending", first.c.lease_until),
        (first.c.state == "retry", first.c.not_before),
        (first.c.id.is_not(None), _AGO),
        else_=null(),
    )
    due = and_(first.c.id.is_not(None), or_(func.coalesce(waits, _AGO) <= _NOW, first.c.tried_at > _AHEAD))
    sooner = case((rests < waits, rests), else_=func.coalesce(waits, rests))
    selected = (
        select(
            chat.c.id.label("chat"), _before(dialect, ":").label("channel"), _before(dialect, "/").label("room"),
            func.coalesce(urgency, 2).label("urgency"), func.coalesce(first.c.urgency, 2).label("head"),
            func.coalesce(first.c.sequence, 0).label("sequence"), _NOW.label("since"),
            case((chat.c.returned, _AGO), (due, null()), else_=func.coalesce(sooner, _AGO)).label("wake_at"),
            _NOW.label("noted_at"),
        )
        .select_from(chat)
        .outerjoin(first, first.c.id == head())
        .where(which, _has_a_lane())
    )  # fmt: skip
    return upserting(lane, selected, _renewed, dialect)


def _renewed(new: Any) -> dict[str, Any]:
    busy = and_(lane.c.busy_until > _NOW, lane.c.noted_at <= _AHEAD)
    return {
        "urgency": new.urgency,
        "head": new.head,
        "sequence": new.sequence,
        "since": case((lane.c.wake_at.is_(None), lane.c.since), else_=new.since),
        "wake_at": case((busy, lane.c.busy_until), else_=new.wake_at),
        "noted_at": new.noted_at,
    }


def _dropping(which: ColumnElement[bool]) -> Executable:
    gone = select(chat.c.id).where(which, ~_has_a_lane())
    return delete(lane).where(lane.c.chat.in_(gone))


def _before(dialect: Dialect, mark: str) -> ColumnElement[str]:
    """What stands before a mark in a chat's id."""
    if dialect.name == "sqlite":
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


def over(connection: Connection, name: str, now: datetime) -> None:
    """A chat's turn is over, however it ended. Most chats are owed nothing more then, and that is soon said."""
    drop, free_it, renew_it = _of_one(connection.dialect)
    if not connection.execute(drop, {"named": name}).rowcount:
        connection.execute(free_it, {"named": name})
        connection.execute(renew_it, {"named": name, **instants(now)})


@lru_cache(maxsize=4)
def _of_one(dialect: Dialect) -> tuple[Delete, Update, Executable]:
    """Said after every message, so put together once: that takes ten times longer than asking."""
    gone = exists().where(chat.c.id == _NAMED, ~_has_a_lane())
    drop = delete(lane).where(lane.c.chat == _NAMED, gone)
    free_it = update(lane).where(lane.c.chat == _NAMED).values(busy_until=None)
    return drop, free_it, _renewing(chat.c.id == _NAMED, dialect)


def wake(connection: Connection, names: Sequence[str]) -> None:
    """Have the lanes of these chats looked at by whoever asks next whose turn it is: something about the chats has changed."""
    take_turn(connection, ONE_SENDS)
    which, dialect = among(connection, names), connection.dialect
    selected = select(
        chat.c.id.label("chat"), _before(dialect, ":").label("channel"), _before(dialect, "/").label("room"),
        literal(2).label("urgency"), literal(2).label("head"), literal(0).label("sequence"),
        _AGO.label("since"), _AGO.label("wake_at"), _AGO.label("noted_at"),
    ).where(which, _has_a_lane())  # fmt: skip
    connection.execute(upserting(lane, selected, lambda new: {"wake_at": new.wake_at}, dialect))
    connection.execute(_dropping(which))


def sleepers(connection: Connection, now: datetime) -> list[tuple[str, bool]]:
    """Chats whose lanes must be looked at now, and of each whether that is because a clock went back."""
    strange = lane.c.noted_at > now + STEP_BACK
    # Two questions, so that each has its index.
    due = select(lane.c.chat, strange).where(lane.c.wake_at <= now).limit(AT_ONCE)
    ahead = select(lane.c.chat, strange).where(strange).limit(AT_ONCE)
    return [(name, bool(back)) for question in (due, ahead) for name, back in connection.execute(question)]


def ready(connection: Connection, turn: datetime | None, limit: int, full: Sequence[str]) -> list[tuple[str, str, str]]:
    """Chats whose turn it is, with their channels and rooms, the most urgent first.

    Those of ``full`` channels and of rooms that rest wait; without a ``turn``, no room rests.
    """
    chosen = select(lane.c.chat, lane.c.channel, lane.c.room).where(lane.c.wake_at.is_(None))
    if full:
        chosen = chosen.where(lane.c.channel.not_in(full))
    if turn is not None:
        chosen = chosen.where(~exists().where(pace.c.name == lane.c.room, pace_rows.holds(turn)))
    order = (lane.c.urgency, lane.c.head, lane.c.since, lane.c.sequence, lane.c.chat)
    return [(row.chat, row.channel, row.room) for row in connection.execute(chosen.order_by(*order).limit(limit))]


def occupy(connection: Connection, names: Sequence[str], now: datetime, until: datetime) -> None:
    """The turn of these chats has come, and lasts until it is settled or its lease ends."""
    if not names:
        return
    values = listed(connection, names)
    busy = {"busy_until": until, "wake_at": until, "noted_at": now}
    connection.execute(update(lane).where(lane.c.chat.in_(select(values.c.value))).values(busy))


def free(connection: Connection, names: Sequence[str]) -> None:
    """Their turn is over."""
    values = listed(connection, names)
    connection.execute(update(lane).where(lane.c.chat.in_(select(values.c.value))).values(busy_until=None))


def earliest(connection: Connection) -> datetime | None:
    """When the next delivery can be claimed, as far as lanes and paces say."""
    asleep: datetime | None = connection.scalar(select(func.min(lane.c.wake_at)))
    return min(filter(None, (asleep, earliest_turn(connection))), default=None)


def earliest_turn(connection: Connection) -> datetime | None:
    """When the first of the lanes that are ready may go: at once, or when its chat or token may be written to again."""
    own, token = pace.alias("own"), pace.alias("token")
    free_at = _later(_later(lane.c.since, own.c.free_at), token.c.free_at)
    paced = select(func.min(free_at)).select_from(lane).outerjoin(own, own.c.name == lane.c.room)
    ready = paced.outerjoin(token, token.c.name == lane.c.channel).where(lane.c.wake_at.is_(None))
    soonest: datetime | None = connection.scalar(ready)
    return soonest


def _later(one: Any, other: Any) -> Any:
    return case((other > one, other), else_=one)
