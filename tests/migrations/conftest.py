"""Databases without any table: a file, and one in PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.engine import Engines, engines
from tests.store.postgres import Server, running


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'readout.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
def empty(url: str) -> Iterator[Engines]:
    opened = engines(url)
    yield opened
    opened.dispose()
