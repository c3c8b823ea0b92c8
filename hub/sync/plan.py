"""Plan: golden records that changed are compared with the shadow of every target; differences become intents.

Invariant: a plan changes no remote system. What it would write stands in the outbox with its reason, or is counted
as not
planned with the reason.
"""

from __future__ import annotations

from collections import Counter

from hub.store import golden, outbox, raw
from hub.store.database import Transaction
from hub.store.documents import canonical
from hub.sync.ledger import Ledger
from hub.sync.project import Projection
from hub.sync.world import StreamSetup, World

CHUNK = 1000


def plan(world: World, run_id: int, ledger: Ledger) -> int:
    """Work off the queue of changed golden records; how many intents were made."""
    made = 0
    busy: set[int] = set()
    while not world.is_stopping():
        with world.database.begin() as tx:
            ids = golden.pending(tx, CHUNK)
            if not ids:
                break
            if _targets(world):
                made += _plan_chunk(tx, world, ids, run_id, ledger, busy)
            golden.planned(tx, ids)
        world.progress("plan", made)
    with world.database.begin() as tx:
        _brake(tx, world, ledger)
        golden.enqueue(tx, sorted(busy))
    return made


def _targets(world: World) -> list[StreamSetup]:
    return [s for s in world.streams() if s.push.create or s.push.update or s.push.delete != "ignore"]


def _plan_chunk(tx: Transaction, world: World, ids: list[int], run_id: int, ledger: Ledger, busy: set[int]) -> int:
    """Plan some golden records; those with a write under way are added to `busy`, to be planned again after it."""
    projection = Projection(tx, world, _targets(world), ids)
    unsettled = set(outbox.replace_wishes(tx, projection.anchor_ids))
    busy.update(golden_id for golden_id, _, _ in unsettled)
    refused = outbox.refused_before(tx, projection.anchor_ids)
    rows = []
    for wish in projection.wishes():
        target = (wish.golden_id, wish.stream.stream_id, wish.external_id)
        reason = wish.obstacle
        if target in unsettled:
            reason = "an earlier write to this record is not settled yet"
        elif reason is None and canonical(refused.get(target)) == wish.payload_text:
            reason = "the system refused the same write before"
        if reason is not None:
            ledger.not_planned.setdefault(wish.stream.place, Counter())[reason] += 1
            continue
        ledger.planned[wish.stream.place] = ledger.planned.get(wish.stream.place, 0) + 1
        rows.append(
            (wish.stream.stream_id, *target[::2], wish.operation, wish.payload_text, wish.fields_text, wish.version)
        )
    outbox.insert(
        tx,
        [
            (stream_id, golden_id, external, *rest, "planned", "", run_id)
            for stream_id, golden_id, external, *rest in rows
        ],
        world.now_text(),
    )
    return len(rows)


def _brake(tx: Transaction, world: World, ledger: Ledger) -> None:
    """Hold the whole plan of a stream that would change too much of it, until a person lets it go."""
    for stream_id, count in outbox.planned_counts(tx).items():
        stream = world.stream(stream_id)
        if stream is None or world.releases or count <= world.brake.max_changes:
            outbox.settle_plan(tx, stream_id, "pending")
            continue
        live = raw.live_count(tx, stream_id)
        if not world.brake.holds(count, live):
            outbox.settle_plan(tx, stream_id, "pending")
            continue
        why = f"brake: {count} writes planned, {live} records there; allowed are {world.brake.max_changes}"
        outbox.settle_plan(tx, stream_id, "held", why)
        ledger.held[stream.place] = count
        world.log("plan_held", stream=stream.place, writes=count, records=live, allowed=world.brake.max_changes)
