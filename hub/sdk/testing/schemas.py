"""Turns the schemas of an OpenAPI or Swagger document into JSON Schema 2020-12, closed against invented fields.

The document keeps its shape, so a reference into it still points to the same place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = Any

_LITERAL = {"example", "examples", "default", "enum", "x-example"}


def as_json_schema(document: Json, *, closed: bool) -> Json:
    """A copy of the document whose schemas a JSON Schema validator understands.

    `closed` refuses properties that an object's schema does not name, unless it says that it is open.
    """
    return _converted(document, _parts_of_all(document) if closed else None, (), in_all_of=False)


def _parts_of_all(document: Json) -> frozenset[str]:
    """Schemas that another one builds upon: closing them would refuse what the other adds."""
    return frozenset(
        part["$ref"]
        for node in _nodes(document)
        for part in _listed(node.get("allOf"))
        if isinstance(part, dict) and "$ref" in part
    )


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _nodes(value: Json) -> Iterator[dict[str, Json]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _converted(value: Json, open_refs: frozenset[str] | None, at: tuple[str, ...], *, in_all_of: bool) -> Json:
    if isinstance(value, list):
        is_all_of = bool(at) and at[-1] == "allOf"
        return [_converted(one, open_refs, (*at, str(n)), in_all_of=is_all_of) for n, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    made = {key: _below(key, inner, open_refs, (*at, _escaped(key))) for key, inner in value.items()}
    if open_refs is not None and not in_all_of and "#/" + "/".join(at) not in open_refs:
        _close(made)
    return _nullable(_numeric_bounds(made))


def _below(key: str, inner: Json, open_refs: frozenset[str] | None, at: tuple[str, ...]) -> Json:
    """A member of a node: names of properties are no words of the schema, and literals are no schemas."""
    if key == "properties" and isinstance(inner, dict):
        return {name: _converted(one, open_refs, (*at, _escaped(name)), in_all_of=False) for name, one in inner.items()}
    if key in _LITERAL and not (key == "default" and "responses" in at[-2:-1]):
        return inner
    return _converted(inner, open_refs, at, in_all_of=False)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _close(schema: dict[str, Json]) -> None:
    describes_object = isinstance(schema.get("properties"), dict) or isinstance(schema.get("allOf"), list)
    if describes_object and "additionalProperties" not in schema:
        schema["unevaluatedProperties"] = False


def _numeric_bounds(schema: dict[str, Json]) -> dict[str, Json]:
    """OpenAPI 3.0 says `exclusiveMinimum: true` beside the bound, JSON Schema gives the bound itself."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and bound in schema:
                schema[exclusive] = schema.pop(bound)
    return schema


def _nullable(schema: dict[str, Json]) -> dict[str, Json]:
    if not (schema.get("nullable") is True or schema.get("x-nullable") is True):
        return schema
    return {"anyOf": [{key: value for key, value in schema.items() if key != "nullable"}, {"type": "null"}]}
