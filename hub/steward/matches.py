"""The review of doubtful pairs: one at a time in the order of `doubts`, and what was decided of a pair.

Invariant: a decision is about exactly the two records that were shown.
"""

from __future__ import annotations

import msgspec

from hub.steward.doubts import Pair, doubts
from hub.steward.naming import source_named
from hub.steward.standing import tell_decisions
from hub.steward.stories import DecisionTold
from hub.store import decisions
from hub.sync.world import World

KINDS = ("same", "different")


class Doubt(msgspec.Struct, frozen=True):
    """The pair at a place of the queue, from 0 on; None where the queue is shorter."""

    pair: Pair | None
    place: int
    total: int


def doubt_at(world: World, place: int) -> Doubt:
    """One pair; where no evidence is weighed nobody is ever asked."""
    if not world.definitions:
        return Doubt(None, place, 0)
    found = doubts(world, limit=place + 1)
    return Doubt(found.pairs[place] if place < len(found.pairs) else None, place, found.total)


def decided(world: World, left: str, right: str) -> DecisionTold | None:
    """What a person has said of these two, if it stands."""
    with world.database.look() as tx:
        ids = {source_named(tx, world, name).source_id for name in (left, right)}
        rows = [row for row in decisions.about(tx, sorted(ids)) if row.kind in KINDS and {row.left, row.right} == ids]
        return tell_decisions(tx, rows[-1:])[0] if rows else None


def decision(world: World, number: int) -> DecisionTold | None:
    """A decision about two records, if it stands."""
    with world.database.look() as tx:
        found = decisions.by_id(tx, number)
        if found is None or found[1] is not None or found[0].kind not in KINDS:
            return None
        return tell_decisions(tx, [found[0]])[0]
