"""The HTTP API tells what the pages and the commands tell, decides what has been seen, and says what went wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from hub.console.forms import MOST
from hub.console.security import tokens, users
from hub.console.security.scopes import NEEDED
from tests.console.office import Office
from tests.console.one_database import office
from tests.console.programs import Program, program, token_of

__all__ = ["office"]


def _conflict(office: Office) -> dict[str, Any]:
    office.quarrel()
    (listed,) = program(office).get("/conflicts").document["conflicts"]
    found: dict[str, Any] = listed["conflict"]
    return found


def test_every_document_has_its_format(office: Office) -> None:
    office.quarrel()
    asks = program(office)
    paths = ("/status", "/systems", "/runs", "/runs/1", "/conflicts", "/matches", "/customers?q=山田", "/quarantine")
    assert [(asks.get(path).status, asks.get(path).document["format"]) for path in paths] == [(200, 1)] * len(paths)


def test_a_conflict_is_decided_as_it_was_seen(office: Office) -> None:
    number = _conflict(office)["number"]
    asks = program(office, "steward", ["read", "decide"])
    seen = asks.get(f"/conflicts/{number}").document["conflict"]["seen"]
    answer = {"seen": seen, "choice": 1, "reason": "asked"}
    done = asks.post(f"/conflicts/{number}/decide", answer)
    assert (done.status, done.document["decided"]["closed"], office.woken) == (200, [number], 1)
    late = asks.post(f"/conflicts/{number}/decide", answer)
    assert (late.status, late.document["code"]) == (409, "conflict_decided")
    back = asks.post(f"/decisions/{done.document['decided']['decision']}/revoke")
    assert (back.status, back.document["revoked"]["reopened"]) == (200, [number])


def test_a_conflict_that_changed_since_is_not_decided(office: Office) -> None:
    number = _conflict(office)["number"]
    late = program(office).post(f"/conflicts/{number}/decide", {"seen": "0" * 16, "choice": 1})
    assert (late.status, late.document["code"]) == (409, "conflict_moved")


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"choice": 99},
        {"choice": -1},
        {"choice": "1"},
        {"choice": {"occupation": ["a"]}},
        {"choice": {"name": "x"}},
        {"choice": None},
        {"choice": 1, "more": 1},
    ],
)
def test_an_answer_that_is_none_is_told_and_changes_nothing(office: Office, answer: dict[str, Any]) -> None:
    number = _conflict(office)["number"]
    asks = program(office)
    seen = asks.get(f"/conflicts/{number}").document["conflict"]["seen"]
    refused = asks.post(f"/conflicts/{number}/decide", {"seen": seen, **answer})
    assert refused.status == 422
    assert asks.get(f"/conflicts/{number}").document["conflict"]["conflict"]["state"] == "open"


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"choice": {"x": ' + b"[" * 50_000, "application/json", 400),
        (b"null", "application/json", 422),
        (b'{"seen": "\\ud800", "choice": 1}', "application/json", 400),
        (b"seen=x", "application/x-www-form-urlencoded", 415),
        (b'"' + b"x" * MOST + b'"', "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_told(office: Office, raw: bytes, kind: str, status: int) -> None:
    told = program(office).post("/conflicts/1/decide", raw=raw, kind=kind)
    assert (told.status, told.headers["content-type"]) == (status, "application/problem+json")


def test_two_records_are_one_customer_until_somebody_says_otherwise(office: Office) -> None:
    office.lab["alpha"].user_creates("a1", family="山田", given="太郎", email="a@example.jp")
    office.lab["beta"].user_creates("b1", family="山田", given="太郎", email="b@example.jp")
    office.lab.sync()
    asks, pair = program(office), {"left": "alpha/people/a1", "right": "beta/people/b1"}
    pair = {name: f"{record}#person" for name, record in pair.items()}
    done = asks.post("/matches/decide", {**pair, "verdict": "same"})
    assert (done.status, done.document["decided"]["kind"]) == (200, "same")
    late = asks.post("/matches/decide", {**pair, "verdict": "different"})
    assert (late.status, "admin" in late.document["detail"]) == (409, True)


def test_a_customer_is_told_with_every_reason_and_the_look_is_audited(office: Office) -> None:
    office.quarrel()
    asks = program(office, "viewer")
    hit = asks.get("/customers", q="山田太郎").document["customers"][0]
    story = asks.get(f"/customers/{hit['golden']}").document["customer"]
    field = next(one for one in story["fields"] if one["field"] == "email")
    assert field["value"] == "yamada@example.co.jp"
    assert field["winner"]["connection"] in ("alpha", "beta")
    assert field["rule"]
    with office.lab.database.begin() as tx:
        rows = tx.rows("SELECT actor, action, facts FROM audit_entry ORDER BY id DESC LIMIT 2")
    told = [(actor, action, json.loads(facts)) for actor, action, facts in rows]
    assert told == [
        ("viewer", "customer_seen", {"golden": hit["golden"], "token": 1}),
        ("viewer", "customers_found", {"golden": [hit["golden"]], "token": 1}),
    ]


def test_an_act_of_a_program_tells_its_token(office: Office) -> None:
    program(office).post("/quarantine/retry", {})
    assert office.audited()[-1] == "token_acted"


def test_quarantine_is_listed_and_tried_again(office: Office) -> None:
    office.lab["alpha"].user_creates("a1", family="山田", founded="いつか", firm="山田商事")
    office.lab.sync()
    asks = program(office, "steward")
    (record,) = asks.get("/quarantine").document["records"]
    done = asks.post("/quarantine/retry", {"numbers": [record["number"]]})
    assert (done.status, done.document["passed"], len(done.document["retried"]["records"])) == (200, 0, 1)
    unknown = asks.post("/quarantine/retry", {"numbers": [999]})
    assert (unknown.status, unknown.document["code"]) == (404, "not_quarantined")


@pytest.mark.parametrize(
    "path",
    [
        "/conflicts/99",
        "/runs/99",
        "/runs/0",
        "/runs/x",
        f"/runs/{2**63}",
        "/customers/person/99",
        "/customers/a%0Ab/1",
        "/%0A",
        "/no",
    ],
)
def test_what_is_not_there_is_a_problem(office: Office, path: str) -> None:
    told = program(office).get(path)
    assert (told.status, told.document["status"]) == (404, 404)
    assert told.headers["content-type"] == "application/problem+json"


def test_problems_are_told_in_the_language_that_is_preferred(office: Office) -> None:
    asks = program(office)
    english, japanese = asks.get("/runs/99"), asks.get("/runs/99", {"accept-language": "ja,en;q=0.5"})
    assert "there is no run 99" in english.document["detail"]
    assert "実行 99 はありません" in japanese.document["detail"]
    assert english.document["code"] == japanese.document["code"] == "no_run"


def test_a_method_that_is_not_there_names_those_that_are(office: Office) -> None:
    told = program(office).ask("DELETE", "/status")
    assert (told.status, told.headers["allow"]) == (405, "GET")


def test_what_breaks_inside_is_a_problem_without_its_inside(office: Office) -> None:
    with office.lab.database.begin() as tx:
        tx.run(
            "INSERT INTO run (id, kind, state, config_digest, started_at, ledger) VALUES (9, 's', 'ok', '', '', '[1]')"
        )
    told = program(office).get("/runs")
    assert (told.status, told.document["code"]) == (500, "fault")
    assert [event for event, _ in office.logged] == ["page_failed"]


@pytest.mark.parametrize("shown", [None, "", "hub_guess", "é"])
def test_without_a_token_there_is_nothing(office: Office, shown: str | None) -> None:
    asks = Program(office, None)
    told = asks.get("/status", {} if shown is None else {"authorization": f"Bearer {shown}".encode()})  # type: ignore[dict-item]
    assert (told.status, told.headers["www-authenticate"]) == (401, 'Bearer realm="customer-hub"')


def test_a_browsers_session_opens_nothing_of_the_api(office: Office) -> None:
    assert office.browser("admin").get("/api/v1/status").status == 401


def test_a_token_opens_no_page(office: Office) -> None:
    token = token_of(office, "admin")
    page = office.browser().get("/runs", headers={"authorization": f"Bearer {token}"})
    assert page.location.startswith("/login")


def test_the_store_holds_no_token(office: Office) -> None:
    token = token_of(office, "admin")
    with office.lab.database.begin() as tx:
        stored = str(tx.rows("SELECT * FROM console_token")) + str(tx.rows("SELECT * FROM audit_entry"))
    assert token not in stored
    assert token.removeprefix("hub_") not in stored


def test_a_token_ends_with_its_time_its_user_and_a_word(office: Office) -> None:
    world = office.lab.world
    short, shut, revoked = (
        token_of(office, role, days=days) for role, days in (("viewer", 1), ("steward", 9), ("admin", 9))
    )
    office.lab.clock.goes_on(seconds=timedelta(days=1).total_seconds())
    users.set_disabled(world, "steward", disabled=True, author="test")
    tokens.revoke(world, 3, "test")
    assert [Program(office, token).get("/status").status for token in (short, shut, revoked)] == [401, 401, 401]
    assert [one.state for one in tokens.listing(world)] == ["over", "shut", "revoked"]


def test_a_token_of_a_number_that_is_somebody_elses_now_is_nobodys(office: Office) -> None:
    token = token_of(office, "viewer")
    office.lab.clock.goes_on(minutes=1)
    with office.lab.database.begin() as tx:
        tx.run("UPDATE console_user SET created_at = ? WHERE name = 'viewer'", office.lab.world.now_text())
    assert Program(office, token).get("/status").status == 401


def test_a_token_does_no_more_than_its_user_may_now(office: Office) -> None:
    asks = program(office, "steward")
    users.give_role(office.lab.world, "steward", "viewer", "test")
    assert asks.get("/status").status == 200
    told = asks.post("/quarantine/retry", {})
    assert (told.status, told.document["code"]) == (403, "role")


def test_a_program_that_asks_too_often_waits_and_nobody_else_does(office: Office) -> None:
    office.house.__dict__["requests_per_minute"] = 3
    asks, other = program(office), program(office, "viewer")
    assert [asks.get("/status").status for _ in range(4)] == [200, 200, 200, 429]
    told = asks.get("/status")
    assert (told.headers["retry-after"], told.document["code"]) == ("20", "often")
    assert other.get("/status").status == 200
    office.lab.clock.goes_on(seconds=20)
    assert asks.get("/status").status == 200


def test_who_guesses_tokens_is_slowed_down(office: Office) -> None:
    office.house.__dict__["requests_per_minute"] = 3
    asks = Program(office, "hub_guess")
    assert [asks.get("/status").status for _ in range(4)] == [401, 401, 401, 429]


def test_the_description_is_for_anybody_and_names_every_route(office: Office) -> None:
    told = Program(office, None).get("/openapi.json")
    paths = told.document["paths"]
    named = {(method.upper(), f"/api/v1{path}") for path, methods in paths.items() for method in methods}
    assert named == {route for route, needed in NEEDED.items() if needed is not None}
    names = [operation["operationId"] for methods in paths.values() for operation in methods.values()]
    assert len(names) == len(set(names)) == len(named)
    assert "decide_conflict" in names
    assert all(operation["security"] for methods in paths.values() for operation in methods.values())
