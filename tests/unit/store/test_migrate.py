"""The history of the tables ends in the tables, and what can't be opened is told in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from hub.store import migrate
from hub.store.database import Database, StoreError
from hub.store.migrate import HEAD, metadata, open_store
from hub.store.views import NAMES
from tests.unit.store.conftest import SCHEMA


def _differences(database: Database) -> list[object]:
    wanted = metadata()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": wanted})
        found = compare_metadata(context, wanted)
    return [one for one in found if "alembic_version" not in repr(one)]


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    assert _differences(database) == []


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


def test_a_store_of_a_newer_version_is_refused_and_left_alone(database: Database, store_url: str) -> None:
    with database.begin() as tx:
        tx.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer customer-hub.*9999.*install the newer version"):
        open_store(store_url, SCHEMA)
    with database.begin() as tx:
        assert tx.rows("SELECT version_num FROM alembic_version") == [("9999",)]


def test_there_is_a_view_for_every_entity() -> None:
    assert NAMES.keys() == set(SCHEMA.entities)
