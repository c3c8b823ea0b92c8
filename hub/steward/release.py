"""Writes let go by a person, and the end of a restore: a plan was let go, and every system has been read for it."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store import audit, outbox, restored
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.run import Report
from hub.sync.world import World


def end_restore(world: World, report: Report, only: Sequence[str] | None, author: str) -> None:
    """Hold nothing back any more because of a restore, unless a part of the world was left out or could not be read."""
    pulls = report.ledger.pulls
    is_whole = only is None and not report.ledger.stopped and not world.is_stopping()
    with world.database.begin() as tx:
        if is_whole and all(s.place in pulls for s in world.streams() if s.pulls) and restored.standing(tx) is not None:
            restored.lift(tx)
            audit.append(tx, world.now_text(), author, "restore_released", {"run": report.run_id})


def let_go(tx: Transaction, intents: list[IntentRow]) -> None:
    """Put held intents back among those to be sent."""
    outbox.set_state(tx, [("pending", "", None, None, None, intent.intent_id) for intent in intents])
