"""A laboratory on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.pipeline.lab import Lab

MakeLab = Callable[..., Lab]


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
