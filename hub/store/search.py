"""Golden records by what their search terms begin with, and remote records by their names.

Invariant: what is looked for is text and no pattern.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction

# Greater than every sign, so that a beginning is a range.
_LAST = "\U0010ffff"


def of_term(tx: Transaction, segments: Sequence[int], term: str, limit: int) -> list[int]:
    """The golden records that have this very term."""
    found = "SELECT golden_id FROM search_term WHERE segment {in} AND term = ? LIMIT ?"
    return [row[0] for row in tx.where_in(found, segments, term, limit)]


def of_beginning(tx: Transaction, segments: Sequence[int], text: str, limit: int) -> list[int]:
    """Golden records with a term that begins with the text."""
    found = "SELECT golden_id FROM search_term WHERE segment {in} AND term >= ? AND term < ? LIMIT ?"
    return [row[0] for row in tx.where_in(found, segments, text, text + _LAST, limit)]


def of_remote(tx: Transaction, stream_ids: Sequence[int], external_id: str, limit: int) -> list[int]:
    """The golden records behind the remote records of this name."""
    found = (
        "SELECT DISTINCT c.golden_id FROM raw_record r JOIN source_record s ON s.raw_id = r.id "
        "JOIN crosswalk c ON c.source_id = s.id WHERE r.stream_id {in} AND r.external_id = ? LIMIT ?"
    )
    return [row[0] for row in tx.where_in(found, stream_ids, external_id, limit)]
