"""Checks that the names in a configuration mean something: entities, fields, groups and connections."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from hub.config.notices import check_notices
from hub.config.settings import Settings
from hub.config.survivorship import RuleSettings
from hub.located import LocatedError, Table, did_you_mean, place_at
from hub.located.tree import key_place
from hub.matching.definition import DEFINITIONS
from hub.matching.weights import levels
from hub.model import CanonicalSchema

Steps = tuple[str, ...]


def check_names(tree: Table, settings: Settings) -> Iterator[LocatedError]:
    """Every name that nothing answers to."""
    entities = CanonicalSchema().entities
    yield from _entities(tree, ("custom",), settings.custom, entities)
    custom = [entity for entity in settings.custom if entity in entities]
    schema = CanonicalSchema({entity: settings.custom[entity] for entity in custom})
    yield from _custom_fields(tree, settings, custom)
    connections = list(settings.connections)
    yield from _match_rules(tree, settings)
    yield from check_notices(tree, settings.notices)
    yield from _four_eyes(tree, settings, schema)
    yield from _order(tree, ("survivorship", "default"), settings.survivorship.default, connections)
    yield from _union(tree, ("survivorship", "default"), settings.survivorship.default, is_list=False)
    yield from _entities(tree, ("survivorship", "entities"), settings.survivorship.entities, entities)
    for entity, rules in settings.survivorship.entities.items():
        if entity not in entities:
            continue
        at = ("survivorship", "entities", entity)
        groups = schema.groups(entity)
        grouped = {field: group for group, fields in groups.items() for field in fields}
        yield from _units(tree, (*at, "groups"), rules.groups, groups, connections)
        yield from _units(tree, (*at, "fields"), rules.fields, schema.fields(entity), connections, groups)
        for group, rule in rules.groups.items():
            yield from _union(tree, (*at, "groups", group), rule, is_list=False)
        for field in rules.fields:
            if field in grouped:
                what = f"'{field}' moves together with its group"
                hint = f"write the rule under groups: {grouped[field]}"
                yield LocatedError.at(key_place(tree, *at, "fields", field), what, hint)
            elif field in schema.fields(entity) and schema.fields(entity)[field].consent:
                what = f"'{field}' is a permission: an opt-out always wins, and no rule changes that"
                yield LocatedError.at(key_place(tree, *at, "fields", field), what, "delete the line")
            elif field in schema.fields(entity):
                is_list = schema.fields(entity)[field].is_list
                yield from _union(tree, (*at, "fields", field), rules.fields[field], is_list=is_list)


def _match_rules(tree: Table, settings: Settings) -> Iterator[LocatedError]:
    """Evidence that the rules name and that there is not."""
    for number, rule in enumerate(settings.matching.rules):
        known = [words for (_, words), _ in levels(DEFINITIONS[rule.entity])]
        for place, words in enumerate(rule.evidence):
            if words not in known:
                at = place_at(tree, "matching", "rules", number, "evidence", place)
                yield LocatedError.at(at, f"unknown evidence '{words}'", did_you_mean(words, known))


def _four_eyes(tree: Table, settings: Settings, schema: CanonicalSchema) -> Iterator[LocatedError]:
    at, wanted = ("console", "review", "four_eyes"), settings.console.review.four_eyes
    yield from _entities(tree, at, wanted, schema.entities)
    for entity in [one for one in wanted if one in schema.entities]:
        known = [*schema.fields(entity), *schema.groups(entity)]
        for place, name in enumerate(wanted[entity]):
            if name not in known:
                where = place_at(tree, *at, entity, place)
                yield LocatedError.at(where, f"unknown field '{name}' of {entity}", did_you_mean(name, known))


def _custom_fields(tree: Table, settings: Settings, custom: Iterable[str]) -> Iterator[LocatedError]:
    own = CanonicalSchema()
    for entity in custom:
        for name in settings.custom[entity]:
            if name in own.fields(entity):
                what = f"{entity} has a field '{name}' of its own"
                yield LocatedError.at(
                    key_place(tree, "custom", entity, name), what, "map to that one, or choose another name"
                )


def _entities(tree: Table, at: Steps, used: Iterable[str], entities: Iterable[str]) -> Iterator[LocatedError]:
    for name in used:
        if name not in entities:
            yield LocatedError.at(key_place(tree, *at, name), f"unknown entity '{name}'", did_you_mean(name, entities))


def _units(
    tree: Table,
    at: Steps,
    rules: dict[str, RuleSettings],
    known: Iterable[str],
    connections: list[str],
    groups: Container[str] = (),
) -> Iterator[LocatedError]:
    for name, rule in rules.items():
        if name not in known:
            kind = at[-1].removesuffix("s")
            what = f"unknown {kind} '{name}' of {at[-2]}"
            hint = "it is a group; write the rule under groups" if name in groups else did_you_mean(name, known)
            yield LocatedError.at(key_place(tree, *at, name), what, hint)
        yield from _order(tree, (*at, name), rule, connections)


def _union(tree: Table, at: Steps, rule: RuleSettings, *, is_list: bool) -> Iterator[LocatedError]:
    """The letters of a text are no items that could be put together."""
    if rule.strategy == "union" and not is_list:
        what = f"'{at[-1]}' is no list, and union puts lists together"
        yield LocatedError.at(key_place(tree, *at), what, "choose another strategy; lists are put together by default")


def _order(tree: Table, at: Steps, rule: RuleSettings, connections: list[str]) -> Iterator[LocatedError]:
    for position, name in enumerate(rule.order):
        if name not in connections:
            place = place_at(tree, *at, "order", position)
            yield LocatedError.at(place, f"unknown connection '{name}'", did_you_mean(name, connections))
