"""Beyond an edit: an opt-out that stands, what was taken out of a list, and the rest of its group.

Invariant: whoever edits one field claims no more than he saw and left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.merging.claims import Mark, Marks, emptied_by
from hub.merging.observation import Observation
from hub.merging.rules import EntityRules, Unit
from hub.normalize.compare import comparable


def carry_over(
    result: Observation,
    shadow: Mapping[str, Any],
    marks: Marks,
    since: str,
    at: str,
    rules: EntityRules,
    *,
    first_sight: bool,
    edited: bool,
) -> None:
    """Keep with each edit what stands beyond it: an opt-out, what was taken out of a list, the rest of its group."""
    for field in result.edited[:]:
        unit, mark = rules.unit_of(field), result.marks[field]
        if unit.rule.strategy == "opt_out" and mark.value is not False:
            mark.out = _opted_out_at(field, shadow, marks.get(field), since, edited=edited)
        mark.dropped = _dropped(unit, mark, marks.get(field))
        if len(unit.fields) > 1 and (mark.edited or first_sight):
            _adopt(result, unit.fields, at, edited=mark.edited)


def _adopt(result: Observation, group: tuple[str, ...], at: str, *, edited: bool) -> None:
    """Who edits one field of a group, or fills it before the hub sees the record that it made, has seen the others and
    left them: he claims the group as it now stands, also what the hub wrote of it.
    """
    for field in group:
        if field in result.marks and field not in result.edited:
            value, showed = result.shadow.get(field), emptied_by(result.shadow.get(field), result.marks[field])
            result.marks[field] = Mark(value=value, at=at, edited=edited, fresh=True, saw=value, showed=showed)


def _dropped(unit: Unit, new: Mark, mark: Mark | None) -> tuple[tuple[str, Any], ...]:
    """What is taken out of a list by now: by this edit, or by one before it."""
    if unit.rule.strategy != "union" or not new.edited:
        return ()
    kind, before = unit.kinds[0], mark.dropped if mark is not None else ()
    kept = {comparable(kind, [item]) for item in new.value or ()}
    gone = {comparable(kind, [item]): (at, item) for at, item in (*before, *((new.at, item) for item in new.saw or ()))}
    return tuple(one for spelling, one in gone.items() if spelling not in kept)


def _opted_out_at(field: str, shadow: Mapping[str, Any], mark: Mark | None, since: str, *, edited: bool) -> str:
    """When this system opted out itself, if it did; other words for the same state make no opt-out of what was none."""
    if edited and mark is None:
        return since if shadow.get(field) is False else ""
    if edited and mark is not None and mark.claimed and mark.value is False:
        return mark.at
    return mark.out if mark is not None else ""
