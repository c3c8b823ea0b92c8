"""A source record that speaks of another customer from now on: what it says of that one, and what is left over.

Invariant: what nobody said of the new customer is no claim about it; what the hub wrote, and when, stays known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hub.merging.claims import Mark, Marks
from hub.merging.rules import EntityRules


def unclaimed(shadow: Mapping[str, Any], marks: Marks) -> Marks:
    """Marks under which the record claims nothing of what it shows."""
    nothing = {
        "claimed": False,
        "value": None,
        "at": "",
        "edited": False,
        "fresh": False,
        "saw": None,
        "out": "",
        "mended": False,
    }
    return {f: msgspec.structs.replace(marks.get(f, Mark()), **nothing) for f in {*shadow, *marks}}


def restarted(shadow: Mapping[str, Any], marks: Marks, rules: EntityRules) -> Marks:
    """Marks under which the record claims what was just edited, as its first words; whoever edits a group has seen all
    of it.
    """
    just = {field: mark.at for field, mark in marks.items() if mark.fresh and mark.edited}
    said = unclaimed(shadow, marks)
    for unit in rules.units_of(just):
        at = max(just[field] for field in unit.fields if field in just)
        said.update({f: Mark(value=shadow[f], at=at, fresh=True) for f in unit.fields if f in shadow})
    return said
