"""How good the golden records were, day by day: of a sample of the customers, and never by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hub.store.transaction import Encoded, Transaction


class Quality(NamedTuple):
    """On a day, of so many customers of an entity that were looked at: the share of their main fields that is filled,
    and the share of customers whom several systems know.
    """

    day: str
    entity: str
    looked_at: int
    filled: float
    matched: float


def is_noted(tx: Transaction, day: str) -> bool:
    """Whether there is anything of a day."""
    return tx.one("SELECT 1 FROM quality WHERE day = ?", day) is not None


def note(tx: Transaction, rows: Sequence[Quality]) -> None:
    """Keep what was found; the first look of a day counts."""
    tx.many(
        "INSERT INTO quality (day, entity, looked_at, filled, matched) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        rows,
    )


def since(tx: Transaction, day: str) -> list[Quality]:
    """From a day on, oldest first."""
    rows = tx.rows(
        "SELECT day, entity, looked_at, filled, matched FROM quality WHERE day >= ? ORDER BY entity, day", day
    )
    return list(map(Quality._make, rows))


def sample(tx: Transaction, entities: Sequence[str], most: int) -> Mapping[str, dict[int, Encoded]]:
    """Living golden records of these entities, spread evenly over all numbers: every one where there are few."""
    newest = int(tx.rows("SELECT COALESCE(max(id), 0) FROM golden")[0][0])
    numbers = list(range(1, newest + 1, max(1, newest // most)))
    rows = tx.where_in("SELECT id, entity, IN_UTF_8(doc) FROM golden WHERE redirect_to IS NULL AND id {in}", numbers)
    return {entity: {row[0]: row[2] for row in rows if row[1] == entity} for entity in entities}


def systems_of(tx: Transaction, golden_ids: Sequence[int]) -> dict[int, int]:
    """How many connections know each of these golden records."""
    found = (
        "SELECT c.golden_id, count(DISTINCT t.connection) FROM crosswalk c "
        "JOIN source_record s ON s.id = c.source_id JOIN stream t ON t.id = s.stream_id "
        "WHERE c.golden_id {in} GROUP BY c.golden_id"
    )
    return dict(tx.where_in(found, golden_ids))
