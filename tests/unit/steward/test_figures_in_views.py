"""The figures of customers in SQL are those that the hub explains, whatever was bought, billed and paid."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from hub.model.derived import DERIVED_LABELS, derive
from hub.steward.figures import figures_on
from hub.store.database import Database
from hub.store.migrate import open_store
from hub.store.transaction import Transaction
from hub.store.views import FIGURES_OF
from tests.unit.store.conftest import SCHEMA, ready_schema, store_url

__all__ = ["ready_schema", "store_url"]

TOKYO = ZoneInfo("Asia/Tokyo")
CUSTOMERS = {1: "company", 2: "person", 3: "company", 4: "person", 5: "company"}
DAYS = ["2020-01-01", "2023-02-28", "2024-02-29", "2025-12-31", "2026-01-01", "2026-06-15"]


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    """A store with some customers."""
    opened = open_store(store_url, SCHEMA)
    with opened.begin() as tx:
        for number, entity in CUSTOMERS.items():
            _golden(tx, number, entity, {})
            tx.run("INSERT INTO crosswalk (source_id, golden_id, born_id) VALUES (?, ?, ?)", number, number, number)
    yield opened
    opened.close()


def _golden(tx: Transaction, number: int, entity: str, doc: dict[str, Any]) -> None:
    tx.run(
        "INSERT INTO golden (id, entity, doc, version, run_id, changed_at) VALUES (?, ?, ?, 1, 1, '2026-04-01')",
        *(number, entity, msgspec.json.encode(doc).decode()),
    )


def _link(tx: Transaction, bill: int, customer: int, verdict: str, author: str) -> None:
    tx.run(
        "INSERT INTO bill_link (bill_id, entity, day, currency, partner, is_void, party, verdict, why, customer_id, "
        "anchor_id, candidates, snapshot, author, reason, at) "
        "VALUES (?, 'invoice', '', 'JPY', '', FALSE, 0, ?, '', ?, ?, '[]', '{}', ?, '', '')",
        *(bill, verdict, customer, customer, author),
    )


def _record(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Something that was bought, billed or paid; not everything is told of it."""
    entity = chance.choice(["purchase", "purchase", "purchase", "invoice", "payment", "deal"])
    amount = str(chance.choice([chance.randint(-500, 10**6), Decimal(chance.randint(0, 10**6)) / 100]))
    told: dict[str, Any] = {
        "amount": amount,
        "price": str(chance.randint(1, 9999)),
        "quantity": chance.choice(["2", "1.5"]),
        "discount": str(chance.randint(0, 99)),
        "cost": str(chance.randint(1, 5000)),
        "at": f"{chance.choice(DAYS)}T{chance.choice(['14:59:59', '15:00:00.5'])}{chance.choice(['+00:00', '+09:00'])}",
        "issued_on": chance.choice(DAYS),
        "currency": chance.choice(["JPY", "JPY", "USD"]),
        "status": chance.choice(["入金済み", "Void", "取消", "paid"]),
    }
    return entity, {name: value for name, value in told.items() if chance.random() < 0.7}


def _fill(tx: Transaction, chance: random.Random) -> None:
    for number in range(100, 100 + chance.randint(0, 60)):
        entity, doc = _record(chance)
        _golden(tx, number, entity, doc)
        for field in chance.sample(["company", "person"], chance.randint(0, 2)):
            owner = chance.choice(list(CUSTOMERS)[:-1])
            tx.run("INSERT INTO golden_link (golden_id, field, target_id) VALUES (?, ?, ?)", number, field, owner)
        if entity in ("invoice", "payment") and chance.random() < 0.6:
            verdict, author = chance.choice(["linked", "linked", "open"]), chance.choice(["hub", "keiri"])
            _link(tx, number, chance.choice(list(CUSTOMERS)), verdict, author)
        if chance.random() < 0.05:
            tx.run("UPDATE golden SET redirect_to = 1 WHERE id = ?", number)


def _in_sql(tx: Transaction, entity: str) -> dict[int, dict[str, Any]]:
    view = FIGURES_OF[entity]
    rows = tx.rows(f"SELECT id, {', '.join(DERIVED_LABELS)} FROM {view}")
    return {row[0]: dict(zip(DERIVED_LABELS, row[1:], strict=True)) for row in rows}


def _today(tx: Transaction) -> date:
    sql = "date('now', '+9 hours')" if tx.is_sqlite else "to_char(now() AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM-DD')"
    [(today,)] = tx.rows(f"SELECT {sql}")
    return date.fromisoformat(today)


@pytest.mark.parametrize("seed", range(12))
def test_the_views_tell_the_figures_that_the_hub_explains(database: Database, seed: int) -> None:
    with database.begin() as tx:
        _fill(tx, random.Random(seed))
        today = _today(tx)
        shown = {**_in_sql(tx, "company"), **_in_sql(tx, "person")}
        for number, entity in CUSTOMERS.items():
            figures = figures_on(tx, entity, number, TOKYO, today) or derive([], [], [], today)
            for name in DERIVED_LABELS:
                _same(shown[number][name], getattr(figures, name), exact=not tx.is_sqlite)


def _same(shown: Any, figure: Any, *, exact: bool) -> None:
    if figure is None or isinstance(figure, date):
        assert shown == (figure and figure.isoformat())
    else:
        assert abs(Decimal(str(shown)) - figure) <= (0 if exact or isinstance(figure, int) else Decimal("0.01"))


def test_whole_yen_are_whole_in_sql(database: Database) -> None:
    with database.begin() as tx:
        for number in (100, 101):
            _golden(tx, number, "purchase", {"amount": "1200", "at": "2026-01-01T00:00:00Z"})
            tx.run("INSERT INTO golden_link (golden_id, field, target_id) VALUES (?, 'company', 1)", number)
        told = _in_sql(tx, "company")[1]
    assert (told["purchases"], str(told["cumulative_sales"]), told["first_purchase_on"]) == (2, "2400", "2026-01-01")


def test_days_are_those_of_the_companys_zone(store_url: str) -> None:
    opened = open_store(store_url, SCHEMA, zone="UTC")
    with opened.begin() as tx:
        _golden(tx, 1, "person", {})
        _golden(tx, 2, "purchase", {"amount": "1", "at": "2026-01-01T16:00:00Z"})
        tx.run("INSERT INTO golden_link (golden_id, field, target_id) VALUES (2, 'person', 1)")
        assert _in_sql(tx, "person")[1]["last_purchase_on"] == "2026-01-01"
    again = open_store(store_url, SCHEMA, zone="Asia/Tokyo")
    with again.begin() as tx:
        assert _in_sql(tx, "person")[1]["last_purchase_on"] == "2026-01-02"
    again.close()
    opened.close()
