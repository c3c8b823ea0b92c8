"""A list that is empty all at once waits for a person, also where it is not read again as long as it stays so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from hub.sdk.records import Page
from tests.pipeline.lab import Lab
from tests.pipeline.systems import System


class File(System):
    """A system that lists its records only where they are others than those of the cursor."""

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        state = msgspec.json.encode(self.records, order="sorted").decode()
        whole = [self._raw(record_id) for record_id in self.records]
        yield Page([], cursor) if state == cursor else Page(whole, state, complete_listing=True)


class Files(Lab):
    """A laboratory of such systems."""

    def make_system(self, name: str, **manifest: Any) -> System:
        return File(name, self.clock, **manifest)


@pytest.fixture
def emptied(store_url: str) -> Iterator[Lab]:
    lab = Files(store_url, deletes="listing")
    lab["alpha"].user_creates("a1", family="山田", email="y@example.jp")
    lab.sync()
    lab["alpha"].user_deletes("a1")
    lab.sync()
    yield lab
    lab.close()


def test_it_is_told_in_every_run_until_somebody_has_looked(emptied: Lab) -> None:
    assert {place: reason.code for place, reason in emptied.sync().ledger.stopped.items()} == {
        "alpha/people": "vanished"
    }


def test_it_is_let_through_as_it_stands(emptied: Lab) -> None:
    emptied.world = replace(emptied.world, releases=True)
    assert emptied.sync().ledger.pulls["alpha/people"].deleted == 1
    assert emptied.sync().state == "ok"
