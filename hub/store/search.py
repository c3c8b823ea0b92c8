"""Golden records by what their search terms begin with, and remote records by their names.

Invariant: what is looked for is text and no pattern.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction

# Greater than every sign, so that a beginning is a range.
_LAST = "\U0010ffff"


def of_terms(
    tx: Transaction, segments: Sequence[int], wanted: Sequence[tuple[str, bool]], limit: int
) -> list[tuple[int, int]]:
    """(place among the wanted, golden_id) of records with a term that begins with the text, or is it; for each at most
    `limit`. One question for all, since on a server each question costs more than its answer.
    """
    among = ", ".join(map(str, segments))
    parts: list[str] = []
    values: list[str] = []
    for place, (text, is_whole) in enumerate(wanted):
        condition = "term = ?" if is_whole else "term >= ? AND term < ?"
        range_of = f"SELECT golden_id FROM search_term WHERE segment IN ({among}) AND {condition} LIMIT {limit}"
        parts.append(f"SELECT {place} AS place, golden_id FROM ({range_of}) AS found{place}")
        values += [text] if is_whole else [text, text + _LAST]
    return tx.rows(" UNION ALL ".join(parts), *values) if parts else []


def of_remote(tx: Transaction, stream_ids: Sequence[int], external_id: str, limit: int) -> list[int]:
    """The golden records behind the remote records of this name."""
    found = (
        "SELECT DISTINCT c.golden_id FROM raw_record r JOIN source_record s ON s.raw_id = r.id "
        "JOIN crosswalk c ON c.source_id = s.id WHERE r.stream_id {in} AND r.external_id = ? LIMIT ?"
    )
    return [row[0] for row in tx.where_in(found, stream_ids, external_id, limit)]
