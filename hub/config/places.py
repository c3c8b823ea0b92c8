"""Where the rules of a configuration are written, as `config.yaml:12`, for whoever reads which of them are in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from hub.config.config import Config
from hub.located import Place, Table, place_at


class MatchRuleAt(NamedTuple):
    """A rule of the matching, and where it stands."""

    entity: str
    decide: str
    evidence: tuple[str, ...]
    note: str
    at: str


@dataclass(frozen=True)
class Places:
    """`units` are by (entity, field or group), `fields` of the mappings by (connection/stream, part, field), `sections`
    by the keys that lead to them (brake/max_share). What is missing is written nowhere: the hub's own default holds.
    """

    units: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fields: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    match_rules: tuple[MatchRuleAt, ...] = ()


_RULES = ("matching", "rules")
_SECTIONS = (
    ("survivorship", "default"),
    ("conflicts", "default"),
    ("console", "review", "four_eyes"),
    ("matching", "evidence"),
    ("matching", "weights"),
    ("matching", "shared_by_max"),
    ("brake", "max_changes"),
    ("brake", "max_share"),
)


def places_of(config: Config) -> Places:
    """All of them."""
    folder, tree = config.path.parent, config.tree

    def told(place: Place) -> str:
        file = Path(place.file)
        return f"{file.relative_to(folder) if file.is_relative_to(folder) else place.file}:{place.line}"

    fields = {
        (f"{connection}/{stream}", part, name): told(place_at(mapping.tree, "parts", part, "fields", name))
        for (connection, stream), mapping in config.mappings.items()
        for part, spec in config.compiled[connection, stream].parts.items()
        for name in spec.fields
    }
    sections = {"/".join(keys): told(place_at(tree, *keys)) for keys in _SECTIONS if _stands(tree, keys)}
    rules = tuple(
        MatchRuleAt(rule.entity, rule.decide, tuple(rule.evidence), rule.note, told(place_at(tree, *_RULES, number)))
        for number, rule in enumerate(config.settings.matching.rules)
    )
    return Places({unit: told(place) for unit, place in _units(config)}, fields, sections, rules)


def _units(config: Config) -> Iterator[tuple[tuple[str, str], Place]]:
    for entity, said in config.settings.survivorship.entities.items():
        for kind, names in (("groups", said.groups), ("fields", said.fields)):
            for name in names:
                yield (entity, name), place_at(config.tree, "survivorship", "entities", entity, kind, name)


def _stands(node: Any, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(node, Table) or key not in node:
            return False
        node = node[key]
    return True
