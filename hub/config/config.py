"""A loaded configuration: settings, mappings and the digest that tells whether anything of it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from hub.config.notices import is_safe
from hub.config.remote import StreamMapping, check_connection, written_keys
from hub.config.renamed import check_accounts, check_renamed
from hub.config.rules import rules_of
from hub.config.secrets import SecretReader
from hub.config.settings import Settings, table_of
from hub.located import ConfigError, LocatedError, Table, Text, decode, did_you_mean, place_at
from hub.mapping import CompiledMapping, compile_mapping
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from hub.matching.weights import Weights
from hub.merging.rules import EntityRules
from hub.model import CanonicalSchema
from hub.sdk.manifest import StreamManifest
from hub.store.sealing import BadKeyError, Seals, key_of

M = TypeVar("M", bound=BaseModel)


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

    def unscheduled(self) -> ConfigError:
        """What to tell where nothing has a time to run at."""
        what, hint = "no connection has a schedule", "write schedule: {pull: every 15m} under the connections"
        return ConfigError([LocatedError.at(place_at(self.tree, "connections"), what, hint)])

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """By which definitions records are weighed; none where keys alone decide."""
        return self.weights.applied(DEFINITIONS) if self.settings.matching.evidence else {}

    @cached_property
    def rules(self) -> dict[str, EntityRules]:
        """The survivorship rules of all entities."""
        return rules_of(self.settings, self.schema)

    @cached_property
    def four_eyes(self) -> dict[str, frozenset[str]]:
        """The units of each entity of which two people decide; a field of a group means the group."""
        wanted = self.settings.console.review.four_eyes
        return {
            entity: frozenset(u.name for u in self.rules[entity].units if {u.name, *u.fields} & set(names))
            for entity, names in wanted.items()
        }

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
        return decode(resolved, model, ".".join(steps))

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

    def seals(self) -> Seals:
        """What keeps stored secrets, with its keys looked up; raises `ConfigError`."""
        settings, reader = self.settings.store, SecretReader(self.environ, self.path.parent)
        key = None if settings.key is None else self._key(reader, "key", settings.key)
        old = [self._key(reader, "old_keys", text) for text in settings.old_keys]
        if reader.problems:
            raise ConfigError(reader.problems)
        return Seals(key, old)

    def oidc_secret(self) -> str:
        """The console's secret at the site for signing in, empty where there is none; raises `ConfigError`."""
        oidc, reader = self.settings.console.oidc, SecretReader(self.environ, self.path.parent)
        if oidc is None:
            return ""
        place = place_at(self.tree, "console", "oidc", "client_secret")
        found = str(reader.resolve(Text(oidc.client_secret, place), place))
        if reader.problems:
            raise ConfigError(reader.problems)
        return found

    def notice_secrets(self) -> dict[tuple[str, ...], str]:
        """The secrets of notices by where they stand under `notices`, looked up; raises `ConfigError`."""
        notices, reader = self.settings.notices, SecretReader(self.environ, self.path.parent)
        written: dict[tuple[str, ...], str] = {
            ("channels", name, "url"): channel.url for name, channel in notices.channels.items() if channel.url
        }
        if notices.mail is not None and notices.mail.password is not None:
            written["mail", "password"] = notices.mail.password
        found = {}
        for steps, text in written.items():
            place, before = place_at(self.tree, "notices", *steps), len(reader.problems)
            found[steps] = str(reader.resolve(Text(text, place), place))
            if steps[-1] == "url" and len(reader.problems) == before and not is_safe(found[steps]):
                what, hint = "what stands there is no https:// address", "take it from Slack or Teams"
                reader.problems.append(LocatedError.at(place, what, hint))
        if reader.problems:
            raise ConfigError(reader.problems)
        return found

    def _key(self, reader: SecretReader, name: str, written: str) -> bytes:
        place, before = place_at(self.tree, "store", name), len(reader.problems)
        try:
            return key_of(str(reader.resolve(Text(written, place), place)))
        except BadKeyError:
            if len(reader.problems) == before:
                hint = "make one with `hub secrets key`"
                reader.problems.append(LocatedError.at(place, "what stands there is no key", hint))
            return b""

    def check_streams(self, connection: str, manifests: Mapping[str, StreamManifest]) -> None:
        """Refuse streams, writes and fields that the connector does not have, all of them at their places."""
        if problems := list(check_connection(self.tree, self.settings, self.mappings, connection, manifests)):
            raise ConfigError(problems)

    def written_keys(self, connection: str, manifests: Mapping[str, StreamManifest]) -> list[LocatedError]:
        """The codes of a connection's records that a mapping would write over, though nothing in it says so."""
        return [
            found
            for stream, wanted in self.settings.connections[connection].streams.items()
            if stream in manifests and (connection, stream) in self.mappings
            for found in written_keys(self.mappings[connection, stream], wanted, manifests[stream])
        ]

    def check_names_of(self, held: Mapping[str, Collection[str]], new: Collection[str]) -> None:
        """Refuse connections that seem to be known by another name: `held` are the streams of each with records in the
        store, `new` the connections of which it holds nothing.
        """
        if problems := list(check_renamed(self.tree, self.settings, held, new)):
            raise ConfigError(problems)

    def check_accounts(self, known: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> None:
        """Refuse connections that lead to another account than the one of which the store holds records."""
        if problems := list(check_accounts(self.tree, known, now)):
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
