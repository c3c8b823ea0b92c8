"""Invoices and payments as entries of accounts, customer by customer, and the deals that were begun with each.

Invariant: entries come one after the other out of the database, so that memory stays flat however many bills there
are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hub.store.transaction import Transaction


class EntryRow(NamedTuple):
    """A bill that asks for money or brings it, with its customer as customers are cut now; `amount` is in hundredths.

    `pays` is the invoice that a payment names (`invoice/12`), `is_settled` says that the books have closed the
    invoice, or the one that the payment names. `is_named`: some payment names this invoice.
    """

    customer_id: int | None
    bill_id: int
    entity: str
    day: str
    amount: int
    currency: str
    due_on: str | None
    pays: str | None
    is_settled: bool
    is_named: bool


class DealRow(NamedTuple):
    """A living deal; `company` is as it refers to it."""

    golden_id: int
    company: str | None
    stage: str | None
    amount: str | None
    expected_on: str | None
    created_on: str | None


# Whoever was merged away over several steps is followed to the end; nearly nobody was, so that the way costs nothing.
_ENTRIES = (
    "SELECT CASE WHEN h.redirect_to IS NULL THEN h.id ELSE "
    "(WITH RECURSIVE way (id, ahead) AS (SELECT h.id, h.redirect_to "
    "UNION ALL SELECT r.id, r.redirect_to FROM golden r JOIN way ON r.id = way.ahead) "
    "SELECT way.id FROM way WHERE way.ahead IS NULL) END AS customer, "
    "b.bill_id, b.entity, b.day, b.amount, b.currency, g.doc ->> 'due_on', g.doc ->> 'invoice', "
    "COALESCE(s.doc ->> 'status' = 'settled' OR COALESCE(s.doc ->> 'settled_on', '') <> '', FALSE), "
    "EXISTS (SELECT 1 FROM golden_link l JOIN bill_link p ON p.bill_id = l.golden_id AND p.entity = 'payment' "
    "AND p.is_void = FALSE AND p.amount IS NOT NULL WHERE l.target_id = b.bill_id AND l.field = 'invoice') "
    "FROM bill_link b JOIN golden g ON g.id = b.bill_id "
    "LEFT JOIN golden s ON s.id = CASE WHEN b.entity = 'invoice' THEN b.bill_id "
    "ELSE CAST(substr(g.doc ->> 'invoice', 9) AS bigint) END "
    "LEFT JOIN crosswalk c ON c.source_id = b.anchor_id "
    "LEFT JOIN golden h ON b.verdict = 'linked' AND h.id = COALESCE(c.golden_id, b.customer_id) "
    "WHERE b.is_void = FALSE AND b.amount IS NOT NULL"
)
_IN_ORDER = "ORDER BY customer, b.bill_id"
_DEALS = (
    "SELECT id, doc ->> 'company', doc ->> 'stage', doc ->> 'amount', doc ->> 'expected_on', doc ->> 'created_on' "
    "FROM golden WHERE entity = 'deal' AND redirect_to IS NULL ORDER BY id"
)
_T_NUMBERS = (
    "SELECT b.bill_id, b.day, g.doc ->> 'partner_invoice_number', b.snapshot -> 'party' ->> 'invoice_number' "
    "FROM bill_link b JOIN golden g ON g.id = b.bill_id "
    "WHERE b.entity = 'invoice' AND b.is_void = FALSE AND b.amount IS NOT NULL ORDER BY b.day, b.bill_id"
)


def entries(tx: Transaction) -> Iterator[EntryRow]:
    """All that are not void, those of one customer together; ask the transaction for nothing else meanwhile."""
    return map(EntryRow._make, tx.each(f"{_ENTRIES} {_IN_ORDER}"))


def entries_of(tx: Transaction, bill_ids: Sequence[int]) -> list[EntryRow]:
    """The same of these bills alone."""
    return [EntryRow._make(row) for row in tx.where_in(f"{_ENTRIES} AND b.bill_id {{in}} {_IN_ORDER}", bill_ids)]


def deals(tx: Transaction) -> Iterator[DealRow]:
    """All of them; ask the transaction for nothing else meanwhile."""
    return map(DealRow._make, tx.each(_DEALS))


def t_numbers(tx: Transaction) -> Iterator[tuple[int, str, str | None, str | None]]:
    """(invoice, day, the T-number on it, that of its party when it was first seen); nothing else meanwhile."""
    yield from tx.each(_T_NUMBERS)
