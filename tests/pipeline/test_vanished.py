"""A list that is empty all at once waits for a person, also where it is not read again as long as it stays so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from hub.sdk.records import Page
from hub.sync.world import PushPolicy
from tests.pipeline.conftest import MakeLab
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


def _listed(count: int, first: int = 0) -> dict[str, dict[str, str]]:
    """Rows of so many people."""
    return {f"b{i}": {"family": "山田", "given": f"太郎{i}", "email": f"p{i}@example.jp"} for i in range(first, count)}


def _becomes(lab: Lab, rows: dict[str, dict[str, str]]) -> None:
    """The list is saved with these rows."""
    beta = lab["beta"]
    beta.records, beta.changed_at = {}, {}
    for record_id, fields in rows.items():
        beta.user_creates(record_id, **fields)


@pytest.fixture
def listing(make_lab: MakeLab) -> Lab:
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="delete"), deletes="listing", incremental="none")
    _becomes(lab, _listed(5))
    lab.sync()
    return lab


@pytest.mark.parametrize("kept", [0, 2])
@pytest.mark.parametrize("fresh", [1, 3, 40])
def test_a_list_that_was_exchanged_waits_for_a_person_in_every_run(listing: Lab, kept: int, fresh: int) -> None:
    """Another sheet was saved under its name, or its column of keys has other values."""
    _becomes(listing, {**_listed(kept), **_listed(100 + fresh, 100)})
    for _ in range(3):
        assert listing.sync().ledger.stopped["beta/people"].data["gone"] == 5 - kept
    mailboxes = {record["email"] for record in listing["alpha"].records.values()}
    assert mailboxes >= {record["email"] for record in _listed(5).values()}


def test_an_exchanged_list_is_let_through_by_a_person_and_not_asked_about_again(listing: Lab) -> None:
    _becomes(listing, _listed(103, 100))
    listing.sync()
    plain = listing.world
    listing.world = replace(plain, releases=True)
    assert listing.sync().ledger.pulls["beta/people"].deleted == 5
    listing.world = plain
    listing["beta"].records.pop("b100")
    assert listing.sync().state == "ok"


def test_a_list_that_is_back_is_read_on(listing: Lab) -> None:
    _becomes(listing, _listed(103, 100))
    listing.sync()
    _becomes(listing, _listed(5))
    listing["beta"].user_creates("b9", family="鈴木", email="s@example.jp")
    assert listing.sync().state == "ok"
    assert sorted(listing["beta"].records) == ["b0", "b1", "b2", "b3", "b4", "b9"]
    assert {f"p{i}@example.jp" for i in range(5)} <= {r["email"] for r in listing["alpha"].records.values()}


def test_two_rows_of_three_may_go_without_a_question(make_lab: MakeLab) -> None:
    lab = make_lab(push=PushPolicy(create=True, update=True, delete="delete"), deletes="listing", incremental="none")
    _becomes(lab, _listed(3))
    lab.sync()
    _becomes(lab, _listed(1))
    assert lab.sync().state == "ok"
    assert len(lab["alpha"].records) == 1
