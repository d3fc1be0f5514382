"""The contract suite's three stores: in memory, in a file, in PostgreSQL. Every test of this room that takes one runs on all."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import SqlStore, open_store
from bot.store.engine import engines
from bot.store.tables import metadata
from bot.store.upgrade import upgrade_at
from tests.store.make import MIGRATIONS
from tests.store.postgres import Server, running


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Server) -> str:
    """The URL of a database with our tables."""
    url = postgres.database()
    upgrade_at(url, MIGRATIONS)
    return url


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("file") / "readout.sqlite"
    upgrade_at(f"sqlite:///{file}", MIGRATIONS)
    return file


@pytest.fixture(params=["memory", "file", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match request.param:
        case "memory":
            return "sqlite://"
        case "file":
            copy = shutil.copy(request.getfixturevalue("file"), tmp_path)
            return f"sqlite:///{copy}"
        case _:
            address: str = request.getfixturevalue("migrated")
            opened = engines(address)
            with opened.writer.begin() as connection:
                connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")
            opened.dispose()
            return address


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    opened = open_store(url, MIGRATIONS)
    yield opened
    opened.close()
