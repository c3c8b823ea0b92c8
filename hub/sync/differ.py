"""The difference between a golden record and one part of one remote record, field by field, under the write rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hub.mapping.compile import CompiledPart
from hub.merging.claims import Marks
from hub.merging.rules import Unit
from hub.merging.survive import agree
from hub.sync.world import Document, World

# Written twice and changed twice: from then on it is a quarrel with the system, and a person should look.
BOUNCES = 2


class PartView(msgspec.Struct):
    """One part of one remote record beside its golden record.

    `golden` has references in the remote system's numbers (as stored in shadows). `source_id` is 0 and `shadow` empty
    where the remote record lacks the part.
    """

    part: CompiledPart
    golden_id: int
    golden: Document
    lineage: Mapping[str, int]
    held: frozenset[str]
    source_id: int
    shadow: Document
    marks: Marks
    rules: Mapping[str, str]


class Difference(msgspec.Struct):
    """`changes` are the fields to write, taken from `target`; `bouncing` are those given up."""

    target: Document
    changes: list[str]
    bouncing: list[str]


def difference(view: PartView, world: World, *, creates: bool) -> Difference:
    """What has to be written so that the remote part says what the golden record says."""
    if creates and not view.held:
        return Difference(view.golden, [field for field in view.rules if field in view.golden], [])
    result = Difference(view.golden, [], [])
    for unit in world.rules[view.part.entity].units:
        fields = [field for field in unit.fields if field in view.rules]
        if fields and unit.name not in view.held:
            _compare(unit, fields, view, result, creates=creates)
    return result


def _compare(unit: Unit, fields: list[str], view: PartView, result: Difference, *, creates: bool) -> None:
    wanted = {field: view.golden[field] for field in fields if field in view.golden}
    there = {field: view.shadow[field] for field in fields if field in view.shadow}
    if agree(unit, wanted, there):
        return
    if not wanted and not any(field in view.lineage for field in fields):
        return
    if there and any(view.rules[field] == "fill-blank" for field in fields):
        return
    if creates and not wanted:
        return
    if _bounces(fields, wanted, view.marks):
        result.bouncing.append(unit.name)
        return
    result.changes.extend(field for field in fields if field in wanted or field in there)


def _bounces(fields: list[str], wanted: Mapping[str, Any], marks: Marks) -> bool:
    found = [mark for field in fields if (mark := marks.get(field)) is not None and mark.sent == wanted.get(field)]
    return any(mark.bounced >= BOUNCES for mark in found)
