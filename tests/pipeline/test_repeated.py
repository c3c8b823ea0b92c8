"""What freee wants to see again in every update stays as people have written it."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.freee.twin import FreeeTwin
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
      partners: {push: {update: true}}
"""


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    world = sheet_world(tmp_path)
    world.write("config.yaml", CONFIG)
    world.environ |= {"SECRET": "twin-secret", "REFRESH": "refresh-0"}
    twin = FreeeTwin(world.clock)
    twin.seed(partners=[{"id": 5, "name": "㈱青空商店（旧：空）", "phone": "03-3210-0001"}])
    world.systems["books"] = twin
    _save(world, phone="03-3210-0001")
    world.sync()
    return world


def _save(world: Installation, **cells: str) -> None:
    row = {"name": "株式会社青空商店(旧:空)", "phone": "", "notes": "", **cells}
    world.write("customers.csv", csv_text(("C1", row["name"], row["phone"], "", "", row["notes"])))
    world.clock.goes_on(days=1)


def _partner(world: Installation) -> dict[str, object]:
    return dict(world.systems["books"].tables["partners"]["5"])


def test_a_partner_whose_phone_is_corrected_keeps_its_name_to_the_letter(world: Installation) -> None:
    _save(world, phone="03-3210-9999")
    world.sync()
    partner = _partner(world)
    assert (partner["name"], partner["phone"]) == ("㈱青空商店（旧：空）", "03-3210-9999")


def test_a_name_that_was_corrected_is_written(world: Installation) -> None:
    _save(world, name="株式会社青空")
    world.sync()
    assert _partner(world)["name"] == "株式会社青空"


def test_a_name_that_the_hub_has_written_is_not_taken_back_by_the_next_update(world: Installation) -> None:
    _save(world, name="株式会社青空")
    world.sync()
    _save(world, name="株式会社青空", phone="03-3210-9999")
    world.sync()
    partner = _partner(world)
    assert (partner["name"], partner["phone"]) == ("株式会社青空", "03-3210-9999")
