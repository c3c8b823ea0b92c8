"""Reads a mapping file: the form, the names it uses and its examples, each complaint at its line.

Invariant: what loads also compiles.
"""

from __future__ import annotations

from pathlib import Path

from hub.located import ConfigError, LocatedError, decode_most, look, look_file
from hub.located.tree import Table, key_place, place_at
from hub.mapping.check import Issue, check_spec
from hub.mapping.compile import CompiledMapping, compile_mapping
from hub.mapping.spec import MappingSpec
from hub.model import CanonicalSchema


def load_mapping(text: str, name: str, schema: CanonicalSchema) -> MappingSpec:
    """The spec of a mapping's text; raises `ConfigError` with all that is wrong in it."""
    return load_located(text, name, schema)[0]


def load_located(text: str, name: str, schema: CanonicalSchema) -> tuple[MappingSpec, Table]:
    """The same, with the tree that tells where everything stands."""
    return _checked(*look(text, name), schema)


def load_mapping_file(path: Path, schema: CanonicalSchema, name: str | None = None) -> MappingSpec:
    """The spec of a mapping file; `name` stands in the errors in the path's place."""
    return _checked(*look_file(path, name), schema)[0]


def compile_text(text: str, name: str, schema: CanonicalSchema) -> CompiledMapping:
    """A mapping's text, compiled."""
    return compile_mapping(load_mapping(text, name, schema), schema)


def _checked(tree: Table, problems: list[LocatedError], schema: CanonicalSchema) -> tuple[MappingSpec, Table]:
    spec, wrong, pruned = decode_most(tree, MappingSpec)
    issues = check_spec(spec, schema) if spec is not None else []
    if pruned:
        # The part may be there, and be what is wrong.
        issues = [issue for issue in issues if issue.path[-1] != "part"]
    problems = [*problems, *wrong, *(_located(tree, issue) for issue in issues)]
    if spec is None or problems:
        raise ConfigError(problems)
    return spec, tree


def _located(tree: Table, issue: Issue) -> LocatedError:
    """At the value where the path ends in one, at the key where the key itself is unknown."""
    is_key = issue.what.startswith(("unknown field", "unknown entity")) and issue.path[-1] != "entity"
    place = key_place(tree, *issue.path) if is_key else place_at(tree, *issue.path)
    return LocatedError.at(place, issue.what, issue.hint)
