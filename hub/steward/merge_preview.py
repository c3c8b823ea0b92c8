"""The preview of a merge: who stays, what the one customer would be field by field, and everything that it touches.

Invariant: what is told stands after the two are decided to be the same and synced, if nothing else changes before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from hub.merging.rules import Unit
from hub.merging.survive import claims_of, judge
from hub.steward.blast import Follows, Write, follows, writes
from hub.steward.joined import Joined, joined
from hub.steward.naming import display_name, display_names
from hub.steward.weigh import Judgement, document
from hub.store import resolve_queue, streams
from hub.store.transaction import Transaction
from hub.sync.record import record_name
from hub.sync.references import golden_text
from hub.sync.world import World

Becomes = Literal["stays", "redirected", "rest"]


class Customer(msgspec.Struct, frozen=True):
    """A golden record that would give its records: it `stays`, is `redirected`, or lives on with the `rest` of them."""

    golden: str
    display: str
    records: int
    becomes: Becomes


class Said(msgspec.Struct, frozen=True):
    """What a record says of a field, and since when; `record` is empty where a decision says it."""

    value: Any
    display: str
    record: str
    at: str


class FieldPreview(msgspec.Struct, frozen=True):
    """What would win a field by which rule, and what would lose."""

    field: str
    winner: Said
    rule: str
    losers: list[Said]


class MergePreview(msgspec.Struct, frozen=True):
    """`systems` are the records that come together by connection, `parted` those that would leave their customer.
    `golden` is empty where the customer would get a new number. `waits` where changes wait that the next sync takes in,
    too.
    """

    entity: str
    left: str
    right: str
    golden: str
    display: str
    customers: list[Customer]
    systems: dict[str, int]
    parted: list[str]
    fields: list[FieldPreview]
    follows: list[Follows]
    writes: list[Write]
    waits: bool

    @property
    def written(self) -> dict[str, tuple[int, list[str]]]:
        """How many records of each connection would be written, and which fields of them."""
        told: dict[str, tuple[int, list[str]]] = {}
        for write in self.writes:
            count, fields = told.get(write.connection, (0, []))
            told[write.connection] = (count + 1, list(dict.fromkeys((*fields, *write.fields))))
        return told


def merge_preview(world: World, left: str, right: str) -> MergePreview:
    """What would become of the customers if these records were the same; `StewardError` where they would stay two."""
    with world.database.look() as tx:
        one, names = joined(tx, world, left, right), streams.names(tx)
        systems = sorted(names[record.row.stream_id][0] for record in one.records if not record.row.deleted)
        return MergePreview(
            entity=one.entity,
            left=left,
            right=right,
            golden="" if one.golden_id is None else golden_text(one.entity, one.golden_id),
            display=display_name(one.survivor.values),
            customers=_customers(one),
            systems={name: systems.count(name) for name in dict.fromkeys(systems)},
            parted=sorted(record_name(record.row, names) for record in one.parted),
            fields=_fields(tx, world, one),
            follows=follows(tx, one),
            writes=writes(tx, world, one),
            waits=bool(resolve_queue.waiting_of(tx, [record.source_id for record in one.records])),
        )


def _customers(one: Joined) -> list[Customer]:
    found = []
    for number, row in sorted(one.before.items()):
        count = sum(record.row.golden_id == number for record in one.records)
        name = golden_text(one.entity, number)
        found.append(Customer(name, display_name(document(row)), count, _becomes(one, number)))
    return sorted(found, key=lambda customer: customer.becomes != "stays")


def _becomes(one: Joined, number: int) -> Becomes:
    if number == one.golden_id:
        return "stays"
    return "rest" if number in one.living else "redirected"


def _fields(tx: Transaction, world: World, one: Joined) -> list[FieldPreview]:
    """In the order of the schema."""
    told = [field for unit in world.rules[one.entity].units for field in _of_unit(unit, one)]
    specs = world.schema.fields(one.entity)
    names = {said.value for field in told if specs[field.field].ref_entity for said in (field.winner, *field.losers)}
    displays = display_names(tx, names - {None})
    order = {name: place for place, name in enumerate(specs)}
    return sorted((_shown(field, displays) for field in told), key=lambda field: order[field.field])


def _shown(told: FieldPreview, displays: dict[str, str]) -> FieldPreview:
    if not displays:
        return told
    return FieldPreview(
        told.field, _named(told.winner, displays), told.rule, [_named(said, displays) for said in told.losers]
    )


def _named(said: Said, displays: dict[str, str]) -> Said:
    display = displays.get(said.value, "") if isinstance(said.value, str) else ""
    return msgspec.structs.replace(said, display=display)


def _of_unit(unit: Unit, one: Joined) -> Iterator[FieldPreview]:
    claims, verdict = claims_of(unit, one.sources), one.verdicts.get(unit.name)
    if not claims and verdict is None:
        return
    winner, rule = judge(unit, claims, verdict)
    found = Judgement(unit, winner, rule, claims, None)
    lost = [claim for claim in found.losers if not found.agrees(claim)]
    for field in unit.fields:
        losers = [claim for claim in lost if claim.values.get(field) != winner.values.get(field)]
        if field in winner.values or losers:
            source = winner.name if winner.source_id else ""
            said = [Said(claim.values.get(field), "", claim.name, claim.at) for claim in losers]
            yield FieldPreview(field, Said(winner.values.get(field), "", source, winner.at), rule, said)
