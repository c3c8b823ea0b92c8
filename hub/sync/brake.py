"""The mass-change brake: a plan that would change too much of a stream is held until a person lets it go.

Invariant: what the hub has written by itself within the hour is weighed with the plan, so that a mistake that arrives
in slices is held as one that arrives at once.
"""

from __future__ import annotations

from datetime import timedelta

from hub.store import lately, outbox, raw, restored
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.ledger import Ledger
from hub.sync.reasons import Reason
from hub.sync.world import StreamSetup, World

WITHIN = timedelta(hours=1)


def brake(tx: Transaction, world: World, ledger: Ledger) -> None:
    """Hold the open plan of a stream that would change too much of it, or of a restored store; let the rest go."""
    since = utc_text(world.now() - WITHIN)
    if world.releases:
        lately.let_go(tx, world.now_text())
    plan = outbox.open_plan_of(tx)
    if plan is None:
        return
    lately.note(tx, world.now_text(), since, plan.begins - 1)
    mark = None if world.releases else restored.standing(tx)
    lately_planned = {} if world.releases else lately.planned(tx, since, plan.begins)
    for stream_id, count in plan.counts.items():
        stream = world.stream(stream_id)
        if stream is not None and mark is not None:
            outbox.hold_plan(tx, stream_id, Reason("restored", {"made_at": mark.made_at}).text())
            ledger.held[stream.place] = count
        elif stream is not None and not world.releases:
            _weigh(tx, world, stream, count, count + lately_planned.get(stream_id, 0), ledger)
    outbox.close_plan(tx)


def _weigh(tx: Transaction, world: World, stream: StreamSetup, count: int, within: int, ledger: Ledger) -> None:
    """`count` writes are planned; `within` the hour it would be so many."""
    if within <= world.brake.max_changes:
        return
    live = raw.live_count(tx, stream.stream_id)
    if world.brake.holds(within, live):
        allowed = world.brake.max_changes
        why = Reason("brake", {"writes": within, "records": live, "allowed": allowed})
        outbox.hold_plan(tx, stream.stream_id, why.text())
        ledger.held[stream.place] = count
        world.log("plan_held", stream=stream.place, held=count, writes=within, records=live, allowed=allowed)
