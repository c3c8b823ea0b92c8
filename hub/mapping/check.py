"""Checks a mapping against the schema: every name it uses exists, and no two lines write one path.

It gives issues by their path in the file; `load` adds the line and column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hub.located import did_you_mean
from hub.mapping.build import INNER_FIELDS, group_of
from hub.mapping.elements import BETWEEN, RECORD
from hub.mapping.path import Path, PathError, goes_into_a_list, parse_path
from hub.mapping.problems import TransformError
from hub.mapping.spec import FieldRuleSpec, MappingSpec, PartSpec
from hub.mapping.transforms import TRANSFORMS
from hub.mapping.ways import split_words, typed
from hub.model import CanonicalSchema, FieldSpec

Steps = tuple[str, ...]


class Issue(NamedTuple):
    """Something wrong at a path of the file."""

    path: Steps
    what: str
    hint: str = ""


def check_spec(spec: MappingSpec, schema: CanonicalSchema) -> list[Issue]:
    """All that is wrong, in the file's order."""
    return list(_Check(spec, schema).issues())


class _Check:
    def __init__(self, spec: MappingSpec, schema: CanonicalSchema) -> None:
        self.spec, self.schema = spec, schema

    def issues(self) -> Iterator[Issue]:
        spec = self.spec
        yield from _zone(("zone",), spec.zone)
        if spec.when:
            yield from _path(("when", "from"), spec.when.from_)
            yield from _transforms(("when", "with"), spec.when.with_)
        if spec.unless:
            yield from _path(("unless",), spec.unless)
        for name, part in spec.parts.items():
            yield from self._part(name, part)
        yield from self._written_twice()

    def _part(self, name: str, part: PartSpec) -> Iterator[Issue]:
        at = ("parts", name)
        if BETWEEN in name:
            yield Issue(at, f"'{name}' is no name for a part: '{BETWEEN}' parts a name from an element's key")
        yield from self._for_each(at, name, part)
        for path in part.requires:
            yield from _path((*at, "requires"), path)
        if part.unless:
            yield from _path((*at, "unless"), part.unless)
        entity = self.spec.entity_of(name)
        if entity not in self.schema.entities:
            place = (*at, "entity") if part.entity else at
            yield Issue(place, f"unknown entity '{entity}'", did_you_mean(entity, self.schema.entities))
            return
        for field, rule in part.fields.items():
            yield from self._field((*at, "fields", field), entity, field, rule)

    def _for_each(self, at: Steps, name: str, part: PartSpec) -> Iterator[Issue]:
        """Whether a part of which there are several has its list and key, and is only read."""
        if part.for_each is None:
            for field, rule in part.fields.items():
                if any(path.startswith(f"{RECORD}.") for path in rule.from_):
                    what = f"'{rule.path}' leaves an element, and part '{name}' has no 'for_each'"
                    yield Issue((*at, "fields", field, "from"), what, "leave ^. out")
            return
        yield from _path((*at, "for_each", "from"), part.for_each.from_)
        yield from _path((*at, "for_each", "key"), part.for_each.key)
        if name == next(iter(self.spec.parts)):
            what = "the first part stands for the record itself, of which there is one"
            yield Issue((*at, "for_each"), what, "put another part first")
        for field, rule in part.fields.items():
            if rule.write in ("overwrite", "fill-blank"):
                what = f"'{name}' has a part for each element of a list, which are only read"
                yield Issue((*at, "fields", field, "write"), what, "leave write out")

    def _field(self, at: Steps, entity: str, name: str, rule: FieldRuleSpec) -> Iterator[Issue]:
        fields, groups = self.schema.fields(entity), self.schema.groups(entity)
        if name not in fields and name not in groups:
            yield Issue(at, f"unknown field '{name}' of {entity}", did_you_mean(name, [*fields, *groups]))
            return
        for path in rule.from_:
            yield from _path((*at, "from"), path)
        yield from _several(at, name, rule)
        if rule.absent == "clear" and rule.when_blank == "unknown":
            what = f"'{name}' can't be emptied by a missing key and not by an empty value"
            yield Issue((*at, "when_blank"), what, "leave when_blank out")
        if rule.zone:
            yield from _zone((*at, "zone"), rule.zone)
        unknown = list(_transforms((*at, "with"), rule.with_))
        yield from unknown
        if not unknown:
            yield from self._fit(at, entity, name, rule)
        yield from self._reference(at, name, fields.get(name), rule)
        yield from _words(at, name, fields.get(name), rule)

    def _fit(self, at: Steps, entity: str, name: str, rule: FieldRuleSpec) -> Iterator[Issue]:
        """Whether transforms, group, write rule and `each` go together."""
        groups = self.schema.groups(entity)
        last = TRANSFORMS[rule.with_[-1]] if rule.with_ else None
        group = group_of(name, last, self.schema, entity)
        if group and not (last and last.yields):
            makers = [transform.name for transform in TRANSFORMS.values() if transform.yields]
            what = f"'{name}' is a group of fields and needs a transform that gives one"
            yield Issue(at, what, f"known: {', '.join(makers)}")
        elif last and last.yields and group is None:
            what = f"transform '{last.name}' gives a group of fields, and '{name}' is one field"
            yield Issue((*at, "with"), what, f"groups of {entity}: {', '.join(groups) or 'none'}")
        elif last and group and not set(last.yields) <= set(groups[group]):
            what = f"transform '{last.name}' gives a group of fields that is not '{group}'"
            yield Issue((*at, "with"), what, f"'{group}' consists of {', '.join(groups[group])}")
        no_way = [transform for transform in rule.with_ if TRANSFORMS[transform].inverse is None]
        if no_way and rule.write in ("overwrite", "fill-blank"):
            what = f"transform '{no_way[0]}' has no way back, so '{name}' cannot be written"
            yield Issue((*at, "write"), what, "say write: never")
        if rule.each is not None:
            field = self.schema.fields(entity).get(name)
            yield from _each((*at, "each"), name, field.kind if field else "text", rule.each)

    def _reference(self, at: Steps, name: str, field: FieldSpec | None, rule: FieldRuleSpec) -> Iterator[Issue]:
        wanted = field.ref_entity if field else None
        if rule.part is not None:
            if rule.part not in self.spec.parts:
                yield Issue((*at, "part"), f"unknown part '{rule.part}'", did_you_mean(rule.part, self.spec.parts))
            elif self.spec.parts[rule.part].for_each is not None:
                what = f"part '{rule.part}' has several records, and '{name}' refers to one"
                yield Issue((*at, "part"), what, "refer the other way round, from the element to the record")
            elif wanted is None:
                yield Issue((*at, "part"), f"'{name}' does not refer to another record", "give it a path instead")
            elif (found := self.spec.entity_of(rule.part)) != wanted:
                what = f"'{name}' refers to a {wanted}, and the entity of part '{rule.part}' is {found}"
                yield Issue((*at, "part"), what)
        if rule.ref is not None:
            stream, mark, part = rule.ref.partition("#")
            if not (stream and mark and part):
                yield Issue(
                    (*at, "ref"), f"'{rule.ref}' is no reference", "write stream#part, such as partners#company"
                )
            elif wanted is None:
                yield Issue((*at, "ref"), f"'{name}' does not refer to another record", "give it a path instead")
        if wanted is not None and rule.part is None and rule.ref is None:
            yield Issue(at, f"'{name}' refers to a {wanted}", "write {part: …} or {ref: stream#part, from: path}")

    def _written_twice(self) -> Iterator[Issue]:
        writers: dict[Steps, str] = {}
        for part_name, part in self.spec.parts.items():
            for name, rule in part.fields.items():
                at = ("parts", part_name, "fields", name)
                if part.for_each is not None or not _writes(rule):
                    continue
                try:
                    path = parse_path(rule.path)
                except PathError:
                    continue
                if goes_into_a_list(path):
                    continue
                place = f"{part_name}.{name}"
                if path in writers:
                    yield Issue(
                        at,
                        f"'{place}' and '{writers[path]}' would both write '{rule.path}'",
                        "say write: never on one of them",
                    )
                yield from _inside_of_another(at, path, place, writers)
                writers.setdefault(path, place)


def _inside_of_another(at: Steps, path: Path, place: str, writers: Mapping[Path, str]) -> Iterator[Issue]:
    for other, holder in writers.items():
        shorter, longer = sorted((path, other), key=len)
        if shorter != longer and longer[: len(shorter)] == shorter:
            what = f"'{place}' and '{holder}' would write '{'.'.join(longer)}' inside of '{'.'.join(shorter)}'"
            yield Issue(at, what, "say write: never on one of them")


def _writes(rule: FieldRuleSpec) -> bool:
    if len(rule.from_) != 1 or rule.write == "never" or rule.each is not None or (rule.ref and rule.write is None):
        return False
    return all(name in TRANSFORMS and TRANSFORMS[name].inverse is not None for name in rule.with_)


def _words(at: Steps, name: str, field: FieldSpec | None, rule: FieldRuleSpec) -> Iterator[Issue]:
    """Constants and the right-hand words of value maps are typed by the field, and a choice must know them."""
    if field is None:
        return
    words = [((*at, "const"), rule.const)] if rule.const is not None else []
    words += [((*at, "values", word), target) for word, target in (rule.values or {}).items()]
    choices = [choice.value for choice in field.choices]
    for place, word in words:
        if choices and word not in choices:
            yield Issue(place, f"'{word}' is no value of '{name}'", did_you_mean(word, choices, "choose from"))
        try:
            typed(word, field.kind)
        except TransformError as error:
            yield Issue(place, f"'{word}' {error}", f"'{name}' is of kind {field.kind}")


def _several(at: Steps, name: str, rule: FieldRuleSpec) -> Iterator[Issue]:
    """Whether a rule that reads several paths says what their words mean together, and nothing that it can't do."""
    if len(rule.from_) < 2:
        return
    if rule.ref or rule.each or rule.with_:
        what = f"'{name}' reads several paths, which only 'values' can put together"
        yield Issue((*at, "from"), what, "leave out 'ref', 'each' and 'with'")
    if rule.write in ("overwrite", "fill-blank"):
        yield Issue((*at, "write"), f"'{name}' reads several paths, so it cannot be written", "say write: never")
    if not rule.values:
        what = f"'{name}' reads several paths and needs 'values', which say what their words mean together"
        yield Issue((*at, "from"), what, 'such as values: {"settled, *": 入金済み, "*, canceled": 取消}')
    for words in rule.values or {}:
        if (found := len(split_words(words))) != len(rule.from_):
            what = f"'{words}' tells the words of {found} of {len(rule.from_)} paths"
            yield Issue((*at, "values", words), what, "part them with commas; * is any word, and none is a blank one")


def _each(at: Steps, name: str, kind: str, lines: Mapping[str, FieldRuleSpec]) -> Iterator[Issue]:
    inner = INNER_FIELDS.get(kind)
    if inner is None:
        yield Issue(at, f"'{name}' is no list of tables", "'each' belongs to lines and addresses")
        return
    for field, line in lines.items():
        if field not in inner:
            yield Issue((*at, field), f"unknown field '{field}' of {name}", did_you_mean(field, inner))
        if len(line.from_) != 1:
            yield Issue((*at, field), f"'{field}' needs a path inside the line", "write it as {from: path}")
        else:
            yield from _path((*at, field), line.path)
        yield from _transforms((*at, field, "with"), line.with_)


def _path(at: Steps, text: str) -> Iterator[Issue]:
    try:
        parse_path(text)
    except PathError as error:
        yield Issue(at, str(error))


def _transforms(at: Steps, names: Sequence[str]) -> Iterator[Issue]:
    for name in names:
        if name not in TRANSFORMS:
            yield Issue(at, f"unknown transform '{name}'", did_you_mean(name, TRANSFORMS))


def _zone(at: Steps, name: str) -> Iterator[Issue]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Issue(at, f"unknown time zone '{name}'", "write it as Asia/Tokyo or UTC")
