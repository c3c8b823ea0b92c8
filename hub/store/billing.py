"""Whose each bill is, as stored: the links with their evidence, and the queue of what is to be linked.

Invariant: a snapshot is written once, with its bill's first link.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hub.store.transaction import Encoded, Transaction

LONGEST_PARTNER = 100
"""Signs of a party's name to search by: a server takes no longer text into an index."""


class BillRow(NamedTuple):
    """A link as stored; `candidates` and `snapshot` are JSON documents, `amount` is in hundredths."""

    bill_id: int
    entity: str
    day: str
    amount: int | None
    currency: str
    partner: str
    is_void: bool
    party: int
    verdict: str
    why: str
    customer_id: int | None
    anchor_id: int | None
    candidates: Encoded
    snapshot: Encoded
    author: str
    reason: str
    at: str


_COLUMNS = ", ".join(BillRow._fields)
_PLACES = ", ".join("?d" if name in ("candidates", "snapshot") else "?" for name in BillRow._fields)
_RENEWED = ", ".join(f"{name} = excluded.{name}" for name in BillRow._fields if name not in ("bill_id", "snapshot"))


def note(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Queue bills, and customers that have changed."""
    tx.many(
        "INSERT INTO pending_link (entity, golden_id) SELECT entity, id FROM golden WHERE id = ? "
        "ON CONFLICT DO NOTHING",
        [(golden_id,) for golden_id in golden_ids],
    )


def waits(tx: Transaction) -> bool:
    """Whether anything is to be linked at all."""
    return tx.one("SELECT 1 FROM pending_link LIMIT 1") is not None


def waiting(tx: Transaction, limit: int) -> tuple[str, list[int]]:
    """What is to be looked at next, all of one entity: customers first, then invoices, then what pays them."""
    first = tx.one("SELECT entity FROM pending_link ORDER BY entity LIMIT 1")
    if first is None:
        return "", []
    sql = "SELECT golden_id FROM pending_link WHERE entity = ? ORDER BY golden_id LIMIT ?"
    return str(first[0]), [row[0] for row in tx.rows(sql, first[0], limit)]


def done(tx: Transaction, entity: str, golden_ids: Sequence[int]) -> None:
    """Take them out of the queue."""
    tx.run_in("DELETE FROM pending_link WHERE entity = ? AND golden_id {in}", golden_ids, entity)


def by_ids(tx: Transaction, bill_ids: Sequence[int]) -> dict[int, BillRow]:
    """The links of these bills."""
    rows = tx.where_in(f"SELECT {_COLUMNS} FROM bill_link WHERE bill_id {{in}}", bill_ids)
    return {row[0]: BillRow._make(row) for row in rows}


def store(tx: Transaction, rows: Sequence[BillRow]) -> None:
    """Store links; a bill that has one keeps its snapshot."""
    tx.many(
        f"INSERT INTO bill_link ({_COLUMNS}) VALUES ({_PLACES}) ON CONFLICT (bill_id) DO UPDATE SET {_RENEWED}", rows
    )


def remove(tx: Transaction, bill_ids: Sequence[int]) -> None:
    """Forget bills that are no more."""
    tx.run_in("DELETE FROM bill_link WHERE bill_id {in}", bill_ids)
    tx.run_in("DELETE FROM bill_key WHERE bill_id {in}", bill_ids)


def customers_of(tx: Transaction, rows: Sequence[BillRow]) -> dict[int, int]:
    """The customer of each linked bill as customers are cut now; the anchor tells, through merges and splits."""
    linked = {row.bill_id: (row.anchor_id, row.customer_id) for row in rows if row.verdict == "linked"}
    anchors = sorted({anchor for anchor, _ in linked.values() if anchor is not None})
    now: dict[int | None, int] = dict(
        tx.where_in("SELECT source_id, golden_id FROM crosswalk WHERE source_id {in}", anchors)
    )
    found = ((bill_id, now.get(anchor, customer)) for bill_id, (anchor, customer) in linked.items())
    return {bill_id: customer for bill_id, customer in found if customer is not None}


def bills_of(tx: Transaction, golden_ids: Sequence[int]) -> list[tuple[int, int]]:
    """(customer, bill) of each bill that is linked to one of these customers."""
    # SQLite keeps the order of a cross join: by the verdict it would walk through nearly all bills.
    return tx.where_in(
        "SELECT c.golden_id, b.bill_id FROM crosswalk c CROSS JOIN bill_link b "
        "WHERE b.anchor_id = c.source_id AND b.verdict = 'linked' AND c.golden_id {in} ORDER BY b.bill_id",
        golden_ids,
    )


def of_party(tx: Transaction, party: int) -> list[int]:
    """The bills whose link is the hub's own and whose party says the same of itself."""
    rows = tx.rows("SELECT bill_id FROM bill_link WHERE party = ? AND author = 'hub' ORDER BY bill_id", party)
    return [row[0] for row in rows] if party else []


def payments_of(tx: Transaction, amounts: Sequence[int]) -> list[int]:
    """The payments of these amounts whose link is the hub's own."""
    rows = tx.where_in(
        "SELECT bill_id FROM bill_link WHERE entity = 'payment' AND author = 'hub' AND amount {in} ORDER BY bill_id",
        amounts,
    )
    return [row[0] for row in rows]


def owing(tx: Transaction, amount: int, since: str, until: str) -> list[int]:
    """The invoices of exactly this amount that were issued between two days, and that are linked."""
    rows = tx.rows(
        "SELECT bill_id FROM bill_link WHERE amount = ? AND entity = 'invoice' AND verdict = 'linked' "
        "AND is_void = FALSE AND day BETWEEN ? AND ? ORDER BY bill_id",
        *(amount, since, until),
    )
    return [row[0] for row in rows]
