"""Builds the compiled parts of a mapping from its checked spec and the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from hub.mapping.path import goes_into_a_list, parse_path
from hub.mapping.rules import CompiledPart, FieldRule, ForEach, Ref
from hub.mapping.spec import FieldRuleSpec, MappingSpec
from hub.mapping.transforms.kind import Transform, as_text
from hub.mapping.transforms.names import HALVES
from hub.mapping.ways import (
    chain,
    each,
    inverse_of,
    picker,
    picker_back,
    picker_of_several,
    pointer,
    pointer_back,
    transforms_of,
    typed,
    words_back,
    words_there,
)
from hub.model import CanonicalSchema, FieldSpec
from hub.model.address import Address
from hub.model.line import Line
from hub.model.spec import specs_of

INNER_FIELDS: Mapping[str, Mapping[str, FieldSpec]] = MappingProxyType(
    {"lines": specs_of(Line), "addresses": specs_of(Address)}
)


def parse_ref(text: str) -> Ref:
    """`stream#part` as a reference."""
    stream, _, part = text.partition("#")
    return Ref(stream, part)


def _own_reader(rule: FieldRuleSpec, kind: str) -> str:
    """The kind whose transform reads a line that names none: what a map of flags or counts holds are words."""
    return "text" if rule.values is not None and kind in ("boolean", "integer") else kind


def group_of(name: str, transform: Transform | None, schema: CanonicalSchema, entity: str) -> str | None:
    """The group that a line feeds: named itself, or by its first field (`name`, `kana`)."""
    groups = schema.groups(entity)
    if name in groups:
        return name
    field = schema.fields(entity).get(name)
    if transform and transform.yields and field and field.group in groups and transform.yields[0] == name:
        return field.group
    return None


class PartBuilder:
    """Builds one part; the spec has been checked before."""

    def __init__(self, spec: MappingSpec, part: str, schema: CanonicalSchema) -> None:
        self.spec, self.schema = spec, schema
        self.name, self.part = part, spec.parts[part]
        self.entity = spec.entity_of(part)

    def build(self) -> CompiledPart:
        """The part with its rules, groups first, so that a field of its own wins over the group's."""
        named = set(self.part.fields)
        rules = [
            replace(self._rule(name, rule), clears_absent=self._clears_absent(rule))
            for name, rule in self.part.fields.items()
        ]
        if self.part.for_each:
            rules = [replace(rule, write="never", inverse=None, is_plain_back=False, clears=False) for rule in rules]
        rules = [self._without_named(rule, named) for rule in rules]
        rules.sort(key=lambda rule: rule.group is None)
        rules += self._composed({field for rule in rules for field in rule.yields}, rules)
        return CompiledPart(
            name=self.name,
            entity=self.entity,
            requires=tuple(parse_path(path) for path in self.part.requires),
            unless=parse_path(self.part.unless) if self.part.unless else None,
            rules=tuple(rules),
            fields=MappingProxyType({field: rule for rule in rules for field in rule.yields}),
            refs=MappingProxyType({rule.name: rule.ref for rule in rules if rule.ref}),
            for_each=self._for_each(),
        )

    def _for_each(self) -> ForEach | None:
        asked = self.part.for_each
        return ForEach(parse_path(asked.from_), parse_path(asked.key)) if asked else None

    def _without_named(self, rule: FieldRule, named: set[str]) -> FieldRule:
        if rule.group is None:
            return rule
        kept = tuple(field for field in rule.yields if field == rule.name or field not in named)
        return replace(rule, yields=kept)

    def _rule(self, name: str, rule: FieldRuleSpec) -> FieldRule:
        if rule.part is not None:
            return self._still(name, ref=Ref(None, rule.part))
        field = self.schema.fields(self.entity).get(name)
        kind = field.kind if field else "text"
        if rule.const is not None:
            return self._still(name, const=typed(rule.const, kind))
        if rule.ref is not None:
            return self._pointing(name, rule, parse_ref(rule.ref))
        if rule.each is not None:
            return self._listing(name, rule, kind)
        if len(rule.from_) > 1:
            return self._looking_up(name, rule, kind)
        return self._reading(name, rule, kind)

    def _still(self, name: str, ref: Ref | None = None, const: Any = None) -> FieldRule:
        return FieldRule(name, None, "never", clears=False, yields=(name,), forward=as_text, ref=ref, const=const)

    def _zone(self, rule: FieldRuleSpec) -> ZoneInfo:
        return ZoneInfo(rule.zone or self.spec.zone)

    def _clears(self, rule: FieldRuleSpec) -> bool:
        return (rule.when_blank or self.spec.when_blank) == "clear" or self._clears_absent(rule)

    def _clears_absent(self, rule: FieldRuleSpec) -> bool:
        return (rule.absent or self.spec.absent) == "clear"

    def _pointing(self, name: str, rule: FieldRuleSpec, ref: Ref) -> FieldRule:
        transforms = transforms_of(rule.with_, "text", self._zone(rule))
        back = inverse_of(transforms)
        return FieldRule(
            name,
            parse_path(rule.path),
            # The engine must translate a golden name first, so a reference is written only where the file asks for it.
            rule.write or "never",
            self._clears(rule),
            (name,),
            chain([*(transform.forward for transform in transforms), pointer(ref)]),
            chain([pointer_back(ref), back]) if back else None,
            ref=ref,
        )

    def _listing(self, name: str, rule: FieldRuleSpec, kind: str) -> FieldRule:
        inner = INNER_FIELDS[kind]
        ways = {}
        for field, line in (rule.each or {}).items():
            transforms = transforms_of(line.with_, inner[field].kind, self._zone(line))
            forwards = [transform.forward for transform in transforms]
            ways[field] = (parse_path(line.path), chain(forwards))
        path = parse_path(rule.path)
        return FieldRule(name, path, "never", self._clears(rule), (name,), each(ways))

    def _looking_up(self, name: str, rule: FieldRuleSpec, kind: str) -> FieldRule:
        paths = tuple(parse_path(path) for path in rule.from_)
        forward = picker_of_several(
            paths, {words: typed(target, kind) for words, target in (rule.values or {}).items()}
        )
        return FieldRule(name, (), "never", self._clears(rule), (name,), forward, several=paths)

    def _reading(self, name: str, rule: FieldRuleSpec, kind: str) -> FieldRule:
        transforms = transforms_of(rule.with_, _own_reader(rule, kind), self._zone(rule))
        last = transforms[-1]
        group = group_of(name, last, self.schema, self.entity)
        forwards = [transform.forward for transform in transforms]
        back = inverse_of(transforms)
        is_plain = all(transform.forward is as_text and transform.inverse is as_text for transform in transforms)
        words: Mapping[str, Any] | None = None
        if rule.values is not None:
            words = words_there(rule.values, kind)
            forwards.append(picker(words))
            back = chain([picker_back(words_back(words)), back]) if back else None
        path = parse_path(rule.path)
        is_writable = back is not None and not goes_into_a_list(path)
        return FieldRule(
            name,
            path,
            (rule.write or "overwrite") if is_writable else "never",
            self._clears(rule),
            last.yields if group else (name,),
            chain(forwards),
            back if is_writable else None,
            group=group,
            is_plain_text=is_plain and words is None,
            is_plain_back=is_writable and words is None and all(way.inverse is as_text for way in transforms),
            of_text=last.of_text if len(transforms) == 1 and words is None else None,
            words=words if is_plain else None,
            words_back=words_back(words) if is_plain and is_writable and words is not None else None,
        )

    def _composed(self, fed: set[str], rules: list[FieldRule]) -> list[FieldRule]:
        """Whole names where only the halves are mapped; written by their halves."""
        if self.entity != "person":
            return []
        by_field = {field: rule for rule in rules for field in rule.yields}
        found = []
        for whole, halves in HALVES.items():
            present = tuple(half for half in halves if half in fed)
            if present and whole not in fed:
                leader = by_field[present[0]]
                found.append(
                    FieldRule(
                        whole, None, leader.write, leader.clears, (whole,), as_text, composed_of=present, group=None
                    )
                )
        return found
