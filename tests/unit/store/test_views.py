"""The views that spreadsheets read: one column a field, numbers as numbers, and only living records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from hub.model.custom import CustomField
from hub.model.derived import DERIVED_LABELS
from hub.model.schema import CanonicalSchema
from hub.store.database import Database
from hub.store.migrate import open_store
from hub.store.views import FIGURES_OF, NAMES, views_digest
from tests.unit.store.conftest import SCHEMA


def _insert(database: Database, golden_id: int, entity: str, doc: dict[str, Any], heir: int | None = None) -> None:
    with database.begin() as tx:
        tx.run(
            "INSERT INTO golden (id, entity, doc, version, redirect_to, run_id, changed_at) "
            "VALUES (?, ?, ?, 1, ?, 1, '2026-04-01T09:00:00.000Z')",
            golden_id,
            entity,
            msgspec.json.encode(doc).decode(),
            heir,
        )


def _rows(database: Database, view: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.exec_driver_sql(f"SELECT * FROM {view} ORDER BY id")]


def test_every_field_has_a_column(database: Database) -> None:
    for number, (entity, view) in enumerate(sorted(NAMES.items()), 1):
        _insert(database, number, entity, {})
        (row,) = _rows(database, view)
        specs = SCHEMA.fields(entity).values()
        assert set(row) == {
            "id",
            "version",
            "changed_at",
            *(["customer_id"] if entity in ("invoice", "payment") else []),
            *(f"{spec.name}_id" if spec.ref_entity else spec.name for spec in specs),
        }


def test_every_derived_figure_has_a_column(database: Database) -> None:
    for number, (entity, view) in enumerate(FIGURES_OF.items(), 1):
        _insert(database, number, entity, {})
        (row,) = _rows(database, view)
        assert set(row) == {"id", *DERIVED_LABELS}


def test_amounts_whole_numbers_and_references_are_numbers(database: Database) -> None:
    _insert(database, 7, "invoice", {"company": "company/42", "amount": "1200.5", "issued_on": "2026-04-01"})
    (row,) = _rows(database, "invoices")
    assert (row["company_id"], row["issued_on"]) == (42, "2026-04-01")
    assert Decimal(str(row["amount"])) == Decimal("1200.5")
    _insert(database, 8, "company", {"name": "アクメ", "employees": 30, "tags": ["優良"]})
    (company,) = _rows(database, "companies")
    assert (company["employees"], company["name"], msgspec.json.decode(company["tags"])) == (30, "アクメ", ["優良"])


def test_amounts_add_up_in_sql(database: Database) -> None:
    for number, amount in enumerate(["1000", "200.25"], start=1):
        _insert(database, number, "invoice", {"amount": amount})
    with database.begin() as tx:
        ((total,),) = tx.rows("SELECT sum(amount) FROM invoices")
    assert Decimal(str(total)) == Decimal("1200.25")


def test_merged_records_are_not_shown(database: Database) -> None:
    _insert(database, 1, "person", {"name": "山田"})
    _insert(database, 2, "person", {"name": "山田"}, heir=1)
    assert [row["id"] for row in _rows(database, "people")] == [1]


def test_what_is_not_known_is_null(database: Database) -> None:
    _insert(database, 1, "invoice", {})
    (row,) = _rows(database, "invoices")
    assert (row["amount"], row["company_id"], row["issued_on"]) == (None, None, None)


def test_views_follow_custom_fields(database: Database, store_url: str) -> None:
    extended = CanonicalSchema(
        {
            "person": {
                "好み": CustomField(label_ja="好み", label_en="Taste"),
                "o'clock": CustomField(label_ja="数", label_en="Number", kind="integer"),
            }
        }
    )
    assert views_digest(extended) != views_digest(SCHEMA)
    again = open_store(store_url, extended)
    _insert(again, 1, "person", {"custom.好み": "茶", "custom.o'clock": 9})
    (row,) = _rows(again, "people")
    assert row["custom_好み"] == "茶"
    assert row["custom_o'clock"] == 9
    again.close()
