"""Wishes that are not sent in a run in which a person lets only chosen ones go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from hub.store import erasures, golden, outbox
from hub.store.intents import IntentRow
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.world import World

# Longer than the run that is under way.
_LATER = timedelta(hours=1)


def set_aside(tx: Transaction, world: World, whys: Mapping[int, str], intents: Mapping[int, IntentRow]) -> None:
    """Drop wishes, with why, and let the next sync plan them anew; what nobody would plan anew is sent later."""
    now, later = world.now_text(), utc_text(world.now() + _LATER)
    again = {number: why for number, why in whys.items() if intents[number].run_id != erasures.RUN}
    outbox.set_state(tx, [("dropped", why, None, None, now, number) for number, why in again.items()])
    outbox.set_state(tx, [("pending", "", None, later, None, number) for number in whys.keys() - again.keys()])
    golden.enqueue(tx, sorted({intents[number].golden_id for number in again}))
