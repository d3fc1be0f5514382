"""What have we decided to tell? An alert exists once, before anybody tries to send it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, insert, select

from bot.model.alert import Account, Alert, Told
from bot.model.finding import TELLING
from bot.model.story import Take
from bot.store import story_rows
from bot.store.bulk import insert_missing
from bot.store.codec import account_of, alert_of, alert_row, chunks, plain, take_of, told_of
from bot.store.tables import alert, take

ACCOUNTS_MAX = 200
"""Alerts of a storyline within a day or two that a new text is compared with; no reader could follow more."""


def add(connection: Connection, alerts: Sequence[Alert], now: datetime) -> list[str]:
    """Record the alerts that do not exist yet, in their order. Returns their ids."""
    rows = {one.id: alert_row(one, now) for one in alerts}
    for chunk in chunks(list(rows)):
        for there in connection.scalars(select(alert.c.id).where(alert.c.id.in_(chunk))):
            del rows[there]
    if rows:
        connection.execute(insert(alert), list(rows.values()))
    return list(rows)


def told(connection: Connection, stories: Iterable[str]) -> list[Told]:
    """The alerts about ``stories``, in the order in which they were decided."""
    statements = (select(alert).where(alert.c.story.in_(chunk)) for chunk in chunks(stories))
    return [told_of(row) for row in _in_order(connection, statements)]


def by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Alert]:
    """Id to alert, with its outlets as of now."""
    statements = (select(alert).where(alert.c.id.in_(chunk)) for chunk in chunks(ids))
    return {one.id: one for one in _whole(connection, _in_order(connection, statements))}


def everything(connection: Connection) -> list[Alert]:
    """Every alert, oldest first; notices to the operators are none."""
    return _whole(connection, _in_order(connection, [select(alert).where(alert.c.change != "notice")]))


def _in_order(connection: Connection, statements: Iterable[Select[*tuple[object, ...]]]) -> list[RowMapping]:
    """By sequence rather than by time: a clock can go back, a sequence cannot."""
    rows = [row for statement in statements for row in connection.execute(statement).mappings()]
    return sorted(rows, key=lambda row: row["sequence"])


def _whole(connection: Connection, rows: Sequence[RowMapping]) -> list[Alert]:
    outlets = story_rows.outlets(connection, (row["story"] for row in rows))
    listed = _takes(connection, (row["id"] for row in rows))
    return [alert_of(row, outlets.get(row["story"], ()), listed.get(row["id"], ())) for row in rows]


def accounts(connection: Connection, storyline: str, since: datetime) -> list[Account]:
    """The latest ACCOUNTS_MAX alerts of a storyline that told of stories and came to be since then, oldest first."""
    told = select(alert).where(alert.c.storyline == storyline, alert.c.change.in_(sorted(TELLING)), alert.c.first_seen >= since)
    rows = connection.execute(told.order_by(alert.c.sequence.desc()).limit(ACCOUNTS_MAX)).mappings().all()
    listed = _takes(connection, (row["id"] for row in rows))
    return [account_of(row, listed.get(row["id"], ())) for row in reversed(rows)]


def list_takes(connection: Connection, takes: Sequence[tuple[str, Take]]) -> list[str]:
    """Record what is listed under alerts. Returns the alerts."""
    insert_missing(connection, take, [{"alert": name, **plain(one)} for name, one in takes])
    return list(dict.fromkeys(name for name, _ in takes))


def _takes(connection: Connection, alerts: Iterable[str]) -> dict[str, list[Take]]:
    """Alert to what is listed under it, the earliest first."""
    listed: dict[str, list[Take]] = defaultdict(list)
    for chunk in chunks(alerts):
        rows = select(take).where(take.c.alert.in_(chunk)).order_by(take.c.at, take.c.story)
        for row in connection.execute(rows).mappings():
            listed[row["alert"]].append(take_of(row))
    return listed
