"""What did a source present in too great a number at once, so that an operator has to decide about it?"""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.model.item import Item
from bot.ports import Outcome
from bot.store.codec import chunks, item_json, item_of_json
from bot.store.insert import insert_missing
from bot.store.tables import held


def of(connection: Connection, source: str) -> dict[str, Item]:
    """Held items of a source by key, in the order in which they came."""
    rows = connection.execute(select(held).where(held.c.source == source).order_by(held.c.since, held.c.key))
    return {row.key: item_of_json(row.item) for row in rows}


def record(connection: Connection, source: str, outcome: Outcome, now: datetime) -> None:
    """Hold what is to be held, let go of what is decided."""
    rows = [{"key": one.key, "source": source, "item": item_json(one), "since": now, "told": False} for one in outcome.held]
    insert_missing(connection, held, rows)
    for chunk in chunks(outcome.released):
        connection.execute(delete(held).where(held.c.source == source, held.c.key.in_(chunk)))
