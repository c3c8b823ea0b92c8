from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.sdk.testing.openapi import Checked, Contract, ContractMismatchError

SPECS = Path(__file__).resolve().parents[3] / ".." / "shared" / "specs"

THING = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "note": {"type": "string", "nullable": True},
        "on": {"type": "string", "format": "date"},
        "properties": {"type": "object", "additionalProperties": {"type": "string"}},
        "size": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.1",
    "paths": {
        "/things": {
            "get": {
                "parameters": [
                    {"name": "account", "in": "query", "required": True, "schema": {"type": "integer"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
                    {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}},
                    {"name": "deep", "in": "query", "schema": {"type": "boolean"}},
                ],
                "responses": {"200": {"content": {"text/json": {"schema": {"$ref": "#/components/schemas/Page"}}}}},
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                },
                "responses": {"201": {"$ref": "#/components/responses/Made"}, "204": {"description": "none"}},
            },
        },
        "/things/{id}": {"get": {"responses": {"default": {"description": "any"}}}},
        "/things/mine": {"get": {"responses": {"2XX": {"description": "any"}}}},
    },
    "components": {
        "responses": {
            "Made": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/LabelledThing"}}}}
        },
        "schemas": {
            "Thing": THING,
            "Base": {"type": "object", "properties": {"id": {"type": "integer"}}},
            "LabelledThing": {
                "allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {"type": "object", "properties": {"label": {"type": "string"}}},
                ]
            },
            "Page": {
                "type": "object",
                "properties": {"things": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}},
            },
        },
    },
}


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract(DOCUMENT)


def body(value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("query", ["account=1", "account=1&limit=100", "account=1&ids=1,2", "account=1&deep=true"])
def test_a_documented_request_passes(contract: Contract, query: str) -> None:
    contract.check_request("GET", "/things", query=query)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "required"),
        ("account=x", "not of type"),
        ("account=1&limit=101", "maximum"),
        ("account=1&colour=red", "no parameter 'colour'"),
        ("account=1&ids=1,x", "not of type"),
        ("account=1&deep=maybe", "not of type"),
    ],
)
def test_an_undocumented_request_is_found(contract: Contract, query: str, reason: str) -> None:
    with pytest.raises(ContractMismatchError, match=reason):
        contract.check_request("GET", "/things", query=query)


def test_a_required_body_that_is_missing_is_found(contract: Contract) -> None:
    with pytest.raises(ContractMismatchError, match="body is required"):
        contract.check_request("POST", "/things")


def test_a_body_where_none_is_known_is_found(contract: Contract) -> None:
    with pytest.raises(ContractMismatchError, match="no body"):
        contract.check_request("GET", "/things/1", body=b"{}")


@pytest.mark.parametrize(("method", "path"), [("GET", "/thing"), ("DELETE", "/things")])
def test_an_unknown_path_or_method_is_found(contract: Contract, method: str, path: str) -> None:
    with pytest.raises(ContractMismatchError):
        contract.check_request(method, path)


def test_an_invented_field_is_found(contract: Contract) -> None:
    with pytest.raises(ContractMismatchError, match="invented"):
        contract.check_request("POST", "/things", body=body({"id": 1, "invented": 2}))


def test_a_property_that_is_called_properties_is_no_word_of_the_schema(contract: Contract) -> None:
    contract.check_request("POST", "/things", body=body({"id": 1, "properties": {"a": "b"}}))
    with pytest.raises(ContractMismatchError):
        contract.check_request("POST", "/things", body=body({"id": 1, "properties": {"a": 5}}))


@pytest.mark.parametrize("thing", [{"id": 1, "note": None}, {"id": 1, "on": "2024-05-01"}, {"id": 1, "size": 0.5}])
def test_what_the_document_allows_passes(contract: Contract, thing: dict[str, Any]) -> None:
    contract.check_response("GET", "/things", 200, body({"things": [thing]}))


@pytest.mark.parametrize(
    "thing", [{}, {"id": None}, {"id": "1"}, {"id": 1, "on": "2024-13-01"}, {"id": 1, "size": 0}, {"id": 1, "x": 1}]
)
def test_what_the_document_forbids_is_found(contract: Contract, thing: dict[str, Any]) -> None:
    with pytest.raises(ContractMismatchError):
        contract.check_response("GET", "/things", 200, body({"things": [thing]}))


def test_schemas_that_build_on_each_other_know_all_their_fields(contract: Contract) -> None:
    contract.check_response("POST", "/things", 201, body({"id": 1, "label": "x"}))
    with pytest.raises(ContractMismatchError):
        contract.check_response("POST", "/things", 201, body({"id": 1, "label": "x", "more": 1}))


def test_an_undocumented_success_is_found(contract: Contract) -> None:
    with pytest.raises(ContractMismatchError, match="documented are"):
        contract.check_response("GET", "/things", 202, b"")


def test_an_undocumented_refusal_is_let_through(contract: Contract) -> None:
    contract.check_response("GET", "/things", 429, b"slow down")


def test_a_missing_answer_body_is_found(contract: Contract) -> None:
    with pytest.raises(ContractMismatchError, match="body is missing"):
        contract.check_response("GET", "/things", 200, b"")


def test_a_fixed_path_is_preferred_to_one_with_a_part(contract: Contract) -> None:
    contract.check_response("GET", "/things/mine", 204, b"")


def test_a_base_path_stands_before_the_documents_paths() -> None:
    contract = Contract(DOCUMENT, base_path="/v1")
    assert contract.knows("/v1/things")
    assert not contract.knows("/things")


def test_a_swagger_2_body_is_checked() -> None:
    operation = {
        "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Thing"}}],
        "responses": {"200": {"schema": {"$ref": "#/definitions/Thing"}}},
    }
    contract = Contract({"swagger": "2.0", "paths": {"/t": {"post": operation}}, "definitions": {"Thing": THING}})
    contract.check_request("POST", "/t", body=body({"id": 1}))
    contract.check_response("POST", "/t", 200, body({"id": 1}))
    with pytest.raises(ContractMismatchError):
        contract.check_request("POST", "/t", body=body({"id": "x"}))


def wire(answer: httpx.Response) -> Checked:
    return Checked(httpx.MockTransport(lambda request: answer), Contract(DOCUMENT), ignoring=("/token",))


def test_both_sides_of_an_exchange_are_checked() -> None:
    checked = wire(httpx.Response(200, json={"things": [{"id": "text"}]}))
    client = httpx.Client(transport=checked, base_url="https://t.test")
    with pytest.raises(ContractMismatchError, match="answer"):
        client.get("/things", params={"account": 1})
    with pytest.raises(ContractMismatchError, match="required"):
        client.get("/things")


def test_a_right_exchange_passes_unchanged() -> None:
    checked = wire(httpx.Response(200, json={"things": [{"id": 1}]}))
    answer = httpx.Client(transport=checked).get("https://t.test/things?account=1")
    assert (answer.json(), checked.checked) == ({"things": [{"id": 1}]}, 1)


def test_a_token_endpoint_may_be_left_out() -> None:
    assert httpx.Client(transport=wire(httpx.Response(200))).get("https://t.test/token").status_code == 200


@pytest.mark.specs
def test_every_published_document_is_understood() -> None:
    if not SPECS.is_dir():
        pytest.skip("the vendors' contracts are not beside the checkout")
    for path in sorted([*SPECS.glob("*/*.openapi.json"), *SPECS.glob("*/*.swagger.json")]):
        document = json.loads(path.read_text(encoding="utf-8"))
        contract = Contract(document)
        assert all(contract.knows(template) for template in document.get("paths", ())), path
