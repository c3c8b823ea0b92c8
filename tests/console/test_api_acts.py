"""Programs discuss conflicts and undo what was written as people do: with the same checks, and in the same log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.console.office import YAMADA, Office
from tests.console.one_database import office
from tests.console.programs import Program, program

__all__ = ["office"]


@pytest.fixture
def steward(office: Office) -> Program:
    """A program of a steward; conflict 1 is about an occupation, which two people decide."""
    office.lab.world = replace(office.lab.world, four_eyes={"person": frozenset({"occupation"})})
    office.quarrel()
    return program(office, "steward", ["read", "decide"])


@pytest.fixture
def operator(office: Office) -> Program:
    """A program of an operator; run 2 wrote alpha's note to beta."""
    office.lab["alpha"].user_creates("a1", **YAMADA)
    office.lab["beta"].user_creates("b1", **YAMADA)
    office.lab.sync()
    office.lab["alpha"].user_edits("a1", notes="VIP")
    office.lab.sync()
    return program(office, "operator")


def _note(office: Office) -> Any:
    return office.lab["beta"].records["b1"].get("notes")


def _fields(told: Any) -> list[tuple[str, Any, Any]]:
    writes = told.document["undo"]["writes"]
    return [(one["field"], one["from"], one["to"]) for write in writes for one in write["change"]["fields"]]


def test_a_comment_stands_with_the_conflict_and_in_the_log(office: Office, steward: Program) -> None:
    told = steward.post("/conflicts/1/comment", {"text": "名刺を見た"})
    assert [(one["kind"], one["author"], one["text"]) for one in told.document["said"]] == [
        ("comment", "steward", "名刺を見た")
    ]
    assert office.audited()[-3:] == ["token_acted", "conflict_commented", "conflicts_seen"]
    assert "名刺を見た" in office.browser("viewer").get("/conflicts/1").words


def test_a_conflict_is_given_to_somebody_and_then_to_nobody(office: Office, steward: Program) -> None:
    assert steward.post("/conflicts/1/assign", {"assignee": "admin"}).document["assignee"] == "admin"
    assert steward.get("/conflicts", whose="admin").document["total"] == 1
    assert steward.post("/conflicts/1/assign", {"assignee": None}).document["assignee"] == ""
    assert steward.get("/conflicts", whose="admin").document["total"] == 0


@pytest.mark.parametrize(
    ("act", "body", "answer"),
    [
        ("comment", {"text": " "}, (422, "no_words")),
        ("comment", {"text": "x" * 1001}, (422, "json")),
        ("assign", {"assignee": "nobody-here"}, (422, "no_user")),
        ("assign", {}, (422, "json")),
        ("withdraw", None, (409, "no_proposal")),
    ],
)
def test_what_says_nothing_is_told(steward: Program, act: str, body: Any, answer: tuple[int, str]) -> None:
    told = steward.post(f"/conflicts/1/{act}", body)
    assert (told.status, told.document["code"]) == answer
    assert steward.get("/conflicts/1").document["conflict"]["said"] == []


@pytest.mark.parametrize(
    ("act", "body"), [("comment", {"text": "x"}), ("assign", {"assignee": None}), ("withdraw", None)]
)
def test_a_conflict_that_is_not_there_is_told(steward: Program, act: str, body: Any) -> None:
    told = steward.post(f"/conflicts/99/{act}", body)
    assert (told.status, told.document["code"]) == (404, "no_conflict")


def test_what_waits_for_a_second_person_is_taken_back(office: Office, steward: Program) -> None:
    seen = steward.get("/conflicts/1").document["conflict"]["seen"]
    assert steward.post("/conflicts/1/decide", {"seen": seen, "choice": 1}).document["decided"]["kind"] == "proposed"
    told = steward.post("/conflicts/1/withdraw")
    assert [one["kind"] for one in told.document["said"]] == ["propose", "withdraw"]
    assert steward.get("/conflicts/1").document["conflict"]["proposal"] is None


def test_an_undo_shows_what_it_would_write_and_then_writes_it(office: Office, operator: Program) -> None:
    plan = operator.post("/undo/plan", {"run": 2})
    assert (plan.document["undo"]["run"], _fields(plan), _note(office)) == (None, [("notes", "VIP", None)], "VIP")
    assert office.audited()[-2:] == ["token_acted", "undo_seen"]
    done = operator.post("/undo", {"run": 2, "seen": plan.document["seen"]})
    assert (done.document["undo"]["of"], done.document["is_complete"], office.woken) == ([2], True, 1)
    assert not _note(office)
    assert office.audited()[-1] == "undone"


def test_an_undo_of_one_record_or_of_one_field_names_it_as_the_command_does(operator: Program) -> None:
    customer = operator.post("/undo/plan", {"run": 2}).document["undo"]["writes"][0]["change"]["golden"]
    for named in ({"record": customer}, {"record": "beta/people/b1", "field": "notes"}, {"run": 2, "field": "notes"}):
        assert _fields(operator.post("/undo/plan", named)) == [("notes", "VIP", None)]


def test_an_undo_of_a_decision_puts_back_what_was_written_for_it(office: Office) -> None:
    office.quarrel()
    asks = program(office)
    seen = asks.get("/conflicts/1").document["conflict"]["seen"]
    number = asks.post("/conflicts/1/decide", {"seen": seen, "choice": 1}).document["decided"]["decision"]
    office.lab.sync()
    assert office.lab["beta"].records["b1"]["job"] == "部長"
    plan = asks.post("/undo/plan", {"decision": number})
    asks.post("/undo", {"decision": number, "seen": plan.document["seen"]})
    assert office.lab["beta"].records["b1"]["job"] == "課長"
    assert asks.get("/conflicts/1").document["conflict"]["conflict"]["state"] == "open"


def test_an_undo_that_would_do_something_else_by_now_does_nothing(office: Office, operator: Program) -> None:
    plan = operator.post("/undo/plan", {"run": 2})
    office.lab["beta"].user_edits("b1", notes="得意先")
    late = operator.post("/undo", {"run": 2, "seen": plan.document["seen"]})
    assert (late.status, late.document["code"], _note(office)) == (409, "undo_moved", "得意先")


def test_the_page_of_an_undo_does_nothing_but_what_it_has_shown(office: Office, operator: Program) -> None:
    browser = office.browser("operator")
    plan = browser.get("/runs/2/undo")
    office.lab["beta"].user_edits("b1", notes="得意先")
    late = browser.sends(plan, "/runs/2/undo")
    assert (late.status, "look at it again" in late.words, _note(office)) == (409, True, "得意先")


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ({}, (422, "undo_what")),
        ({"run": 2, "decision": 1}, (422, "undo_what")),
        ({"field": "notes"}, (422, "undo_whose_field")),
        ({"run": 99}, (404, "no_run")),
        ({"record": "beta/people/none"}, (404, "no_record")),
        ({"decision": 99}, (404, "no_decision")),
        ({"merge": "person/99"}, (404, "no_golden")),
        ({"run": 1}, (409, "undo_nothing")),
        ({"run": 0}, (422, "json")),
        ({"everything": True}, (422, "json")),
    ],
)
def test_what_cannot_be_undone_is_told(operator: Program, named: dict[str, Any], answer: tuple[int, str]) -> None:
    for path, more in (("/undo/plan", {}), ("/undo", {"seen": "0" * 16})):
        told = operator.post(path, {**named, **more})
        assert (told.status, told.document["code"]) == answer


def test_an_undo_is_not_done_unseen(office: Office, operator: Program) -> None:
    assert operator.post("/undo", {"run": 2}).status == 422
    assert _note(office) == "VIP"
