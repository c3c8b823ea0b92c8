"""What the connector gives, the mappings understand, and what the mappings write, HubSpot takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.hubspot.objects import MERGED_IDS, TYPES
from hub.mapping import CompiledMapping
from hub.mapping.examples import run_examples
from hub.mapping.load import compile_text
from hub.model import CanonicalSchema
from hub.sdk.records import Change
from tests.connectors.test_hubspot import World, records

MAPPINGS = Path(__file__).resolve().parents[2] / "mappings"

YAMADA = {
    "family_name": "山田",
    "given_name": "太郎",
    "email": "taro@yamada.example.com",
    "phone": "+81312345678",
    "postal_code": "100-0005",
    "prefecture": "東京都",
    "city": "千代田区",
    "street": "丸の内1-1-1",
}


def mapping_of(stream: str) -> CompiledMapping:
    name = f"hubspot.{stream}.yaml"
    return compile_text((MAPPINGS / name).read_text(encoding="utf-8"), name, CanonicalSchema())


@pytest.mark.parametrize("stream", sorted(TYPES))
def test_every_property_that_a_mapping_names_is_read(stream: str) -> None:
    mapping = mapping_of(stream)
    paths = [rule.path for part in mapping.parts.values() for rule in part.rules if rule.path]
    named = {path[1] for path in paths if path[0] == "properties"}
    assert named <= set(TYPES[stream].properties)
    assert set(TYPES[stream].properties) - named <= {MERGED_IDS, "website"}


@pytest.mark.parametrize("stream", sorted(TYPES))
def test_every_example_holds_both_ways(stream: str) -> None:
    mapping = mapping_of(stream)
    assert any(example.back for example in mapping.spec.examples)
    assert run_examples(mapping) == []


def test_a_person_that_is_written_is_read_back_the_same() -> None:
    world, mapping = World(), mapping_of("contacts")
    [company] = world.twin.seed(companies=[{"name": "山田商店"}])["companies"]
    post = {"company": f"companies/{company}#company", "title": "営業部長"}
    payload = merged(mapping.unmap("person", YAMADA, YAMADA), mapping.unmap("employment", post, post))
    [result] = world.push(Change("k", "create", payload=payload))
    assert result.outcome == "done", result.message
    parts = mapping.map(msgspec.json.decode(records(world.pull()[0])[0].payload)).parts
    assert parts["person"] == {**YAMADA, "name": "山田 太郎"}
    assert post.items() <= parts["employment"].items()


def test_a_company_that_is_written_is_read_back_the_same() -> None:
    world, mapping = World(), mapping_of("companies")
    address = {key: YAMADA[key] for key in ("phone", "postal_code", "prefecture", "city", "street")}
    doc: dict[str, Any] = {"name": "株式会社山田商店", "employees": 120, "business": "食品の卸売", **address}
    doc |= {"building": "見本ビル10F", "url": "https://yamada.example.com"}
    [result] = world.push(Change("k", "create", payload=mapping.unmap("company", doc, doc)), stream="companies")
    assert result.outcome == "done", result.message
    [record] = records(world.pull("companies")[0])
    assert mapping.map(msgspec.json.decode(record.payload)).parts["company"] == doc


def test_what_is_emptied_in_hubspot_is_an_edit() -> None:
    world, mapping = World(), mapping_of("contacts")
    world.twin.seed(contacts=[{"lastname": "山田", "jobtitle": "部長"}])
    [record] = records(world.pull()[0])
    assert "phone" in mapping.blanks(msgspec.json.decode(record.payload))["person"]


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {**one["properties"], **other["properties"]}}
