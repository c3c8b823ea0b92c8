"""A mapping compiled once: remote records to canonical parts by one generated function, and the way back by rules.

Invariant: pure; the same payload always gives the same parts, and what does not fit raises a `MappingProblem`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from hub.located import ConfigError, LocatedError
from hub.mapping.build import PartBuilder
from hub.mapping.cells import left_out
from hub.mapping.check import check_spec
from hub.mapping.elements import add_elements, family, gone
from hub.mapping.interpret import exists, interpret
from hub.mapping.path import Path, is_present, is_truthy, parse_path, read
from hub.mapping.problems import MappingProblem
from hub.mapping.rules import CompiledPart, FieldRule, Mapped, Ref, When
from hub.mapping.source import Source, made
from hub.mapping.source_back import SourceBack
from hub.mapping.spec import MappingSpec, WriteRule
from hub.mapping.transforms.names import complete
from hub.mapping.unmap import unmap_part
from hub.mapping.ways import chain, transforms_of
from hub.mapping.whole_back import WholeBack
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
        self._back = {part.name: _WayBack(part) for part in parts}
        self._whole: dict[str, WholeBack] = {}

    @cached_property
    def source(self) -> str:
        """The generated function as text, for people who want to see it."""
        return self._generated[0]

    @cached_property
    def _generated(self) -> tuple[str, Callable[[Any], Mapped]]:
        source = Source([part for part in self._in_order if part.for_each is None], self._when, self._unless)
        text = source.write()
        return text, made(text, source.names, "map_record")

    @cached_property
    def _of_elements(self) -> list[tuple[CompiledPart, Callable[[Any], dict[str, Any] | None]]]:
        return [(part, _element_reader(part)) for part in self._in_order if part.for_each is not None]

    @cached_property
    def _map(self) -> Callable[[Any], Mapped]:
        return self._generated[1]

    @cached_property
    def places(self) -> dict[str, dict[str, list[str]]]:
        """Where each field stands in a remote record, or in an element of its list: part -> field -> paths."""
        return {
            part.name: {field: _places(part, rule) for field, rule in part.fields.items()} for part in self._in_order
        }

    @property
    def keys(self) -> frozenset[str]:
        """The keys of a remote record that its fields are read from."""
        single = [part for part in self._in_order if part.for_each is None]
        listed = [part.for_each.path[0] for part in self._in_order if part.for_each is not None]
        return frozenset([*listed, *(path[0] for part in single for rule in part.rules for path in rule.paths)])

    @cached_property
    def deciding_keys(self) -> frozenset[str]:
        """Those of them whose absence says something: that a part is not there, or that a field is empty."""
        asked = [path for part in self._in_order if part.for_each is None for path in part.requires]
        asked += [path for part, rule in self._clearing if rule.clears_absent for path in rule.paths]
        return frozenset(path[0] for path in asked)

    @property
    def whole(self) -> tuple[Path, ...]:
        """Where a record tells its time, and whether it is left out."""
        found = (None if self._when is None else self._when.path, self._unless)
        return tuple(path for path in found if path is not None)

    @cached_property
    def mentions(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The companies that a record about something else tells by name: part -> (part, field) that refer to it."""
        told = [part for part in self._in_order[1:] if part.entity == "company" and part.for_each is None]
        return {part.name: found for part in told if (found := tuple(self._referring(part.name)))}

    def mentions_beside(self, keys: Collection[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The same where records are told apart by these keys: if by what a person is read from, they are about people,
        whatever stands first in the mapping.
        """
        first = self._in_order[0]
        of_people = (
            path for part in self._in_order if part.entity == "person" for rule in part.rules for path in rule.paths
        )
        if first.entity != "company" or not any(path[0] in keys for path in of_people):
            return self.mentions
        found = tuple(self._referring(first.name))
        return {first.name: found, **self.mentions} if found else self.mentions

    def _referring(self, name: str) -> Iterator[tuple[str, str]]:
        for part in self._in_order:
            yield from ((part.name, field) for field, ref in part.refs.items() if ref == Ref(None, name))

    def map(self, payload: Any) -> Mapped:
        """The parts of a remote record and its event time; raises `MappingProblem`, which names part and field."""
        try:
            mapped = self._map(payload)
            if self._of_elements and not (self._unless and is_truthy(read(payload, self._unless))):
                for part, say in self._of_elements:
                    add_elements(mapped.parts, payload, part, say)
            return mapped
        except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
            # The fast function does not know which field it was in, and takes white space for a value.
            return interpret(payload, self._in_order, self._when, self._unless)

    def blanks(
        self, payload: dict[str, Any], parts: Mapping[str, Mapping[str, Any]] | None = None
    ) -> dict[str, frozenset[str]]:
        """Per part of the record, the fields under `when_blank: clear` whose path is there and says nothing,
        and those under `absent: clear` that say nothing at all.

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

    def left_out(self, part: str, known: Mapping[str, Any], seen: Mapping[str, Any]) -> frozenset[str]:
        """What is `known` of cells that are read into several fields, and that they do not say any more."""
        told = self.part_of(part)
        return frozenset(field for rule in (told.cells if told else ()) for field in left_out(rule, known, seen))

    def _is_named(self, payload: dict[str, Any], part: CompiledPart, rule: FieldRule) -> bool:
        """Whether the payload speaks of the rule's paths, or of all paths of the halves it is composed of; where an
        absent key means an empty one, it always does.
        """
        if rule.composed_of:
            return all(self._is_named(payload, part, part.fields[half]) for half in rule.composed_of)
        return bool(rule.paths) and (rule.clears_absent or all(is_present(payload, path) for path in rule.paths))

    def part_of(self, name: str) -> CompiledPart | None:
        """The part by the name of a source record, be it one of several (`payment:9`); None where there is none."""
        return self.parts.get(name) or self.parts.get(family(name))

    def entity_of(self, name: str) -> str:
        """What the part of that name is."""
        return (self.parts.get(name) or self.parts[family(name)]).entity

    @property
    def clears(self) -> bool:
        """Whether a blank value ever empties a field."""
        return bool(self._clearing)

    def gone(self, payload: dict[str, Any], stored: Collection[str]) -> set[str]:
        """Those of the stored parts' names that are not to be there: their elements are in their list no more, what
        they require is blank, they or the whole record are to be left out, or no part is called so any more.
        """
        if self._unless and is_truthy(read(payload, self._unless)):
            return set(stored)
        single = [part for part in self._in_order if part.for_each is None]
        out = {part.name for part in single if not exists(payload, part)}
        return gone(payload, self.parts, stored) | {name for name in stored if name in out or not self.part_of(name)}

    def writable_fields(self, part: str) -> dict[str, WriteRule]:
        """The canonical fields that can be written back, with their write rules."""
        fields = self.parts[part].fields.items()
        return {name: rule.write for name, rule in fields if rule.write != "never" and rule.has_inverse}

    def unmap(self, part: str, doc: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
        """The vendor's payload that sets `fields` to what `doc` has; groups are written whole, what is absent as None.

        Fields that the mapping does not feed, or that have no way back, are passed over.
        """
        return self._back[part](doc, fields)

    def whole_back(self, part: str) -> WholeBack:
        """The quick way back of a whole stored document of the part, made once."""
        if part not in self._whole:
            self._whole[part] = WholeBack(self.parts[part], self.writable_fields(part))
        return self._whole[part]


class _WayBack:
    """The way back of one part; its function is made when first needed, since most parts are only read."""

    def __init__(self, part: CompiledPart) -> None:
        self._part = part

    @cached_property
    def _quick(self) -> Callable[[Mapping[str, Any], Collection[str]], dict[str, Any]]:
        source = SourceBack(self._part)
        return made(source.write(), source.names, "unmap_part")

    def __call__(self, doc: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
        full = complete(doc) if self._part.entity == "person" else doc
        wanted: Collection[str] = fields if isinstance(fields, dict) else set(fields)
        try:
            return self._quick(full, wanted)
        except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
            return unmap_part(self._part, full, wanted)


def _element_reader(part: CompiledPart) -> Callable[[Any], dict[str, Any] | None]:
    """One element's document; its references to other parts are put in where those are known."""
    alone = replace(part, refs={name: ref for name, ref in part.refs.items() if ref.stream is not None})
    source = Source([alone], None, None)
    read_element = made(source.write(), source.names, "map_record")

    def say(element: Any) -> dict[str, Any] | None:
        doc: dict[str, Any] | None = read_element(element).parts.get(part.name)
        return doc

    return say


def _places(part: CompiledPart, rule: FieldRule) -> list[str]:
    rules = [part.fields[half] for half in rule.composed_of] or [rule]
    return sorted({".".join(map(str, path)) for one in rules for path in one.paths})


def _when(spec: MappingSpec) -> When | None:
    if spec.when is None:
        return None
    transforms = transforms_of(spec.when.with_, "datetime", ZoneInfo(spec.zone))
    of_text = transforms[0].of_text if len(transforms) == 1 else None
    return When(parse_path(spec.when.from_), chain([transform.forward for transform in transforms]), of_text)
