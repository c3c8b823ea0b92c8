"""The databases of the tests: SQLite always; PostgreSQL where there is one, and required in CI."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# In CI the examples are the same each time, so that a run is red because of the change and not by luck; elsewhere new
# ones are tried.
settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")

POSTGRESQL = os.environ.get("HUB_TEST_POSTGRESQL", "postgresql://127.0.0.1:5432/postgres")


def _postgresql_schema() -> Iterator[str]:
    import psycopg

    name = f"hub_{uuid.uuid4().hex[:12]}"
    try:
        connection = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs PostgreSQL at {POSTGRESQL}: {error}")
        pytest.skip(f"no PostgreSQL at {POSTGRESQL}; set HUB_TEST_POSTGRESQL to test on it")
    with connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield f"{POSTGRESQL}?options=-csearch_path%3D{name}"
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hub.db'}"
    else:
        yield from _postgresql_schema()
