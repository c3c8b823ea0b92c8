"""A mapping compiled once: remote records to canonical parts by one generated function, and the way back by rules.

Invariant: pure; the same payload always gives the same parts, and what does not fit raises a `MappingProblem`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from hub.located import ConfigError, LocatedError
from hub.mapping.build import PartBuilder
from hub.mapping.check import check_spec
from hub.mapping.interpret import interpret
from hub.mapping.path import Path, is_present, parse_path
from hub.mapping.problems import MappingProblem
from hub.mapping.rules import CompiledPart, FieldRule, Mapped, Ref, Way
from hub.mapping.source import Source
from hub.mapping.spec import MappingSpec, WriteRule
from hub.mapping.unmap import unmap_part
from hub.mapping.ways import chain, transforms_of
from hub.model import CanonicalSchema

__all__ = ["CompiledMapping", "CompiledPart", "FieldRule", "Mapped", "MappingProblem", "Ref", "compile_mapping"]


def compile_mapping(spec: MappingSpec, schema: CanonicalSchema) -> CompiledMapping:
    """The mapping ready to run; raises `ConfigError` where the spec does not fit the schema."""
    issues = check_spec(spec, schema)
    if issues:
        place = f"mapping {spec.name}"
        raise ConfigError(
            LocatedError(place, 1, 1, f"{'.'.join(issue.path)}: {issue.what}", issue.hint) for issue in issues
        )
    return CompiledMapping(spec, schema)


class CompiledMapping:
    """Both ways of one stream."""

    def __init__(self, spec: MappingSpec, schema: CanonicalSchema) -> None:
        self.spec = spec
        self.schema = schema
        parts = [PartBuilder(spec, name, schema).build() for name in spec.parts]
        self.parts: Mapping[str, CompiledPart] = MappingProxyType({part.name: part for part in parts})
        self.anchor = parts[0].name
        self._in_order = tuple(parts)
        self._when = _when(spec)
        self._unless: Path | None = parse_path(spec.unless) if spec.unless else None
        self._clearing = [(part, rule) for part in parts for rule in part.rules if rule.clears]

    @cached_property
    def source(self) -> str:
        """The generated function as text, for people who want to see it."""
        return self._generated[0]

    @cached_property
    def _generated(self) -> tuple[str, Callable[[Any], Mapped]]:
        source = Source(self._in_order, self._when, self._unless)
        text = source.write()
        names = dict(source.names)
        # Only names, paths and constants of a checked mapping stand in the text, each as a Python literal.
        exec(compile(text, f"<mapping {self.spec.name}>", "exec"), names)  # noqa: S102
        function: Callable[[Any], Mapped] = names["map_record"]
        return text, function

    @cached_property
    def _map(self) -> Callable[[Any], Mapped]:
        return self._generated[1]

    def map(self, payload: Any) -> Mapped:
        """The parts of a remote record and its event time; raises `MappingProblem`, which names part and field."""
        try:
            return self._map(payload)
        except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
            # The fast function does not know which field it was in, and takes white space for a value.
            return interpret(payload, self._in_order, self._when, self._unless)

    def blanks(
        self, payload: dict[str, Any], parts: Mapping[str, Mapping[str, Any]] | None = None
    ) -> dict[str, frozenset[str]]:
        """Per part of the record, the fields under `when_blank: clear` whose path is there and says nothing.

        `parts` are those that `map` has made of the payload, where they are at hand.
        """
        if not self._clearing:
            return {}
        mapped = self.map(payload).parts if parts is None else parts
        found: dict[str, set[str]] = {}
        for part, rule in self._clearing:
            if part.name in mapped and self._is_named(payload, part, rule):
                doc = mapped[part.name]
                found.setdefault(part.name, set()).update(field for field in rule.yields if field not in doc)
        return {name: frozenset(fields) for name, fields in found.items() if fields}

    def _is_named(self, payload: dict[str, Any], part: CompiledPart, rule: FieldRule) -> bool:
        """Whether the payload speaks of the rule's path, or of all paths of the halves it is composed of."""
        if rule.composed_of:
            return all(self._is_named(payload, part, part.fields[half]) for half in rule.composed_of)
        return rule.path is not None and is_present(payload, rule.path)

    def writable_fields(self, part: str) -> dict[str, WriteRule]:
        """The canonical fields that can be written back, with their write rules."""
        fields = self.parts[part].fields.items()
        return {name: rule.write for name, rule in fields if rule.write != "never" and rule.has_inverse}

    def unmap(self, part: str, doc: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
        """The vendor's payload that sets `fields` to what `doc` has; groups are written whole, what is absent as None.

        Fields that the mapping does not feed, or that have no way back, are passed over.
        """
        return unmap_part(self.parts[part], doc, fields)


def _when(spec: MappingSpec) -> tuple[Path, Way] | None:
    if spec.when is None:
        return None
    transforms = transforms_of(spec.when.with_, "datetime", ZoneInfo(spec.zone))
    return parse_path(spec.when.from_), chain([transform.forward for transform in transforms])
