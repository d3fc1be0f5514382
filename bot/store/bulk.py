"""How do many rows go in at once, and how is a database asked about many values at once?"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, Connection, Dialect, Table, TableValuedAlias, column, func, literal
from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, all of the first one's columns, except where a constraint says that we have it. Two dialects, one statement.

    The columns' types convert the values as ever; the rest of what SQLAlchemy does per row costs more than the database itself.
    """
    if not rows:
        return
    columns, dialect = tuple(name for name in table.c.keys() if name in rows[0]), connection.dialect  # noqa: SIM118 - a collection
    statement, converts = _prepared(table, columns, dialect)
    take = itemgetter(*columns)
    _insert(connection, statement, columns, [tuple([f(one) for f, one in zip(converts, take(row), strict=True)]) for row in rows])


def insert_missing_integers(connection: Connection, table: Table, rows: Sequence[tuple[int, ...]]) -> None:
    """The same for a table of integers alone."""
    if rows:
        columns = tuple(table.c.keys())
        _insert(connection, _prepared(table, columns, connection.dialect)[0], columns, rows)


def _insert(connection: Connection, statement: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    named = connection.dialect.paramstyle == "pyformat"
    connection.exec_driver_sql(statement, [dict(zip(columns, row, strict=True)) for row in rows] if named else list(rows))


@lru_cache(maxsize=64)
def _prepared(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[Callable[[Any], Any], ...]]:
    """The statement, and what turns a value into the driver's, column by column."""
    insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).on_conflict_do_nothing().compile(dialect=dialect, column_keys=columns)
    types = (table.c[name].type.dialect_impl(dialect) for name in columns)
    return str(statement), tuple(one.bind_processor(dialect) or _as_it_is for one in types)


def _as_it_is(value: Any) -> Any:
    return value


def numbers(connection: Connection, values: Sequence[int]) -> TableValuedAlias:
    """Any number of integers as a table of one column, ``value``, in one parameter."""
    if connection.dialect.name == "sqlite":
        return func.json_each(json.dumps(values)).table_valued("value")
    listed = literal(list(values), postgresql.ARRAY(BigInteger))
    return func.unnest(listed).table_valued(column("value", BigInteger)).render_derived()
