"""What an undo is about: the writes to take back, and the decisions that are turned round before anything is weighed.

Invariant: a decision is taken back by a time in its row, and that time is the start of the undo's run; by it an undo of
the undo finds the decision again, and what it lets stand again is found by the start of its own run.
"""

from __future__ import annotations

import msgspec

from hub.merging.rules import EntityRules
from hub.steward.decide import answer
from hub.steward.errors import StewardError
from hub.steward.naming import golden_named, is_golden_name, living, parts_named
from hub.steward.newcomers import going_along
from hub.steward.pins import Pinned, pins_among
from hub.steward.revoke import standing_row, take_back
from hub.steward.sides import Sides, sides_of, wall_off
from hub.steward.undoing import Undoable
from hub.steward.weigh import cluster_of, earlier_ids
from hub.store import decisions, golden, identity, intents, outbox, resolve_queue, runs, sources, streams
from hub.store.decisions import DecisionRow
from hub.store.intents import IntentRow
from hub.store.runs import RunRow
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.story import read_story
from hub.sync.world import World

_OF_UNDOS = ("undone", "different")
_DONE = ("created", "updated", "archived")


class Target(msgspec.Struct):
    """`writes` are done intents, oldest first; of those, only parts of `golden` (None: all) and `units` are meant.

    `sides` are source records whose decisions were turned. `is_turned` tells that golden values may have changed by it.
    `pair` are two records that a decision called the same, and that were one without it, too.
    `pinned` are the pins of those who are parted.
    `is_parting`: a join is undone, so that what was written of a customer's own stays.
    `of_undo`: an undo is undone, so what it kept is written again by the plan itself.
    """

    runs: list[int]
    writes: list[IntentRow]
    golden: set[int] | None = None
    field: str | None = None
    decisions: list[int] = []
    sides: set[int] = set()
    parted: list[str] = []
    pair: list[int] = []
    pinned: list[Pinned] = []
    is_turned: bool = False
    of_undo: bool = False
    is_parting: bool = False


def target_of(tx: Transaction, world: World, wanted: Undoable, author: str, at: str) -> Target:
    """Find what is meant; turn decisions and walls, and queue the records that they are about."""
    if wanted.decision is not None:
        return _of_decision(tx, world, wanted.decision, author, at)
    if wanted.merge is not None:
        number = golden_named(tx, world, wanted.merge).golden_id
        return _of_merge(tx, world, number, wanted.merge, author, at)
    target = _of_record(tx, world, wanted) if wanted.record is not None else _of_run(tx, wanted)
    if wanted.record is None and wanted.run is not None:
        _turn_run(tx, world, wanted.run, target, author, at)
    if not target.writes and not target.decisions:
        raise StewardError("undo_nothing")
    return target


def _of_run(tx: Transaction, wanted: Undoable) -> Target:
    if wanted.run is None:
        raise StewardError("undo_whose_field")
    return Target([wanted.run], _writes_of(tx, wanted.run), field=wanted.field)


def _writes_of(tx: Transaction, number: int) -> list[IntentRow]:
    """What a run wished or wrote: under a schedule, one run wishes what others write."""
    run = runs.by_id(tx, number)
    if run is None:
        raise StewardError("no_run", number=number)
    wished = outbox.listing(tx, ["done"], number)
    wrote = intents.done_within(tx, _written_to(tx, run), run.started_at, run.finished_at or run.started_at)
    return sorted({intent.intent_id: intent for intent in (*wished, *wrote)}.values())


def _written_to(tx: Transaction, run: RunRow) -> list[int]:
    """The streams that a run wrote to, by its ledger."""
    pushes = msgspec.json.decode(run.ledger)["pushes"] if run.ledger else {}
    places = {place for place, push in pushes.items() if any(push.get(done) for done in _DONE)}
    return [number for number, (connection, stream) in streams.names(tx).items() if f"{connection}/{stream}" in places]


def _of_record(tx: Transaction, world: World, wanted: Undoable) -> Target:
    record = wanted.record or ""
    if is_golden_name(world, record):
        cluster = cluster_of(tx, world, living(tx, world, record))
        ids = set(earlier_ids(tx, cluster))
        beside = sources.of_raw(tx, sorted({member.row.raw_id for member in cluster.records}))
        found = _written(tx, ids | {row.golden_id for row in beside if row.golden_id is not None})
        writes = [i for i in found if i.golden_id in ids or any(p.golden in ids for p in read_story(i.fields).values())]
        target = Target([], writes, golden=ids, field=wanted.field)
    else:
        rows = parts_named(tx, record)
        found = _written(tx, {row.golden_id for row in rows if row.golden_id is not None})
        place = (rows[0].stream_id, rows[0].external_id)
        target = Target([], [i for i in found if (i.stream_id, i.external_id) == place], field=wanted.field)
    if wanted.field is not None:
        target.writes = [i for i in target.writes if _touches(world, i, wanted.field)]
    if wanted.run is not None:
        meant = {intent.intent_id for intent in _writes_of(tx, wanted.run)}
        target.writes, target.runs = [i for i in target.writes if i.intent_id in meant], [wanted.run]
        return target
    run = max((i.run_id for i in target.writes), default=None)
    target.writes = [intent for intent in target.writes if intent.run_id == run]
    target.runs = [run] if run is not None else []
    return target


def is_meant(rules: EntityRules, field: str, wanted: str | None) -> bool:
    """Whether a field is the one that was named, or moves together with it; None names all."""
    if wanted is None or not rules.knows(field):
        return wanted in (None, field)
    unit = rules.unit_of(field)
    return wanted == unit.name or wanted in unit.fields


def _touches(world: World, intent: IntentRow, wanted: str) -> bool:
    stream = world.stream(intent.stream_id)
    parts = stream.mapping.parts if stream is not None else {}
    return any(
        is_meant(world.rules[parts[name].entity], field, wanted)
        for name, told in read_story(intent.fields).items()
        if name in parts
        for field in told.to
    )


def _written(tx: Transaction, golden_ids: set[int]) -> list[IntentRow]:
    return [intent for intent, _ in intents.done_for(tx, sorted(golden_ids))]


def _of_decision(tx: Transaction, world: World, number: int, author: str, at: str) -> Target:
    """The decision, and what was written of its unit since it was made."""
    row = standing_row(tx, number)
    sides = {side for side in (row.left, row.right) if side is not None}
    ids: set[int] = set()
    for golden_id in sorted(set(identity.golden_of(tx, sorted(sides)).values())):
        ids |= set(earlier_ids(tx, cluster_of(tx, world, golden_id)))
    writes = [intent for intent, done_at in intents.done_for(tx, sorted(ids)) if done_at >= row.at]
    take_back(tx, world, [row], author, at)
    run_ids = sorted({intent.run_id for intent in writes})
    target = Target(run_ids, writes, ids, row.unit, [number], sides, is_turned=True)
    target.is_parting = row.kind == "same"
    _part_joined(tx, world, row, target, author, at)
    return target


def _part_joined(tx: Transaction, world: World, row: DecisionRow, target: Target, author: str, at: str) -> None:
    """Who became one by a decision hang together by what the hub has written to both, so that only walls part them."""
    sides = sides_of(tx, world, row)
    if sides is not None:
        _wall_off(tx, sides, target, author, at)
    elif row.kind == "same":
        target.pair = sorted(target.sides)


def _of_merge(tx: Transaction, world: World, number: int, name: str, author: str, at: str) -> Target:
    heir = golden.follow(tx, number)
    if heir == number:
        raise StewardError("not_merged", name=name)
    ids = set(golden.ids_leading_to(tx, heir)) | {heir}
    merged = golden.by_ids(tx, [number])[number]
    target = Target([], [i for i in _written(tx, ids) if i.run_id >= golden.redirected_in(tx, number)], is_turned=True)
    target.is_parting = True
    target.runs = sorted({intent.run_id for intent in target.writes})
    _part(tx, world, merged.golden_id, target, author, at)
    return target


def _turn_run(tx: Transaction, world: World, run_id: int, target: Target, author: str, at: str) -> None:
    run = runs.by_id(tx, run_id)
    if run is not None and run.kind == "undo":
        if target.field is not None:
            raise StewardError("undo_whole", number=run_id)
        target.decisions = _turned_round(tx, world, run.started_at, author, at)
        target.of_undo = target.is_turned = True
        target.sides = decisions.sides(tx, target.decisions)
        _answer_again(tx, world, target.decisions)
        resolve_queue.enqueue(tx, [(row.source_id, row.entity) for row in sources.by_ids(tx, sorted(target.sides))])
    elif target.field is None:
        for number in golden.redirected_by(tx, run_id):
            target.is_turned = True
            _part(tx, world, number, target, author, at)


def _turned_round(tx: Transaction, world: World, made_at: str, author: str, at: str) -> list[int]:
    """What an undo decided or let stand at `made_at` is taken back, and what it took back stands again."""
    standing = decisions.stood_up(tx, made_at)
    stands_again = decisions.let_stand(tx, made_at, at)
    decisions.revoke(tx, [row.decision_id for row in standing if row.kind in _OF_UNDOS], at)
    if answers := [row for row in standing if row.kind not in _OF_UNDOS]:
        take_back(tx, world, answers, author, at)
    return [row.decision_id for row in standing] + stands_again


def _answer_again(tx: Transaction, world: World, turned: list[int]) -> None:
    """What waited again because a decision was taken back is answered by it, now that it stands again."""
    for row, revoked_at in filter(None, (decisions.by_id(tx, number) for number in turned)):
        if revoked_at is None and row.unit is not None and row.kind in ("choose", "pin"):
            for golden_id in identity.golden_of(tx, [row.left]).values():
                answer(tx, cluster_of(tx, world, golden_id), row.unit, row.author, row.at)


def _part(tx: Transaction, world: World, number: int, target: Target, author: str, at: str) -> None:
    """Walls between what was in a golden record that was merged away, with who came to it since, and all others that it
    is one with now.
    """
    members = sources.of_golden(tx, [golden.follow(tx, number)])
    own_ids = {number, *golden.ids_leading_to(tx, number)}
    born = identity.born_ids(tx, [member.source_id for member in members])
    along = going_along(tx, world, number, [m for m in members if born[m.source_id] not in own_ids])
    own = [m for m in members if born[m.source_id] in own_ids or m.source_id in along]
    _wall_off(tx, Sides(number, own, [m for m in members if m not in own]), target, author, at)


def _wall_off(tx: Transaction, sides: Sides, target: Target, author: str, at: str) -> None:
    names, members = streams.names(tx), [*sides.own, *sides.others]
    if sides.others:
        told = {pin.decision for pin in target.pinned}
        target.pinned = [*target.pinned, *(pin for pin in pins_among(tx, members) if pin.decision not in told)]
    target.decisions = [*target.decisions, *wall_off(tx, sides, author, at)]
    target.parted = [*target.parted, *(record_name(member, names) for member in sides.own if sides.others)]
    target.sides = target.sides | {member.source_id for member in members}


def together(tx: Transaction, target: Target) -> list[str]:
    """The names of the two who stay one without the decision."""
    is_one = len(set(identity.golden_of(tx, target.pair).values())) == 1
    return [record_name(row, streams.names(tx)) for row in sources.by_ids(tx, target.pair)] if is_one else []
