"""A loaded configuration: settings, mappings and the digest that tells whether anything of it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from hub.config.rules import rules_of
from hub.config.secrets import SecretReader
from hub.config.settings import Settings, table_of
from hub.located import ConfigError, LocatedError, Table, Text, decode, did_you_mean, place_at
from hub.located.tree import key_place
from hub.mapping import CompiledMapping, MappingSpec, compile_mapping
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from hub.matching.weights import Weights
from hub.merging.rules import EntityRules
from hub.model import CanonicalSchema

M = TypeVar("M", bound=BaseModel)


class StreamMapping(NamedTuple):
    """The mapping of a stream: its spec, how its file is shown, and the digest of its text."""

    spec: MappingSpec
    file: str
    digest: str


@dataclass(frozen=True)
class Config:
    """Everything an installation has decided; `digest` covers the file, its mappings and its weights, and no secret."""

    path: Path
    settings: Settings
    tree: Table
    schema: CanonicalSchema
    mappings: Mapping[tuple[str, str], StreamMapping]
    digest: str
    environ: Mapping[str, str] = field(repr=False)
    weights: Weights = field(default_factory=Weights)

    @cached_property
    def compiled(self) -> dict[tuple[str, str], CompiledMapping]:
        """The compiled mapping of each (connection, stream)."""
        return {key: compile_mapping(mapping.spec, self.schema) for key, mapping in self.mappings.items()}

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """By which definitions records are weighed; none where keys alone decide."""
        return self.weights.applied(DEFINITIONS) if self.settings.matching.evidence else {}

    @cached_property
    def rules(self) -> dict[str, EntityRules]:
        """The survivorship rules of all entities."""
        return rules_of(self.settings, self.schema)

    def connector_settings(self, connection: str, model: type[M]) -> M:
        """A connection's own settings with its secrets looked up; raises `ConfigError` with all problems, located."""
        steps = ("connections", connection, "settings")
        written = table_of(self.settings.connections[connection])
        if not isinstance(written, Table):
            written = Table(place_at(self.tree, *steps[:2]))
        reader = SecretReader(self.environ, self.path.parent)
        resolved = reader.resolve(written, place_at(self.tree, *steps))
        if reader.problems:
            raise ConfigError(reader.problems)
        return decode(resolved, model)

    def store_url(self) -> str:
        """The database's URL with its secrets; a relative SQLite file is beside the configuration."""
        place = place_at(self.tree, "store", "url")
        reader = SecretReader(self.environ, self.path.parent)
        url = str(reader.resolve(Text(self.settings.store.url, place), place))
        if reader.problems:
            raise ConfigError(reader.problems)
        file = url.removeprefix("sqlite:///")
        if file == url or not file or file.startswith(":memory:"):
            return url
        return f"sqlite:///{(self.path.resolve().parent / file).as_posix()}"

    def check_streams(self, connection: str, known: Iterable[str]) -> None:
        """Refuse streams that the connector does not have, all of them at their places."""
        known = list(known)
        problems = [
            LocatedError.at(
                key_place(self.tree, "connections", connection, "streams", stream),
                f"{self.settings.connections[connection].connector} has no stream '{stream}'",
                did_you_mean(stream, known),
            )
            for stream in self.settings.connections[connection].streams
            if stream not in known
        ]
        if problems:
            raise ConfigError(problems)

    def check_writes(self, connection: str, able: Mapping[str, Collection[str]]) -> None:
        """Refuse what a stream is told to write and its connector can't do; `able` has each stream's operations."""
        problems = [
            LocatedError.at(
                key_place(self.tree, "connections", connection, "streams", stream, "push", key),
                f"{self.settings.connections[connection].connector}.{stream} does not take '{operation}'",
                f"it can: {', '.join(sorted(able[stream]))}" if able[stream] else "it is only read; remove the line",
            )
            for stream, settings in self.settings.connections[connection].streams.items()
            for key, operation in settings.push.operations().items()
            if operation not in able[stream]
        ]
        if problems:
            raise ConfigError(problems)

    def check_connectors(self, known: Iterable[str]) -> None:
        """Refuse connectors that are not installed, all of them at their places."""
        known = list(known)
        problems = [
            LocatedError.at(
                place_at(self.tree, "connections", name, "connector"),
                f"unknown connector '{connection.connector}'",
                did_you_mean(connection.connector, known),
            )
            for name, connection in self.settings.connections.items()
            if connection.connector not in known
        ]
        if problems:
            raise ConfigError(problems)
