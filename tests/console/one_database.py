"""An office on SQLite alone, for what does not hang on the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.office import Office
from tests.pipeline.ready import ready_file


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Nothing has been read yet."""
    found = Office(ready_file(tmp_path / "hub.db"))
    yield found
    found.close()
