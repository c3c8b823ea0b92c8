"""Empty stores for hubs that will be killed, and what a store holds, read without the hub."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, Literal

import msgspec

from hub.store.migrate import open_store
from tests.pipeline.lab import SCHEMA
from tests.postgresql import POSTGRESQL, url_of

Kind = Literal["sqlite", "postgresql"]
# What a hub needs to know before its first run stays; everything else is emptied between stories.
_KEPT = ("alembic_version", "setting")


@dataclass(frozen=True)
class Holdings:
    """What a store holds: living golden people, (state, message) of intents, conflict stories, run states."""

    people: list[dict[str, Any]]
    intents: list[tuple[str, str]]
    conflicts: list[str]
    runs: list[str]
    quarantined: int

    def waiting(self, *states: str) -> list[tuple[str, str]]:
        return [intent for intent in self.intents if intent[0] in states]


@contextmanager
def fresh_store(kind: Kind, server: str = POSTGRESQL) -> Iterator[str]:
    """The url of an empty store."""
    if kind == "postgresql":
        url = _schema_of_this_process(server)
        _empty(url)
        yield url
        return
    # Memory is enough: a process that dies takes nothing of the kernel's with it.
    root = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with TemporaryDirectory(prefix="hub-crash-", dir=root) as folder:
        path = Path(folder) / "hub.db"
        shutil.copy(_template(), path)
        yield f"sqlite:///{path}"


def holdings(url: str) -> Holdings:
    """Read a store that no hub has open."""
    with closing(_connected(url)) as connection:

        def rows(sql: str) -> list[Any]:
            return list(connection.execute(sql).fetchall())

        people = rows("SELECT doc FROM golden WHERE entity = 'person' AND redirect_to IS NULL ORDER BY id")
        return Holdings(
            [row[0] if isinstance(row[0], dict) else msgspec.json.decode(row[0]) for row in people],
            [(row[0], row[1]) for row in rows("SELECT state, message FROM intent ORDER BY id")],
            [_text(row[0]) for row in rows("SELECT doc FROM conflict")],
            [row[0] for row in rows("SELECT state FROM run")],
            rows("SELECT count(*) FROM quarantine")[0][0],
        )


def _text(doc: Any) -> str:
    return doc if isinstance(doc, str) else msgspec.json.encode(doc).decode()


def _connected(url: str) -> Any:
    if url.startswith("sqlite:///"):
        return sqlite3.connect(url.removeprefix("sqlite:///"))
    import psycopg  # an optional extra of the hub

    return psycopg.connect(url)


@cache
def _template() -> Path:
    path = Path(mkdtemp(prefix="hub-crash-empty-")) / "empty.db"
    open_store(f"sqlite:///{path}", SCHEMA).close()
    return path


@cache
def _schema_of_this_process(server: str) -> str:
    name = f"hub_crash_{os.getpid()}_{uuid.uuid4().hex[:6]}"
    with closing(_connected(server)) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        connection.commit()
    url = f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
    open_store(url, SCHEMA).close()
    return url


def drop_schema() -> None:
    """Leave nothing on the server."""
    if _schema_of_this_process.cache_info().currsize:
        with closing(_connected(_schema_of_this_process(POSTGRESQL))) as connection:
            (name,) = connection.execute("SELECT current_schema()").fetchone()
            connection.execute(f"DROP SCHEMA {name} CASCADE")
            connection.commit()
        _schema_of_this_process.cache_clear()


def _empty(url: str) -> None:
    with closing(_connected(url)) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        for (table,) in found:
            if table not in _KEPT:
                connection.execute(f"DELETE FROM {table}")
        connection.commit()


def shape(url: str) -> list[str]:
    """Every table, index and view, and the revision."""
    with closing(_connected(url)) as connection:
        if url.startswith("sqlite:///"):
            found = connection.execute("SELECT type || ' ' || name FROM sqlite_master").fetchall()
        else:
            found = connection.execute(
                "SELECT CAST(relkind AS text) || ' ' || relname FROM pg_class "
                "WHERE relnamespace = current_schema()::regnamespace"
            ).fetchall()
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        return sorted(str(row[0]) for row in [*found, *revision])


@contextmanager
def schemas_on_server() -> Iterator[Callable[[int], str]]:
    """Empty schemas by number, dropped at the end."""
    made: list[str] = []

    def fresh(number: int) -> str:
        made.append(f"hub_birth_{os.getpid()}_{number}")
        _on_server(f"CREATE SCHEMA {made[-1]}")
        return url_of(made[-1])

    yield fresh
    for name in made:
        _on_server(f"DROP SCHEMA {name} CASCADE")


def _on_server(statement: str) -> None:
    with closing(_connected(POSTGRESQL)) as connection:
        connection.execute(statement)
        connection.commit()
