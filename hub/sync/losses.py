"""Losses to come: edits that lost where the hub wrote nothing over them, until a configuration lets it write there.

Invariant: an edit that is going to be written over stands in a conflict, also where it lost before the hub might write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hub.merging.claims import read_marks
from hub.store import conflicts, golden, sources
from hub.store.conflicts import ConflictRow
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.world import StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def tell_losses(tx: Transaction, world: World, stream: StreamSetup) -> None:
    """Make conflicts of the listed differences in which a stream holds an edit that is written over from now on."""
    for row in conflicts.listed_edits(tx):
        story = _decode(row.doc)
        lost = [loser["source"] for loser in story["losers"] if _is_to_be_lost(tx, world, stream, row, loser)]
        if lost:
            told = msgspec.json.encode({**story, "effect": lost}).decode()
            conflicts.turn_into_conflict(tx, row.conflict_id, told)
            name = golden_text(row.entity, row.golden_id)
            world.log("conflict_decided", golden=name, field=row.unit, rule=story["rule"], effect=lost)


def _is_to_be_lost(
    tx: Transaction, world: World, stream: StreamSetup, row: ConflictRow, loser: Mapping[str, Any]
) -> bool:
    """Whether it is an edit that stands in the stream as it was told, golden is something else, and that is written."""
    found = sources.by_ids(tx, [loser["source_id"]]) if loser["edited"] else []
    if not found or found[0].deleted or found[0].stream_id != stream.stream_id:
        return False
    record, number = found[0], golden.follow(tx, row.golden_id)
    units = world.rules[row.entity].units
    fields = [field for unit in units if unit.name == row.unit for field in unit.fields]
    marks = read_marks(record.marks)
    edits = [field for field in fields if (mark := marks.get(field)) is not None and mark.edited and not mark.wrote]
    if loser["at"] not in {marks[field].at for field in edits}:
        return False
    says = _decode(golden.by_ids(tx, [number])[number].doc)
    if record.golden_id != number or {field: says[field] for field in fields if field in says} == loser["values"]:
        return False
    return any(stream.write_rule(record.part, field) == "overwrite" for field in fields)
