"""Does the database have the shape that this program speaks?

Asked at every start, so without alembic, whose import alone takes a third of a second.
"""

from pathlib import Path

from sqlalchemy import inspect, text

from bot.errors import StoreError
from bot.store.engine import Engines
from bot.store.tables import metadata

HEAD = "0009"
"""The newest revision in ``migrations/versions``; a test holds the two together."""


def revision(engines: Engines) -> str:
    """The revision of the database; empty when it has none of our tables."""
    with engines.reader.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def make_ready(engines: Engines, migrations: Path) -> None:
    """Bring our own embedded database up to date; of a shared server's we only say so. Raises StoreError."""
    at = revision(engines)
    if at == HEAD or (engines.embedded and not at and _made_anew(engines)):
        return
    if not engines.embedded:
        raise StoreError(
            f"the database is at revision {at or 'none'}, this Readout speaks {HEAD}: run `readout db upgrade`"
            " (if a newer Readout has upgraded it already, run that one)"
        )
    from bot.store.upgrade import upgrade  # noqa: PLC0415 - alembic is imported only when there is something to do

    upgrade(engines, migrations)


def _made_anew(engines: Engines) -> bool:
    """Give an empty database our tables at once; False when it is not empty."""
    with engines.writer.begin() as connection:
        if inspect(connection).get_table_names():
            return False
        metadata.create_all(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    return True
