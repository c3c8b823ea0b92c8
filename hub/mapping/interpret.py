"""Maps one record rule by rule: slow, and therefore able to name the field that a record fails on.

It is the meaning of a mapping; the generated function is only its fast form, and a test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from hub.mapping.elements import add_elements
from hub.mapping.path import Path, is_blank, is_truthy, read
from hub.mapping.problems import MappingProblem, TransformError
from hub.mapping.rules import CompiledPart, FieldRule, Mapped, Way, When
from hub.mapping.transforms.names import join_halves


def interpret(payload: Any, parts: tuple[CompiledPart, ...], when: When | None, unless: Path | None) -> Mapped:
    """The same as the generated function gives; raises `MappingProblem` with part and field."""
    if not isinstance(payload, dict):
        raise MappingProblem("", "", "the record is no table of fields")
    at = _moment(payload, when)
    if unless and is_truthy(read(payload, unless)):
        return Mapped(at, {})
    single = [part for part in parts if part.for_each is None]
    found = {part.name: _document(payload, part) for part in single if exists(payload, part)}
    _drop_silent(found, [part for part in single[1:] if not part.links])
    for part in single:
        for field, target in part.links.items():
            if part.name in found and target in found:
                found[part.name][field] = f"#{target}"
    _drop_silent(found, single[1:])
    for part in parts:
        if part.for_each is not None:
            add_elements(found, payload, part, partial(_element, part=part))
    return Mapped(at, found)


def _element(element: dict[str, Any], part: CompiledPart) -> dict[str, Any] | None:
    return _document(element, part) if exists(element, part) else None


def _drop_silent(found: dict[str, dict[str, Any]], parts: Sequence[CompiledPart]) -> None:
    """A part beside the anchor that holds nothing but constants does not exist."""
    for part in parts:
        if part.name in found and len(found[part.name]) <= len(part.constants):
            del found[part.name]


def _moment(payload: Any, when: When | None) -> str | None:
    if when is None:
        return None
    value = read(payload, when.path)
    return None if is_blank(value) else _said("", "when", when.way, value, when.path)


def exists(payload: Any, part: CompiledPart) -> bool:
    """Whether the payload, or an element of it, is to have the part at all."""
    if part.requires and all(is_blank(read(payload, path)) for path in part.requires):
        return False
    return not (part.unless and is_truthy(read(payload, part.unless)))


def _document(payload: Any, part: CompiledPart) -> dict[str, Any]:
    doc = part.constants
    for rule in part.readers:
        _say(doc, payload, part.name, rule)
    for whole, halves in part.composed.items():
        if any(half in doc for half in halves):
            doc[whole] = join_halves(doc, whole)
    return doc


def _say(doc: dict[str, Any], payload: Any, part: str, rule: FieldRule) -> None:
    value = read(payload, rule.path or ())
    if is_blank(value):
        return
    said = _said(part, rule.name, rule.forward, value, rule.path or ())
    if is_blank(said):
        return
    if rule.group:
        doc.update(said)
    else:
        doc[rule.name] = said


def _said(part: str, field: str, way: Way, value: Any, path: Path) -> Any:
    try:
        return way(value)
    except TransformError as error:
        raise MappingProblem(part, field, str(error), path) from None
    except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError) as error:
        raise MappingProblem(part, field, f"cannot be read ({type(error).__name__})", path) from None
