"""The HTTP API is what openapi.json says of it, whatever is asked; `make proof` asks for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.described import asked


@pytest.mark.long
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    is_good, told = asked(tmp_path, examples=5, seed=1, phases="examples,fuzzing")
    assert is_good, told
