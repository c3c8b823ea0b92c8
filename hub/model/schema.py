"""The schema of one installation: our nouns with the company's own items, and the check of documents against it.

Invariant: a document passes exactly when each of its values is of its item's kind in the written form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import TypeAdapter, ValidationError, create_model

from hub.model.certain import Certain
from hub.model.complaints import complain
from hub.model.custom import PREFIX, CustomField, value_type
from hub.model.fields import Noun
from hub.model.nouns import NOUNS
from hub.model.spec import FieldSpec, specs_of

Language = Literal["ja", "en"]


class _Entity:
    """A noun with the company's own items; its validator is built when first needed."""

    def __init__(self, noun: type[Noun], custom: Mapping[str, CustomField]) -> None:
        self.model = _extended(noun, custom) if custom else noun
        self.fields = MappingProxyType(specs_of(self.model))

    @cached_property
    def certain(self) -> Certain:
        return Certain(self.model)

    @cached_property
    def batch(self) -> TypeAdapter[list[Any]]:
        return TypeAdapter(list[self.model])  # type: ignore[name-defined]

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        members: dict[str, list[str]] = {}
        for spec in self.fields.values():
            if spec.group is not None:
                members.setdefault(spec.group, []).append(spec.name)
        return MappingProxyType({group: tuple(names) for group, names in members.items()})


@cache
def _plain(name: str) -> _Entity:
    """A noun without own items is the same in every schema, and so are its validators."""
    return _Entity(NOUNS[name], {})


def _extended(noun: type[Noun], custom: Mapping[str, CustomField]) -> type[Noun]:
    items: dict[str, Any] = {}
    for name, field in custom.items():
        if not name or name != name.strip() or "." in name:
            raise ValueError(f"{noun.entity}: {name!r} is no name for a custom field; use letters without dots")
        items[PREFIX + name] = (Annotated[value_type(field), field.mark()], None)
    return create_model(noun.__name__, __base__=noun, __module__=noun.__module__, **items)


class CanonicalSchema:
    """What every other part asks about entities, their items and documents."""

    def __init__(self, custom: Mapping[str, Mapping[str, CustomField]] = MappingProxyType({})) -> None:
        for entity in custom:
            if entity not in NOUNS:
                raise ValueError(f"custom fields of an unknown entity {entity!r}; known: {', '.join(NOUNS)}")
        own = {name: _Entity(NOUNS[name], fields) for name, fields in custom.items() if fields}
        self._entities = {name: own.get(name) or _plain(name) for name in NOUNS}

    @property
    def entities(self) -> tuple[str, ...]:
        return tuple(self._entities)

    def fields(self, entity: str) -> Mapping[str, FieldSpec]:
        """The items of an entity in the order in which people read them; custom ones last."""
        return self._entities[entity].fields

    def groups(self, entity: str) -> Mapping[str, tuple[str, ...]]:
        """The items of an entity that move together, by the name of their group."""
        return self._entities[entity].groups

    def model(self, entity: str) -> type[Noun]:
        """The frozen model of an entity with its custom items."""
        return self._entities[entity].model

    def validate(self, entity: str, docs: list[dict[str, Any]]) -> list[str | None]:
        """For each document None, or what is wrong with it in words that hold no personal value."""
        found: list[str | None] = [None] * len(docs)
        if suspects := self._entities[entity].certain.suspects(docs):
            try:
                self._entities[entity].batch.validate_python([docs[place] for place in suspects])
            except ValidationError as exc:
                self._explain(entity, exc, suspects, found)
        return found

    def _explain(self, entity: str, exc: ValidationError, places: list[int], found: list[str | None]) -> None:
        for error in exc.errors(include_url=False):
            place = places[int(error["loc"][0])]
            if found[place] is None:
                found[place] = complain(entity, self.fields(entity), error["loc"][1:], error)

    def load(self, entity: str, doc: Mapping[str, Any]) -> Noun:
        """The document as a frozen record with decimals, days and moments as such; pydantic's error if it is bad."""
        return self._entities[entity].model.model_validate(dict(doc))

    def label(self, entity: str, field: str, lang: Language = "ja") -> str:
        """What people call an item."""
        spec = self._entities[entity].fields[field]
        return spec.label_ja if lang == "ja" else spec.label_en

    def entity_label(self, entity: str, lang: Language = "ja") -> str:
        """What people call an entity."""
        model = self._entities[entity].model
        return model.label_ja if lang == "ja" else model.label_en
