"""What did a source present in too great a number at once, so that an operator has to decide about it?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.model.item import Item
from bot.ports import Outcome
from bot.store.bulk import insert_missing
from bot.store.codec import chunks, item_json, item_of_json
from bot.store.tables import held


def of(connection: Connection, sources: Sequence[str]) -> dict[str, Item]:
    """Held items of sources by key, in the order in which they came."""
    found: dict[str, Item] = {}
    for chunk in chunks(sources):
        rows = connection.execute(select(held).where(held.c.source.in_(chunk)).order_by(held.c.since, held.c.key))
        found |= {row.key: item_of_json(row.item) for row in rows}
    return found


def record(connection: Connection, outcome: Outcome, now: datetime) -> None:
    """Hold what is to be held, let go of what is decided."""
    rows = [{"key": one.key, "source": one.source, "item": item_json(one), "since": now, "told": False} for one in outcome.held]
    insert_missing(connection, held, rows)
    for chunk in chunks(outcome.released):
        connection.execute(delete(held).where(held.c.key.in_(chunk)))
