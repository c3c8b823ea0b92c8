"""freee's connector and its twin are both held against freee's own documents."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.freee.connector import FreeeConnector
from connectors.freee.twin import FreeeTwin
from hub.sdk.records import Change
from hub.sdk.testing.openapi import Checked, Contract, ContractMismatchError
from tests.connectors.test_freee import World, settings_with

SPECS = Path(os.environ.get("CUSTOMER_HUB_SPECS") or Path(__file__).resolve().parents[2] / ".." / "shared" / "specs")

pytestmark = pytest.mark.specs

WHOLE_PARTNER: dict[str, Any] = {
    "name": "全項目商事",
    "shortcut1": "ZEN",
    "org_code": 1,
    "country_code": "JP",
    "long_name": "株式会社全項目商事",
    "name_kana": "ゼンコウモクショウジ",
    "default_title": "御中",
    "phone": "03-1234-5678",
    "contact_name": "営業 花子",
    "email": "hanako@example.com",
    "invoice_registration_number": "T1234567890123",
    "qualified_invoice_issuer": True,
    "address_attributes": {"zipcode": "100-0005", "prefecture_code": 12, "street_name1": "千代田区丸の内1-1-1"},
    "payment_term_attributes": {"cutoff_day": 32, "additional_months": 1, "fixed_day": 32},
}


@pytest.fixture(scope="module")
def contracts() -> tuple[Contract, Contract]:
    folder = SPECS / "freee"
    if not folder.is_dir():
        pytest.skip("the vendors' contracts are absent: set CUSTOMER_HUB_SPECS to the folder that holds freee/")
    accounting, invoices = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("accounting.openapi.json", "invoice-iv.openapi.json")
    )
    return Contract(accounting), Contract(invoices, base_path="/iv")


@pytest.fixture
def world() -> World:
    return World()


def checked(world: World, contracts: tuple[Contract, Contract]) -> Checked:
    return Checked(world.twin.as_transport(), *contracts, ignoring=("/public_api/",))


def connector_on(world: World, transport: Checked, **settings: Any) -> FreeeConnector:
    return FreeeConnector(settings_with(**settings), world.context(transport))


def test_check_conforms(world: World, contracts: tuple[Contract, Contract]) -> None:
    assert connector_on(world, checked(world, contracts)).check()


@pytest.mark.parametrize("stream", ["partners", "invoices", "deals"])
def test_reading_conforms(world: World, contracts: tuple[Contract, Contract], stream: str) -> None:
    world.twin.seed(
        partners=[
            {"name": "甲"},
            {"name": "乙", **{k: v for k, v in WHOLE_PARTNER.items() if k != "name"}},
            {"name": "丙"},
        ],
        invoices=[{"subject": "五月分"}, {"payment_date": "2024-06-30"}, {}],
        deals=[{"description": "保守"}, {"payments": [PAYMENT]}, {}],
    )
    connector = connector_on(world, checked(world, contracts), page_size=2, window_days=900)
    cursor = world.pull(connector, stream)[1]
    assert len(world.pull(connector, stream, cursor)[0]) == 3


PAYMENT = {
    "id": 1,
    "date": "2024-06-30",
    "from_walletable_type": "bank_account",
    "from_walletable_id": 1,
    "amount": 11000,
}


def test_writing_every_field_conforms(world: World, contracts: tuple[Contract, Contract]) -> None:
    connector = connector_on(world, checked(world, contracts))
    made = world.push(connector, Change("k", "create", payload=WHOLE_PARTNER))
    assert world.push(connector, Change("k", "update", made.external_id, WHOLE_PARTNER)).outcome == "done"


def test_emptying_every_field_that_can_be_conforms(world: World, contracts: tuple[Contract, Contract]) -> None:
    world.twin.seed(partners=[{"id": 5, **WHOLE_PARTNER}])
    keeps = {"name", "country_code", "qualified_invoice_issuer"}
    change = Change("k", "update", "5", dict.fromkeys(WHOLE_PARTNER.keys() - keeps))
    assert world.push(connector_on(world, checked(world, contracts)), change).outcome == "done"


def test_archiving_looking_up_and_deleting_conform(world: World, contracts: tuple[Contract, Contract]) -> None:
    world.twin.seed(partners=[{"id": 5, "name": "甲 乙"}])
    connector = connector_on(world, checked(world, contracts))
    changes = [
        Change("k", "archive", "5"),
        Change("k", "lookup", payload={"name": "甲 乙"}),
        Change("k", "lookup", "5"),
        Change("k", "delete", "5"),
    ]
    assert [world.push(connector, change).outcome for change in changes] == ["done", "found", "found", "done"]


def test_refusals_conform(world: World, contracts: tuple[Contract, Contract]) -> None:
    world.twin.seed(partners=[{"id": 5, "name": "甲"}, {"id": 6, "name": "乙"}], deals=[{"partner_id": 6}])
    world.twin.user_archives("5")
    connector = connector_on(world, checked(world, contracts))
    changes = [
        Change("k", "create", payload={"name": "甲"}),
        Change("k", "update", "5", {"phone": "1"}),
        Change("k", "update", "99", {"name": "丙"}),
        Change("k", "delete", "6"),
        Change("k", "delete", "99"),
    ]
    outcomes = [world.push(connector, change).outcome for change in changes]
    assert outcomes == ["rejected", "rejected", "missing", "rejected", "missing"]


def test_a_burst_conforms(world: World, contracts: tuple[Contract, Contract]) -> None:
    connector = connector_on(world, checked(world, contracts))
    connector.check()
    world.twin.punish_burst()
    for stream in ("partners", "invoices"):
        with pytest.raises(Exception, match="ten minutes"):
            list(connector.pull(stream, None))


def test_the_twins_upsert_by_code_conforms(world: World, contracts: tuple[Contract, Contract]) -> None:
    world.twin = FreeeTwin(lambda: world.at, use_partner_code=True)
    headers = {"Authorization": f"Bearer {access_token(world)}"}
    body = {"company_id": 1, "code": "C-1", "partner": {"name": "甲"}}
    with httpx.Client(transport=checked(world, contracts), base_url="http://freee.test") as client:
        statuses = [client.put("/api/1/partners/upsert_by_code", json=body, headers=headers).status_code for _ in "ab"]
    assert statuses == [201, 200]


def access_token(world: World) -> str:
    form = {"grant_type": "refresh_token", "client_id": "twin-client", "client_secret": "twin-secret"}
    return str(world.twin.tokens.refresh({**form, "refresh_token": "refresh-0"}, 1)[1]["access_token"])


def test_the_check_would_notice_an_update_without_a_name(contracts: tuple[Contract, Contract]) -> None:
    with pytest.raises(ContractMismatchError, match="'name' is a required property"):
        contracts[0].check_request("PUT", "/api/1/partners/5", body=b'{"company_id":1,"phone":"1"}')


def fields_of(document: Any, schema: Any, before: str = "") -> set[str]:
    """The paths of a record's fields, as manifests spell them."""
    if "$ref" in schema:
        return fields_of(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], before)
    if "items" in schema:
        return fields_of(document, schema["items"], f"{before}.*")
    if "properties" in schema:
        inner = schema["properties"].items()
        return {path for name, below in inner for path in fields_of(document, below, f"{before}.{name}".strip("."))}
    return {before}


@pytest.mark.parametrize(
    ("file", "path", "stream"),
    [
        ("accounting.openapi.json", "/api/1/partners", "partners"),
        ("accounting.openapi.json", "/api/1/deals", "deals"),
        ("invoice-iv.openapi.json", "/invoices", "invoices"),
    ],
)
def test_the_manifests_fields_are_those_of_the_contract(
    contracts: tuple[Contract, Contract], file: str, path: str, stream: str
) -> None:
    document = json.loads((SPECS / "freee" / file).read_text(encoding="utf-8"))
    answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    listed = {name.partition("*.")[2] for name in fields_of(document, answer) if name.startswith(f"{stream}.*.")}
    manifest = FreeeConnector(settings_with(), World().context()).streams()[stream]
    assert {name for name in listed if not manifest.has_field(name.split("."))} == set()
    spelt = {name.removesuffix(".**") for name in manifest.fields}
    unlisted = {name for name in spelt if not any(f"{one}.".startswith(f"{name}.") for one in listed)}
    # Only the answer for a single partner shows its payment terms.
    assert {name for name in unlisted if "payment_term_attributes" not in name} == set()
