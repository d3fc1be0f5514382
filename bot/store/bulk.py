"""How do many rows go in at once, and how is a database asked about many values at once?"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Dialect, Executable, Select, Table, TableValuedAlias, Text, bindparam, column, func
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from bot.store.tables import Words, storable

_NOTHING = object()
Convert = Callable[[Any], Any]


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, all of the first one's columns, except where a constraint says that we have it. Two dialects, one statement.

    The columns' types convert the values as ever; the rest of what SQLAlchemy does per row costs more than the database itself.
    """
    if not rows:
        return
    names, dialect = tuple(name for name in table.columns.keys() if name in rows[0]), connection.dialect  # noqa: SIM118 - no mapping
    statement, converts = _prepared(table, names, dialect)
    columns = [_converted([row[name] for row in rows], convert) for name, convert in zip(names, converts, strict=True)]
    _insert(connection, statement, names, list(zip(*columns, strict=True)))


def _converted(values: list[Any], convert: Convert | None) -> list[Any]:
    """A column as the driver wants it. What is the same from row to row, as instants often are, is converted once."""
    if convert is None or (convert is storable and _all_storable(values)):
        return values
    last: Any = _NOTHING
    done: Any = None
    out = []
    for value in values:
        if value is not last:
            last, done = value, convert(value)
        out.append(done)
    return out


def _all_storable(values: Sequence[str | None]) -> bool:
    """Whether nothing in a column has to be replaced, as nearly always: asked once for all of it."""
    joined = "".join(filter(None, values))
    return storable(joined) == joined


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Insert ``rows``; of those that are there by their primary key, only ``columns`` change."""
    if rows:
        made = _insert_into(table, connection.dialect)
        fresh = {name: made.excluded[name] for name in columns}
        connection.execute(made.on_conflict_do_update(index_elements=list(table.primary_key), set_=fresh), list(rows))


def upserting(table: Table, selected: Select[Any], set_: Callable[[Any], Mapping[str, Any]], dialect: Dialect) -> Executable:
    """The statement that does so with what ``selected`` selects; ``set_`` says what changes, given the row that is not inserted."""
    made = _insert_into(table, dialect).from_select(list(selected.selected_columns.keys()), selected)
    statement: Executable = made.on_conflict_do_update(index_elements=list(table.primary_key), set_=set_(made.excluded))
    return statement


def insert_missing_integers(connection: Connection, table: Table, rows: Sequence[tuple[int, ...]]) -> None:
    """The same for a table of integers alone."""
    if rows:
        columns = tuple(table.c.keys())
        _insert(connection, _prepared(table, columns, connection.dialect)[0], columns, rows)


def _insert(connection: Connection, statement: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    named = connection.dialect.name != "sqlite"
    connection.exec_driver_sql(statement, [dict(zip(columns, row, strict=True)) for row in rows] if named else list(rows))


@lru_cache(maxsize=64)
def _prepared(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[Convert | None, ...]]:
    """The statement, and what turns a value into the driver's, column by column."""
    statement = _insert_into(table, dialect).on_conflict_do_nothing().compile(dialect=dialect, column_keys=columns)
    return str(statement), tuple(_convert(table.c[name].type, dialect) for name in columns)


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return storable if isinstance(kind, Words) else kind.dialect_impl(dialect).bind_processor(dialect)


def _insert_into(table: Table, dialect: Dialect) -> Any:
    if dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - most installations never need it

    return postgresql.insert(table)


def listed(connection: Connection, values: Sequence[int] | Sequence[str]) -> TableValuedAlias:
    """Any number of values as a table of one column, ``value``, in one parameter."""
    return _listed(connection.dialect, words=bool(values) and isinstance(values[0], str), value=_list(connection.dialect, values))


def rows_about(
    connection: Connection, ask: Callable[[TableValuedAlias], Select[Any]], values: Sequence[int] | Sequence[str]
) -> Sequence[Any]:
    """What ``ask`` selects about listed values, as the driver returns it: of integers and texts alone.

    The statement is made once, and the driver's own cursor asks it: to make one, to look up what it was compiled to and to describe
    the rows that come costs several times what SQLite takes to answer. Raises DBAPIError, as SQLAlchemy does.
    """
    words, dialect = bool(values) and isinstance(values[0], str), connection.dialect
    statement, names, fixed = _asking(ask, words, dialect)
    parameters = {**fixed, _LISTED: _list(dialect, values)}
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, tuple(parameters[name] for name in names) if names else parameters)
        return cursor.fetchall()
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error
    finally:
        cursor.close()


_LISTED = "listed"


@lru_cache(maxsize=64)
def _asking(
    ask: Callable[[TableValuedAlias], Select[Any]],
    words: bool,  # noqa: FBT001 - of this module alone
    dialect: Dialect,
) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """The statement, its parameters in order (none: by name), and their values."""
    compiled = ask(_listed(dialect, words=words)).compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ()), compiled.params


def _list(dialect: Dialect, values: Sequence[int] | Sequence[str]) -> Any:
    words = [value for value in values if isinstance(value, str)]
    plain = values if _all_storable(words) else [storable(word) for word in words]
    return json.dumps(plain) if dialect.name == "sqlite" else plain


def _listed(dialect: Dialect, *, words: bool, value: Any = None) -> TableValuedAlias:
    if dialect.name == "sqlite":
        return func.json_each(bindparam(_LISTED, value, Text(), unique=value is not None)).table_valued("value")
    from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 - most installations never need it

    kind: BigInteger | Text = Text() if words else BigInteger()
    return (
        func.unnest(bindparam(_LISTED, value, ARRAY(kind), unique=value is not None))
        .table_valued(column("value", kind))
        .render_derived()
    )
