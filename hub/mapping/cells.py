"""Cells that are read into several fields: an address in one text, a whole name, a department with its title.

Invariant: a cell that says anything says all of it. What it no longer tells of is gone and not unsaid, and what the hub
writes into it is all that is read from it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from hub.mapping.rules import CompiledPart, FieldRule
from hub.mapping.transforms.names import HALVES, complete, join_halves
from hub.normalize.compare import same

_KINDS = {"name": "person_name", "kana": "kana"}
Document = Mapping[str, Any]


def left_out(rule: FieldRule, known: Document, seen: Document) -> list[str]:
    """The fields that are known of a cell and that what is seen of it now does not hold; none where it is blank."""
    if not any(field in seen for field in rule.yields) or _is_same_name(rule.yields[0], known, seen):
        return []
    return [field for field in rule.yields if field in known and field not in seen]


def _is_same_name(whole: str, known: Document, seen: Document) -> bool:
    """Whether it is a name as it was, in which the halves can't be told apart any more."""
    return whole in HALVES and same(_KINDS[whole], known.get(whole), seen.get(whole))


def read_back(part: CompiledPart, changes: Set[str], wanted: Document, there: Document) -> dict[str, Any]:
    """What is read from the cells that changes go into, once they are written; None for what they do not say then.

    A cell takes what changes from `wanted`, and the rest from what stands `there`.
    """
    found: dict[str, Any] = {}
    for rule in part.cells:
        if rule.inverse is not None and not changes.isdisjoint(rule.yields):
            # A name that was whole there is divided by writing it as it is known.
            changing = changes | {rule.yields[0]} if rule.yields[0] in HALVES else changes
            found.update(_of_cell(rule, _mixed(rule.yields, changing, wanted, there)))
    for whole, halves in part.composed.items():
        if not changes.isdisjoint((whole, *halves)):
            found.update(_of_halves(part, whole, halves, _mixed((whole, *halves), changes, wanted, there)))
    return found


def _mixed(fields: Sequence[str], changes: Set[str], wanted: Document, there: Document) -> dict[str, Any]:
    values = ((field, (wanted if field in changes else there).get(field)) for field in fields)
    return {field: value for field, value in values if value is not None}


def _of_cell(rule: FieldRule, doc: Document) -> Iterator[tuple[str, Any]]:
    assert rule.inverse is not None
    text = rule.inverse(doc) if doc else None
    said = rule.forward(text) if text else {}
    return ((field, said.get(field) or None) for field in rule.yields)


def _of_halves(part: CompiledPart, whole: str, halves: Sequence[str], doc: Document) -> dict[str, Any]:
    full = complete(doc)
    told = {half: full[half] for half in halves if full.get(half)}
    found = {half: told.get(half) for half in halves if part.fields[half].yields == (half,)}
    return {**found, whole: join_halves(told, whole) or None}
