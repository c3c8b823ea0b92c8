"""Records that refer to somebody whom nobody has read: they stand alone until that one arrives.

Invariant: a reference that the record does not make any more, or that has been found since, is not told.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction

_STILL = (
    "FROM waiting_reference w JOIN source_record s ON s.id = w.source_id LEFT JOIN crosswalk c ON c.source_id = s.id "
    "WHERE s.deleted = FALSE AND EXISTS (SELECT 1 FROM {each}(s.doc) said WHERE said.value = w.target)"
)
_EACH = {True: "json_each", False: "jsonb_each_text"}


def counts(tx: Transaction) -> dict[int, tuple[int, int | None]]:
    """How many records of each stream stand so, and the golden record of one of them."""
    rows = tx.rows(
        f"SELECT s.stream_id, count(DISTINCT s.id), min(c.golden_id) {_still(tx)} GROUP BY s.stream_id ORDER BY 1"
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def of_sources(tx: Transaction, source_ids: Sequence[int]) -> list[tuple[int, str]]:
    """(source_id, target) of these; a target is `<stream number>/<external id>#<part>`."""
    return tx.where_in(f"SELECT s.id, w.target {_still(tx)} AND s.id {{in}} ORDER BY s.id, w.target", source_ids)


def _still(tx: Transaction) -> str:
    return _STILL.format(each=_EACH[tx.is_sqlite])
