"""However many bills there are, a look at their list walks along an index, and ends where its window does."""

from __future__ import annotations

import re

import pytest

from hub.store import billing, billing_search, outbox, raw
from hub.store.billing import BillRow
from hub.store.billing_search import EVERYTHING, Place, Sought
from hub.store.database import Database
from tests.unit.store.explained import Explained

BILLS = 60
EVERY_WAY = [
    Sought(),
    Sought(verdict="linked"),
    Sought(verdict="doubtful"),
    Sought(partner="商店1"),
    Sought(verdict="none", partner="商店"),
    Sought(since="2026-01-03", until="2026-01-08", low=200),
    Sought(low=300, high=500, entity="payment"),
    Sought(since="2026-01-02", low=100, high=900, verdict="doubtful"),
]


def _bill(number: int) -> BillRow:
    entity, verdict = ("invoice", "payment")[number % 2], ("linked", "linked", "doubtful", "none")[number % 4]
    day = f"2026-01-{number % 10:02}" if number % 10 else ""
    told = (entity, day, number % 12 * 100, "JPY", f"商店{number % 15}", False, number, verdict, "partner", None, None)
    return BillRow(number, *told, b"[]", b"{}", "hub", "", "2026-02-01T00:00:00.000000Z")


@pytest.fixture
def filled(database: Database) -> Database:
    """Bills of ten days, one of which is none."""
    with database.begin() as tx:
        billing.store(tx, [_bill(number) for number in range(1, BILLS + 1)])
    return database


def _is_sought(bill: BillRow, sought: Sought) -> bool:
    amount = bill.amount or 0
    return (
        sought.since <= bill.day
        and (not sought.until or bill.day <= sought.until)
        and (sought.low is None or amount >= sought.low)
        and (sought.high is None or amount <= sought.high)
        and sought.partner in bill.partner
        and sought.verdict in ("", bill.verdict)
        and sought.entity in ("", bill.entity)
    )


@pytest.mark.parametrize("sought", EVERY_WAY, ids=str)
def test_windows_one_after_the_other_find_what_a_look_at_everything_finds(filled: Database, sought: Sought) -> None:
    every = sorted(map(_bill, range(1, BILLS + 1)), key=lambda bill: (bill.day, bill.bill_id), reverse=True)
    expected = [bill.bill_id for bill in every if _is_sought(bill, sought)]
    with filled.look() as tx:
        assert [row.bill_id for row in billing_search.found(tx, sought, BILLS)] == expected
        assert billing_search.count(tx, sought) == len(expected)
        found: list[int] = []
        counted, window = 0, billing_search.window_of(tx, sought, 7)
        while True:
            found += [row.bill_id for row in billing_search.found(tx, sought, BILLS, window=window)]
            counted += billing_search.count_up_to(tx, sought, BILLS, window)
            if window.end is None:
                break
            window = billing_search.window_of(tx, sought, 7, window.end)
        assert (found, counted) == (expected, len(expected))


def test_the_next_one_follows_within_the_window_alone(filled: Database) -> None:
    sought = Sought(verdict="linked", partner="商店1")
    with filled.look() as tx:
        first, second = (row.bill_id for row in billing_search.found(tx, sought, 2))
        assert billing_search.after(tx, sought, first, BILLS) == second
        assert billing_search.after(tx, sought, first, 1) is None
        assert billing_search.after(tx, sought, 999, BILLS) is None


def test_a_count_of_all_tells_each_verdict(filled: Database) -> None:
    with filled.look() as tx:
        assert billing_search.counts(tx) == {"linked": 30, "doubtful": 15, "none": 15}


@pytest.mark.parametrize("sought", EVERY_WAY, ids=str)
def test_no_look_reads_or_sorts_all_bills(filled: Database, sought: Sought) -> None:
    if not filled.is_sqlite:
        pytest.skip("PostgreSQL decides by the size of the tables")
    with filled.begin() as tx:
        asked = Explained(tx)
        window = billing_search.window_of(asked, sought, 7, Place("2026-01-05", 25))
        billing_search.found(asked, sought, 5, window=window)
        billing_search.count_up_to(asked, sought, 5, window)
    reads = [plan for plan in asked.plans if re.search(r"\bbill_link\b|\bb\b USING", plan)]
    by_amount = sought.low is not None and sought.high is not None
    assert reads
    assert [plan for plan in reads if plan.startswith("SCAN")] == []
    assert ("USE TEMP B-TREE FOR ORDER BY" in asked.plans) is by_amount


def test_counts_read_no_record_that_is_there_and_no_wish_that_is_over(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL decides by the size of the tables")
    with database.begin() as tx:
        asked = Explained(tx)
        raw.live_counts(asked)
        outbox.state_counts(asked)
    assert [plan for plan in asked.plans if "raw_record" in plan or "intent" in plan] == [
        "SCAN raw_record USING COVERING INDEX sqlite_autoindex_raw_record_1",
        "SCAN raw_record USING INDEX ix_raw_record_deleted",
        "SEARCH intent USING COVERING INDEX ix_intent_open (stream_id=? AND state=?)",
    ]


def test_a_window_that_holds_all_has_no_end(filled: Database) -> None:
    with filled.look() as tx:
        assert billing_search.window_of(tx, Sought(), BILLS) == EVERYTHING
