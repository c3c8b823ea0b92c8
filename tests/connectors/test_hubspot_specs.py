"""HubSpot's connector and its twin are both held against the contracts taken from HubSpot's own client."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx
import pytest

from connectors.hubspot import HubSpot
from connectors.hubspot.settings import HubSpotSettings
from hub.sdk.records import Change
from hub.sdk.testing.openapi import Checked, Contract, ContractMismatchError
from tests.connectors.test_hubspot import TOKEN, World, create, lookup, person, update

SPECS = Path(os.environ.get("CUSTOMER_HUB_SPECS") or Path(__file__).resolve().parents[2] / ".." / "shared" / "specs")

pytestmark = pytest.mark.specs


@pytest.fixture(scope="module")
def contracts() -> list[Contract]:
    folder = SPECS / "hubspot"
    if not folder.is_dir():
        pytest.skip("the vendors' contracts are absent: set CUSTOMER_HUB_SPECS to the folder that holds hubspot/")
    names = ("contacts", "companies", "associations-v4", "oauth")
    return [Contract(json.loads((folder / f"{name}.openapi.json").read_text(encoding="utf-8"))) for name in names]


@pytest.fixture
def world(contracts: list[Contract]) -> World:
    world = World()
    # The real API shows an empty property as null, which this contract does not know.
    world.twin.switches.shows_null = False
    world.transport = Checked(world.twin.as_transport(), *contracts, ignoring=("/crm/v3/properties/",))
    world.twin.seed(
        contacts=[person(n) for n in range(3)],
        companies=[{"name": "甲", "domain": "a.example.com"}, {"name": "乙"}],
    )
    return world


@pytest.mark.parametrize("stream", ["contacts", "companies"])
def test_reading_conforms(world: World, stream: str) -> None:
    world.connector().check()
    _, cursor = world.pull(stream, page_size=2)
    world.twin.user_deletes(stream, min(world.twin.records(stream)))
    world.clock.advance(7200)
    assert world.pull(stream, cursor)[0]


def test_creating_conforms(world: World) -> None:
    results = world.push(
        create("k1", email="n@example.com", associatedcompanyid="50000001"),
        create("k2", email="p1@example.com"),
        create("k3", email="nothing"),
    )
    assert [result.outcome for result in results] == ["done", "found", "rejected"]


def test_creating_by_a_key_conforms(world: World) -> None:
    world.twin.stores["companies"].define("hub_key", unique=True)
    for _ in range(2):
        [result] = world.push(create("k", name="丙", hub_key="C-1"), stream="companies", company_key="hub_key")
        assert result.outcome == "done"


def test_updating_conforms(world: World) -> None:
    world.twin.user_merges("contacts", "101", "103")
    results = world.push(
        update("k1", "101", jobtitle="部長", phone=None, associatedcompanyid="50000001"),
        update("k2", "999", jobtitle="部長"),
        update("k3", "103", jobtitle="部長"),
        update("k4", "102", associatedcompanyid="777"),
    )
    assert [result.outcome for result in results] == ["done", "missing", "moved", "rejected"]


def test_taking_a_company_away_conforms(world: World) -> None:
    world.twin.user_links("101", "50000001")
    world.twin.user_links("103", "50000002")
    world.twin.user_labels("103", "50000002", "請求先担当")
    results = world.push(*(update(f"k{one}", one, associatedcompanyid=None) for one in ("101", "102", "103")))
    assert [result.outcome for result in results] == ["done", "done", "done"]


def test_archiving_conforms(world: World) -> None:
    assert world.push(Change("k", "archive", "101"))[0].outcome == "done"


def test_looking_up_conforms(world: World) -> None:
    contacts = world.push(lookup("k1", email="p1@example.com"), Change("k2", "lookup", "999"))
    companies = world.push(lookup("k3", name="乙", domain="b.example.com"), stream="companies")
    assert [result.outcome for result in [*contacts, *companies]] == ["found", "missing", "found"]


def test_refusing_a_whole_batch_conforms(world: World) -> None:
    world.twin.switches.accepts_traces = False
    results = world.push(create("k1", email="n@example.com"), create("k2", email="p1@example.com"))
    assert [result.outcome for result in results] == ["done", "found"]


def test_fetching_a_token_conforms(world: World) -> None:
    settings = HubSpotSettings.model_validate(
        {
            "base_url": "http://hubspot.test",
            "token_url": "http://hubspot.test/oauth/v1/token",
            "client_id": "client",
            "client_secret": "secret",
            "refresh_token": "refresh",
        }
    )
    assert HubSpot(settings, world.context()).check()


def test_the_twins_merge_conforms(world: World) -> None:
    body = {"primaryObjectId": "101", "objectIdToMerge": "102"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(transport=world.transport, base_url="http://hubspot.test") as client:
        assert client.post("/crm/v3/objects/contacts/merge", json=body, headers=headers).json()["id"] == "101"


def test_the_check_would_notice_a_number_among_the_properties(contracts: list[Contract]) -> None:
    body = b'{"inputs":[{"id":"1","properties":{"zip":1000005}}]}'
    with pytest.raises(ContractMismatchError, match="not of type 'string'"):
        contracts[0].check_request("POST", "/crm/v3/objects/contacts/batch/update", body=body)
