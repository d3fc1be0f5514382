"""Who is owed which alert, and what of one that was sent has changed?

A chat without preferences of its own is owed whatever there is: one statement for all of them, however many. The others are judged
one by one (``bot.alerts.wanting``).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)

from bot.alerts.wanting import MENDS, held_until, wanted
from bot.model.alert import Alert
from bot.model.finding import TELLING
from bot.store import alert_rows, chat_rows, lane_rows
from bot.store.bulk import insert_missing
from bot.store.codec import Row, chunks
from bot.store.lane_rows import EDIT_GAP
from bot.store.tables import alert, chat, delivery

AWAY_MAX = timedelta(hours=24)
"""What a chat missed while it was away and is older than this it is told of as a number."""
_JUDGED_AT_ONCE = 1000
_BLANK: dict[str, Any] = {"fence": 0, "attempts": 0, "message_id": "", "error": "", "doubts": 0}
_URGENCY = case(
    (alert.c.severity == "critical", literal_column("0")),
    (alert.c.severity == "high", literal_column("1")),
    else_=literal_column("2"),
)


def owe(connection: Connection, alerts: Sequence[str], now: datetime, *, operators: bool = False) -> None:
    """Owe each of these new alerts to every active chat, of subscribers or of ``operators``, that wants it."""
    if not alerts:
        return
    for chunk in chunks(alerts):
        _owe_to_all(connection, chunk, operators=operators)
    about = list(alert_rows.by_id(connection, alerts).items())
    for rows in _particular(connection, operators=operators):
        _owe_to(connection, rows, about, now)
    owed = exists().where(delivery.c.chat == chat.c.id, delivery.c.alert.in_(alerts[:500]))
    every = chat.c.operators == operators  # more than five hundred at once are all that there is
    lane_rows.renew(connection, and_(chat.c.active, every, owed if len(alerts) <= 500 else every), now)


def owe_these(connection: Connection, one: Alert, chats: Sequence[str], now: datetime) -> None:
    """Owe a recorded alert to named chats, whatever they want."""
    sequence = _sequences(connection, [one.id])[one.id]
    for chunk in chunks(chats):
        insert_missing(connection, delivery, [_owed(name, one, sequence, None) for name in chunk])
        lane_rows.renew(connection, chat.c.id.in_(chunk), now)


def _owe_to_all(connection: Connection, alerts: Sequence[str], *, operators: bool) -> None:
    """Every chat without preferences, but what mends an alert only to those that were told it."""
    mended = alert.alias("mended")
    owed_as_well = exists().where(mended.c.id == alert.c.replies_to, mended.c.id.in_(alerts), ~_mends(mended))
    columns = {
        "alert": alert.c.id, "chat": chat.c.id, "action": literal("send"), "edition": literal(0), "state": literal("new"),
        "possible_duplicate": literal(value=False), "sequence": alert.c.sequence, "urgency": _URGENCY,
        **{name: literal(value) for name, value in _BLANK.items()},
    }  # fmt: skip
    everybody = (
        select(*columns.values())
        .join_from(alert, chat, and_(chat.c.active, chat.c.operators == operators, ~chat.c.particular))
        .where(alert.c.id.in_(alerts), or_(~_mends(alert), _told(alert.c.replies_to, chat.c.id), owed_as_well))
        .order_by(alert.c.sequence, chat.c.id)
    )
    connection.execute(insert(delivery).from_select(list(columns), everybody))


def _mends(one: Any) -> ColumnElement[bool]:
    return and_(one.c.replies_to != "", one.c.change.in_(sorted(MENDS)))


def _told(about: ColumnElement[str], name: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a chat was sent an alert, or is owed it."""
    former = delivery.alias("former")
    return exists().where(former.c.alert == about, former.c.chat == name, former.c.action == "send", former.c.state != "dead")


def _particular(connection: Connection, *, operators: bool) -> Iterator[Sequence[Row]]:
    """Active chats with preferences, some at a time."""
    last = ""
    while True:
        some = select(chat.c.id, chat.c.zone, chat.c.wants).where(chat.c.particular, chat.c.active, chat.c.operators == operators)
        rows = connection.execute(some.where(chat.c.id > last).order_by(chat.c.id).limit(_JUDGED_AT_ONCE)).mappings().all()
        if not rows:
            return
        yield rows
        last = rows[-1]["id"]


def _owe_to(connection: Connection, chats: Sequence[Row], alerts: Sequence[tuple[str, Alert]], now: datetime) -> None:
    """Owe alerts to those of these chats that want them, now or when they want to be told."""
    known = _known(connection, [row["id"] for row in chats], [one.replies_to for _, one in alerts if one.replies_to])
    sequences = _sequences(connection, [name for name, _ in alerts])
    rows, alerts = [], sorted(alerts, key=lambda each: sequences[each[0]])
    for row in chats:
        wants = chat_rows.wants_of(row["wants"])
        for name, one in alerts:
            state = known.get((row["id"], one.replies_to), "")
            if wanted(wants, one, now, told=bool(state)):
                until = held_until(wants, row["zone"], one, now, sent=state == "sent")
                rows.append(_owed(row["id"], one, sequences[name], until))
                known[row["id"], name] = "new"
    insert_missing(connection, delivery, rows)


def _owed(name: str, one: Alert, sequence: int, until: datetime | None) -> dict[str, Any]:
    urgency = {"critical": 0, "high": 1}.get(one.severity, 2)
    return {
        "alert": one.id, "chat": name, "action": "send", "edition": 0, "state": "held" if until else "new", "not_before": until,
        "possible_duplicate": False, "sequence": sequence, "urgency": urgency, **_BLANK,
    }  # fmt: skip


def _known(connection: Connection, chats: Sequence[str], alerts: Sequence[str]) -> dict[tuple[str, str], str]:
    """(chat, alert) to the state of its message, of those that are not dead."""
    states: dict[tuple[str, str], str] = {}
    for names in chunks(chats):
        for about in chunks(alerts):
            mine = and_(delivery.c.chat.in_(names), delivery.c.alert.in_(about), delivery.c.action == "send")
            rows = connection.execute(select(delivery.c.chat, delivery.c.alert, delivery.c.state).where(mine))
            states.update({(row.chat, row.alert): row.state for row in rows if row.state != "dead"})
    return states


def _sequences(connection: Connection, alerts: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(alerts):
        found.update(
            {row.id: row.sequence for row in connection.execute(select(alert.c.id, alert.c.sequence).where(alert.c.id.in_(chunk)))}
        )
    return found


def owe_edits(connection: Connection, stories: Sequence[str], alerts: Sequence[str], now: datetime) -> None:
    """Owe an edit wherever one of ``alerts``, or one that told of ``stories``, was sent (or is being sent) as it read before.

    One is enough: what is still waiting will be worded when its turn comes. It rests until its message was left alone for a while.
    A digest stays as it was sent.
    """
    for chunk in chunks(stories):
        _owe_edits(connection, and_(alert.c.story.in_(chunk), alert.c.change.in_(sorted(TELLING))), now)
    for chunk in chunks(alerts):
        _owe_edits(connection, alert.c.id.in_(chunk), now)


def _owe_edits(connection: Connection, about: ColumnElement[bool], now: datetime) -> None:
    names = connection.scalars(select(alert.c.id).where(about)).all()
    if not names:
        return
    other = delivery.alias("other")
    twin = and_(other.c.alert == delivery.c.alert, other.c.chat == delivery.c.chat)
    waiting = exists().where(twin, other.c.action == "edit", other.c.state.in_(["new", "retry"]))
    touched = exists().where(twin, other.c.tried_at > now - EDIT_GAP)
    edition = select(func.max(other.c.edition)).where(twin).scalar_subquery() + 1
    columns = {
        "alert": delivery.c.alert, "chat": delivery.c.chat, "action": literal("edit"), "edition": edition,
        "possible_duplicate": delivery.c.possible_duplicate, "state": literal("new"), "sequence": delivery.c.sequence,
        "urgency": literal(2), "not_before": case((touched, literal(now + EDIT_GAP, delivery.c.not_before.type)), else_=null()),
        **{name: literal(value) for name, value in _BLANK.items()},
    }  # fmt: skip
    sent = and_(delivery.c.action == "send", delivery.c.state.in_(["sending", "sent"]), delivery.c.digest.is_(None))
    for chunk in chunks(names):
        worded = (
            select(*columns.values())
            .where(delivery.c.alert.in_(chunk), sent, ~waiting)
            .order_by(delivery.c.sequence, delivery.c.id)
        )
        if connection.execute(insert(delivery).from_select(list(columns), worded)).rowcount:
            edited = exists().where(delivery.c.chat == chat.c.id, delivery.c.alert.in_(chunk), delivery.c.action == "edit")
            lane_rows.renew(connection, and_(edited, chat.c.active), now)


def welcome_back(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """Owe chats that have let us in again what they missed in the last day; the rest is told as a number."""
    mine = select(chat).where(lane_rows.among(connection, names), chat.c.returned)
    for row in connection.execute(mine).mappings().all():
        missed = _too_old(connection, row["id"], now)
        if row["away_since"] is not None:
            missed += _catch_up(connection, row, now)
        after = {"returned": False, "away_since": None, "missed": row["missed"] + missed}
        connection.execute(update(chat).where(chat.c.id == row["id"]).values(after))


def _too_old(connection: Connection, name: str, now: datetime) -> int:
    """Give up what the chat is owed and is old by now; how many alerts that is."""
    old = select(alert.c.id).where(alert.c.created_at < now - AWAY_MAX)
    rows = and_(delivery.c.chat == name, lane_rows.owed(delivery), delivery.c.alert.in_(old))
    count = connection.scalar(select(func.count()).select_from(delivery).where(rows, delivery.c.action == "send")) or 0
    gone = {"state": "dead", "error": "the chat was away for more than a day", "lease_until": None}
    connection.execute(update(delivery).where(rows).values(gone))
    return count


def _catch_up(connection: Connection, row: Row, now: datetime) -> int:
    """Owe what was decided while the chat was away; how many of the alerts that it would have been told are old by now."""
    since = and_(alert.c.created_at >= row["away_since"], (alert.c.change == "notice") == row["operators"])
    there = exists().where(delivery.c.chat == row["id"], delivery.c.alert == alert.c.id, delivery.c.action == "send")
    missing = select(alert.c.id, alert.c.created_at).where(since, ~there).order_by(alert.c.sequence)
    made = {one.id: one.created_at for one in connection.execute(missing)}
    alerts = alert_rows.by_id(connection, made)
    fresh = [(name, one) for name, one in alerts.items() if made[name] >= now - AWAY_MAX]
    _owe_to(connection, [row], fresh, now)
    wants = chat_rows.wants_of(row["wants"])
    return sum(made[name] < now - AWAY_MAX and wanted(wants, one, made[name], told=False) for name, one in alerts.items())
