"""Plan: golden records that changed are compared with the shadow of every target; differences become intents.

Invariant: a plan changes no remote system. What it would write stands in the outbox with its reason, or is counted as
not planned with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from operator import itemgetter

from hub.store import golden, intents, outbox, quarantine
from hub.store.documents import canonical
from hub.store.transaction import Transaction
from hub.sync.brake import brake
from hub.sync.ledger import Ledger
from hub.sync.project import Projection
from hub.sync.reasons import counted
from hub.sync.wish import Wish
from hub.sync.world import StreamSetup, World

CHUNK = 1000


def plan(world: World, run_id: int, ledger: Ledger) -> int:
    """Work off the queue of changed golden records; how many intents were made.

    Nothing of the plan is sent before all of it is made, because the brake weighs the whole.
    """
    made = after = looked = total = 0
    targets = targets_of(world)
    while not world.is_stopping():
        with world.database.begin() as tx:
            ids = golden.pending(tx, after, CHUNK)
            if targets and ids:
                made += _plan_chunk(tx, world, targets, ids, run_id, ledger)
            else:
                golden.planned(tx, ids)
            looked += len(ids)
            if len(ids) < CHUNK:
                brake(tx, world, ledger)
                break
            total = total or looked + golden.pending_count(tx)
        after = ids[-1]
        world.progress("plan", looked, total)
    return made


def targets_of(world: World) -> list[StreamSetup]:
    """The streams that are written to."""
    return [s for s in world.streams() if s.push.create or s.push.update or s.push.delete != "ignore"]


def _plan_chunk(
    tx: Transaction, world: World, targets: list[StreamSetup], ids: list[int], run_id: int, ledger: Ledger
) -> int:
    """Plan some golden records; those with a write that has to wait stay in the queue."""
    projection = Projection(tx, world, targets, ids)
    # What waits for a system that is away has to reach it when it is back, where somebody plans anew.
    configured = {stream.stream_id for stream in world.streams()}
    unsettled = set(outbox.replace_wishes(tx, projection.anchor_ids, configured))
    refused = intents.refused_before(tx, projection.anchor_ids)
    wishes, rows = list(projection.wishes()), []
    _forget_unwished(tx, refused, wishes)
    unread = quarantine.standing(tx, [wish.external_id for wish in wishes if wish.external_id is not None])
    busy = {golden_id for golden_id, _, _ in unsettled} | {wish.golden_id for wish in wishes if wish.waits}
    for wish in wishes:
        stream_id, reason = wish.stream.stream_id, wish.obstacle
        target = (wish.golden_id, stream_id, wish.external_id)
        if target[1:] in unread:
            # Somebody has changed it since the hub could read it last, and this write might go over their words.
            reason = counted("unread")
            busy.add(wish.golden_id)
        elif target in unsettled:
            reason = counted("unsettled")
        elif reason is None and target in refused and canonical(refused[target]) == canonical(wish.payload):
            reason = counted("refused_before")
        for why in filter(None, (reason, wish.given_up, wish.left_out)):
            ledger.not_planned.setdefault(wish.stream.place, Counter())[why] += 1
        if reason is not None:
            continue
        told = (wish.payload, wish.fields, wish.version)
        rows.append((stream_id, wish.golden_id, wish.external_id, wish.operation, *told, "pending", "", run_id))
    if rows:
        outbox.open_plan(tx)
        outbox.insert(tx, rows, world.now_text())
    planned = Counter(map(itemgetter(0), rows))
    for stream in targets:
        if count := planned[stream.stream_id]:
            ledger.planned[stream.place] = ledger.planned.get(stream.place, 0) + count
    golden.planned(tx, [golden_id for golden_id in ids if golden_id not in busy])
    golden.enqueue(tx, sorted(busy))
    return len(rows)


def _forget_unwished(tx: Transaction, refused: Collection[tuple[int, int, str | None]], wishes: list[Wish]) -> None:
    """What was refused and is no more to be written, because its golden record says something else, is over."""
    wished = {(wish.golden_id, wish.stream.stream_id) for wish in wishes} if refused else set()
    for golden_id, stream_id in {target[:2] for target in refused} - wished:
        intents.forget_refused(tx, stream_id, [golden_id])
