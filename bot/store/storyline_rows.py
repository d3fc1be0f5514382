"""What has a storyline accumulated: answers to its claims, documents it waits for, uses of its formulas?

Each tuple of ``StorylineState`` is a table whose rows know their position in it, or rows of one table when it is only ever read
whole. States mostly grow or change in place, so writing the next one touches what is new and what changed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Table, delete, func, insert, select, update

from bot.model.finding import Answer, FormulaUse, Issue, Pending, Reported, StorylineState, Telling
from bot.model.series import Series
from bot.store.codec import plain, revived
from bot.store.tables import answer, formula_use, pending, remembered


def load(connection: Connection, storyline: str) -> StorylineState:
    """The state as it was last saved; empty for a storyline that we never heard of."""
    return StorylineState(
        tuple(revived(Answer, row) for row in _rows(connection, answer, storyline)),
        tuple(revived(Pending, row) for row in _rows(connection, pending, storyline)),
        tuple(revived(FormulaUse, row) for row in _rows(connection, formula_use, storyline)),
        **{name: _remembered(connection, storyline, name, kind) for name, kind in _WHOLE.items()},
        series=next(map(Series.of, _values(connection, storyline, "series")), Series()),
    )


_WHOLE: Mapping[str, TypeAdapter[Any]] = {
    "issues": TypeAdapter(Issue),
    "tellings": TypeAdapter(Telling),
    "reported": TypeAdapter(Reported),
}
"""What is kept as JSON, by its field of ``StorylineState``."""


def _remembered(connection: Connection, storyline: str, what: str, kind: TypeAdapter[Any]) -> tuple[Any, ...]:
    return tuple(map(kind.validate_python, _values(connection, storyline, what)))


def _values(connection: Connection, storyline: str, what: str) -> Sequence[Any]:
    rows = select(remembered.c.value).where(remembered.c.storyline == storyline, remembered.c.what == what)
    return connection.scalars(rows.order_by(remembered.c.position)).all()


def _rows(connection: Connection, table: Table, storyline: str) -> Sequence[Any]:
    rows = select(table).where(table.c.storyline == storyline).order_by(table.c.position)
    return connection.execute(rows).mappings().all()


def save(connection: Connection, storyline: str, before: StorylineState, after: StorylineState) -> None:
    """Write what is different in ``after``."""
    _save(connection, answer, storyline, before.answers, after.answers)
    _save(connection, pending, storyline, before.pending, after.pending)
    _save(connection, formula_use, storyline, before.uses, after.uses)
    for name, kind in _WHOLE.items():
        if (now := getattr(after, name)) != getattr(before, name):
            _remember(connection, storyline, name, [kind.dump_python(one, mode="json") for one in now])
    if after.series != before.series:
        _remember(connection, storyline, "series", [after.series.plain()])


def _remember(connection: Connection, storyline: str, what: str, values: Sequence[Any]) -> None:
    connection.execute(delete(remembered).where(remembered.c.storyline == storyline, remembered.c.what == what))
    rows = [{"storyline": storyline, "what": what, "position": n, "value": value} for n, value in enumerate(values)]
    if rows:
        connection.execute(insert(remembered), rows)


def _save(connection: Connection, table: Table, storyline: str, before: Sequence[object], after: Sequence[object]) -> None:
    mine = table.c.storyline == storyline
    for position, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            here = update(table).where(mine, table.c.position == position)
            connection.execute(here.values({**plain(new), "storyline": storyline}))
    if added := after[len(before) :]:
        rows = [{**plain(new), "storyline": storyline, "position": len(before) + n} for n, new in enumerate(added)]
        connection.execute(insert(table), rows)
    if len(after) < len(before):
        connection.execute(delete(table).where(mine, table.c.position >= len(after)))


def earliest(connection: Connection) -> datetime | None:
    """When the next expected document is overdue."""
    soonest: datetime | None = connection.scalar(select(func.min(pending.c.due)).where(pending.c.state == "open"))
    return soonest
