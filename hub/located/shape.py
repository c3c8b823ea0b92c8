"""Which keys a model knows at a path, so that a misspelt one can be answered with the right ones."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that may stand in the table at `path`."""
    shapes: list[Any] = [model]
    for step in path:
        shapes = [inner for shape in shapes for inner in _inside(shape, step)]
    return [key for shape in shapes for key in _keys(shape)]


def _keys(shape: Any) -> list[str]:
    if not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return []
    return [field.alias or name for name, field in shape.model_fields.items()]


def _inside(shape: Any, step: str | int) -> Iterator[Any]:
    """The shapes one step inside `shape`."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        for name, field in shape.model_fields.items():
            if step in (name, field.alias):
                yield from _plain(field.annotation)
        return
    origin, args = get_origin(shape), get_args(shape)
    if isinstance(origin, type) and issubclass(origin, Mapping) and len(args) == 2:
        yield from _plain(args[1])
    elif isinstance(origin, type) and issubclass(origin, Sequence) and args:
        yield from _plain(args[0])


def _plain(annotation: Any) -> Iterator[Any]:
    """An annotation without Annotated, and each member of a union."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _plain(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _plain(member)
    else:
        yield annotation
