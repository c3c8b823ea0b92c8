"""What every step of a run is given: the store, the model, the rules, the connections and the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from hub.mapping.compile import CompiledMapping
from hub.matching.columns import EVIDENT
from hub.matching.evidence_model import Definition
from hub.matching.keys import IDENTIFYING
from hub.merging.rules import EntityRules
from hub.model.schema import CanonicalSchema
from hub.sdk.connector import Connector
from hub.sdk.manifest import StreamManifest
from hub.store.database import Database
from hub.store.times import utc_text
from hub.sync.spread import Spread, in_threads
from hub.sync.weighing import Outcome

# Before every moment, as the store writes them: what is read once more may be as old as it likes.
ALWAYS = "0"

# So many records go from a short list without anybody's wondering.
FEW = 2

_NOTHING: frozenset[str] = frozenset()

DeletePolicy = Literal["ignore", "archive", "delete"]


@dataclass(frozen=True)
class PushPolicy:
    """What may be written to a stream."""

    create: bool = False
    update: bool = False
    delete: DeletePolicy = "ignore"

    @property
    def operations(self) -> frozenset[str]:
        """What may be sent."""
        chosen = {"create": self.create, "update": self.update, self.delete: self.delete != "ignore"}
        return frozenset(operation for operation, is_allowed in chosen.items() if is_allowed)


@dataclass(frozen=True)
class StreamSetup:
    """One stream of a connection, ready to run; `stream_id` is its number in the store."""

    stream_id: int
    connection: str
    name: str
    manifest: StreamManifest
    mapping: CompiledMapping
    mapping_digest: str
    pulls: bool
    push: PushPolicy
    stream_ids: Mapping[str, int]
    link: str = ""

    @property
    def place(self) -> str:
        """How people name it: `freee/partners`."""
        return f"{self.connection}/{self.name}"

    @cached_property
    def mentions(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The companies that a record about somebody else tells by name: part -> (part, field) that refer to it. A row
        that has no other name than a person's is about that person.
        """
        if not self.manifest.id_from_key:
            return self.mapping.mentions
        return self.mapping.mentions_beside({path.strip('"') for path in self.manifest.natural_key})

    @property
    def anchor_entity(self) -> str:
        """What a record of this stream is, first of all."""
        return self.mapping.parts[self.mapping.anchor].entity

    def shown_since(self, now: datetime) -> str:
        """The oldest moment of which the system may still show a state; empty where it shows the present one."""
        lag_s = self.manifest.index_lag_s
        return utc_text(now - timedelta(seconds=lag_s)) if lag_s else ""

    def writable(self, part: str) -> Mapping[str, str]:
        """The canonical fields that may be written on a record that exists, with their write rules."""
        return self.mapping.writable_fields(part) if self.push.update else {}

    def write_rule(self, part: str, field: str) -> str | None:
        """The write rule of a canonical field of a record that exists; None where it is not written. A reference to a
        company that the same record tells by name is written by that name.
        """
        for mention, referring in self.mentions.items():
            if (part, field) in referring:
                return self.writable(mention).get("name")
        return self.writable(part).get(field)


@dataclass(frozen=True)
class ConnectionSetup:
    """One configured account."""

    name: str
    connector: Connector
    streams: Mapping[str, StreamSetup]
    busy: threading.RLock = field(default_factory=threading.RLock)


@dataclass(frozen=True)
class Brake:
    """A plan is held by which more than `max_changes` records of a stream would be written within an hour, and more
    than `max_share` of it.
    """

    max_changes: int = 500
    max_share: float = 0.3

    def holds(self, changes: int, records: int) -> bool:
        """Whether so many changes of so many records are too many to be meant."""
        return changes > self.max_changes and changes > self.max_share * records

    def holds_list(self, lost: int, known: int) -> bool:
        """Whether a list lacks so many of the records known before that it may not be whole, or not the same list."""
        return lost >= known or (lost > FEW and 2 * lost > known) or self.holds(lost, known)


@dataclass(frozen=True)
class World:
    """Everything that differs between a test and the real thing is in here.

    `definitions` tell of which entities records are weighed by the evidence, and `weighed` of which that was done
    elsewhere; those of others are one by their keys.
    `four_eyes` are the units of entities of which two people decide.
    `began_at` is when the run began that this is the world of, as the store writes it; empty outside of runs.
    `releases` says that a person has looked at what the brake held. `deciding` is held by the one run that resolves
    and plans; each connection's `busy` by the one that talks to it. `spread` carries out the steps of several
    connections.
    """

    database: Database
    schema: CanonicalSchema
    rules: Mapping[str, EntityRules]
    connections: Mapping[str, ConnectionSetup]
    now: Callable[[], datetime]
    log: Callable[..., None]
    config_digest: str = ""
    began_at: str = ""
    brake: Brake = field(default_factory=Brake)
    four_eyes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    releases: bool = False
    shared_by_max: int = 200
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    weighed: Mapping[str, Outcome] = field(default_factory=dict)
    progress: Callable[..., None] = lambda step, done, total=None: None
    is_stopping: Callable[[], bool] = lambda: False
    spread: Spread = in_threads
    deciding: threading.RLock = field(default_factory=threading.RLock)

    def now_text(self) -> str:
        """The present moment as the store writes it."""
        return utc_text(self.now())

    def stream(self, stream_id: int) -> StreamSetup | None:
        """The configured stream of this number; None where the configuration no longer has it."""
        return self._by_id.get(stream_id)

    def streams(self) -> list[StreamSetup]:
        """All configured streams."""
        return [stream for connection in self.connections.values() for stream in connection.streams.values()]

    def kinds(self, entity: str) -> Mapping[str, str]:
        """The kind of each canonical field."""
        return self._kinds[entity]

    @cached_property
    def referred(self) -> frozenset[tuple[int, str]]:
        """The parts of streams, by their number, whose names records of other streams hold that may be written."""
        return frozenset(
            (stream.stream_ids[ref.stream], ref.part)
            for stream in self.streams()
            if stream.push.create or stream.push.update
            for part in stream.mapping.parts.values()
            for ref in part.refs.values()
            if ref.stream is not None
        )

    @cached_property
    def mentions(self) -> Mapping[tuple[int, str], tuple[tuple[str, str], ...]]:
        """The parts of streams, by their number, that tell a company by name: the (part, field) that refer to it."""
        return {(s.stream_id, part): told for s in self.streams() for part, told in s.mentions.items()}

    def rules_in_words(self) -> dict[str, dict[str, str]]:
        """The rule of each unit of each entity, as people read it."""
        return {e: {unit.name: unit.rule.words() for unit in rules.units} for e, rules in self.rules.items()}

    def weighs(self, entity: str) -> bool:
        """Whether the evidence tells which records of this entity are one."""
        return entity in self.definitions or entity in self.weighed

    def identifying(self, entity: str) -> frozenset[str]:
        """The fields that tell who a record of this entity is."""
        return self._identifying[entity]

    @cached_property
    def refers(self) -> frozenset[str]:
        """The entities whose records refer to others."""
        entities = self.schema.entities
        return frozenset(e for e in entities if any(f.ref_entity for f in self.schema.fields(e).values()))

    @cached_property
    def _identifying(self) -> dict[str, frozenset[str]]:
        evident = EVIDENT if self.definitions or self.weighed else {}
        return {e: IDENTIFYING.get(e, _NOTHING) | evident.get(e, _NOTHING) for e in self.schema.entities}

    @cached_property
    def _kinds(self) -> dict[str, dict[str, str]]:
        return {e: {f.name: f.kind for f in self.schema.fields(e).values()} for e in self.schema.entities}

    @cached_property
    def _by_id(self) -> dict[int, StreamSetup]:
        return {stream.stream_id: stream for stream in self.streams()}


Document = dict[str, Any]
