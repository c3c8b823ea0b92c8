"""Stores that are ready to be used: a copied file, and a schema of this process that is emptied after each test."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

from hub.model.schema import CanonicalSchema
from hub.store.migrate import open_store
from tests.postgresql import url_of

# What a fresh store holds: its revision, and which views it has.
_KEPT = {"alembic_version": "TRUE", "setting": "name = 'views'"}


def ready_file(path: Path) -> str:
    """The URL of a SQLite file with its tables."""
    path.write_bytes(_made_file())
    return f"sqlite:///{path}"


@cache
def _made_file() -> bytes:
    with tempfile.TemporaryDirectory(prefix="hub-tests-") as folder:
        open_store(f"sqlite:///{folder}/hub.db", CanonicalSchema()).close()
        return Path(folder, "hub.db").read_bytes()


class ReadySchema:
    """A schema with its tables, for one test after the other; what can't be emptied is made anew."""

    def __init__(self, connection: psycopg.Connection[object]) -> None:
        self._connection = connection
        self._name = f"hub_{uuid.uuid4().hex[:12]}"
        self._clear = ""
        self._make()

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of the schema, with nothing in its tables."""
        yield url_of(self._name)
        try:
            self._empty()
        except psycopg.Error:
            self.drop()
            self._make()

    def drop(self) -> None:
        """Leave nothing behind."""
        self._connection.execute(f"DROP SCHEMA {self._name} CASCADE")

    def _make(self) -> None:
        self._connection.execute(f"CREATE SCHEMA {self._name}")
        open_store(url_of(self._name), CanonicalSchema()).close()
        self._connection.execute(f"SET search_path = {self._name}; SET lock_timeout = '5s'")
        tables = self._connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        found = [str(row[0]) for row in tables.fetchall()]  # type: ignore[index]
        self._clear = "; ".join(f"DELETE FROM {name} WHERE NOT ({_KEPT.get(name, 'FALSE')})" for name in found)

    def _empty(self) -> None:
        self._connection.execute(self._clear)
        self._connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, FALSE) FROM pg_sequences "
            "WHERE schemaname = current_schema()"
        )


@contextmanager
def ready_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store of the kind that is asked for; to make its tables takes longer than most tests."""
    if request.param == "sqlite":
        yield ready_file(tmp_path / "hub.db")
    else:
        schema: ReadySchema = request.getfixturevalue("ready_schema")
        with schema.lent() as url:
            yield url


@pytest.fixture(
    name="store_url", params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.long, pytest.mark.postgresql])]
)
def long_on_postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store of each kind for those who import it: `make test` leaves PostgreSQL's to `make test-long`."""
    with ready_store(request, tmp_path) as url:
        yield url
