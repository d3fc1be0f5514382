"""Do the migrations make exactly our tables, and does an upgrade keep every row?"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, DateTime, Integer, MetaData, String, Table, inspect, text

from bot.dedupe.near import signature
from bot.errors import StoreError
from bot.model.alert import Receipt
from bot.store import open_store, schema
from bot.store.engine import Engines, engines
from bot.store.schema import HEAD, revision
from bot.store.tables import metadata
from bot.store.upgrade import configure, upgrade
from tests.store.make import LEASE, MIGRATIONS, NOW, a_source, an_alert, an_item, deliver, opened, record, stored

_NEXT = '''
"""A later Readout: sources have a note and a shorter host, for which SQLite has to make the table anew."""

import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "BEFORE"


def upgrade():
    with op.batch_alter_table("source") as source:
        source.add_column(sa.Column("note", sa.Text, nullable=False, server_default=""))
        source.alter_column("host", existing_type=sa.Text, type_=sa.String(255))
    BODY


def downgrade():
    with op.batch_alter_table("source") as source:
        source.drop_column("note")
'''


def later(tmp_path: Path, body: str = "") -> Path:
    """Migrations as a later Readout would ship them."""
    folder = tmp_path / "migrations 100%"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_note.py").write_text(_NEXT.replace("BEFORE", HEAD).replace("BODY", body or "pass"))
    return folder


def filled(url: str) -> None:
    """A database of this Readout with a row in most tables."""
    store = opened(open_store(url, MIGRATIONS))
    record(store, stored(an_item()), alerts=[an_alert()])
    store.close()


def counts(opened_engines: Engines) -> dict[str, int]:
    with opened_engines.reader.connect() as connection:
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in metadata.tables}


def test_the_constant_names_the_newest_script() -> None:
    assert ScriptDirectory.from_config(configure(MIGRATIONS)).get_heads() == [HEAD]


def test_the_migrations_make_exactly_our_tables(empty: Engines) -> None:
    assert upgrade(empty, MIGRATIONS) is None
    assert revision(empty) == HEAD
    with empty.reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_constraints_have_the_names_of_our_tables(empty: Engines) -> None:
    upgrade(empty, MIGRATIONS)
    looked = inspect(empty.reader)
    for name, table in metadata.tables.items():
        found = {looked.get_pk_constraint(name)["name"]}
        for many in (looked.get_foreign_keys(name), looked.get_unique_constraints(name), looked.get_check_constraints(name)):
            found |= {one["name"] for one in many}
        assert found == {constraint.name for constraint in table.constraints}


def test_a_downgrade_leaves_nothing_and_an_upgrade_brings_it_back(empty: Engines) -> None:
    upgrade(empty, MIGRATIONS)
    settings = configure(MIGRATIONS)
    with empty.writer.begin() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
    assert inspect(empty.reader).get_table_names() == ["alembic_version"]
    upgrade(empty, MIGRATIONS)
    assert revision(empty) == HEAD


def test_an_upgrade_of_a_full_database_keeps_every_row(url: str, empty: Engines, tmp_path: Path) -> None:
    upgrade(empty, MIGRATIONS)
    filled(url)
    before = counts(empty)
    assert min(before[name] for name in ("source", "item", "story", "story_outlet", "band", "alert", "delivery", "chat")) > 0
    upgrade(empty, later(tmp_path))
    assert counts(empty) == before
    assert "note" in {column["name"] for column in inspect(empty.reader).get_columns("source")}
    with empty.writer.begin() as connection, pytest.raises(Exception, match=r"(?i)foreign key"):
        connection.exec_driver_sql("DELETE FROM source")


def test_an_upgrade_that_breaks_halfway_changes_nothing(url: str, empty: Engines, tmp_path: Path) -> None:
    upgrade(empty, MIGRATIONS)
    filled(url)
    before = counts(empty)
    with pytest.raises(StoreError):
        upgrade(empty, later(tmp_path, 'op.execute("SELECT nonsense")'))
    assert (counts(empty), revision(empty)) == (before, HEAD)
    assert "note" not in {column["name"] for column in inspect(empty.reader).get_columns("source")}


def test_an_upgrade_that_orphans_rows_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'readout.sqlite'}"
    filled(url)
    opened_engines = engines(url)
    with pytest.raises(StoreError, match=r"cut \w+ off from source"):
        upgrade(opened_engines, later(tmp_path, 'op.execute("DELETE FROM source")'))
    assert counts(opened_engines)["source"] == 1
    opened_engines.dispose()


def test_our_own_file_is_upgraded_when_it_is_opened_and_copied_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "readout.sqlite"
    filled(f"sqlite:///{file}")
    monkeypatch.setattr(schema, "HEAD", "9000")
    store = open_store(f"sqlite:///{file}", later(tmp_path))
    assert deliver(store) == [("send", "alert-call")]
    store.close()
    with closing(sqlite3.connect(tmp_path / f"readout.sqlite.{HEAD}.backup")) as backup:
        assert backup.execute("SELECT count(*), max(state) FROM delivery").fetchone() == (1, "new")
        assert backup.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not list(tmp_path.glob("*.partial"))


def test_a_new_file_needs_no_backup(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'readout.sqlite'}", MIGRATIONS).close()
    assert not list(tmp_path.glob("*backup*"))


def test_an_up_to_date_database_is_left_alone(empty: Engines) -> None:
    upgrade(empty, MIGRATIONS)
    assert upgrade(empty, MIGRATIONS) is None
    assert revision(empty) == HEAD


def test_a_shared_server_is_not_upgraded_behind_its_operators_back(url: str, empty: Engines) -> None:
    if empty.embedded:
        open_store(url, MIGRATIONS).close()
        assert revision(empty) == HEAD
        return
    with pytest.raises(StoreError, match=r"revision none.*run `readout db upgrade`"):
        open_store(url, MIGRATIONS)
    upgrade(empty, MIGRATIONS)
    open_store(url, MIGRATIONS).close()


def test_a_database_of_a_newer_readout_is_not_touched(url: str, empty: Engines) -> None:
    upgrade(empty, MIGRATIONS)
    with empty.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer"):
        open_store(url, MIGRATIONS)
    with pytest.raises(StoreError, match="install the newer one"):
        upgrade(empty, MIGRATIONS)
    assert revision(empty) == "9999"


def test_a_database_of_the_first_readout_keeps_its_sources_and_chats(tmp_path: Path) -> None:
    opened_engines = engines(f"sqlite:///{tmp_path / 'readout.sqlite'}")
    settings = configure(MIGRATIONS)
    with opened_engines.writer.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        connection.exec_driver_sql(
            "INSERT INTO source (id, enabled, host, state, error, next_due, fence, etag, last_modified, digest, items, failures, added_at,"
            " baselined, waiting) VALUES ('mfa', 1, 'mfa.example', 'ok', '', '2025-11-24 10:00:00.000000', 3, '\"1\"', '', '', 30, 0,"
            " '2025-11-07 00:00:00.000000', 1, '[]')"
        )
        connection.exec_driver_sql("INSERT INTO chat (id, active, zone, language) VALUES ('console:stdout', 1, 'UTC', 'en')")
    opened_engines.dispose()
    store = open_store(f"sqlite:///{tmp_path / 'readout.sqlite'}", MIGRATIONS)
    store.follow([a_source()], NOW)
    (claimed,) = store.claim_sources(NOW, 1, LEASE)
    assert (claimed.cursor.etag, claimed.cursor.items, claimed.cursor.baselined, claimed.state) == ('"1"', 30, True, "ok")
    with store.deadlines(NOW) as transaction:
        assert transaction.news() == []
    store.close()


def test_an_empty_file_gets_the_same_tables_at_once(tmp_path: Path) -> None:
    made = engines(f"sqlite:///{tmp_path / 'new.sqlite'}")
    schema.make_ready(made, tmp_path / "no migrations")
    with made.reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert revision(made) == HEAD
    made.dispose()


def test_copies_of_what_an_older_readout_told_are_recognised(empty: Engines, url: str) -> None:
    settings = configure(MIGRATIONS)
    told = an_item(title="Foreign Ministry spokesperson on the call between the two presidents", text="They spoke for an hour.")
    with empty.writer.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0002")
        for number in range(3):
            values = {"id": f"s{number}", "title": told.title if number == 1 else f"Weather {number}", "text": told.text, "at": NOW}
            connection.execute(
                text("INSERT INTO story (id, lead_key, title, text, lang, first_seen) VALUES (:id, :id, :title, :text, 'en', :at)"),
                values | {"at": str(NOW) if url.startswith("sqlite") else NOW},
            )
    upgrade(empty, MIGRATIONS)
    store = opened(open_store(url, MIGRATIONS))
    with store.deadlines(NOW) as transaction:
        found = transaction.candidates([told], {told.key: signature(f"{told.title} (Xinhua)", told.text)})
    assert found[told.key][0].id == "s1"
    store.close()


def test_what_was_owed_before_there_were_lanes_is_sent_after_the_upgrade(url: str, empty: Engines) -> None:
    settings = configure(MIGRATIONS)
    with empty.writer.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0007")
    with empty.writer.begin() as connection:
        before = MetaData()
        before.reflect(connection)
        for name, rows in _OWED.items():
            connection.execute(before.tables[name].insert(), [_blank(before.tables[name]) | row for row in rows])
    upgrade(empty, MIGRATIONS)
    store = open_store(url, MIGRATIONS)
    assert store.next_event() is not None
    claimed = store.claim_deliveries(NOW, 10, LEASE)
    assert [(one.alert.id, one.chat.id, one.doubts) for one in claimed] == [
        ("grave", "telegram:2", 0),
        ("doubtful", "telegram:1", 1),
    ]
    for one in claimed:
        store.settle(one, Receipt("sent", "1"), NOW)
    assert [one.alert.id for one in store.claim_deliveries(NOW, 10, LEASE)] == ["grave"]
    store.close()


_OWED: dict[str, list[dict[str, object]]] = {
    "chat": [{"id": f"telegram:{n}", "active": True, "zone": "UTC"} for n in (1, 2)],
    "alert": [
        {"sequence": n, "id": name, "severity": severity, "change": "new", "created_at": NOW, "first_seen": NOW}
        for n, (name, severity) in enumerate([("done", "normal"), ("doubtful", "normal"), ("grave", "critical")], 1)
    ],
    "delivery": [
        {"alert": name, "chat": f"telegram:{chat}", "action": "send", "state": state, "possible_duplicate": doubtful}
        for name, chat, state, doubtful in [
            ("done", 1, "sent", False), ("doubtful", 1, "retry", True), ("grave", 1, "new", False), ("grave", 2, "new", False),
        ]
    ],
}  # fmt: skip


def _blank(table: Table) -> dict[str, object]:
    """Something for each column that must have a value and has none by itself."""
    kinds: tuple[tuple[type, object], ...] = ((Boolean, False), (Integer, 0), (JSON, []), (DateTime, NOW), (String, ""))
    wanted = [column for column in table.c if not column.nullable and column.server_default is None and not column.primary_key]
    blank = {column.name: next(value for kind, value in kinds if isinstance(column.type, kind)) for column in wanted}
    return blank | {name: {} for name in ("gloss", "finding", "entities") if name in table.c}
