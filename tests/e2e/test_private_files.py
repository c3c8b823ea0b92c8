"""Files that hold customers are readable by their owner only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from hub.model import CanonicalSchema
from hub.store.migrate import open_store
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["office", "types"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")


def _bits(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_store_and_what_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    store = open_store(f"sqlite:///{path}", CanonicalSchema())
    try:
        with store.begin() as tx:
            tx.run("INSERT INTO setting (name, value) VALUES ('one', 'more')")
        assert {file.name: _bits(file) for file in tmp_path.iterdir()} == dict.fromkeys(
            ("hub.db", "hub.db-wal", "hub.db-shm"), 0o600
        )
    finally:
        store.close()


def test_a_saved_plan_and_a_bundle(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    types("plan", "--out", "plan.json")
    types("bundle", "make", "1", "run.bundle")
    assert (_bits(office.folder / "plan.json"), _bits(office.folder / "run.bundle")) == (0o600, 0o600)
