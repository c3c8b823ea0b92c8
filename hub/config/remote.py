"""Checks a connection against what its connector says of itself: its streams, what may be written, and their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from hub.config.settings import Settings, StreamSettings
from hub.located import LocatedError, Table, did_you_mean, place_at
from hub.located.problem import nearest
from hub.located.tree import key_place
from hub.mapping import MappingSpec
from hub.mapping.path import parse_path
from hub.mapping.used import used_paths
from hub.model import CanonicalSchema
from hub.model.custom import PREFIX
from hub.sdk.manifest import StreamManifest


class StreamMapping(NamedTuple):
    """The mapping of a stream: its spec, how its file is shown, the digest of its text, and where all of it stands."""

    spec: MappingSpec
    file: str
    digest: str
    tree: Table


def check_connection(
    tree: Table,
    settings: Settings,
    mappings: Mapping[tuple[str, str], StreamMapping],
    name: str,
    manifests: Mapping[str, StreamManifest],
) -> Iterator[LocatedError]:
    """All that the connector of the connection does not have."""
    connection = settings.connections[name]
    for stream, wanted in connection.streams.items():
        at = ("connections", name, "streams", stream)
        if stream not in manifests:
            what = f"{connection.connector} has no stream '{stream}'"
            yield LocatedError.at(key_place(tree, *at), what, did_you_mean(stream, manifests))
            continue
        yield from _writes(tree, at, f"{connection.connector}.{stream}", wanted, manifests[stream])
        if (name, stream) in mappings:
            yield from _fields(mappings[name, stream], manifests[stream])
            yield from _references(mappings[name, stream], manifests)
            specs = {other: mapping.spec for (owner, other), mapping in mappings.items() if owner == name}
            yield from _parts(mappings[name, stream], specs)


def _writes(
    tree: Table, at: tuple[str, ...], place: str, wanted: StreamSettings, manifest: StreamManifest
) -> Iterator[LocatedError]:
    able = sorted(manifest.operations - {"lookup"})
    for key, operation in wanted.push.operations().items():
        if operation not in able:
            hint = f"it can: {', '.join(able)}" if able else "it is only read; remove the line"
            yield LocatedError.at(key_place(tree, *at, "push", key), f"{place} does not take '{operation}'", hint)


def _fields(mapping: StreamMapping, manifest: StreamManifest) -> Iterator[LocatedError]:
    told = set()
    for used in used_paths(mapping.spec):
        place = place_at(mapping.tree, *used.at)
        if not manifest.has_field(used.path) and (place, used.path) not in told:
            told.add((place, used.path))
            path = ".".join(used.path)
            yield LocatedError.at(place, f"{mapping.spec.name} has no field '{path}'", _nearest_field(path, manifest))


def _references(mapping: StreamMapping, manifests: Mapping[str, StreamManifest]) -> Iterator[LocatedError]:
    for name, part in mapping.spec.parts.items():
        for field, rule in part.fields.items():
            stream = (rule.ref or "#").rpartition("#")[0]
            if stream and stream not in manifests:
                what = f"'{field}' refers to a stream '{stream}', which {mapping.spec.connector} does not have"
                known = ", ".join(sorted(manifests))
                hint = f"refer to a stream of the same connection: {known}" if known else ""
                yield LocatedError.at(place_at(mapping.tree, "parts", name, "fields", field, "ref"), what, hint)


def _parts(mapping: StreamMapping, specs: Mapping[str, MappingSpec]) -> Iterator[LocatedError]:
    """Each reference to a part that the mapping of the other stream does not make, or not of the wanted entity."""
    for name, part in mapping.spec.parts.items():
        wanted = CanonicalSchema().fields(mapping.spec.entity_of(name))
        for field, rule in part.fields.items():
            stream, _, other = (rule.ref or "#").rpartition("#")
            if stream not in specs:
                continue
            place = place_at(mapping.tree, "parts", name, "fields", field, "ref")
            entity = wanted[field].ref_entity
            if other not in specs[stream].parts:
                what = f"'{field}' refers to part '{other}' of {stream}, which its mapping does not have"
                yield LocatedError.at(place, what, did_you_mean(other, specs[stream].parts))
            elif (found := specs[stream].entity_of(other)) != entity:
                what = f"'{field}' refers to a {entity}, and part '{other}' of {stream} is a {found}"
                yield LocatedError.at(place, what, "refer to another part")


def written_keys(mapping: StreamMapping, wanted: StreamSettings, manifest: StreamManifest) -> Iterator[LocatedError]:
    """Each code that tells one record of the system from another, and that the mapping would write over without having
    said so: of customers whom two systems know, it would write the other system's.
    """
    if not (manifest.id_from_key and wanted.push.update and "update" in manifest.operations):
        return
    key = {parse_path(path) for path in manifest.required}
    for name, part in mapping.spec.parts.items():
        for field, rule in part.fields.items():
            is_code = field == "code" or field.startswith(PREFIX)
            if is_code and rule.write is None and len(rule.from_) == 1 and parse_path(rule.path) in key:
                what = f"'{field}' is written over, and '{rule.path}' tells one record of the system from another"
                hint = (
                    "say write: fill-blank to have it written into new records only, or write: overwrite if you mean it"
                )
                yield LocatedError.at(key_place(mapping.tree, "parts", name, "fields", field), what, hint)


def check_shown(mapping: StreamMapping, shown: Iterable[str]) -> Iterator[LocatedError]:
    """Each key that a mapping names first and that a record which shows all of them does not have."""
    shown, told = sorted(shown), set()
    for used in used_paths(mapping.spec):
        key = used.path[0]
        if key not in shown and key not in told:
            told.add(key)
            place = place_at(mapping.tree, *used.at)
            yield LocatedError.at(place, f"{mapping.spec.name} has no field '{key}'", _nearest(key, shown))


def _nearest_field(path: str, manifest: StreamManifest) -> str:
    """The field that is probably meant, or all of them; and where others may be named."""
    fields = sorted(field.removesuffix(".**") for field in manifest.fields)
    return _nearest(path, fields, f"name others under settings: {manifest.more_fields}" if manifest.more_fields else "")


def _nearest(path: str, fields: list[str], more: str = "") -> str:
    if near := nearest(path, fields):
        return f"did you mean '{near}'? {more}".rstrip()
    known = f"known: {', '.join(fields)}"
    return f"{known}; {more}" if more else known
