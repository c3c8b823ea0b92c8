"""Refusals: what a system has refused of a record is left out of the next write, which it would take down with it.

Invariant: what was refused is tried once more by itself after the system has taken something else of the record, for it
may hang on that; else the same is not sent twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hub.mapping.compile import CompiledMapping
from hub.store import intents
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.differ import Difference, PartView
from hub.sync.story import Story, read_story
from hub.sync.world import World

Target = tuple[int, int, str | None]
Named = tuple[str, str]
"""A part and a field."""
Compared = Sequence[tuple[PartView, Difference]]


class Refusals:
    """Those of updates of these golden records."""

    def __init__(self, tx: Transaction, world: World, golden_ids: Sequence[int]) -> None:
        self._world = world
        self._by_target: dict[Target, list[IntentRow]] = {}
        for intent in intents.refused_updates(tx, golden_ids):
            self._by_target.setdefault((intent.golden_id, intent.stream_id, intent.external_id), []).append(intent)

    def leave_out(self, target: Target, mapping: CompiledMapping, compared: Compared) -> list[str]:
        """Take out of the changes the units that were refused as they are wished now, unless nothing else is left; the
        names of those units.
        """
        known = self._by_target.get(target)
        if not known:
            return []
        wished = {(v.part.name, field): found.target.get(field) for v, found in compared for field in found.changes}
        refused = self._standing(known, mapping, wished)
        left = [(found, *self._left(view, found, refused)) for view, found in compared]
        if all(len(fields) == len(found.changes) for found, _, fields in left):
            return []
        for found, _, fields in left:
            found.changes = [field for field in found.changes if field not in fields]
        return [name for _, names, _ in left for name in names]

    def _standing(
        self, known: Sequence[IntentRow], mapping: CompiledMapping, wished: Mapping[Named, Any]
    ) -> set[Named]:
        """What was refused, where all that was refused at once is wished again."""
        found: set[Named] = set()
        for intent in known:
            said = refused_by(intent, mapping)
            if all(name in wished and wished[name] == value for name, value in said.items()):
                found.update(said)
        return found

    def _left(self, view: PartView, found: Difference, refused: set[Named]) -> tuple[list[str], list[str]]:
        """The units that any refused field is part of, and those of their fields that were to be written."""
        fields = frozenset(field for field in found.changes if (view.part.name, field) in refused)
        units = self._world.rules[view.part.entity].units_of(fields)
        moved = {field for unit in units for field in unit.fields}
        return [unit.name for unit in units], [field for field in found.changes if field in moved]


def refused_by(intent: IntentRow, mapping: CompiledMapping) -> dict[Named, Any]:
    """What a refusal is about: the fields that its words name, or all of them."""
    story = read_story(intent.fields)
    whole = {(part, field): value for part, told in story.items() for field, value in told.to.items()}
    named = {name: value for name, value in whole.items() if _is_named(name, mapping, intent.message)}
    return named or whole


def is_of_several(story: Story) -> bool:
    """Whether a write was about more than one field, so that some of it may be innocent."""
    return sum(len(told.to) for told in story.values()) > 1


def _is_named(name: Named, mapping: CompiledMapping, message: str) -> bool:
    part = mapping.part_of(name[0])
    rule = part.fields.get(name[1]) if part is not None else None
    if rule is None or not rule.path:
        return False
    return re.search(rf"(?<!\w){re.escape(rule.path[-1])}(?!\w)", message) is not None
