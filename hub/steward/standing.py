"""The decisions that stand, so that any of them can be found and taken back.

Invariant: each is told in the same words as in the story of its golden record.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.steward.stories import DecisionTold
from hub.store import decisions, sources, streams
from hub.store.decisions import DecisionRow
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.world import World


class Standing(msgspec.Struct, frozen=True):
    """Standing decisions, newest first."""

    decisions: list[DecisionTold]
    format: int = 1


class AtOnce(msgspec.Struct, frozen=True):
    """Decisions of one kind that somebody made at one moment: the first of so many."""

    first: DecisionTold
    count: int


def at_once(told: Sequence[DecisionTold]) -> list[AtOnce]:
    """Walls that were put up together as one, every other decision by itself, in their order."""
    found: dict[object, AtOnce] = {}
    for one in told:
        key = (one.author, one.at) if one.kind == "different" else one.number
        known = found.get(key)
        found[key] = AtOnce(one, 1) if known is None else AtOnce(known.first, known.count + 1)
    return list(found.values())


def standing(world: World, limit: int = 1000) -> Standing:
    """What people (and for holds and creations the hub) decided and nobody took back."""
    with world.database.begin() as tx:
        return Standing(tell_decisions(tx, decisions.listing(tx, limit)))


def tell_decisions(tx: Transaction, rows: Sequence[DecisionRow]) -> list[DecisionTold]:
    """Decisions with the names of the records that they are about; these may belong to several golden records."""
    sides = {side for row in rows for side in (row.left, row.right) if side is not None}
    names = streams.names(tx)
    found = {row.source_id: record_name(row, names) for row in sources.by_ids(tx, sorted(sides))}
    return [_told(row, found) for row in rows]


def _told(row: DecisionRow, names: dict[int, str]) -> DecisionTold:
    records = [names[side] for side in (row.left, row.right) if side is not None]
    return DecisionTold(
        number=row.decision_id,
        kind=row.kind,
        unit=row.unit,
        records=records,
        values=msgspec.json.decode(row.value) if row.value else {},
        author=row.author,
        reason=row.reason,
        at=row.at,
    )
