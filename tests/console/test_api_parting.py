"""Programs take customers apart and have writes tried again as people do: shown before, and with the same checks."""

from __future__ import annotations

from typing import Any

import pytest

from hub.sdk.records import PushResult
from tests.console.office import YAMADA, Office
from tests.console.one_database import office
from tests.console.programs import Program, program
from tests.console.test_parting import decisions_of, grown, path_of, people_of

__all__ = ["grown", "office"]


@pytest.fixture
def steward(grown: Office) -> Program:
    """A program of a steward; one customer has the records a1, b1 and b2."""
    return program(grown, "steward", ["read", "decide"])


def _record(name: str) -> str:
    return f"{'alpha' if name[0] == 'a' else 'beta'}/people/{name}#person"


def test_the_records_of_a_customer_are_told_as_the_tree_of_merges(grown: Office, steward: Program) -> None:
    tree = steward.get(f"{path_of(grown)}/records").document["tree"]
    (branch,) = tree["branches"]
    told = [[member["record"] for member in one["members"]] for one in (tree, branch)]
    assert sorted(told) == [[_record("a1")], [_record("b1"), _record("b2")]]
    assert grown.audited()[-1] == "customer_seen"


def test_a_parting_is_shown_first_then_done_as_it_was_shown_and_taken_back(grown: Office, steward: Program) -> None:
    customer, wanted = path_of(grown), {"records": [_record("b2")]}
    plan = steward.post(f"{customer}/part/plan", wanted).document["parting"]
    assert [side["records"] for side in plan["sides"]] == [[_record("b2")], [_record("a1"), _record("b1")]]
    assert (decisions_of(grown), grown.woken) == (0, 0)
    done = steward.post(f"{customer}/part", {**wanted, "seen": plan["seen"], "reason": "別の人"}).document["parted"]
    assert (done["walls"], done["author"], grown.woken) == (2, "steward", 1)
    grown.lab.sync(steps=("resolve",))
    assert people_of(grown) == [["a1", "b1"], ["b2"]]
    back = steward.post(f"{customer}/rejoin", {"decision": done["decision"]}).document["revoked"]
    grown.lab.sync(steps=("resolve",))
    assert (len(back["decisions"]), people_of(grown)) == (2, [["a1", "b1", "b2"]])


def test_a_whole_group_is_named_by_the_customer_that_it_was(grown: Office, steward: Program) -> None:
    customer = path_of(grown)
    (branch,) = steward.get(f"{customer}/records").document["tree"]["branches"]
    plan = steward.post(f"{customer}/part/plan", {"branches": [branch["golden"]]}).document["parting"]
    assert sorted(plan["chosen"]) == sorted(member["record"] for member in branch["members"])


def test_a_customer_that_changed_since_the_plan_is_not_parted(grown: Office, steward: Program) -> None:
    customer, wanted = path_of(grown), {"records": [_record("b2")]}
    seen = steward.post(f"{customer}/part/plan", wanted).document["parting"]["seen"]
    grown.lab["beta"].user_edits("b2", job="会長")
    grown.lab.sync(steps=("pull", "resolve"))
    late = steward.post(f"{customer}/part", {**wanted, "seen": seen})
    assert (late.status, late.document["code"], decisions_of(grown)) == (409, "part_moved", 0)


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ({}, (422, "part_some")),
        ({"records": [_record("a1"), _record("b1"), _record("b2")]}, (422, "part_some")),
        ({"records": [_record("b9")]}, (422, "part_not_here")),
        ({"branches": ["person/999999"]}, (422, "part_not_here")),
        ({"records": [""]}, (422, "json")),
        ({"records": [_record("b2")] * 5001}, (422, "json")),
    ],
)
def test_what_parts_nobody_is_told(
    grown: Office, steward: Program, wanted: dict[str, Any], answer: tuple[int, str]
) -> None:
    customer = path_of(grown)
    for path, more in (("part/plan", {}), ("part", {"seen": "0" * 16})):
        told = steward.post(f"{customer}/{path}", {**wanted, **more})
        assert (told.status, told.document["code"]) == answer


@pytest.mark.parametrize("entity", ["company", "nothing"])
def test_a_customer_that_is_not_there_is_told(grown: Office, steward: Program, entity: str) -> None:
    customer = path_of(grown).replace("person", entity)
    bodies = {"part/plan": {}, "part": {"seen": "x"}, "rejoin": {"decision": 1}}
    found = [steward.post(f"{customer}/{path}", body).status for path, body in bodies.items()]
    assert [*found, steward.get(f"{customer}/records").status] == [404] * 4


def test_only_walls_of_the_customer_are_taken_back(grown: Office, steward: Program) -> None:
    told = steward.post(f"{path_of(grown)}/rejoin", {"decision": 999})
    assert (told.status, told.document["code"]) == (404, "no_decision")


def test_who_may_only_look_parts_nobody_and_tries_nothing_again(grown: Office, steward: Program) -> None:
    customer, viewer = path_of(grown), program(grown, "viewer")
    assert viewer.get(f"{customer}/records").status == 200
    asked = [viewer.post(f"{customer}/{path}", {}) for path in ("part/plan", "part", "rejoin")]
    asked += [viewer.post("/runs/1/retry", {}), program(grown, "steward").post("/runs/1/retry", {"what": "rejected"})]
    assert [(one.status, one.document["code"]) for one in asked] == [(403, "scope")] * 4 + [(403, "role")]


def test_what_a_run_was_refused_is_told_and_tried_again(office: Office) -> None:
    office.lab["alpha"].user_creates("a1", **YAMADA)
    said: Any = {"outcome": "rejected", "message": "名前が長すぎます"}
    office.lab["beta"].fault = lambda changes: iter([PushResult(change.key, **said) for change in changes])
    number = office.lab.sync().run_id
    office.lab["beta"].fault = lambda changes: None
    asks = program(office, "operator")
    found = asks.get(f"/runs/{number}/unfinished").document["unfinished"]
    assert (found["counts"], len(found["writes"])) == ({"beta/people": {"rejected": 1}}, 1)
    assert "名前が長すぎます" in str(found["writes"][0]["why"])
    assert asks.post(f"/runs/{number}/retry", {"what": "rejected"}).document["retried"] == 1
    assert (office.woken, office.audited()[-1]) == (1, "writes_retried")
    office.lab.sync()
    assert len(office.lab["beta"].records) == 1
    again = asks.post(f"/runs/{number}/retry", {"what": "rejected"})
    assert (again.status, again.document["code"]) == (409, "retry_nothing")


@pytest.mark.parametrize(
    ("number", "body", "answer"),
    [
        (99, {"what": "lost"}, (404, "no_run")),
        (1, {"what": "lost"}, (409, "retry_nothing")),
        (1, {"what": "held"}, (422, "json")),
        (1, {}, (422, "json")),
    ],
)
def test_what_cannot_be_tried_again_is_told(
    office: Office, number: int, body: dict[str, Any], answer: tuple[int, str]
) -> None:
    office.lab.sync()
    told = program(office, "operator").post(f"/runs/{number}/retry", body)
    assert (told.status, told.document["code"]) == answer
