"""Another configuration is tried on a copy, and what it is said to do is what it does."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import MAPPING, Office, yamada

__all__ = ["office", "types"]

BOOKS_WIN = "survivorship: {default: {strategy: source_priority, order: [books, sales]}}\n"


@pytest.fixture
def quarrelling(office: Office, types: Types) -> Office:
    """Two lists that gave one customer two phones; the later one stands."""
    office.configure()
    office.list_customers("books", yamada())
    office.list_customers("sales", yamada())
    types("sync")
    office.list_customers("books", yamada("03-1111-1111", at="2026-04-02 09:00"))
    office.list_customers("sales", yamada("03-2222-2222", at="2026-04-03 09:00"))
    types("sync")
    return office


def everything(office: Office) -> list[str]:
    with sqlite3.connect(office.folder / "hub.db") as connection:
        return list(connection.iterdump())


def written(office: Office) -> dict[str, Any]:
    return {name: office.customers(name) for name in ("books", "sales")}


def test_the_configuration_in_force_changes_nothing(quarrelling: Office, types: Types) -> None:
    said = types("simulate")
    assert (said.code, "変わるものはありません" in said.out) == (0, True)


def test_another_rule_is_told_with_the_values_that_it_would_change(quarrelling: Office, types: Types) -> None:
    quarrelling.configure(BOOKS_WIN)
    said = types("--lang", "en", "simulate")
    assert said.code == 2
    for words in ("1 changed", "+81322222222 → +81311111111", "books/rows"):
        assert words in said.out


def test_a_simulation_touches_neither_the_store_nor_the_systems(quarrelling: Office, types: Types) -> None:
    quarrelling.configure(BOOKS_WIN)
    before = everything(quarrelling), written(quarrelling)
    types("simulate")
    assert (everything(quarrelling), written(quarrelling)) == before


def test_what_is_told_is_what_the_next_sync_does(quarrelling: Office, types: Types) -> None:
    quarrelling.configure(BOOKS_WIN)
    told = types("--json", "simulate").document
    types("sync")
    assert {change["stream"]: change["payload"]["電話番号"] for change in told["changes"]} == {
        f"{name}/rows": rows[0]["電話番号"] for name, rows in written(quarrelling).items()
    }


def test_a_mapping_that_tells_who_is_who_is_seen_to_join_them(office: Office, types: Types) -> None:
    office.write("rows.yaml", MAPPING.replace("      corporate_number: 法人番号\n", ""))
    office.list_customers("books", yamada("03-1111-1111"))
    office.list_customers("sales", yamada("03-2222-2222"))
    types("sync")
    office.write("rows.yaml", MAPPING)
    told = types("--json", "simulate").document
    assert told["moves"] == [{"from": "company/2", "to": "company/1", "records": 1, "merges": True}]
    assert told["entities"]["company"]["merged"] == 1


def test_records_that_the_new_mapping_refuses_are_named_with_the_reason(quarrelling: Office, types: Types) -> None:
    quarrelling.write(
        "rows.yaml", MAPPING.replace("notes: 備考", "rank: {from: 会社名, values: {A: 重点}, write: never}")
    )
    told = types("--json", "simulate").document
    assert told["refused"] == {"books/rows": 1, "sales/rows": 1}
    first = told["refusals"][0]
    assert (first["record"], "company.rank" in first["reason"]) == ("sales/rows/C1", True)
