"""Agreement: whether two values of a unit say the same, however they are spelled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.merging.rules import Unit
from hub.normalize.compare import same


def agree(unit: Unit, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two values of a unit say the same, spelling aside; in a group, blanks on one side say nothing."""
    if one == other:
        return True
    if not one or not other:
        return False
    if len(unit.fields) == 1:
        field = unit.fields[0]
        return same(unit.kinds[0], one.get(field), other.get(field))
    shared = [(f, k) for f, k in zip(unit.fields, unit.kinds, strict=True) if f in one and f in other]
    return bool(shared) and all(same(kind, one[field], other[field]) for field, kind in shared)
