"""One connection from near: what its system can do, what its fields become, what has changed there, and what was read
and written of late.

Invariant: everything follows from the configuration, the cursors and the ledgers of the last runs; no value is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from hub.mapping.compile import CompiledMapping
from hub.mapping.rules import FieldRule
from hub.sdk.manifest import StreamManifest
from hub.steward.errors import StewardError
from hub.steward.ledgers import stopped_by
from hub.store import runs, streams
from hub.store.runs import RunRow
from hub.store.transaction import Transaction
from hub.sync.reasons import Reason
from hub.sync.world import StreamSetup, World

# So many runs are looked through, as many as a day of runs each quarter of an hour has; and so many are told.
_LOOKED_THROUGH, _TOLD = 100, 30


class MappedField(msgspec.Struct, frozen=True):
    """Where canonical fields stand in a record. `write`: overwrite | fill-blank | never, and none where there is no way
    back.
    """

    entity: str
    fields: tuple[str, ...]
    paths: list[str]
    write: str


class Step(msgspec.Struct, frozen=True):
    """What a run did with one stream; figures are None where it did not read, or write."""

    run: int
    kind: str
    state: str
    at: str
    stream: str
    read: int | None
    changed: int | None
    written: int | None
    stopped: Reason | None


class StreamTold(msgspec.Struct, frozen=True):
    """A stream. `absent` are mapped keys that its records no longer have, with what is probably meant; `appeared` are
    fields that were new in one of the last runs. `is_current`: its records were read with the mapping in force.
    """

    stream: str
    manifest: StreamManifest
    pulled_at: str | None
    cursor: str | None
    is_current: bool
    mapping: list[MappedField]
    absent: dict[str, str]
    appeared: list[str]


class SystemTold(msgspec.Struct, frozen=True):
    """A connection with its streams, and the steps of the last runs, newest first."""

    name: str
    streams: list[StreamTold]
    steps: list[Step]


def system_told(world: World, name: str) -> SystemTold:
    """One configured connection. Raises `StewardError` where there is none of this name."""
    setup = world.connections.get(name)
    if setup is None:
        raise StewardError("no_connection", names=name, known=", ".join(world.connections))
    with world.database.look() as tx:
        latest = [(row, _decode(row)) for row in runs.latest(tx, _LOOKED_THROUGH)]
        told = [_stream(tx, stream, latest) for stream in setup.streams.values()]
    places = {stream.place for stream in setup.streams.values()}
    return SystemTold(name, told, list(_steps(latest, places))[:_TOLD])


def _decode(row: RunRow) -> dict[str, Any]:
    return msgspec.json.decode(row.ledger) if row.ledger else {}


def _stream(tx: Transaction, stream: StreamSetup, latest: Sequence[tuple[RunRow, dict[str, Any]]]) -> StreamTold:
    cursor, digest = streams.standing(tx, stream.stream_id)
    pulls = [pull for _, ledger in latest if (pull := ledger.get("pulls", {}).get(stream.place)) is not None]
    read = [pull for pull in pulls if pull["read"]]
    return StreamTold(
        stream=stream.name,
        manifest=stream.manifest,
        pulled_at=streams.pulled_at(tx, stream.stream_id),
        cursor=cursor,
        is_current=digest in (None, stream.mapping_digest),
        mapping=list(_mapping(stream.mapping)),
        # Only a pull that has seen records has seen what they lack; ledgers of older versions tell nothing of it.
        absent=read[0].get("absent", {}) if read else {},
        appeared=sorted({field for pull in pulls for field in pull.get("appeared", ())}),
    )


def _mapping(mapping: CompiledMapping) -> Iterator[MappedField]:
    for part in mapping.parts.values():
        root = "" if part.for_each is None else ".".join(map(str, part.for_each.path)) + ".*."
        for rule in part.readers:
            paths = [root + ".".join(map(str, path)) for path in rule.paths]
            yield MappedField(part.entity, rule.yields, paths, _write(rule))


def _write(rule: FieldRule) -> str:
    return rule.write if rule.has_inverse or rule.ref is not None else "never"


def _steps(latest: Sequence[tuple[RunRow, dict[str, Any]]], places: set[str]) -> Iterator[Step]:
    for row, ledger in latest:
        pulls, pushes = ledger.get("pulls", {}), ledger.get("pushes", {})
        for place in sorted(places & (pulls.keys() | pushes.keys())):
            yield _step(row, place, pulls.get(place), pushes.get(place))


def _step(row: RunRow, place: str, pull: Mapping[str, Any] | None, push: Mapping[str, Any] | None) -> Step:
    return Step(
        run=row.run_id,
        kind=row.kind,
        state=row.state,
        at=row.started_at,
        stream=place.partition("/")[2],
        read=None if pull is None else pull["read"],
        changed=None if pull is None else pull["new"] + pull["changed"],
        written=None if push is None else push["created"] + push["updated"] + push["archived"],
        stopped=stopped_by(pull, push),
    )
