"""The databases of the tests: SQLite always; PostgreSQL where there is one, and required in CI."""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.laws import SHARE, TIMES
from tests.postgresql import POSTGRESQL, url_of

if TYPE_CHECKING:
    import psycopg

# The thousands of tests themselves live to the end: to look through them for garbage again and again takes long.
gc.set_threshold(50_000, 20, 100)

# In CI the examples are the same each time, so that a run is red because of the change and not by luck; elsewhere new
# ones are tried.
# A busy machine makes no test red.
_UNHURRIED = settings(
    max_examples=SHARE * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", _UNHURRIED, derandomize=True)
settings.register_profile("searching", _UNHURRIED)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "searching")


@contextmanager
def schema_of_postgresql() -> Iterator[str]:
    """The URL of an empty schema."""
    name = f"hub_{uuid.uuid4().hex[:12]}"
    with connected() as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield url_of(name)
        connection.execute(f"DROP SCHEMA {name} CASCADE")


def connected() -> psycopg.Connection[Any]:
    """A connection to the server of the tests, which CI must have."""
    import psycopg

    try:
        return psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs PostgreSQL at {POSTGRESQL}: {error}")
        pytest.skip(f"no PostgreSQL at {POSTGRESQL}; set HUB_TEST_POSTGRESQL to test on it")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hub.db'}"
    else:
        with schema_of_postgresql() as url:
            yield url
