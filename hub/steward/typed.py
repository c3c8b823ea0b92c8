"""Values that people type become canonical ones: `03-1234-5678` a phone number, 令和6年5月1日 a day.

Invariant: what can't be read is refused before anything is stored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.problems import TransformError
from hub.mapping.transforms import default_for
from hub.steward.errors import StewardError
from hub.steward.values import unit_named
from hub.sync.world import World

EMPTY = ("", "-", "—")


@dataclass(frozen=True)
class Typed:
    """Reads what a person typed; times without a zone are meant in `zone`."""

    world: World
    zone: ZoneInfo

    def field(self, entity: str, field: str, text: str) -> Any:
        """One field's value; an empty text or a dash empties the field."""
        if text.strip() in EMPTY:
            return None
        way = default_for(self.world.kinds(entity)[field]).in_zone(self.zone)
        try:
            return way.forward(_parsed(text))
        except TransformError as error:
            raise StewardError("unreadable", field=field, said=str(error)) from error

    def unit(self, entity: str, name: str, text: str) -> dict[str, Any]:
        """The values of a unit: of its only field, or `{"field": value}` for several that are decided together."""
        fields = unit_named(self.world, entity, name).fields
        if len(fields) == 1:
            return {fields[0]: self.field(entity, fields[0], text)}
        given = _parsed(text)
        if not isinstance(given, dict) or not all(field in fields for field in given):
            example = json.dumps({fields[0]: "…"}, ensure_ascii=False)
            raise StewardError("typed_group", unit=name, fields=", ".join(fields), example=example)
        return {field: self.field(entity, field, str(value or "")) for field, value in given.items()}


def _parsed(text: str) -> Any:
    """Lists and tables are written as JSON; everything else is the text as it was typed."""
    if not text.lstrip().startswith(("[", "{")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
