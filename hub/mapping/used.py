"""Which paths of a remote record a mapping reads or writes, each with the place in the file that names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hub.mapping.elements import RECORD
from hub.mapping.path import EACH, Path, parse_path
from hub.mapping.spec import FieldRuleSpec, MappingSpec, PartSpec

Steps = tuple[str, ...]


class UsedPath(NamedTuple):
    """A path from the record's own root, and the steps to where the file names it."""

    at: Steps
    path: Path


def used_paths(spec: MappingSpec) -> Iterator[UsedPath]:
    """Every path of a mapping that has been checked, in the order of the file."""
    if spec.when is not None:
        yield UsedPath(("when",), parse_path(spec.when.from_))
    if spec.unless:
        yield UsedPath(("unless",), parse_path(spec.unless))
    for name, part in spec.parts.items():
        yield from _of_part(("parts", name), part)


def _of_part(at: Steps, part: PartSpec) -> Iterator[UsedPath]:
    root: Path = ()
    if part.for_each is not None:
        root = (*parse_path(part.for_each.from_), EACH)
        yield UsedPath((*at, "for_each"), root[:-1])
        yield UsedPath((*at, "for_each", "key"), (*root, *parse_path(part.for_each.key)))
    for needed in part.requires:
        yield UsedPath((*at, "requires"), _rooted(root, needed))
    if part.unless:
        yield UsedPath((*at, "unless"), _rooted(root, part.unless))
    for name, rule in part.fields.items():
        yield from _of_field((*at, "fields", name), root, rule)


def _of_field(at: Steps, root: Path, rule: FieldRuleSpec) -> Iterator[UsedPath]:
    for text in rule.from_:
        path = _rooted(root, text)
        yield UsedPath((*at, "from"), path)
        for name, line in (rule.each or {}).items():
            yield from _of_field((*at, "each", name), (*path, EACH), line)


def _rooted(root: Path, text: str) -> Path:
    """The path from the record; `^` leaves an element for the record around it."""
    path = parse_path(text)
    return path[1:] if path[0] == RECORD else (*root, *path)
