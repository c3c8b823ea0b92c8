"""The history of the tables ends in the tables, and what can't be opened is told in words."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from hub.store import migrate, outbox, raw, streams
from hub.store.database import Database
from hub.store.deadlines import DUE
from hub.store.errors import StoreError
from hub.store.migrate import HEAD, metadata, open_store
from hub.store.outbox import OpenPlan
from hub.store.views import NAMES
from tests.conftest import store_url
from tests.unit.store.conftest import SCHEMA

__all__ = ["store_url"]  # an empty database, unlike the one of the tests beside these


def _differences(database: Database) -> list[object]:
    wanted = metadata()
    with database.engine.connect() as connection, warnings.catch_warnings():
        # Of SQLite's indexes on expressions nothing is read; their texts are compared instead.
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        warnings.filterwarnings("ignore", "autogenerate skipping metadata-specified expression-based index")
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": wanted})
        found = compare_metadata(context, wanted)
    return [one for one in found if "alembic_version" not in repr(one)]


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    assert _differences(database) == []


def test_the_migrations_make_exactly_the_indexes_on_expressions(tmp_path: Path) -> None:
    migrated, made = (
        open_store(f"sqlite:///{tmp_path / 'one.db'}", SCHEMA),
        Database(f"sqlite:///{tmp_path / 'two.db'}"),
    )
    metadata().create_all(made.engine)
    texts = []
    for database in (migrated, made):
        with database.look() as tx:
            rows = tx.rows("SELECT sql FROM sqlite_master WHERE name LIKE 'ix_golden_due_%' ORDER BY name")
        texts.append([" ".join(row[0].split()) for row in rows])
        database.close()
    assert (texts[0], len(texts[0])) == (texts[1], len(DUE))


def test_the_newest_migration_is_the_head_that_opening_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_opening_twice_changes_nothing(database: Database, store_url: str) -> None:
    with database.begin() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES ('mine', '1')")
    again = open_store(store_url, SCHEMA)
    with again.begin() as tx:
        assert tx.rows("SELECT value FROM setting WHERE name = 'mine'") == [("1",)]
    again.close()


def _of_version(store_url: str, revision: str) -> Database:
    database = Database(store_url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return database


def test_a_store_of_an_older_version_gets_the_newer_tables_and_keeps_its_rows(store_url: str) -> None:
    older = _of_version(store_url, "0001")
    with older.begin() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES ('mine', '1')")
    older.close()
    upgraded = open_store(store_url, SCHEMA)
    assert _differences(upgraded) == []
    with upgraded.begin() as tx:
        assert tx.rows("SELECT value FROM setting WHERE name = 'mine'") == [("1",)]
    upgraded.close()


def test_a_store_of_a_newer_version_is_refused_and_left_alone(database: Database, store_url: str) -> None:
    with database.begin() as tx:
        tx.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer customer-hub.*9999.*install the newer version"):
        open_store(store_url, SCHEMA)
    with database.begin() as tx:
        assert tx.rows("SELECT version_num FROM alembic_version") == [("9999",)]


def test_there_is_a_view_for_every_entity() -> None:
    assert NAMES.keys() == set(SCHEMA.entities)


def test_a_plan_that_a_crash_cut_off_before_the_upgrade_is_kept_back_after_it(store_url: str) -> None:
    database = _of_version(store_url, "0001")
    with database.begin() as tx:
        for number, state in ((1, "pending"), (2, "planned"), (3, "planned")):
            tx.run(
                "INSERT INTO intent (id, stream_id, golden_id, operation, payload, fields, state, attempts, message, "
                "run_id, created_at) VALUES (?, 1, 1, 'update', '{}', '{}', ?, 0, '', 1, '')",
                *(number, state),
            )
    database.close()
    upgraded = open_store(store_url, SCHEMA)
    with upgraded.begin() as tx:
        assert [intent.intent_id for intent in outbox.to_send(tx, 1, "2026", 10)] == [1]
        assert outbox.open_plan_of(tx) == OpenPlan(2, {1: 2})
        outbox.close_plan(tx)
        assert [intent.intent_id for intent in outbox.to_send(tx, 1, "2026", 10)] == [1, 2, 3]
    upgraded.close()


def test_a_sqlite_that_is_too_old_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 37, 2))
    with pytest.raises(StoreError, match=r"3\.38 or newer is needed"):
        open_store(f"sqlite:///{tmp_path / 'hub.db'}", SCHEMA)


def test_tombstones_of_an_older_store_are_peoples_words_but_for_those_of_the_hubs_own_deletions(store_url: str) -> None:
    older = _of_version(store_url, "0021")
    with older.begin() as tx:
        for number, (name, deleted_at) in enumerate((("a1", "2026-04-01"), ("a2", "2026-04-02"), ("a3", None)), 1):
            tx.run(
                "INSERT INTO raw_record (id, stream_id, external_id, hash, payload, deleted_at, run_id) "
                "VALUES (?, 1, ?, 5, ?, ?, 1)",
                *(number, name, b"{}", deleted_at),
            )
        tx.run(
            "INSERT INTO intent (id, stream_id, golden_id, external_id, operation, payload, fields, state, attempts, "
            "message, run_id, created_at, done_at) "
            "VALUES (1, 1, 1, 'a2', 'delete', '{}', '{}', 'done', 1, '', 1, '', '2026-04-02')"
        )
        for number, policy in enumerate(("delete='ignore')", "delete='archive')"), 1):
            row = (number, str(number), f"digest PushPolicy(create=True, update=True, {policy}")
            tx.run("INSERT INTO stream (id, connection, stream, push_policy) VALUES (?, ?, 'people', ?)", *row)
    older.close()
    upgraded = open_store(store_url, SCHEMA)
    with upgraded.begin() as tx:
        assert raw.turned(tx, [1, 2, 3]) == {1: ("2026-04-01", "2026-04-01"), 2: ("2026-04-02", None)}
        assert streams.deletes_since(tx) == {2: ""}
    upgraded.close()
