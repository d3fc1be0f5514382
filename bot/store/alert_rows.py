"""What have we decided to tell? An alert exists once, before anybody tries to send it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, insert, select

from bot.model.alert import Alert, Told
from bot.store import story_rows
from bot.store.codec import alert_of, alert_row, chunks, told_of
from bot.store.tables import alert


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
    return [alert_of(row, outlets.get(row["story"], ())) for row in rows]
