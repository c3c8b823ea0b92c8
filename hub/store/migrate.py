"""Opening a store: its tables are brought to this version's shape, and its views are made anew.

Alembic is imported only where something has to be migrated: its import would cost each command a tenth of a second.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from functools import cache
from pathlib import Path

from sqlalchemy import MetaData

from hub.model.schema import CanonicalSchema
from hub.store.database import Database, Moments
from hub.store.errors import StoreError
from hub.store.setting import remember, remembered
from hub.store.view_figures import JAPAN
from hub.store.views import create_views, views_digest

# The newest revision in migrations/versions; a test compares the two.
HEAD = "0022"
# The first with `->>`.
OLDEST_SQLITE = (3, 38)
# Any fixed number serves, as long as no other advisory lock of the hub has it.
_MIGRATION_LOCK = 7_305_013


@cache
def metadata() -> MetaData:
    """The tables as this version wants them, which nobody changes."""
    from sqlmodel import SQLModel  # late like Alembic: only a migration needs the table classes

    from hub.store import (
        access_tables,
        alert_tables,
        billing_tables,
        evidence_tables,
        golden_tables,
        quality_tables,
        search_tables,
        source_tables,
        tables,
        user_tables,
    )

    modules = (
        tables,
        source_tables,
        golden_tables,
        evidence_tables,
        quality_tables,
        search_tables,
        user_tables,
        access_tables,
        billing_tables,
        alert_tables,
    )
    models = [model for module in modules for model in vars(module).values()]
    names = {model.__tablename__ for model in models if hasattr(model, "__table__")}
    wanted = MetaData()
    for name in sorted(str(name) for name in names):
        SQLModel.metadata.tables[name].to_metadata(wanted)
    return wanted


def open_store(
    url: str, schema: CanonicalSchema, reached: Moments = lambda moment: None, zone: str = JAPAN
) -> Database:
    """The database at `url`, ready for use. Raises `StoreError` where it can't be, in words.

    `zone` is that of the days in the views.
    """
    database = Database(url, reached)
    try:
        _check_driver(database)
        _make_private(database)
        revision = _revision(database)
        if revision != HEAD:
            if revision is not None and revision > HEAD:
                raise StoreError(
                    f"the database {database.name} was written by a newer customer-hub (its tables "
                    f"are "
                    f"{revision}, this version knows {HEAD}); install the newer version"
                )
            _upgrade(database)
        _make_views(database, schema, zone)
    except BaseException:
        database.close()
        raise
    return database


def _make_private(database: Database) -> None:
    """A SQLite file that is not there yet is made readable by its owner only; SQLite makes those beside it alike."""
    path = Path(database.url.database or ":memory:") if database.is_sqlite else None
    if path is not None and path.name != ":memory:" and not path.exists():
        # Where it can't be made, opening it tells why.
        with suppress(OSError):
            path.touch(mode=0o600)


def _check_driver(database: Database) -> None:
    if database.is_sqlite and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise StoreError(
            f"this Python has SQLite {sqlite3.sqlite_version}, and {needed} or newer is needed; use a newer Python, or "
            "PostgreSQL in store.url"
        )


def _revision(database: Database) -> str | None:
    with database.begin() as tx:
        if tx.one(_HAS_TABLE[database.is_sqlite], "alembic_version") is None:
            return None
        row = tx.one("SELECT version_num FROM alembic_version")
    return None if row is None else str(row[0])


_HAS_TABLE = {
    True: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
    # The catalogue of the standard joins six tables for it.
    False: "SELECT 1 WHERE to_regclass(quote_ident(current_schema()) || '.' || CAST(? AS text)) IS NOT NULL",
}


def _upgrade(database: Database) -> None:
    from alembic import command  # late, see above
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.engine.begin() as connection:
        # Whole or not at all, and one hub at a time; the other finds its work done. SQLite's driver begins nothing by
        # itself, and a death half way would leave half of the tables.
        lock = "BEGIN IMMEDIATE" if database.is_sqlite else f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"
        connection.exec_driver_sql(lock)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _make_views(database: Database, schema: CanonicalSchema, zone: str) -> None:
    """Views follow the model and the custom fields, so they are derived and never migrated."""
    digest = views_digest(schema, zone)
    with database.begin() as tx:
        if remembered(tx, "views") != digest:
            create_views(tx, schema, zone)
            remember(tx, "views", digest)
