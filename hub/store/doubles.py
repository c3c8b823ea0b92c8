"""Doubles: living records of one stream that are one customer."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Encoded, Transaction

_MEMBERS = (
    "FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
    "WHERE s.stream_id = ? AND s.part = ? AND s.deleted = FALSE"
)


def doubled(tx: Transaction, stream: int, part: str) -> dict[int, list[int]]:
    """The source ids of each golden record that several living remote records of a stream are, by golden id."""
    several = f"SELECT c.golden_id {_MEMBERS} GROUP BY c.golden_id HAVING count(*) > 1"
    sql = f"SELECT c.golden_id, s.id {_MEMBERS} AND c.golden_id IN ({several}) ORDER BY c.golden_id, s.id"
    found: dict[int, list[int]] = {}
    for golden_id, source_id in tx.rows(sql, stream, part, stream, part):
        found.setdefault(golden_id, []).append(source_id)
    return found


def referring(tx: Transaction, golden_ids: Sequence[int]) -> list[tuple[int, Encoded]]:
    """(golden id, document) of each living source record whose golden record refers to one of these."""
    rows = tx.where_in(
        "SELECT DISTINCT l.target_id, s.id, IN_UTF_8(s.doc) FROM golden_link l "
        "JOIN crosswalk c ON c.golden_id = l.golden_id JOIN source_record s ON s.id = c.source_id "
        "WHERE s.deleted = FALSE AND l.target_id {in}",
        golden_ids,
    )
    return [(target, doc) for target, _, doc in rows]
