"""Who is owed what, whose turn is it, and how did it end? The outbox.

A delivery goes ``new -> sending -> sent | dead``, or back to ``retry``; what must wait for morning or for a digest is ``held``
first. Whoever claims it holds a lease and a fence; a lease that ends unsettled means that somebody died between sending and
writing it down, so the next attempt is labelled. A chat hands out one delivery at a time, its oldest: so order holds whatever
fails, and what an alert replies to has been sent (or never will be) when its turn comes. Whose turn it is among chats stands in
``lane_rows.py``, how fast in ``pace_rows.py``, who is owed what in ``owing_rows.py``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, or_, select, true, update

from bot.alerts.wanting import held_until
from bot.model.alert import Alert, Chat, Delivery, Receipt
from bot.pacing.sending import TOKEN_GAP
from bot.store import alert_rows, chat_rows, lane_rows, owing_rows, pace_rows, unfit_rows
from bot.store.codec import Row, chunks
from bot.store.engine import ONE_SENDS, take_turn
from bot.store.tables import alert, chat, delivery

DIGEST_MAX = 500
"""Alerts that count as sent with one message; more than fit are told as a number. What is beyond goes out with the next."""
_WAKINGS = 8
"""Batches of sleeping lanes looked at in one claim: when a hundred thousand wake at eight, the first need not wait for the last."""


@dataclass(slots=True)
class _Turns:
    """What one claim may take and has taken."""

    now: datetime
    lease: datetime
    turn: datetime | None
    open: dict[str, list[datetime]]
    """Instants that are left, by paced channel."""
    rooms: dict[str, datetime]
    """Rooms that were given a turn, and when it is."""
    tokens: dict[str, datetime]
    """When each token is free again."""


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta, turn: datetime | None = None) -> list[Delivery]:
    """Take the deliveries whose turn it is, the most urgent first.

    With a ``turn``, no paced chat or token is given more than it may have from then on: each delivery says when it may leave.
    """
    take_turn(connection, ONE_SENDS)
    for _ in range(_WAKINGS):
        if not _wake(connection, now):
            break
    turns = _Turns(now, now + lease, turn, pace_rows.open_turns(connection, turn) if turn else {}, {}, {})
    taken: list[Delivery] = []
    while len(taken) < limit:
        full = [channel for channel, left in turns.open.items() if not left]
        lanes = lane_rows.ready(connection, turn, limit - len(taken), full)
        if not lanes:
            break
        taken += _of_lanes(connection, lanes, turns)
    return taken


def _wake(connection: Connection, now: datetime) -> bool:
    """Look at lanes that have slept long enough; whether there may be more."""
    sleepers = lane_rows.sleepers(connection, now)
    names = list(dict.fromkeys(name for name, _ in sleepers))
    if back := [name for name, went_back in sleepers if went_back]:
        lane_rows.free(connection, back)
        mine = and_(delivery.c.chat.in_(back), delivery.c.state == "held")
        connection.execute(update(delivery).where(mine).values(not_before=None))
    if names:
        owing_rows.welcome_back(connection, names, now)
        lane_rows.renew_named(connection, names, now)
    return len(names) >= lane_rows.AT_ONCE


def _of_lanes(connection: Connection, lanes: Sequence[tuple[str, str, str]], turns: _Turns) -> list[Delivery]:
    """The deliveries of these lanes; the lanes are ready no more, whatever comes of them."""
    chosen = _with_turns(lanes, turns)
    heads = _heads(connection, [name for name, _, _ in chosen], turns.now)
    whole = _whole(connection, heads, turns.now)
    stale = [name for name, _, _ in chosen if name not in whole]
    if stale:
        lane_rows.renew_named(connection, stale, turns.now)
    _mark(connection, whole.values(), turns)
    lane_rows.occupy(connection, list(whole), turns.now, turns.lease)
    if turns.turn:
        paced = {room: turns.rooms[room] for name, _, room in chosen if name in whole and room in turns.rooms}
        pace_rows.take(connection, paced, turns.tokens, turns.turn)
    at = {name: turns.rooms.get(room) for name, _, room in chosen}
    return [replace(one, send_at=at[name]) for name, _, _ in chosen if (one := whole.get(name))]


def _with_turns(lanes: Sequence[tuple[str, str, str]], turns: _Turns) -> list[tuple[str, str, str]]:
    """Those lanes that get a turn at their channel; a room gets one at a time, whichever of its topics it is for."""
    chosen = []
    for name, channel, room in lanes:
        left = turns.open.get(channel)
        if left is None:
            chosen.append((name, channel, room))
        elif left and room not in turns.rooms and turns.turn:
            at = left.pop(0)  # perhaps a turn that has passed: then it is made up for now
            turns.rooms[room] = max(at, turns.turn)
            turns.tokens[channel] = at + TOKEN_GAP
            chosen.append((name, channel, room))
    return chosen


def _heads(connection: Connection, names: Sequence[str], now: datetime) -> list[Row]:
    """The delivery whose turn it is in each chat, with what the chat wants and the messages that it changes or answers."""
    first, mine, answered = delivery.alias("first"), delivery.alias("mine"), delivery.alias("answered")
    columns = (chat.c.zone, chat.c.language, chat.c.wants, chat.c.particular, chat.c.missed, chat.c.operators)
    messages = (mine.c.message_id.label("own"), answered.c.message_id.label("answered"), answered.c.state.label("answered_state"))
    rows = connection.execute(
        select(first, *columns, *messages)
        .select_from(chat)
        .join(first, first.c.id == lane_rows.head())
        .join(alert, alert.c.id == first.c.alert)
        .outerjoin(mine, _message(mine, first.c.chat, first.c.alert))
        .outerjoin(answered, _message(answered, first.c.chat, alert.c.replies_to))
        .where(lane_rows.among(connection, names), or_(first.c.state != "sending", first.c.lease_until <= now)),
        lane_rows.instants(now),
    )
    return list(rows.mappings())


def _message(of: FromClause, where: ColumnElement[str], about: ColumnElement[str]) -> ColumnElement[bool]:
    """The message about an alert in a chat."""
    return and_(of.c.chat == where, of.c.alert == about, of.c.action == "send")


def _whole(connection: Connection, heads: Sequence[Row], now: datetime) -> dict[str, Delivery]:
    """Chat to delivery, with alerts as of now; what a chat does not want to hear now is held instead."""
    groups = _groups(connection, [row for row in heads if row["state"] == "held" or row["digest"]], now)
    members = {row["id"]: groups.get(row["chat"]) or [row] for row in heads}
    alerts = alert_rows.by_id(connection, (one["alert"] for group in members.values() for one in group))
    whole = {}
    for row in heads:
        group = _judged(connection, row, members[row["id"]], alerts, now)
        if group:
            whole[row["chat"]] = _delivery(row, group, alerts)
    return whole


def _groups(connection: Connection, heads: Sequence[Row], now: datetime) -> dict[str, list[Row]]:
    """Chat to what goes out with its head as one message: what was put together before, or what was held until now."""
    groups: dict[str, list[Row]] = {}
    answered = delivery.alias("answered")
    for row in heads:
        due = or_(delivery.c.not_before.is_(None), delivery.c.not_before <= now)
        fresh = and_(delivery.c.state == "held", delivery.c.digest.is_(None), due)
        composed = and_(delivery.c.digest == row["digest"], lane_rows.owed(delivery))
        question = (
            select(delivery, answered.c.state.label("answered_state"))
            .join(alert, alert.c.id == delivery.c.alert)
            .outerjoin(answered, _message(answered, delivery.c.chat, alert.c.replies_to))
            .where(delivery.c.chat == row["chat"], composed if row["digest"] else fresh, delivery.c.action == "send")
        )
        rows = connection.execute(question.order_by(delivery.c.sequence, delivery.c.id).limit(DIGEST_MAX))
        groups[row["chat"]] = list(rows.mappings())
    return groups


def _judged(connection: Connection, row: Row, group: Sequence[Row], alerts: Mapping[str, Alert], now: datetime) -> list[Row]:
    """Those of a group that the chat may be told now; the others are held (again)."""
    if not row["particular"] or row["action"] == "edit" or row["digest"]:
        return list(group)
    wants, told = chat_rows.wants_of(row["wants"]), []
    for one in group:
        waited = one["attempts"] > 0 or (one["state"] == "held" and one["not_before"] is not None)
        sent = one["answered_state"] == "sent"
        until = held_until(wants, row["zone"], alerts[one["alert"]], now, sent=sent, waited=waited)
        if until is None:
            told.append(one)
        else:
            connection.execute(update(delivery).where(delivery.c.id == one["id"]).values(state="held", not_before=until))
    # What is to be told but is not the oldest any more waits for its turn, which comes at once.
    return told if told and told[0]["id"] == row["id"] else []


def _delivery(row: Row, group: Sequence[Row], alerts: Mapping[str, Alert]) -> Delivery:
    unsettled = sum(one["state"] == "sending" for one in group) > 0 and row["action"] == "send"
    edit = row["action"] == "edit"
    return Delivery(
        id=row["id"],
        alert=alerts[row["alert"]],
        chat=Chat(row["chat"], row["zone"], row["language"]),
        action=row["action"],
        fence=row["fence"] + 1,
        attempts=row["attempts"],
        reply_to=row["answered"] or "",
        message_id=(row["own"] or "") if edit else "",
        possible_duplicate=unsettled or any(one["possible_duplicate"] for one in group),
        digest=tuple(alerts[one["alert"]] for one in group) if len(group) > 1 else (),
        doubts=row["doubts"] + unsettled,
        missed=0 if edit else row["missed"],
    )


def _mark(connection: Connection, claimed: Iterable[Delivery], turns: _Turns) -> None:
    """Write down who has them now."""
    ours = list(claimed)
    for one in ours:
        if one.digest:
            for names in chunks(each.id for each in one.digest):
                mine = and_(delivery.c.chat == one.chat.id, delivery.c.alert.in_(names), delivery.c.action == "send")
                connection.execute(update(delivery).where(mine).values(digest=one.id))
    unsettled = and_(delivery.c.state == "sending", delivery.c.action == "send")
    taken = {
        "state": "sending",
        "fence": delivery.c.fence + 1,
        "attempts": delivery.c.attempts + 1,
        "lease_until": turns.lease,
        "tried_at": turns.now,
        "possible_duplicate": case((unsettled, true()), else_=delivery.c.possible_duplicate),
        "doubts": case((unsettled, delivery.c.doubts + 1), else_=delivery.c.doubts),
    }
    for ids in chunks(one.id for one in ours):
        connection.execute(update(delivery).where(delivery.c.id.in_(ids)).values(taken))
    for one in ours:
        if one.digest:  # and what goes out with it
            rest = and_(delivery.c.chat == one.chat.id, delivery.c.digest == one.id, delivery.c.id != one.id)
            connection.execute(update(delivery).where(rest).values(taken))


def settle(connection: Connection, one: Delivery, receipt: Receipt, now: datetime) -> bool:
    """Write down how it ended; False when somebody else has claimed it since."""
    take_turn(connection, ONE_SENDS)
    mine = and_(delivery.c.id == one.id, delivery.c.fence == one.fence, delivery.c.state == "sending")
    row = connection.execute(select(delivery.c.chat).where(mine).with_for_update()).one_or_none()
    if row is None:
        return False
    which = delivery.c.digest == one.id if one.digest else delivery.c.id == one.id
    connection.execute(update(delivery).where(which, delivery.c.chat == row.chat).values(_ended(one, receipt)))
    pace_rows.settle(connection, one, receipt, now)
    if receipt.unfit:
        unfit_rows.note(connection, one.alert, receipt.unfit, now)
    match receipt.outcome:
        case "migrated":
            chat_rows.move(connection, row.chat, receipt.new_chat, now)
        case "closed":
            chat_rows.close(connection, row.chat, now)
        case "dead" if one.action == "send":
            _bury_edits(connection, one, row.chat)
        case "sent" if one.missed:
            connection.execute(update(chat).where(chat.c.id == row.chat).values(missed=chat.c.missed - one.missed))
    lane_rows.over(connection, row.chat, now)
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
        case "migrated" | "closed":
            changes |= {"state": "new", "not_before": None}
    if receipt.uncertain:
        changes |= {"doubts": delivery.c.doubts + 1}
    return changes | ({"possible_duplicate": True} if receipt.possible_duplicate else {})


def _bury_edits(connection: Connection, one: Delivery, name: str) -> None:
    """There is no message to edit."""
    edits = and_(delivery.c.alert == one.alert.id, delivery.c.chat == name, delivery.c.action == "edit")
    connection.execute(update(delivery).where(edits).values(state="dead", error="the message itself was not delivered"))
