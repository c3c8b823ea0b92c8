"""How values, moments, fields and reasons are told to one reader; nothing here is markup, the templates escape it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from hub.console.words import LANGUAGES, Engine, Language, Words
from hub.model import CanonicalSchema
from hub.model.derived import DERIVED_LABELS, Derived
from hub.model.shown import moment_text, money_text, record_text, value_text, values_text
from hub.normalize.phones import national_phone
from hub.sync.reasons import Reason


@dataclass(frozen=True)
class Telling:
    """`engine` words what the inner floors say."""

    lang: Language
    engine: Engine
    zone: ZoneInfo
    schema: CanonicalSchema | None = None

    @cached_property
    def say(self) -> Words:
        """The console's own words."""
        return Words(self.lang)

    def with_schema(self, schema: CanonicalSchema) -> Telling:
        """The same with a company's own fields."""
        return replace(self, schema=schema)

    @cached_property
    def _fields(self) -> CanonicalSchema:
        return self.schema or CanonicalSchema()

    def entity(self, entity: str) -> str:
        """What people call an entity."""
        return self._fields.entity_label(entity, self.lang) if entity in self._fields.entities else entity

    def field(self, entity: str, name: str) -> str:
        """What people call a field, or a group of fields that are decided together."""
        if entity in self._fields.entities and name in self._fields.fields(entity):
            return self._fields.label(entity, name, self.lang)
        return self.engine.known(f"group.{name}", name)

    def of(self, entity: str, field: str, value: Any) -> str:
        """The value of a field: a telephone number as it is dialled here, money in thousands, a choice by its name."""
        spec = self._fields.fields(entity).get(field) if entity in self._fields.entities else None
        if spec is None or not isinstance(value, str):
            return self.value(value)
        if spec.kind == "phone":
            return national_phone(value)
        if spec.kind == "money":
            return money_text(value)
        labels = {choice.value: (choice.label_ja, choice.label_en) for choice in spec.choices}
        return labels[value][LANGUAGES.index(self.lang)] if value in labels else self.value(value)

    def called(self, entity: str, display: str) -> str:
        """What a record is called; one that has no name of its own is called by what kind it is."""
        if entity not in self._fields.entities:
            return display
        fields = self._fields.fields(entity).items()
        kinds = (name for name, spec in fields if any(choice.value == display for choice in spec.choices))
        return self.of(entity, next(kinds, ""), display)

    def value(self, value: Any) -> str:
        """A value of no known field."""
        return self.say(f"value.{str(value).lower()}") if isinstance(value, bool) else value_text(value)

    def values(self, entity: str, values: Mapping[str, Any]) -> str:
        """The values of a unit in one line."""
        if not values:
            return self.say("value.empty")
        if len(values) == 1:
            ((field, value),) = values.items()
            return self.of(entity, field, value)
        return values_text(values)

    def written(self, value: Any) -> str:
        """A value as it is typed: text as it is, lists and tables as JSON."""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def figures(self, figures: Derived | None) -> list[tuple[str, str]]:
        """What a customer's sales add up to: each figure that is known, with its label."""
        place, told = LANGUAGES.index(self.lang), []
        for name, labels in DERIVED_LABELS.items():
            value = getattr(figures, name) if figures is not None else None
            if value is not None:
                told.append((labels[place], f"{value:,}" if isinstance(value, (int, Decimal)) else value_text(value)))
        return told

    def moment(self, at: str | None) -> str:
        """A stored moment in the company's zone."""
        return moment_text(at, self.zone)

    def record(self, name: str) -> str:
        """A source record's name, for a narrow place."""
        return record_text(name)

    def system(self, name: str) -> str:
        """The connection of a source record's name; whoever decided, where it names a person."""
        return name.partition("/")[0]

    def reason(self, reason: Reason | None) -> str:
        """Why, in the reader's language."""
        if reason is None:
            return ""
        told = {name: self.moment(str(v)) if name.endswith("_at") else v for name, v in reason.data.items()}
        return self.engine(f"reason.{reason.code}", **told)

    def counted(self, name: str) -> str:
        """A reason under which a ledger counts."""
        code, _, said = name.partition(": ")
        return self.engine.known(f"reason.{code}", name) if not said else self.engine(f"reason.{code}", said=said)

    def rule(self, rule: str) -> str:
        """A rule's name."""
        return self.engine.rule(rule)

    def state(self, kind: str, state: str) -> str:
        """A state in words: of a run, an intent, a conflict."""
        return self.engine.known(f"{kind}.{state}", state)

    def told(self, sentence: str) -> str:
        """A sentence of an inner floor."""
        return self.engine.told(sentence)
