"""Golden records by the day on which something of them is due: contracts, deals, activities and unpaid invoices.

Invariant: a look walks along the index of its entity, from a place on, and reads no other rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Index, text

from hub.store.transaction import Encoded, Transaction

# What the books have closed stands in no index; what was paid all the same is for whoever reads.
_UNPAID = " AND COALESCE(doc ->> 'status', '') <> 'settled' AND doc ->> 'settled_on' IS NULL"
DUE: Mapping[str, str] = MappingProxyType(
    {"contract": "expires_on", "deal": "next_action_on", "activity": "next_call_at", "invoice": "due_on"}
)
"""The field of each entity that tells when; days, but for activities, which have moments."""


class DueRow(NamedTuple):
    """A living golden record with something due; `due` is the text of its field."""

    golden_id: int
    due: str
    doc: Encoded


def due_indexes() -> list[Index]:
    """One for each entity; in the words of the queries, as both databases want it."""
    found = []
    for entity, field in DUE.items():
        where = text(_among(entity))
        # Of two indexes SQLite takes the one with more columns that are asked for, and there is one of entities alone.
        name, day = f"ix_golden_due_{entity}", text(f"(doc ->> '{field}')")
        found.append(Index(name, "entity", day, "id", sqlite_where=where, postgresql_where=where))
    return found


def after(tx: Transaction, entity: str, place: tuple[str, int], end: str, limit: int) -> list[DueRow]:
    """What follows a place (text, number) in order, before `end`, which is no more among them."""
    due = f"doc ->> '{DUE[entity]}'"
    select = f"SELECT id, {due}, IN_UTF_8(doc) FROM golden WHERE {_among(entity)}"
    # Two looks: no database walks along an index for both in one.
    rows = tx.rows(f"{select} AND {due} = ? AND id > ? ORDER BY id LIMIT ?", *place, limit) if place[0] < end else []
    if len(rows) < limit:
        further = f"{select} AND {due} > ? AND {due} < ? ORDER BY {due}, id LIMIT ?"
        rows += tx.rows(further, place[0], end, limit - len(rows))
    return [DueRow._make(row) for row in rows]


def _among(entity: str) -> str:
    """The condition of the index of an entity."""
    unpaid = _UNPAID if entity == "invoice" else ""
    return f"entity = '{entity}' AND redirect_to IS NULL AND doc ->> '{DUE[entity]}' IS NOT NULL{unpaid}"
