"""The quick check of documents: what it passes is valid for certain; what it refuses, pydantic has to judge.

Invariant: it never passes what the models refuse. Measured: a fifth of the time, since no model is built.
"""

from __future__ import annotations

from types import GenericAlias, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from hub.model.fields import Noun
from hub.model.values import Written


class Certain:
    """The quick check of one entity."""

    def __init__(self, model: type[Noun]) -> None:
        self._structure = _structure(model)
        self._all = GenericAlias(list, (self._structure,))

    def suspects(self, docs: list[dict[str, Any]]) -> list[int]:
        """The places of the documents that are not valid for certain."""
        if len(docs) == 1:
            # It may come from a person's hand and hold half a character, which JSON cannot and msgspec overlooks.
            return [0]
        if _fits(docs, self._all):
            return []
        return [place for place, doc in enumerate(docs) if not _fits(doc, self._structure)]


def _fits(value: Any, type_: Any) -> bool:
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError:
        return False
    return True


def _structure(model: type[Noun]) -> type[msgspec.Struct]:
    """The model as msgspec knows it; its own names are numbers, since a custom field's has a dot in it."""
    fields = [(f"f{place}", _type(info.annotation), None) for place, info in enumerate(model.model_fields.values())]
    names = {f"f{place}": name for place, name in enumerate(model.model_fields)}
    return msgspec.defstruct(model.__name__, fields, rename=names, forbid_unknown_fields=True, frozen=True)


def _type(annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        return Union[tuple(map(_type, arguments))]  # noqa: UP007 - it is put together here
    if origin is tuple:
        return GenericAlias(tuple, (_type(arguments[0]), ...))
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return _structure(annotation)
    return annotation


def _marked(base: Any, marks: tuple[Any, ...]) -> Any:
    for mark in marks:
        if isinstance(mark, Written):
            return Annotated[str, msgspec.Meta(pattern=mark.certain)]
    metas = tuple(mark for mark in marks if isinstance(mark, msgspec.Meta))
    return Annotated[(base, *metas)] if metas else base
