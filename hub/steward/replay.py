"""Replaying a bundle: its records are resolved and planned anew, offline, and compared with what the hub had made.

Invariant: the bundle itself is not changed, and no system can be reached, because no connector is there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from hub.mapping.compile import compile_mapping
from hub.mapping.spec import MappingSpec
from hub.model.custom import CustomField
from hub.model.schema import CanonicalSchema
from hub.sdk.connector import Connector, ConnectorSettings, Context
from hub.sdk.errors import PersonNeededError
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import Page
from hub.steward.bundle_format import FORMAT, SETTING, About, StreamAbout
from hub.steward.errors import StewardError
from hub.store import extract, resolve_queue, setting
from hub.store.database import Database
from hub.store.errors import StoreError
from hub.store.migrate import open_store
from hub.store.times import moment_of
from hub.store.transaction import Transaction
from hub.sync.run import run_pipeline
from hub.sync.world import ConnectionSetup, PushPolicy, StreamSetup, World

Members = tuple[str, ...]


class Replayed(msgspec.Struct, frozen=True):
    """What the replay made: `parted` and `joined` are clusters that differ, `differing` are `golden.field` names."""

    run: int
    golden_records: int
    parted: list[Members]
    joined: list[Members]
    differing: list[str]
    planned: dict[str, int]

    @property
    def is_same(self) -> bool:
        """Whether the replay came to what the hub had made."""
        return not (self.parted or self.joined or self.differing)


class _Absent(Connector):
    """A system that is not here: it has streams, and nothing answers."""

    code = "absent"
    title = title_ja = "Absent"
    Settings = ConnectorSettings

    def __init__(self, name: str, manifests: Mapping[str, StreamManifest]) -> None:
        super().__init__(ConnectorSettings(), Context(name))
        self._manifests = manifests

    def streams(self) -> Mapping[str, StreamManifest]:
        return self._manifests

    def check(self) -> str:
        raise PersonNeededError("a replay reaches no system")

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        raise PersonNeededError("a replay reaches no system")


def replay(path: Path) -> Replayed:
    """Resolve and plan what a bundle holds, and say what comes out otherwise than in the hub that wrote it."""
    with TemporaryDirectory(prefix="hub-replay-") as folder:
        copy = Path(folder) / "replay.db"
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise StewardError("bundle_unreadable", file=str(path), said=error.strerror or "") from error
        about = _read(copy, path)
        schema = CanonicalSchema(_custom(about))
        database = open_store(f"sqlite:///{copy}", schema)
        try:
            return _replayed(_world(about, schema, database), about)
        finally:
            database.close()


def _read(copy: Path, path: Path) -> About:
    database = Database(f"sqlite:///{copy}")
    try:
        with database.begin() as tx:
            text = setting.remembered(tx, SETTING)
        if text is None:
            raise StewardError("bundle_none", file=str(path))
        about = msgspec.json.decode(text, type=About)
    except (StoreError, msgspec.DecodeError) as error:
        raise StewardError("bundle_broken", file=str(path), said=str(error)) from error
    finally:
        database.close()
    if about.format != FORMAT:
        raise StewardError("bundle_format", file=str(path), found=about.format, wanted=FORMAT)
    return about


def _custom(about: About) -> dict[str, dict[str, CustomField]]:
    return {e: {n: CustomField.model_validate(f) for n, f in fields.items()} for e, fields in about.custom.items()}


def _world(about: About, schema: CanonicalSchema, database: Database) -> World:
    moment: datetime = moment_of(about.started_at)
    by_connection: dict[str, list[StreamAbout]] = {}
    for stream in about.streams:
        by_connection.setdefault(stream.connection, []).append(stream)
    connections = {name: _connection(name, streams, schema) for name, streams in by_connection.items()}
    return World(
        database=database,
        schema=schema,
        rules=about.rules,
        connections=connections,
        now=lambda: moment,
        log=lambda event, **data: None,
        config_digest=about.config_digest,
        shared_by_max=about.shared_by_max,
        weighed=about.weighed,
    )


def _connection(name: str, streams: Sequence[StreamAbout], schema: CanonicalSchema) -> ConnectionSetup:
    manifests = {stream.name: StreamManifest.model_validate(stream.manifest) for stream in streams}
    setups = {
        stream.name: StreamSetup(
            stream_id=stream.stream_id,
            connection=name,
            name=stream.name,
            manifest=manifests[stream.name],
            mapping=compile_mapping(MappingSpec.model_validate(stream.mapping), schema),
            mapping_digest="",
            pulls=stream.pulls,
            push=PushPolicy(**stream.push),
            stream_ids=stream.stream_ids,
        )
        for stream in streams
    }
    return ConnectionSetup(name, _Absent(name, manifests), setups)


def _replayed(world: World, about: About) -> Replayed:
    with world.database.begin() as tx:
        before = _state(tx)
        resolve_queue.enqueue_all(tx)
    report = run_pipeline(world, "replay", ("resolve", "plan"))
    with world.database.begin() as tx:
        after = _state(tx)
    differing = sorted(
        f"{before[members][0]}.{field}"
        for members in before.keys() & after.keys()
        for field in before[members][1].keys() | after[members][1].keys()
        if before[members][1].get(field) != after[members][1].get(field)
    )
    return Replayed(
        run=about.run,
        golden_records=len(before),
        parted=sorted(before.keys() - after.keys()),
        joined=sorted(after.keys() - before.keys()),
        differing=differing,
        planned=dict(report.ledger.planned),
    )


def _state(tx: Transaction) -> dict[Members, tuple[str, dict[str, Any]]]:
    found = extract.goldens(tx)
    return {members: (f"{entity}/{golden_id}", doc) for golden_id, entity, doc, members in found if members}
