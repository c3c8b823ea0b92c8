"""Elements of a list are records of their own: each is found again, and one that leaves its list is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from hub.store import golden
from tests.pipeline.lab import Lab

INVOICES = """
mapping: 1
connector: memory
stream: people
when: at
parts:
  invoice: {fields: {code: code, subject: subject}}
  payment:
    for_each: {from: payments, key: id}
    fields: {invoice: {part: invoice}, amount: amount, payer_name: ^.payer}
"""
FIRST, SECOND = {"id": 1, "amount": "100"}, {"id": 2, "amount": "50"}


@pytest.fixture
def lab(store_url: str) -> Iterator[Lab]:
    lab = Lab(store_url, mapping=INVOICES)
    lab["alpha"].user_creates("a1", code="I-1", payer="ヤマダ", payments=[FIRST, SECOND])
    lab.sync()
    yield lab
    lab.close()


def parts(lab: Lab, connection: str = "alpha") -> dict[str, bool]:
    """The parts of a system's records, and whether each lives."""
    stream_id = lab.world.connections[connection].streams["people"].stream_id
    with lab.database.begin() as tx:
        rows = tx.rows("SELECT part, deleted FROM source_record WHERE stream_id = ? ORDER BY part", stream_id)
    return {part: not deleted for part, deleted in rows}


def payments(lab: Lab) -> list[dict[str, Any]]:
    with lab.database.begin() as tx:
        ids = [row[0] for row in tx.rows("SELECT id FROM golden WHERE entity = 'payment' ORDER BY id")]
        found = golden.by_ids(tx, ids)
    return [msgspec.json.decode(found[number].doc) for number in ids]


def test_each_element_has_a_golden_record_that_refers_to_that_of_its_record(lab: Lab) -> None:
    assert parts(lab) == {"invoice": True, "payment:1": True, "payment:2": True}
    assert [payment["amount"] for payment in payments(lab)] == ["100", "50"]
    assert {payment["invoice"].partition("/")[0] for payment in payments(lab)} == {"invoice"}
    assert {payment["payer_name"] for payment in payments(lab)} == {"ヤマダ"}


def test_elements_are_written_nowhere(lab: Lab) -> None:
    assert list(lab["beta"].records.values()) == [{"code": "I-1"}]
    assert parts(lab, "beta") == {"invoice": True}


def test_an_edited_element_is_found_again_wherever_it_stands(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", payments=[SECOND, {**FIRST, "amount": "120"}])
    lab.sync()
    assert [payment["amount"] for payment in payments(lab)] == ["120", "50"]


def test_an_element_that_left_its_list_is_deleted_and_comes_back_with_it(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", payments=[SECOND])
    assert lab.sync().ledger.pulls["alpha/people"].changed == 1
    assert parts(lab) == {"invoice": True, "payment:1": False, "payment:2": True}
    lab["alpha"].user_edits("a1", payments=[SECOND, FIRST])
    assert lab.sync().ledger.pulls["alpha/people"].changed == 1
    assert parts(lab) == {"invoice": True, "payment:1": True, "payment:2": True}
    assert [payment["amount"] for payment in payments(lab)] == ["100", "50"]


def test_a_list_that_is_not_there_deletes_nothing(lab: Lab) -> None:
    del lab["alpha"].records["a1"]["payments"]
    lab["alpha"].user_edits("a1", subject="保守")
    lab.sync()
    assert parts(lab) == {"invoice": True, "payment:1": True, "payment:2": True}


def test_a_record_that_returns_brings_back_the_elements_that_it_still_has(lab: Lab) -> None:
    record = lab["alpha"].records["a1"]
    lab["alpha"].user_deletes("a1")
    lab.sync()
    assert parts(lab) == {"invoice": False, "payment:1": False, "payment:2": False}
    del lab["alpha"].deleted["a1"]
    lab["alpha"].user_creates("a1", **{**record, "payments": [FIRST]})
    lab.sync()
    assert parts(lab) == {"invoice": True, "payment:1": True, "payment:2": False}


def test_after_an_element_went_the_next_run_writes_nothing(lab: Lab) -> None:
    lab["alpha"].user_edits("a1", payments=[])
    lab.sync()
    written = lab.written()
    report = lab.sync()
    assert (report.state, lab.written()) == ("ok", written)
