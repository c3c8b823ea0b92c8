"""What the mappings of freee say holds against freee's own records, there and back."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.mapping import CompiledMapping, compile_mapping
from hub.mapping.examples import run_examples
from hub.mapping.load import load_mapping_file
from hub.model import CanonicalSchema
from hub.sdk.records import Change, RawRecord
from tests.connectors.test_freee import World

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"
JSON = msgspec.json.Decoder(float_hook=Decimal)
ADDRESS = {
    "zipcode": "1000005",
    "prefecture_code": 12,
    "street_name1": "千代田区丸の内1-1-1",
    "street_name2": "見本ビル",
}


@cache
def mapping(stream: str) -> CompiledMapping:
    schema = CanonicalSchema()
    return compile_mapping(load_mapping_file(MAPPINGS / f"freee.{stream}.yaml", schema), schema)


@pytest.fixture
def world() -> World:
    return World()


def mapped(record: RawRecord, stream: str) -> dict[str, dict[str, Any]]:
    return dict(mapping(stream).map(JSON.decode(record.payload)).parts)


def first(world: World, stream: str) -> dict[str, dict[str, Any]]:
    return mapped(world.pull(world.connector(), stream)[0][0], stream)


@pytest.mark.parametrize("stream", ["partners", "invoices", "deals"])
def test_the_examples_hold(stream: str) -> None:
    assert run_examples(mapping(stream)) == []


def test_what_is_written_back_is_read_the_same(world: World) -> None:
    compiled = mapping("partners")
    world.twin.seed(partners=[{"name": "山田商店", "phone": "03-1234-5678", "address_attributes": ADDRESS}])
    company = first(world, "partners")["company"]
    payload = compiled.unmap("company", {**company, "name": "写し商店"}, compiled.writable_fields("company"))
    made = world.push(world.connector(), Change("k", "create", payload=payload))
    assert mapped(RawRecord("x", made.payload or b""), "partners")["company"] == {**company, "name": "写し商店"}


def test_a_company_of_a_name_only_can_be_created(world: World) -> None:
    compiled = mapping("partners")
    payload = compiled.unmap("company", {"name": "名だけ"}, compiled.writable_fields("company"))
    assert world.push(world.connector(), Change("k", "create", payload=payload)).outcome == "done"


def test_every_field_of_a_company_but_the_name_can_be_emptied(world: World) -> None:
    compiled = mapping("partners")
    world.twin.seed(partners=[{"id": 5, "name": "山田商店", "phone": "03-1234-5678", "address_attributes": ADDRESS}])
    payload = compiled.unmap("company", {"name": "山田商店"}, compiled.writable_fields("company"))
    world.push(world.connector(), Change("k", "update", "5", payload))
    assert first(world, "partners")["company"] == {"name": "山田商店"}


def test_the_code_is_never_written() -> None:
    assert "code" not in mapping("partners").writable_fields("company")


def test_a_partner_without_a_contact_is_a_company_alone(world: World) -> None:
    world.twin.seed(partners=[{"name": "山田商店", "contact_name": "", "email": "info@example.com"}])
    assert list(first(world, "partners")) == ["company"]


def test_an_invoice_names_its_customer(world: World) -> None:
    world.twin.seed(invoices=[{"partner_id": 101}])
    assert first(world, "invoices")["invoice"]["company"] == "partners/101#company"


def test_an_amount_with_a_fraction_of_zero_is_a_whole_amount(world: World) -> None:
    world.twin.seed(invoices=[{"amount_including_tax": 11000.0}])
    assert first(world, "invoices")["invoice"]["amount"] == "11000"


def test_a_sale_without_a_customer_is_kept(world: World) -> None:
    world.twin.seed(deals=[{"partner_id": None, "amount": 500}])
    assert first(world, "deals")["purchase"]["amount"] == "500"
