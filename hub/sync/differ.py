"""The difference between a golden record and one part of one remote record, field by field, under the write rules."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hub.mapping.cells import read_back
from hub.mapping.compile import CompiledPart
from hub.merging.agreement import agree
from hub.merging.claims import BOUNCES, Marks
from hub.merging.lineage import read_lineage
from hub.merging.rules import EntityRules, Unit
from hub.normalize.compare import same
from hub.sync.world import Document, World


class PartView(msgspec.Struct):
    """One part of one remote record beside its golden record.

    `golden` has references in the remote system's numbers (as stored in shadows), `lineage` is the text that is stored.
    `source_id` is 0 and `shadow` empty where the remote record lacks the part; `marks` are, too, where none of them has
    a say in what is written. `kept` are the units that an undo keeps as they were before the hub wrote them, with the
    fields: there `golden` holds those former values. `left` is the golden record that the part is to tell of no more;
    0 for most.
    """

    part: CompiledPart
    golden_id: int
    golden: Document
    lineage: str | None
    held: frozenset[str]
    source_id: int
    shadow: Document
    marks: Marks
    rules: Mapping[str, str]
    kept: Mapping[str, frozenset[str]] = {}
    left: int = 0


class Difference(msgspec.Struct):
    """`changes` are the fields to write, taken from `target`; `bouncing` are those given up, `unsure` those that wait
    until the system's index is sure to show what stands there.
    """

    target: Document
    changes: list[str]
    bouncing: list[str]
    unsure: list[str]


def difference(view: PartView, world: World, *, creates: bool, shown_since: str = "") -> Difference:
    """What has to be written so that the remote part says what the golden record says; of a field the system may still
    show a state as old as `shown_since`.
    """
    if creates and not view.held:
        return Difference(view.golden, [field for field in view.rules if field in view.golden], [], [])
    result = Difference(view.golden, [], [], [])
    # What reads alike agrees; most fields of most records do.
    for unit in world.rules[view.part.entity].units_of(_differing(view)):
        if unit.name in view.kept:
            _put_back(unit, view, result)
        elif unit.name in view.held:
            continue
        elif len(unit.fields) == 1:
            _compare_one(unit, view, result, creates=creates)
        else:
            _compare(unit, [field for field in unit.fields if field in view.rules], view, result, creates=creates)
    if view.marks and shown_since and result.changes:
        _leave_unsure(view.marks, world.rules[view.part.entity], result, shown_since)
    return result


def as_read_back(view: PartView, found: Difference) -> Difference:
    """The same in the words that the system will show: a cell of several fields is written whole, and what is read from
    it then is what changes; nothing, where it says so already.
    """
    part = view.part
    if not found.changes or not (part.cells or part.composed):
        return found
    try:
        read = read_back(part, set(found.changes), found.target, view.shadow)
    except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
        return found  # the way back tells of which field the system has no word for
    if not read:
        return found
    others = [field for field in found.changes if field not in read]
    changes = others + [field for field, value in read.items() if value != view.shadow.get(field)]
    return Difference({**found.target, **read}, changes, found.bouncing, found.unsure)


def _leave_unsure(marks: Marks, rules: EntityRules, result: Difference, shown_since: str) -> None:
    """Somebody may have put back what the hub wrote over, and this write would go over that unseen."""
    doubted = {
        field for field in result.changes if (mark := marks.get(field)) is not None and mark.doubt >= shown_since
    }
    if doubted:
        units = rules.units_of(doubted)
        result.unsure.extend(unit.name for unit in units)
        left = {field for unit in units for field in unit.fields}
        result.changes = [field for field in result.changes if field not in left]


def _differing(view: PartView) -> list[str]:
    wanted, there, rules = view.golden, view.shadow, view.rules
    said = there.get
    found = [field for field, value in wanted.items() if said(field) != value and field in rules]
    if there.keys() <= wanted.keys():
        return found
    return found + [field for field in there if field not in wanted and field in rules]


def _compare_one(unit: Unit, view: PartView, result: Difference, *, creates: bool) -> None:
    """As `_compare`, of a field that moves alone and is not the same over there: most of what is written."""
    (field,), (kind,) = unit.fields, unit.kinds
    wanted, there = view.golden.get(field), view.shadow.get(field)
    if wanted is None:
        if creates or not _was_emptied([field], view):
            return
    elif there is not None and same(kind, wanted, there):
        return
    if there is not None and view.rules[field] == "fill-blank":
        return
    if view.marks and _bounces([field], view):
        result.bouncing.append(unit.name)
    else:
        result.changes.append(field)


def _compare(unit: Unit, fields: list[str], view: PartView, result: Difference, *, creates: bool) -> None:
    wanted = {field: view.golden[field] for field in fields if field in view.golden}
    there = {field: view.shadow[field] for field in fields if field in view.shadow}
    if agree(unit, wanted, there):
        # What reads alike may still lack a part over there, or hold one that was taken out: the building of an address.
        over = [field for field in fields if field in there and field not in wanted]
        gone = [field for field in over if not creates and _was_emptied([field], view)]
        fields = [field for field in wanted if field not in there] + gone
        wanted = {field: wanted[field] for field in fields if field in wanted}
    if not fields:
        return
    if not wanted and not _was_emptied(fields, view):
        return
    if there and "fill-blank" in [view.rules[field] for field in fields]:
        return
    if creates and not wanted:
        return
    if view.marks and _bounces(_unlike(unit, fields, view), view):
        result.bouncing.append(unit.name)
        return
    result.changes.extend(field for field in fields if field in wanted or field in there)


def _was_emptied(fields: list[str], view: PartView) -> bool:
    """Whether somebody emptied the golden fields on purpose; others were never known."""
    return view.lineage is not None and not read_lineage(view.lineage, [], None).keys().isdisjoint(fields)


def _put_back(unit: Unit, view: PartView, result: Difference) -> None:
    for field, kind in zip(unit.fields, unit.kinds, strict=True):
        wanted, there = view.golden.get(field), view.shadow.get(field)
        if field in view.kept[unit.name] and not same(kind, wanted, there):
            result.changes.append(field)


def _unlike(unit: Unit, fields: list[str], view: PartView) -> list[str]:
    """Those of a group's fields that say something else over there, spelling aside."""
    wanted, there, kinds = view.golden.get, view.shadow.get, zip(unit.fields, unit.kinds, strict=True)
    return [field for field, kind in kinds if field in fields and not same(kind, wanted(field), there(field))]


def _bounces(fields: list[str], view: PartView) -> bool:
    """Whether none of these fields would stay as it is written; of a group, one that would is worth the write."""
    marks = [(view.marks.get(field), view.golden.get(field)) for field in fields]
    return all(mark is not None and mark.sent == wanted and mark.bounced >= BOUNCES for mark, wanted in marks)
