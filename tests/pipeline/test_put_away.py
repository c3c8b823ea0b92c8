"""What the hub has put away in a system that goes on listing it stays put away, until somebody takes it out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.freee.twin import FreeeTwin
from connectors.hubspot.twin import HubSpotTwin
from hub.steward.drift import audit
from tests.e2e.worlds import Installation, csv_text, sheet_world

CONFIG = """\
hub: 1
language: en
connections:
  sheet:
    connector: excel
    settings: {path: customers.csv, key: [コード]}
    streams:
      rows: {mapping: rows.yaml}
  books:
    connector: freee
    settings:
      company_id: 1
      client_id: twin-client
      client_secret: ${env:SECRET}
      refresh_token: ${env:REFRESH}
      base_url: http://freee.test
      token_url: http://freee.test/public_api/token
    streams:
      partners: {push: {create: true, update: true, delete: archive}}
  crm:
    connector: hubspot
    settings: {access_token: "${env:SECRET}", base_url: "http://hubspot.test"}
    streams:
      companies: {push: {create: true, update: true, delete: archive}}
"""
NAME = "青空商店"
OTHERS = [(f"D{n}", f"みどり商会{n}", f"03-3210-10{n:02}", "", "", "") for n in range(9)]


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    """A customer whom somebody has taken out of the sheet, so that the hub has put it away in the other systems."""
    world = sheet_world(tmp_path)
    world.write("config.yaml", CONFIG)
    world.environ |= {"SECRET": "twin-secret", "REFRESH": "refresh-0"}
    world.systems |= {"books": FreeeTwin(world.clock), "crm": HubSpotTwin(world.clock)}
    world.write("customers.csv", csv_text(("C1", NAME, "03-3210-0001", "", "", ""), *OTHERS))
    world.sync()
    world.clock.goes_on(days=3)
    world.write("customers.csv", csv_text(*OTHERS))
    world.sync()
    assert _partner(world)["available"] is False
    return world


def _partner(world: Installation) -> dict[str, object]:
    return next(one for one in world.systems["books"].tables["partners"].values() if one["name"] == NAME)


def _in_crm(world: Installation) -> bool:
    twin = world.systems["crm"]
    assert isinstance(twin, HubSpotTwin)
    return NAME in {held.get("name") for held in twin.records("companies").values()}


def test_a_partner_that_the_hub_has_put_out_of_use_brings_its_customer_back_nowhere(world: Installation) -> None:
    for _ in range(3):
        world.sync()
        assert not _in_crm(world)


def test_a_partner_that_the_hub_has_put_out_of_use_is_no_drift(world: Installation) -> None:
    world.clock.goes_on(days=3)
    with world.hub_at_work() as at_work:
        assert audit(at_work, ["books"]).drifted == 0


def test_a_partner_that_somebody_takes_into_use_again_is_a_customer_again(world: Installation) -> None:
    world.sync()
    world.systems["books"].user_edits("partners", str(_partner(world)["id"]), {"available": True})
    world.sync()
    assert _in_crm(world)


def test_a_partner_that_people_put_out_of_use_stays_the_customer_that_it_is(world: Installation) -> None:
    other = next(one for one in world.systems["books"].tables["partners"].values() if one["name"] != NAME)
    world.systems["books"].user_edits("partners", str(other["id"]), {"available": False, "phone": "06-6341-0002"})
    world.sync()
    assert "+81663410002" in {company.get("phone") for company in world.golden()}
