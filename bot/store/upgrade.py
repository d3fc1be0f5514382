"""How does a database of an older Readout become one of this Readout, without losing a row?

Recreating a table, which is how SQLite alters one, empties its children through their foreign keys. So these are off
meanwhile and checked before the commit, and a file that holds anything is copied first
(https://alembic.sqlalchemy.org/en/latest/batch.html, https://www.sqlite.org/lang_altertable.html#otheralter).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from bot.errors import StoreError
from bot.store.engine import Engines, engines, take_turn, translated
from bot.store.schema import revision


def upgrade(engines: Engines, migrations: Path) -> Path | None:
    """Run what ``migrations`` has beyond the database's revision, all or nothing.

    Returns where the former SQLite file was copied to, if there was something to copy. Raises StoreError.
    """
    settings = configure(migrations)
    with translated():
        at = revision(engines)
        if at == _newest(settings, at):
            return None
        backup = _back_up(engines, at) if at else None
        with _foreign_keys_off(engines), engines.writer.begin() as connection:
            take_turn(connection)
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            _check(connection)
    return backup


def upgrade_at(url: str, migrations: Path) -> Path | None:
    """``upgrade`` for whoever has an address only (``readout db upgrade``)."""
    opened = engines(url)
    try:
        return upgrade(opened, migrations)
    finally:
        opened.dispose()


def configure(migrations: Path) -> Config:
    """Alembic's settings, without its ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(migrations).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def _newest(settings: Config, at: str) -> str | None:
    """The newest revision that we have; StoreError when the database is at one that we have not."""
    scripts = ScriptDirectory.from_config(settings)
    try:
        if at:
            scripts.get_revision(at)
    except CommandError as error:
        raise StoreError(f"the database is at revision {at}, which this Readout does not know: install the newer one") from error
    return scripts.get_current_head()


def _back_up(engines: Engines, at: str) -> Path | None:
    """Copy an SQLite file, consistently, to ``<file>.<revision>.backup`` beside it."""
    file = engines.writer.url.database
    if not engines.embedded or file in {None, "", ":memory:"}:
        return None
    backup = Path(f"{file}.{at}.backup")
    partial = Path(f"{backup}.partial")
    partial.unlink(missing_ok=True)
    _outside_transactions(engines.writer, "VACUUM INTO ?", str(partial))
    return partial.replace(backup)


@contextmanager
def _foreign_keys_off(engines: Engines) -> Iterator[None]:
    """SQLite heeds this switch only between transactions; the writer has just the one connection."""
    if not engines.embedded:
        yield
        return
    _outside_transactions(engines.writer, "PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        _outside_transactions(engines.writer, "PRAGMA foreign_keys = ON")


def _outside_transactions(engine: Engine, statement: str, *values: str) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute(statement, values)
    finally:
        connection.close()


def _check(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if orphan := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError(f"the upgrade would have cut {orphan[0]} off from {orphan[2]}: nothing was changed, please report this")
