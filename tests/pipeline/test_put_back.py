"""Who puts back, sign by sign, what the hub has written over is heard, also where no date in the record tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from hub.sdk.records import RawRecord
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System
from tests.pipeline.test_two_way_sync import YAMADA


class Undated(System):
    """A sheet, say: its records hold nothing but what people see, and are read as a whole."""

    def _raw(self, record_id: str) -> RawRecord:
        return RawRecord(record_id, msgspec.json.encode(self.records[record_id]))


class LabOfSheets(Lab):
    def make_system(self, name: str, **manifest: Any) -> System:
        kind = Undated if name == "alpha" else System
        return kind(name, self.clock, deletes="listing" if name == "alpha" else "tombstone", **manifest)


@pytest.fixture
def written_over(store_url: str) -> Iterator[Lab]:
    """The hub has carried another telephone number from beta over to alpha."""
    lab = LabOfSheets(store_url)
    lab["alpha"].user_creates("a1", **YAMADA)
    lab["beta"].user_creates("b1", **YAMADA)
    lab.sync()
    lab["beta"].user_edits("b1", phone="03-9999-0000")
    lab.sync()
    assert lab["alpha"].records["a1"]["phone"].endswith("9999-0000")
    yield lab
    lab.close()


def test_what_is_put_back_before_the_hub_looks_again_is_an_edit_and_travels(written_over: Lab) -> None:
    lab = written_over
    lab["alpha"].user_edits("a1", phone=YAMADA["phone"])
    lab.sync()
    assert lab["beta"].records["b1"]["phone"].endswith("1234-5678")
    assert lab.sync().ledger.written == 0


def test_what_is_put_back_after_the_hub_has_looked_again_is_one_too(written_over: Lab) -> None:
    lab = written_over
    assert lab.sync().ledger.written == 0
    lab["alpha"].user_edits("a1", phone=YAMADA["phone"])
    lab.sync()
    assert lab["beta"].records["b1"]["phone"].endswith("1234-5678")


def test_the_hubs_own_write_is_nobodys_edit(written_over: Lab) -> None:
    written = written_over.written()
    for _ in range(3):
        pulled = written_over.sync().ledger
        assert (pulled.written, written_over.written()) == (0, written)
    assert pulled.pulls["alpha/people"].unchanged > 0
