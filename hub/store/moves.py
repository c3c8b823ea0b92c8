"""The crosswalk as it was before something was tried, so that what moved can be told; for scratch copies only."""

from __future__ import annotations

from hub.store.transaction import Transaction


def keep_aside(tx: Transaction) -> None:
    """Remember who belongs to whom now."""
    tx.run("CREATE TABLE crosswalk_before AS SELECT source_id, golden_id FROM crosswalk")
    tx.run("CREATE INDEX crosswalk_before_golden ON crosswalk_before (golden_id)")


def moved(tx: Transaction, limit: int) -> list[tuple[str, int, int, int, bool]]:
    """(entity, old golden id, new one, how many records went, whether any stayed) since `keep_aside`."""
    return [
        (row[0], row[1], row[2], row[3], bool(row[4]))
        for row in tx.rows(
            "SELECT g.entity, b.golden_id, c.golden_id, count(*), EXISTS (SELECT 1 FROM crosswalk_before s "
            "JOIN crosswalk t ON t.source_id = s.source_id WHERE s.golden_id = b.golden_id AND "
            "t.golden_id = b.golden_id) "
            "FROM crosswalk_before b JOIN crosswalk c ON c.source_id = b.source_id JOIN golden g ON g.id = b.golden_id "
            "WHERE c.golden_id <> b.golden_id GROUP BY g.entity, b.golden_id, c.golden_id "
            "ORDER BY b.golden_id, c.golden_id LIMIT ?",
            limit,
        )
    ]
