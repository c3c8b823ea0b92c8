"""Writes that wait for a person: those that the brake holds, and creations of which nobody knows whether they arrived.

Invariant: letting the brake go never sends a creation again whose first answer was lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from hub.store import outbox
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.world import World


class Held(NamedTuple):
    """The held intents, by what holds them."""

    braked: list[IntentRow]
    lost: list[IntentRow]

    @classmethod
    def of(cls, tx: Transaction, world: World) -> Held:
        """All of them, of streams that are configured."""
        found = [i for i in outbox.listing(tx, ["held", "lost"]) if world.stream(i.stream_id) is not None]
        return cls([i for i in found if i.state == "held"], [i for i in found if i.state == "lost"])

    def counts(self, world: World) -> Mapping[str, Mapping[str, int]]:
        """How many by `connection/stream`: `held` by the brake, `lost` creations."""
        found: dict[str, Counter[str]] = {}
        for state, intents in (("held", self.braked), ("lost", self.lost)):
            for intent in intents:
                stream = world.stream(intent.stream_id)
                assert stream is not None
                found.setdefault(stream.place, Counter())[state] += 1
        return found
