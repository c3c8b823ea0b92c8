"""The engine gives a statement more memory where it needs more than the limit, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.batch.engine import open_engine

# One list can't be spilled to the disk.
_ONE_LONG_LIST = "SELECT len(list(range)) FROM range(4000000)"
_LIMIT = "SELECT current_setting('memory_limit')"


@pytest.mark.parametrize(("memory", "is_raised"), [("40MB", True), ("900MB", False)])
def test_a_statement_that_needs_more_than_the_limit_is_carried_out(
    tmp_path: Path, memory: str, *, is_raised: bool
) -> None:
    with open_engine(tmp_path, memory) as engine:
        before = engine.rows(_LIMIT)
        engine.run(f"CREATE TABLE found AS {_ONE_LONG_LIST}")
        assert engine.rows("SELECT * FROM found") == engine.rows(_ONE_LONG_LIST) == [(4_000_000,)]
        assert (engine.rows(_LIMIT) != before) is is_raised
