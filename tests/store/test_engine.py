"""Does a database that cannot be used say so in words that help?"""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from bot.errors import StoreError
from bot.store import SqlStore, engine, open_store
from bot.store.tables import Instant
from tests.store.make import MIGRATIONS, NOW, an_alert, an_item, opened, record, stored


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "readout.sqlite"
    file.write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(StoreError, match="check the path, or restore a backup"):
        open_store(f"sqlite:///{file}", MIGRATIONS)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="check that the folder exists"):
        open_store(f"sqlite:///{tmp_path}/missing/readout.sqlite", MIGRATIONS)


def test_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "readout.sqlite"
    opened(open_store(f"sqlite:///{file}", MIGRATIONS)).close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreError):
        opened(open_store(f"sqlite:///{file}", MIGRATIONS))


def test_a_file_that_another_process_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_BUSY_MS", 10)
    file = tmp_path / "readout.sqlite"
    store = open_store(f"sqlite:///{file}", MIGRATIONS)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is a second Readout running"):
            opened(store)
        assert store.reports() == []
        other.execute("ROLLBACK")
    opened(store)
    assert len(store.reports()) == 1
    store.close()


def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    file = tmp_path / "readout.sqlite"
    opened(open_store(f"sqlite:///{file}", MIGRATIONS)).close()
    store = open_store(f"sqlite:///file:{file}?mode=ro&uri=true", MIGRATIONS)
    with pytest.raises(StoreError, match="may not be written"):
        opened(store)
    store.close()


def test_a_full_disk_loses_nothing_that_was_there(tmp_path: Path) -> None:
    store = opened(open_store(f"sqlite:///{tmp_path / 'readout.sqlite'}", MIGRATIONS))
    record(store, stored(an_item()), alerts=[an_alert()])
    raw = store._engines.writer.raw_connection()
    pages = raw.cursor().execute("PRAGMA page_count").fetchone()[0]
    raw.cursor().execute(f"PRAGMA max_page_count = {pages}")
    raw.close()
    with pytest.raises(StoreError, match="free some space"):
        record(store, *(stored(an_item(f"n{n}", text="x" * 5000)) for n in range(50)), alerts=[an_alert("more")])
    assert [alert.id for alert in store.alerts()] == ["alert-call"]
    assert store.seen("mfa", ["mfa/call", "mfa/n0"]) == {"mfa/call"}
    store.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "oracle+nothing://x", "postgresql", "", "sqlite+nothing://"])
def test_an_address_that_is_none_of_ours(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url, MIGRATIONS)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is the database server running") as caught:
        open_store(f"postgresql://somebody:secret@/db?host={tmp_path}", MIGRATIONS)
    assert "secret" not in str(caught.value)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Instant().process_bind_param(NOW.replace(tzinfo=None), None)  # type: ignore[arg-type]  # the dialect plays no part


def test_a_naive_datetime_never_reaches_a_table(store: SqlStore) -> None:
    with pytest.raises((StoreError, StatementError), match="naive"):
        opened(store).claim_sources(NOW.replace(tzinfo=None), 1, NOW - NOW)


def test_sqlite_keeps_every_commit_and_checks_references(tmp_path: Path) -> None:
    opened_engines = engine.engines(f"sqlite:///{tmp_path / 'readout.sqlite'}")
    for one in (opened_engines.writer, opened_engines.reader):
        with one.begin() as connection:
            pragmas = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
        assert pragmas == ["wal", 2, 1]
    opened_engines.dispose()


def test_opening_a_database_that_is_up_to_date_does_not_import_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'readout.sqlite'}"
    open_store(url, MIGRATIONS).close()
    program = (
        "import sys; from pathlib import Path; from bot.store import open_store;"
        "open_store(sys.argv[1], Path(sys.argv[2])).close(); print('alembic' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, url, MIGRATIONS], cwd=MIGRATIONS.parent, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"
