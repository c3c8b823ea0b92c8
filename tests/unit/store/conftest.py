"""An opened store on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.model.schema import CanonicalSchema
from hub.store.database import Database
from hub.store.migrate import open_store
from tests.pipeline.conftest import ready_schema, store_url

__all__ = ["ready_schema", "store_url"]

SCHEMA = CanonicalSchema()


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    opened = open_store(store_url, SCHEMA)
    yield opened
    opened.close()
