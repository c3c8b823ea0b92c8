"""An office on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.console.office import Office
from tests.pipeline.conftest import ready_schema
from tests.pipeline.ready import long_on_postgresql

__all__ = ["long_on_postgresql", "ready_schema"]


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    """Nothing has been read yet."""
    found = Office(store_url)
    yield found
    found.close()
