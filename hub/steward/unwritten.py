"""Where a customer is not written, or not whole, and why: what a plan of today would leave out.

Invariant: nothing is stored, so what is told is true now, also long after the run that left it out.
"""

from __future__ import annotations

from hub.store.transaction import Transaction
from hub.sync.plan import targets_of
from hub.sync.project import Projection
from hub.sync.world import World


def unwritten(tx: Transaction, world: World, golden_id: int) -> dict[str, list[str]]:
    """The reasons by system and record (`hubspot/contacts`, `hubspot/contacts/51`), named as a ledger counts them."""
    targets = targets_of(world)
    found: dict[str, list[str]] = {}
    for wish in Projection(tx, world, targets, [golden_id]).wishes() if targets else ():
        place = "/".join(filter(None, (wish.stream.place, wish.external_id)))
        if wish.golden_id == golden_id and (why := list(filter(None, (wish.obstacle, wish.given_up, wish.left_out)))):
            found.setdefault(place, []).extend(why)
    return dict(sorted(found.items()))
