"""A scratch copy of a store, in which things may be tried: one SQLite file, whatever the store itself is.

Invariant: the copy is one consistent moment of the store, which goes on working meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hub.model.schema import CanonicalSchema
from hub.store.database import Database
from hub.store.migrate import metadata, open_store

# Rows are carried over so many at a time: memory stays flat however large the store is.
_ROWS = 2000


@contextmanager
def scratch_copy(database: Database, schema: CanonicalSchema, beside: Path | None = None) -> Iterator[str]:
    """The URL of a copy that is thrown away at the end; `beside` names the folder to make it in (else the system's)."""
    with TemporaryDirectory(prefix="hub-scratch-", dir=beside) as folder:
        path = Path(folder) / "scratch.db"
        copy_to(database, path, schema)
        with closing(sqlite3.connect(path)) as copy, copy:
            copy.execute("DELETE FROM lease")  # the hub that works on the store does not work on its copy
        yield f"sqlite:///{path}"


def copy_to(database: Database, path: Path, schema: CanonicalSchema) -> None:
    """Copy one consistent moment of a store into a SQLite file."""
    if database.is_sqlite:
        _copy_file(database, path)
    else:
        _copy_rows(database, path, schema)


def _copy_file(database: Database, path: Path) -> None:
    with database.engine.connect() as connection, closing(sqlite3.connect(path)) as copy:
        source: Any = connection.connection.driver_connection
        source.backup(copy)


def _copy_rows(database: Database, path: Path, schema: CanonicalSchema) -> None:
    copy = open_store(f"sqlite:///{path}", schema)
    try:
        with database.engine.connect() as connection, copy.begin() as tx:
            # One snapshot for all tables: a record must not be copied without its crosswalk.
            connection = connection.execution_options(isolation_level="REPEATABLE READ", yield_per=_ROWS)
            for table in metadata().sorted_tables:
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                places = ", ".join("?" * len(table.columns))
                tx.run(f'DELETE FROM "{table.name}"')
                for rows in connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}"').partitions():
                    tx.many(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', [tuple(row) for row in rows])
    finally:
        copy.close()
