"""Runs the examples that stand beside a mapping: what comes out must be exactly what the file says, and go back."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from hub.located import as_json
from hub.mapping.build import INNER_FIELDS
from hub.mapping.compile import CompiledMapping
from hub.mapping.path import merge
from hub.mapping.problems import MappingProblem
from hub.mapping.spec import ExampleSpec
from hub.mapping.transforms.kind import plain_decimal
from hub.model import FieldSpec

_TYPED = ("integer", "boolean")


class ExampleFailure(NamedTuple):
    """One difference between an example and what the mapping does; `line` and `col` are the example's in its file."""

    mapping: str
    line: int
    col: int
    what: str


def run_examples(compiled: CompiledMapping) -> list[ExampleFailure]:
    """Every difference in every example of the mapping; none where all hold."""
    name = compiled.spec.name
    return [
        ExampleFailure(name, example.line, example.col, difference)
        for example in compiled.spec.examples
        for difference in _differences(compiled, example)
    ]


def _differences(compiled: CompiledMapping, example: ExampleSpec) -> list[str]:
    payload = as_json(example.in_)
    try:
        at, parts = compiled.map(payload)
        found = _compared(_expected(compiled, example.out), parts)
        if example.at is not None and at != example.at:
            found.append(f"the event time is {at}, not {example.at}")
        return found or _back(compiled, payload, parts, example.back)
    except MappingProblem as problem:
        return [str(problem)]


def _expected(compiled: CompiledMapping, out: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The parts as the file has them, typed by the schema: `amount: 1200` means the text "1200"."""
    expected = {}
    for name, doc in out.items():
        part = compiled.part_of(name)
        fields = compiled.schema.fields(part.entity) if part else {}
        expected[name] = {field: _typed(value, fields.get(field)) for field, value in (doc or {}).items()}
    return expected


def _typed(value: Any, field: FieldSpec | None) -> Any:
    if field is None or field.kind in _TYPED:
        return as_json(value)
    if field.kind in INNER_FIELDS:
        inner = INNER_FIELDS[field.kind]
        return [{name: _typed(said, inner.get(name)) for name, said in item.items()} for item in value]
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, int | Decimal):
        return plain_decimal(Decimal(value))
    return str(value)


def _compared(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    differences = [f"part '{name}' is missing" for name in expected if name not in found]
    differences += [f"part '{name}' is not expected" for name in found if name not in expected]
    for name in expected:
        if name in found:
            differences += _compared_fields(name, expected[name], found[name])
    return differences


def _compared_fields(part: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    names = dict.fromkeys([*expected, *found])
    return [
        f"{part}.{name} is {_word(found, name)}, not {_word(expected, name)}"
        for name in names
        if expected.get(name) != found.get(name) or type(expected.get(name)) is not type(found.get(name))
    ]


def _word(doc: Mapping[str, Any], name: str) -> str:
    return repr(doc[name]) if name in doc else "absent"


def _back(compiled: CompiledMapping, payload: dict[str, Any], parts: Mapping[str, Any], back: Any) -> list[str]:
    """With a payload, the way back gives exactly it; with true, what was written maps to the same again."""
    if back is False:
        return []
    written: dict[str, Any] = {}
    for name in compiled.parts.keys() & parts.keys():
        doc = parts[name]
        fields = [field for field in compiled.writable_fields(name) if field in doc]
        merge(written, compiled.unmap(name, doc, fields))
    if back is not True:
        expected = as_json(back)
        return [] if written == expected else [f"the way back gives {written}, not {expected}"]
    again = compiled.map(merge(copy.deepcopy(payload), written)).parts
    return [f"the way back changes {difference}" for difference in _compared(parts, again)]
