"""Batch answers in the shapes that HubSpot was seen to give, and that the twin does not give by itself."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from hub.sdk.errors import BrokenContractError
from hub.sdk.records import Change, PushResult
from tests.connectors.test_hubspot import World, create, lookup, person, update

JSON = {"content-type": "application/json"}


@pytest.fixture
def world() -> World:
    world = World()
    world.twin.seed(contacts=[person(n) for n in range(3)], companies=[{"name": "甲"}])
    return world


def answer(world: World, status: int, ending: str, **body: Any) -> None:
    path = f"/crm/v3/objects/contacts/batch/{ending}"
    world.twin.fail_next(status=status, headers=JSON, body=msgspec.json.encode(body), path=path)


def row(record_id: str, **properties: str | None) -> dict[str, Any]:
    return {"id": record_id, "properties": properties}


def outcomes(results: list[PushResult]) -> list[tuple[str, str | None]]:
    return [(result.outcome, result.external_id) for result in results]


def test_results_in_another_order_find_their_changes(world: World) -> None:
    rows = [row("9", email=None, lastname="山田"), row("8", email="a@example.com", lastname="山田")]
    answer(world, 201, "create", results=rows)
    results = world.push(create("k1", lastname="山田"), create("k2", lastname="山田", email="A@example.com"))
    assert outcomes(results) == [("done", "9"), ("done", "8")]


def test_a_richer_row_is_not_taken_for_a_poorer_change(world: World) -> None:
    rows = [row("8", email="a@example.com", lastname="山田"), row("9", email=None, lastname="山田")]
    answer(world, 201, "create", results=rows)
    results = world.push(create("k1", lastname="山田"), create("k2", lastname="山田", email="a@example.com"))
    assert outcomes(results) == [("done", "9"), ("done", "8")]


def test_a_row_that_hubspot_rewrote_is_known_by_its_email(world: World) -> None:
    rows = [row("8", email="b@example.com", phone="+81 3"), row("9", email="a@example.com", phone="+81 3")]
    answer(world, 201, "create", results=rows)
    results = world.push(
        create("k1", email="a@example.com", phone="03"), create("k2", email="b@example.com", phone="03")
    )
    assert outcomes(results) == [("done", "9"), ("done", "8")]


def test_rows_that_nothing_tells_apart_are_unknown(world: World) -> None:
    answer(world, 201, "create", results=[row("8", phone="x"), row("9", phone="y")])
    results = world.push(create("k1", phone="1"), create("k2", phone="2"))
    assert outcomes(results) == [("unknown", None), ("unknown", None)]


def test_a_created_record_without_an_id_is_unknown(world: World) -> None:
    answer(world, 201, "create", results=[row("", lastname="山田")])
    assert outcomes(world.push(create("k1", lastname="山田"))) == [("unknown", None)]
    answer(world, 204, "create")
    assert outcomes(world.push(create("k1", lastname="山田"))) == [("unknown", None)]


def test_an_error_that_names_nobody_is_about_the_create_that_is_left(world: World) -> None:
    errors = [{"status": "error", "category": "VALIDATION_ERROR", "message": "no room"}]
    answer(world, 207, "create", results=[row("8", email="a@example.com")], numErrors=1, errors=errors)
    done, refused = world.push(create("k1", email="a@example.com"), create("k2", email="b@example.com"))
    assert (done.outcome, refused.outcome, refused.message) == ("done", "rejected", "no room")


def test_a_missing_record_that_the_error_does_not_name_is_found_out(world: World) -> None:
    errors = [{"category": "OBJECT_NOT_FOUND", "message": "Could not get some", "context": {"ids": [""]}}]
    answer(world, 207, "update", results=[row("101")], numErrors=1, errors=errors)
    done, missing = world.push(update("k1", "101", city="大阪市"), update("k2", "999", city="大阪市"))
    assert (done.outcome, missing.outcome) == ("done", "missing")


def test_a_refusal_that_names_nobody_is_told_of_the_update_that_is_left(world: World) -> None:
    errors = [{"category": "VALIDATION_ERROR", "message": "no such city"}]
    answer(world, 207, "update", results=[row("101")], numErrors=1, errors=errors)
    _, refused = world.push(update("k1", "101", city="大阪市"), update("k2", "102", city="?"))
    assert (refused.outcome, refused.message) == ("rejected", "no such city")


def test_an_update_that_is_left_out_without_a_word_is_unknown(world: World) -> None:
    answer(world, 207, "update", results=[])
    [result] = world.push(update("k", "101", city="大阪市"))
    assert (result.outcome, result.external_id) == ("unknown", "101")


def test_an_update_that_landed_on_the_winner_of_a_merge_says_so(world: World) -> None:
    answer(world, 200, "update", results=[{**row("102"), "objectWriteTraceId": "k"}])
    [result] = world.push(update("k", "101", city="大阪市"))
    assert (result.outcome, result.external_id) == ("done", "102")
    assert "101 was merged into 102" in result.message


def test_a_look_up_answered_with_a_stranger_is_unknown(world: World) -> None:
    answer(world, 200, "read", results=[row("101", email="other@example.com")])
    [result] = world.push(lookup("k", email="p0@example.com"))
    assert result.outcome == "unknown"


@pytest.mark.parametrize("change", [update("k", "101", city="大阪市"), create("k", email="new@example.com")])
def test_a_row_that_failed_inside_hubspot_is_not_refused_for_good(world: World, change: Change) -> None:
    context = {"objectWriteTraceId": ["k"]}
    error = {"status": "error", "category": "INTERNAL_ERROR", "message": "try again", "context": context}
    answer(world, 207, "create" if change.operation == "create" else "update", results=[], errors=[error])
    [result] = world.push(change)
    assert (result.outcome, result.message) == ("unknown", "try again")


def test_what_an_answer_could_not_read_is_not_missing(world: World) -> None:
    error = {"status": "error", "category": "INTERNAL_ERROR", "message": "try again", "context": {}}
    answer(world, 207, "read", results=[row("101", email="a@example.com")], numErrors=1, errors=[error])
    found, unread = world.push(lookup("k1", email="a@example.com"), lookup("k2", email="b@example.com"))
    assert (found.outcome, unread.outcome, unread.message) == ("found", "unknown", "try again")


def test_a_record_that_could_not_be_read_by_its_id_is_not_missing(world: World) -> None:
    error = {"status": "error", "category": "INTERNAL_ERROR", "message": "try again", "context": {"ids": ["102"]}}
    gone = {"status": "error", "category": "OBJECT_NOT_FOUND", "message": "gone", "context": {"ids": ["999"]}}
    answer(world, 207, "read", results=[], numErrors=2, errors=[error, gone])
    results = world.push(Change("k1", "lookup", "102"), Change("k2", "lookup", "999"))
    assert outcomes(results) == [("unknown", "102"), ("missing", "999")]


@pytest.mark.parametrize("body", [b"<html>no such page</html>", b'{"message":"no route"}'])
@pytest.mark.parametrize("change", [lookup("k", email="p0@example.com"), create("k", email="new@example.com")])
def test_a_proxys_404_says_nothing_of_records(world: World, change: Change, body: bytes) -> None:
    world.twin.fail_next(status=404, body=body, path="/crm/v3/objects/contacts/batch")
    with pytest.raises(BrokenContractError, match="no answer of HubSpot"):
        world.push(change)


def test_a_404_of_hubspots_in_another_shape_is_its_own(world: World) -> None:
    body = {"status": "error", "correlationId": "c", "message": "gone", "context": {"ids": "101"}}
    world.twin.fail_next(status=404, body=msgspec.json.encode(body), path="/crm/v3/objects/contacts/batch")
    [result] = world.push(update("k", "101", city="大阪市"))
    assert result.outcome == "rejected"


def test_a_page_of_a_proxy_refuses_no_change_for_good(world: World) -> None:
    world.twin.fail_next(status=400, body=b"<html>Bad Request</html>", path="/crm/v3/objects/contacts/batch")
    with pytest.raises(BrokenContractError, match="no answer of HubSpot"):
        world.push(create("k1", email="a@example.com"), create("k2", email="b@example.com"))
    assert [result.outcome for result in world.push(create("k1", email="a@example.com"))] == ["done"]


def test_a_company_is_not_taken_away_where_the_companies_cannot_be_read(world: World) -> None:
    world.twin.user_links("101", "50000001")
    path = "/crm/v4/associations/contacts/companies/batch/read"
    error = {"status": "error", "category": "INTERNAL_ERROR", "message": "try again"}
    world.twin.fail_next(status=207, body=msgspec.json.encode({"results": [], "errors": [error]}), path=path)
    [result] = world.push(update("k", "101", associatedcompanyid=None))
    assert (result.outcome, result.message.endswith("try again")) == ("rejected", True)


def test_a_refusal_without_a_body_still_has_words(world: World) -> None:
    world.twin.fail_next(status=400, path="/crm/v3/objects/contacts/batch/create")
    [result] = world.push(create("k", email="a@example.com"))
    assert (result.outcome, result.message) == ("rejected", "HubSpot gave no reason")


@pytest.mark.parametrize("times", [1, 3])
def test_a_refused_batch_of_associations_is_halved(world: World, times: int) -> None:
    path = "/crm/v4/associations/contacts/companies/batch/create"
    world.twin.fail_next(times, status=400, body=b'{"message":"no such company"}', path=path)
    results = world.push(*(update(f"k{n}", str(101 + n), associatedcompanyid="50000001") for n in range(2)))
    expected = ("done", "") if times == 1 else ("rejected", "no such company")
    assert {result.outcome for result in results} == {expected[0]}
    assert all(expected[1] in result.message for result in results)


def test_a_company_that_cannot_be_taken_away_is_told(world: World) -> None:
    world.twin.user_links("101", "50000001")
    path = "/crm/v4/associations/contacts/companies/batch/archive"
    world.twin.fail_next(status=400, body=b'{"message":"locked"}', path=path)
    [result] = world.push(update("k", "101", associatedcompanyid=None))
    assert (result.outcome, result.message.endswith("locked")) == ("rejected", True)
