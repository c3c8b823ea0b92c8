"""An office on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.console.office import Office
from tests.pipeline.conftest import ready_schema, store_url

__all__ = ["ready_schema", "store_url"]


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    """Nothing has been read yet."""
    found = Office(store_url)
    yield found
    found.close()
