"""The past of everybody, page by page, for whoever has to take one person out of it.

Invariant: what is written back here only ever tells less than it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hub.store.transaction import Row, Transaction

_SIZE = 2000


def payloads(tx: Transaction) -> Iterator[list[Any]]:
    """(version_id, payload) of the payloads that were replaced."""
    yield from _pages(tx, "SELECT id, payload FROM raw_version WHERE id > ? ORDER BY id LIMIT ?")


def states(tx: Transaction) -> Iterator[list[Any]]:
    """(version_id, doc, golden_id) of the states of golden records that were replaced."""
    yield from _pages(tx, "SELECT id, doc, golden_id FROM golden_version WHERE id > ? ORDER BY id LIMIT ?")


def merged_away(tx: Transaction) -> Iterator[list[Any]]:
    """(golden_id, doc) of the golden records that were merged into others."""
    yield from _pages(
        tx,
        "SELECT id, doc FROM golden WHERE id > ? AND redirect_to IS NOT NULL ORDER BY id LIMIT ?",
    )


def writes(tx: Transaction) -> Iterator[list[Any]]:
    """(intent_id, fields, payload) of the writes that are over."""
    yield from _pages(
        tx,
        "SELECT id, fields, payload FROM intent WHERE id > ? "
        "AND state IN ('done', 'dropped', 'rejected') ORDER BY id LIMIT ?",
    )


def marks_of_companies(tx: Transaction) -> Iterator[list[Any]]:
    """(source_id, marks) of the companies of which anything is marked."""
    yield from _pages(
        tx,
        "SELECT id, marks FROM source_record WHERE id > ? AND entity = 'company' AND marks IS NOT NULL "
        "ORDER BY id LIMIT ?",
    )


def undone(tx: Transaction) -> Iterator[list[Any]]:
    """(decision_id, value) of what undos keep of the fields of records."""
    yield from _pages(
        tx,
        "SELECT id, value FROM decision WHERE id > ? AND kind = 'undone' AND value IS NOT NULL ORDER BY id LIMIT ?",
    )


def redact_payloads(tx: Transaction, rows: Sequence[Row], gone: Sequence[int]) -> None:
    """Store other payloads in their place: (payload, version_id); those that are gone are deleted."""
    tx.many("UPDATE raw_version SET payload = ? WHERE id = ?", rows)
    tx.many("DELETE FROM raw_version WHERE id = ?", [(number,) for number in gone])


def redact_writes(tx: Transaction, rows: Sequence[Row]) -> None:
    """Store other stories in their place: (fields, payload, intent_id)."""
    tx.many("UPDATE intent SET fields = ?d, payload = ?d WHERE id = ?", rows)


def forget_states(tx: Transaction, version_ids: Sequence[int]) -> None:
    """Delete states that were replaced."""
    tx.many("DELETE FROM golden_version WHERE id = ?", [(number,) for number in version_ids])


def forget_undone(tx: Transaction, decision_ids: Sequence[int]) -> None:
    """Delete what undos keep."""
    tx.many("DELETE FROM decision WHERE id = ?", [(number,) for number in decision_ids])


def empty_merged_away(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Let golden records that lead to others tell nothing but that."""
    rows = [(number,) for number in golden_ids]
    tx.many("UPDATE golden SET doc = '{}', lineage = NULL, held = NULL WHERE id = ?", rows)


def _pages(tx: Transaction, sql: str) -> Iterator[list[Any]]:
    after = 0
    while rows := tx.rows(sql, after, _SIZE):
        yield rows
        after = rows[-1][0]
