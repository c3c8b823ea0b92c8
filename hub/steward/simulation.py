"""Simulating: what another configuration would make of everything that is stored, told before it goes live.

Invariant: what is told equals what the next sync with that configuration does, if the systems stand still.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from hub.steward import changes
from hub.steward.naming import display_name
from hub.steward.planning import reviewable
from hub.steward.plans import PlannedChange
from hub.store import golden, moves, quarantine
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.run import run_pipeline
from hub.sync.world import World

# So many of each list are told one by one; the counts tell of the rest.
TOLD_MAX = 1000
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class FieldEffect(msgspec.Struct, frozen=True):
    """One value of one golden record that would be another one."""

    golden: str
    display: str
    field: str
    before: Any = msgspec.field(name="from")
    after: Any = msgspec.field(name="to")


class Move(msgspec.Struct, frozen=True):
    """Records that would leave one golden record for another; `merges` where nothing stays behind."""

    before: str = msgspec.field(name="from")
    after: str = msgspec.field(name="to")
    records: int
    merges: bool


class EntityEffect(msgspec.Struct):
    """How many golden records of one entity would be new, changed or merged away, and how often each field changes."""

    created: int = 0
    changed: int = 0
    merged: int = 0
    fields: Counter[str] = msgspec.field(default_factory=Counter)


class Refusal(msgspec.Struct, frozen=True):
    """A record that the new mapping could not take in."""

    record: str
    reason: str


class Simulation(msgspec.Struct):
    """The whole effect. `writes` counts new writes; `withdrawn` waiting ones that would not be sent."""

    config_digest: str
    entities: dict[str, EntityEffect] = {}
    fields: list[FieldEffect] = []
    moves: list[Move] = []
    writes: dict[str, Counter[str]] = {}
    changes: list[PlannedChange] = []
    withdrawn: dict[str, int] = {}
    not_planned: dict[str, dict[str, int]] = {}
    refused: dict[str, int] = {}
    refusals: list[Refusal] = []

    @property
    def is_empty(self) -> bool:
        """Whether the configuration would change nothing at all."""
        return not (self.entities or self.moves or self.writes or self.withdrawn or self.refused)


Wish = tuple[int, int, str | None, str]


def simulate(world: World) -> Simulation:
    """Let `world`, a configuration over a scratch copy, make of the copy what it would make of the store."""
    with world.database.begin() as tx:
        wished = {_wish(intent): intent.payload for intent in reviewable(tx, world, None)}
        moves.keep_aside(tx)
    report = run_pipeline(world, "simulate", ("replay", "resolve", "plan"))
    effect = Simulation(world.config_digest)
    effect.not_planned = {place: dict(counts) for place, counts in report.ledger.not_planned.items()}
    with world.database.begin() as tx:
        _records(tx, report.run_id, effect)
        _moves(tx, effect)
        _writes(tx, world, wished, effect)
        _refused(tx, world, report.run_id, effect)
    return effect


def _records(tx: Transaction, run_id: int, effect: Simulation) -> None:
    for row, before in golden.changed_by(tx, run_id):
        entity = effect.entities.setdefault(row.entity, EntityEffect())
        if before is None:
            entity.created += 1
        elif row.redirect_to is not None:
            entity.merged += 1
        else:
            _fields(row, _decode(before), effect, entity)
    effect.entities = {name: found for name, found in effect.entities.items() if found != EntityEffect()}


def _fields(row: golden.GoldenRow, before: dict[str, Any], effect: Simulation, entity: EntityEffect) -> None:
    after = _decode(row.doc)
    differing = [field for field in sorted(before | after) if before.get(field) != after.get(field)]
    entity.changed += bool(differing)
    entity.fields.update(differing)
    if len(effect.fields) < TOLD_MAX:
        name, display = golden_text(row.entity, row.golden_id), display_name(after)
        effect.fields += [FieldEffect(name, display, f, before.get(f), after.get(f)) for f in differing]


def _moves(tx: Transaction, effect: Simulation) -> None:
    for entity, old, new, records, stay in moves.moved(tx, TOLD_MAX):
        effect.moves.append(Move(golden_text(entity, old), golden_text(entity, new), records, merges=not stay))


def _wish(intent: IntentRow) -> Wish:
    return intent.stream_id, intent.golden_id, intent.external_id, intent.operation


def _writes(tx: Transaction, world: World, wished: dict[Wish, str], effect: Simulation) -> None:
    found = reviewable(tx, world, None)
    new = [intent for intent in found if wished.get(_wish(intent)) != intent.payload]
    for place, intent in _placed(world, new):
        effect.writes.setdefault(place, Counter())[intent.operation] += 1
    effect.changes = list(changes.told(tx, world, new[:TOLD_MAX]))
    gone = wished.keys() - {_wish(intent) for intent in found}
    for stream_id, *_ in gone:
        stream = world.stream(stream_id)
        place = stream.place if stream is not None else str(stream_id)
        effect.withdrawn[place] = effect.withdrawn.get(place, 0) + 1


def _placed(world: World, intents: list[IntentRow]) -> Iterator[tuple[str, IntentRow]]:
    for intent in intents:
        if (stream := world.stream(intent.stream_id)) is not None:
            yield stream.place, intent


def _refused(tx: Transaction, world: World, run_id: int, effect: Simulation) -> None:
    for row in sorted(quarantine.listing(tx), key=lambda row: (row.stream_id, row.external_id)):
        stream = world.stream(row.stream_id)
        if row.run_id == run_id and stream is not None:
            effect.refused[stream.place] = effect.refused.get(stream.place, 0) + 1
            if len(effect.refusals) < TOLD_MAX:
                effect.refusals.append(Refusal(f"{stream.place}/{row.external_id}", row.reason))
