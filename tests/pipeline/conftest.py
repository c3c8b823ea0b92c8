"""A laboratory on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import connected
from tests.pipeline.lab import Lab
from tests.pipeline.ready import ReadySchema, ready_store

MakeLab = Callable[..., Lab]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store of each kind with its tables and nothing in them."""
    with ready_store(request, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def ready_schema() -> Iterator[ReadySchema]:
    """The one of this process."""
    with connected() as connection:
        schema = ReadySchema(connection)
        yield schema
        schema.drop()


@pytest.fixture
def make_lab(store_url: str) -> Iterator[MakeLab]:
    """Make laboratories that are closed at the end."""
    labs: list[Lab] = []

    def make(*args: Any, **options: Any) -> Lab:
        labs.append(Lab(store_url, *args, **options))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


@pytest.fixture
def lab(make_lab: MakeLab) -> Lab:
    """Two systems, alpha and beta, both read and written."""
    return make_lab()
