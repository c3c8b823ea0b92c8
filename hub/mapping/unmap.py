"""The way back, rule by rule: canonical fields in the system's own words and nesting, for the paths that they feed.

It is the meaning of the way back and names the field that cannot be said; the generated function is its fast form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.mapping.path import write
from hub.mapping.problems import MappingProblem, TransformError
from hub.mapping.rules import CompiledPart, FieldRule


def unmap_part(part: CompiledPart, doc: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The payload that sets `fields` as `doc` has them; what `doc` lacks is None, which empties it.

    Of a person, `doc` has whole names and their halves.
    """
    payload: dict[str, Any] = {}
    for rule in _rules(part, fields):
        if rule.path is not None:
            write(payload, rule.path, _word(part.name, rule, doc))
    return payload


def _rules(part: CompiledPart, fields: Iterable[str]) -> list[FieldRule]:
    """The lines that `fields` are written by, each once, in the file's order."""
    wanted: set[str] = set()
    for field in fields:
        rule = part.fields.get(field)
        if rule is not None:
            wanted.update(rule.composed_of or (field,))
    return [rule for rule in part.rules if rule.has_inverse and rule.path and wanted.intersection(rule.yields)]


def _word(part: str, rule: FieldRule, doc: Mapping[str, Any]) -> Any:
    assert rule.inverse is not None
    known = {field: doc[field] for field in rule.yields if doc.get(field) is not None}
    if not known:
        return None
    try:
        return rule.inverse(known if rule.group else known[rule.yields[0]])
    except TransformError as error:
        raise MappingProblem(part, rule.name, str(error)) from None
    except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError) as error:
        raise MappingProblem(
            part, rule.name, f"cannot be said in the system's words ({type(error).__name__})"
        ) from None
