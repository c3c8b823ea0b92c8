"""What sources that say alike agree on: most of a customer, decided without weighing one field after the other.

Invariant: a field that is told here would survive just so if its claims were weighed, and none of them would lose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from hub.merging.claims import Source
from hub.merging.rules import EntityRules, Unit

Shadow = Mapping[str, Any]


def agreed(sources: Sequence[Source], rules: EntityRules, decided: Set[str]) -> tuple[dict[str, Any], dict[str, int]]:
    """Values, and the source id behind each, of the units that all who speak of them tell alike, to the letter.

    Units in `decided`, and fields that anybody has edited, are left to be weighed.
    """
    values: dict[str, Any] = {}
    lineage: dict[str, int] = {}
    disputed: set[str] = set()
    said = []
    # Claims that say the same differ in nothing but their age: the newest stands, as `most_recent` has it.
    for source in sorted(sources, key=_recency) if len(sources) > 1 else sources:
        shadow = source.shadow
        if source.marks:
            disputed.update([field for field, mark in source.marks.items() if mark.claimed])
            shadow = dict(shadow)
            for field in source.marks:
                shadow.pop(field, None)
        values.update(shadow)
        lineage.update(dict.fromkeys(shadow, source.source_id))
        said.append(shadow)
    for shadow in said[:-1]:
        disputed.update([field for field, value in shadow.items() if values[field] != value])
    found = _alone(values, rules, disputed, decided) | _together(values, said, rules, disputed, decided)
    for field in values.keys() - found:
        del values[field], lineage[field]
    return values, lineage


def _alone(values: Mapping[str, Any], rules: EntityRules, disputed: Set[str], decided: Set[str]) -> set[str]:
    """The fields that move alone; a permission that nobody ever took away is like any other."""
    newest, permissions = rules.newest_of_one, rules.permissions
    return {
        field
        for field, value in values.items()
        if (field in newest or (value is True and field in permissions))
        and field not in disputed
        and field not in decided
    }


def _together(
    values: Mapping[str, Any], said: Sequence[Shadow], rules: EntityRules, disputed: Set[str], decided: Set[str]
) -> set[str]:
    """The fields of groups of which everybody says as much as the others, or nothing."""
    ragged: set[str] = set()
    for shadow in said:
        if len(shadow) < len(values):
            ragged.update(values.keys() - shadow.keys())
    found: set[str] = set()
    for unit in rules.newest_of_many:
        present = values.keys() & unit.fields
        if not present or unit.name in decided or not disputed.isdisjoint(unit.fields):
            continue
        if ragged.isdisjoint(present) or _all_or_none(said, present):
            found |= present
    return found


def _recency(source: Source) -> tuple[str, str]:
    return source.since, source.name


def _all_or_none(said: Sequence[Shadow], fields: Set[str]) -> bool:
    """Whether nobody speaks of a part of the group only."""
    return all(len(shadow.keys() & fields) in (0, len(fields)) for shadow in said)


def to_weigh(rules: EntityRules, fields: Set[str], decided: Set[str]) -> Sequence[Unit]:
    """The units that hold any of these fields, or that somebody decided, in the order of the rules."""
    if not decided:
        return rules.units_of(fields)
    return rules.units_of([*fields, *(unit.fields[0] for unit in rules.units if unit.name in decided)])
