"""A stream is read from its beginning when somebody asks for it, and nothing changes by that."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.worlds import csv_text, sheet_world


def test_a_stream_is_read_again_from_its_beginning(tmp_path: Path) -> None:
    world = sheet_world(tmp_path)
    world.write("customers.csv", csv_text(("C1", "青空商店", "", "", "", "")))
    place = next(iter(world.sync().ledger.pulls))
    assert world.sync().ledger.pulls[place].read == 0
    said = world.hub("sync", "--reread", place, "--json")
    assert said.exit == 0
    assert '"read": 1' in said.out or '"read":1' in said.out


def test_an_unknown_stream_is_told_with_those_that_exist(tmp_path: Path) -> None:
    world = sheet_world(tmp_path)
    world.write("customers.csv", csv_text(("C1", "青空商店", "", "", "", "")))
    said = world.hub("sync", "--reread", "nowhere/rows")
    assert said.exit == 1
    assert "nowhere/rows" in said.err
