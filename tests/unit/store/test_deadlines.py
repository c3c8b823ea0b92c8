"""What is due is found along an index that holds nothing else, on either database."""

from __future__ import annotations

import json
import re

import pytest

from hub.store import billing, conflicts, deadlines, golden, runs, today
from hub.store.billing import BillRow
from hub.store.database import Database
from hub.store.deadlines import DUE
from hub.store.transaction import Transaction
from tests.unit.store.explained import Planned

_NOW = "2026-02-01T00:00:00.000Z"


def _insert(tx: Transaction, docs: list[tuple[str, dict[str, str]]]) -> list[int]:
    ids = tx.next_ids("golden", len(docs))
    rows = [(i, entity, json.dumps(doc), None, None) for i, (entity, doc) in zip(ids, docs, strict=True)]
    golden.insert(tx, rows, 1, _NOW)
    return list(ids)


@pytest.mark.parametrize("entity", DUE)
def test_pages_one_after_the_other_give_each_of_them_once_and_in_order(database: Database, entity: str) -> None:
    field = DUE[entity]
    days = ["2026-01-31", "2026-02-01", "2026-02-01", "2026-02-01", "2026-02-03", "2026-02-04"]
    with database.begin() as tx:
        ids = _insert(tx, [(entity, {field: day}) for day in days])
        _insert(tx, [(entity, {}), ("company", {field: "2026-02-01"})])
    found, place = [], ("2026-02-01", 0)
    with database.look() as tx:
        while rows := deadlines.after(tx, entity, place, "2026-02-04", 2):
            found += [row.golden_id for row in rows]
            place = rows[-1].due, rows[-1].golden_id
    assert found == ids[1:5]


def test_what_is_settled_or_merged_away_is_not_due(database: Database) -> None:
    with database.begin() as tx:
        due = {"due_on": "2026-02-01"}
        ids = _insert(
            tx,
            [
                *[("invoice", {**due, **said}) for said in ({}, {"status": "unsettled"}, {"status": "settled"})],
                ("invoice", {**due, "settled_on": "2026-02-02"}),
                *[("contract", {"expires_on": "2026-02-01"})] * 2,
            ],
        )
        golden.redirect(tx, [(ids[5], ids[4])], 2, _NOW)
    with database.look() as tx:
        invoices = [row.golden_id for row in deadlines.after(tx, "invoice", ("2026-01-01", 0), "2027-01-01", 9)]
        contracts = [row.golden_id for row in deadlines.after(tx, "contract", ("2026-01-01", 0), "2027-01-01", 9)]
    assert (invoices, contracts) == (ids[:2], ids[4:5])


@pytest.mark.parametrize("entity", DUE)
def test_a_look_walks_along_the_index_of_its_entity(database: Database, entity: str) -> None:
    with database.begin() as tx:
        _insert(tx, [("company", {"name": f"会社{n}"}) for n in range(2000)])
        _insert(tx, [(entity, {DUE[entity]: f"2026-0{n % 9 + 1}-{n % 28 + 1:02}"}) for n in range(3000)])
        _learn(tx)
    with database.look() as tx:
        planned = Planned(tx)
        deadlines.after(planned, entity, ("2026-02-01", 3), "2026-03-02", 200)
    assert len(planned.plans) == 2
    assert [plan for plan in planned.plans if f"ix_golden_due_{entity}" not in plan or "Seq Scan" in plan] == []
    assert [plan for plan in planned.plans if "TEMP B-TREE" in plan] == []


def test_todays_numbers_read_todays_runs_alone(database: Database) -> None:
    with database.begin() as tx:
        for number in range(400):
            at = f"2026-01-{number // 20 + 1:02}T00:00:00.000Z"
            runs.finish(tx, runs.start(tx, "sync", "digest", at), "ok", _LEDGER, at)
        rows = [(1, "person", "name", "conflict", "open", "{}", 1, _NOW) for _ in range(300)]
        for place, number in enumerate(conflicts.insert(tx, rows)):
            conflicts.decide(tx, number, "me", f"2026-01-{place // 15 + 1:02}T00:00:00.000Z")
        billing.store(tx, [_bill(number) for number in range(1, 601)])
        _learn(tx)
    with database.look() as tx:
        before, planned = today.first_run(tx, "2026-01-20T00:00:00.000Z"), Planned(tx)
        places, done = today.places(planned, before), today.done(planned, before)
        decided = today.decided(planned, "2026-01-20T00:00:00.000Z")
        assert today.linked_by_people(planned, _NOW) == 2
    assert before == 380
    assert [tuple(row) for row in places] == [("crm/people", 20, 40, 60), ("mail/people", 0, 0, 20)]
    assert (tuple(done), decided) == ((20, 20, 0, 40), 15)
    scans = re.compile(r"Seq Scan|SCAN (run|conflict|bill_link)\b")
    assert [plan for plan in planned.plans if scans.search(plan)] == []


def _bill(number: int) -> BillRow:
    author = "me" if number % 200 == 0 else "hub"
    verdict = "none" if number == 200 else "linked"
    told = ("invoice", "2026-01-01", 100, "JPY", "商店", False, number, verdict, "partner", None, None)
    return BillRow(number, *told, b"[]", b"{}", author, "", _NOW)


def _learn(tx: Transaction) -> None:
    """What a server finds out by itself after a while."""
    if not tx.is_sqlite:
        # The server's own tables would wait in a circle with those of other tests that do so.
        for (name,) in tx.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"):
            tx.run(f'ANALYZE "{name}"')


_LEDGER = json.dumps(
    {
        "pulls": {"crm/people": {"new": 1, "changed": 2, "skipped": {}}},
        "pushes": {
            "crm/people": {"created": 1, "updated": 1, "archived": 1, "rejected": 5},
            "mail/people": {"created": 1, "updated": 0, "archived": 0},
        },
        "resolve": {"merged": 1, "opened": 0, "linked": 2},
    }
)
