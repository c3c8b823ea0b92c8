"""What golden records refer to, as golden records are cut now.

Invariant: the links of a record are replaced together with its document.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction


def replace(tx: Transaction, golden_ids: Sequence[int], links: Sequence[tuple[int, str, int]]) -> None:
    """Replace the links of these records by (golden_id, field, target_id)."""
    tx.many("DELETE FROM golden_link WHERE golden_id = ?", [(gid,) for gid in golden_ids])
    tx.many("INSERT INTO golden_link (golden_id, field, target_id) VALUES (?, ?, ?)", links)


def counts_of_referring(tx: Transaction, golden_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many living golden records of each entity refer to each of these."""
    found: dict[int, dict[str, int]] = {}
    for target, entity, count in tx.where_in(
        "SELECT l.target_id, g.entity, count(*) FROM golden_link l JOIN golden g ON g.id = l.golden_id "
        "WHERE g.redirect_to IS NULL AND l.target_id {in} GROUP BY l.target_id, g.entity",
        golden_ids,
    ):
        found.setdefault(target, {})[entity] = count
    return found


def newest_referring(tx: Transaction, golden_id: int, entity: str, limit: int) -> list[int]:
    """The living records of an entity that refer to this one, those first that came last."""
    rows = tx.rows(
        "SELECT DISTINCT l.golden_id FROM golden_link l JOIN golden g ON g.id = l.golden_id "
        "WHERE l.target_id = ? AND g.entity = ? AND g.redirect_to IS NULL ORDER BY l.golden_id DESC LIMIT ?",
        *(golden_id, entity, limit),
    )
    return [row[0] for row in rows]


def leading_to(tx: Transaction, target_ids: Sequence[int]) -> list[tuple[int, str, int]]:
    """(golden_id, field, target_id) of every living record that refers to one of these."""
    return tx.where_in(
        "SELECT l.golden_id, l.field, l.target_id FROM golden_link l JOIN golden g ON g.id = l.golden_id "
        "WHERE g.redirect_to IS NULL AND l.target_id {in}",
        list(target_ids),
    )


def leading_from(tx: Transaction, golden_ids: Sequence[int]) -> list[tuple[int, str, int]]:
    """(golden_id, field, target_id) of what these records refer to."""
    return tx.where_in("SELECT golden_id, field, target_id FROM golden_link WHERE golden_id {in}", list(golden_ids))
