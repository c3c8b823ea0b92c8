"""Values typed on the command line become canonical ones: `03-1234-5678` a phone number, 令和6年5月1日 a day.

Invariant: what can't be read is refused before anything is stored.
"""

from __future__ import annotations

import json
from typing import Any

from hub.cli.answer import CommandError
from hub.cli.words import Say
from hub.mapping.problems import TransformError
from hub.mapping.transforms import default_for
from hub.steward.values import unit_named
from hub.sync.world import World

EMPTY = ("", "-", "—")


def typed_value(world: World, entity: str, field: str, text: str, say: Say) -> Any:
    """One field's value; an empty text or a dash empties the field."""
    if text.strip() in EMPTY:
        return None
    kind = world.kinds(entity)[field]
    try:
        return default_for(kind).forward(_parsed(text))
    except TransformError as error:
        raise CommandError(say("typed.unreadable", field=field, what=error)) from error


def typed_values(world: World, entity: str, unit_name: str, text: str, say: Say) -> dict[str, Any]:
    """The values of a unit: of its only field, or `{"field": value}` for several that are decided together."""
    unit = unit_named(world, entity, unit_name)
    if len(unit.fields) == 1:
        return {unit.fields[0]: typed_value(world, entity, unit.fields[0], text, say)}
    given = _parsed(text)
    if not isinstance(given, dict) or not all(field in unit.fields for field in given):
        example = json.dumps({unit.fields[0]: "…"}, ensure_ascii=False)
        raise CommandError(say("typed.group", unit=unit.name, fields=", ".join(unit.fields), example=example))
    return {field: typed_value(world, entity, field, str(value or ""), say) for field, value in given.items()}


def _parsed(text: str) -> Any:
    """Lists and tables are written as JSON; everything else is the text as it was typed."""
    if not text.lstrip().startswith(("[", "{")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
