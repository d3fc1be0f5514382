"""How do we open a database so that neither engine loses an update?

SQLite as Python opens it does: read-modify-write by several threads silently dropped 334 of 400 updates, because the
transaction began only at the first write. Here a transaction begins where we say (``isolation_level=None``), and a
writing one takes the write lock at once (``BEGIN IMMEDIATE``; a lock taken later cannot wait, it fails).
See https://docs.sqlalchemy.org/en/21/dialects/sqlite.html and https://www.sqlite.org/lang_transaction.html.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bot.errors import StoreError

ONE_DECIDES = 0x5EAD0001
"""The advisory lock that makes PostgreSQL processes decide one after the other, as SQLite's write lock does."""
ONE_CLAIMS = 0x5EAD0002
"""The same for claiming sources: whose turn it is at a host is seen and taken at once."""
ONE_SENDS = 0x5EAD0003
"""The same for what is owed: whose turn it is, and how fast, is seen and taken at once."""
_BUSY_MS = 5000
_ADVICE = (
    ("database is locked", "another process is writing; is a second Readout running on this file?"),
    ("readonly database", "the file or its folder may not be written: check owner and permissions"),
    ("unable to open", "check that the folder exists and may be written"),
    ("not a database", "the file is no SQLite database: check the path, or restore a backup"),
    ("malformed", "the file is damaged: restore a backup"),
    ("disk is full", "free some space; nothing was written"),
    ("no such table", "the database is not one of Readout's, or was changed by hand"),
    ("connect", "is the database server running and reachable?"),
)


@dataclass(frozen=True, slots=True)
class Engines:
    """One way to write and one to read; the same engine where the database sorts that out itself."""

    writer: Engine
    reader: Engine

    @property
    def embedded(self) -> bool:
        """Whether the database is a file or memory of ours rather than a server."""
        return self.writer.dialect.name == "sqlite"

    def dispose(self) -> None:
        """Close every connection."""
        self.writer.dispose()
        self.reader.dispose()


def engines(url: str) -> Engines:
    """Engines for ``sqlite:///file``, ``sqlite://`` (memory) or ``postgresql://…``. Raises StoreError."""
    with translated():
        parsed = make_url(url)
        match parsed.get_backend_name():
            case "sqlite":
                return _sqlite(parsed)
            case "postgresql":
                return _postgresql(parsed)
            case other:
                raise StoreError(f"{other} is not a database that Readout knows: use sqlite:///… or postgresql://…")


def _sqlite(url: URL) -> Engines:
    """Memory lives in its one connection, which reading and writing threads take in turn."""
    writer = _engine(url, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
    in_memory = url.database in {None, "", ":memory:"}
    return Engines(writer, writer if in_memory else _engine(url, "BEGIN", pool_size=2))


def _engine(url: URL, begin: str, **pool: Any) -> Engine:
    """An SQLite engine whose transactions start with ``begin``."""
    engine = create_engine(url, poolclass=QueuePool, connect_args={"isolation_level": None, "check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA wal_autocheckpoint = 8000")
        cursor.execute("PRAGMA cache_size = -8000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: URL) -> Engines:
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args={"options": "-c timezone=UTC"}
        )
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs its driver: install readout-bot[postgres]") from error
    return Engines(engine, engine)


def take_turn(connection: Connection, lock: int = ONE_DECIDES) -> None:
    """Wait until no other process decides (or claims); the end of the transaction passes the turn on."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock})")


@contextmanager
def translated() -> Iterator[None]:
    """Turn whatever the database says into a StoreError that says what to do next."""
    try:
        yield
    except NoSuchModuleError as error:
        raise StoreError("use sqlite:///… or postgresql://… as the address of the database") from error
    except SQLAlchemyError as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        advice = next((f" ({advice})" for words, advice in _ADVICE if words in said), "")
        raise StoreError(f"the database refused: {said}{advice}") from error
