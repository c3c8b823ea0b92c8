"""What is wrong with a document, in words: the item, what stands there, and what is expected.

Invariant: a message holds no value of an item that is personal, and of others only the first characters.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from hub.model.fields import Kind
from hub.model.spec import FieldSpec

_EXPECTED: dict[Kind, str] = {
    "corporate_number": "13 digits",
    "invoice_number": '"T" and 13 digits',
    "date": 'a day such as "2024-05-01"',
    "datetime": 'a moment with its offset such as "2024-05-01T09:00:00+09:00"',
    "integer": "a whole number",
    "number": 'a decimal as text such as "1.5"',
    "money": 'a decimal as text such as "1200"',
    "boolean": "true or false",
    "text_list": "a list of texts that are not empty",
    "lines": "a list of lines",
    "addresses": "a list of addresses",
}
_LONGEST_VALUE = 40


def complain(entity: str, fields: Mapping[str, FieldSpec], place: tuple[int | str, ...], error: ErrorDetails) -> str:
    """One sentence for one of pydantic's errors; `place` is the way from the document to the value."""
    if not place:
        return f"{entity}: the document is {_nature(error['input'])}; expected an object of fields"
    name = str(place[0])
    if name not in fields:
        return f"{entity}: there is no field {name!r}; {_nearest(name, fields)}"
    spec = fields[name]
    where = ".".join(map(str, place))
    if error["type"] == "extra_forbidden":
        return f"{entity}.{where} ({spec.label_ja}): an item that {spec.kind} does not have; remove or rename it"
    value = error["input"]
    shown = f" {_shortened(value)}" if not spec.personal and isinstance(value, str | int | float) else ""
    return f"{entity}.{where} ({spec.label_ja}): {_nature(value)}{shown}; expected {_expected(spec, place, error)}"


def _expected(spec: FieldSpec, place: tuple[int | str, ...], error: ErrorDetails) -> str:
    if spec.choices:
        return "one of " + ", ".join(choice.value for choice in spec.choices)
    if len(place) > 2 and spec.kind in {"lines", "addresses"}:
        return "a decimal as text" if error["type"] == "string_pattern_mismatch" else "text that is not empty"
    if error["type"] in {"greater_than_equal", "less_than_equal", "less_than"}:
        return f"a number within its limits ({error['msg'].removeprefix('Input should be ')})"
    return _EXPECTED.get(spec.kind, "text that is not empty")


def _nature(value: Any) -> str:
    match value:
        case bool():
            return "a truth value"
        case None:
            return "nothing"
        case "":
            return "an empty text"
        case str():
            return f"a text of length {len(value)}"
        case int() | float():
            return "a number"
        case list() | tuple():
            return f"a list of {len(value)}"
        case dict():
            return "an object"
        case _:
            return f"a {type(value).__name__}"


def _shortened(value: str | float) -> str:
    text = str(value)
    return repr(text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…")


def _nearest(name: str, fields: Mapping[str, FieldSpec]) -> str:
    near = difflib.get_close_matches(name, fields, n=1)
    return f"did you mean {near[0]!r}?" if near else "declare it as a custom field or drop it from the mapping"
