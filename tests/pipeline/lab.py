"""A laboratory: a hub over systems in memory, on the database that the test is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from hub.mapping.compile import CompiledMapping, compile_mapping
from hub.mapping.load import load_mapping
from hub.merging.build import build_rules
from hub.merging.rules import Rule
from hub.model.schema import CanonicalSchema
from hub.store import conflicts, golden, streams
from hub.store.conflicts import ConflictRow
from hub.store.migrate import open_store
from hub.sync.run import Report, run_pipeline
from hub.sync.world import Brake, ConnectionSetup, PushPolicy, StreamSetup, World
from tests.pipeline.systems import Clock, System

SCHEMA = CanonicalSchema()

PEOPLE = """
mapping: 1
connector: memory
stream: people
when: at
when_blank: clear
parts:
  person:
    fields:
      code: code
      family_name: family
      given_name: given
      email: {from: email, with: email}
      phone: {from: phone, with: phone}
      mobile: {from: mobile, with: phone}
      occupation: job
      notes: notes
      contact_email: {from: mail_ok, with: boolean}
"""


@cache
def compiled(mapping: str) -> CompiledMapping:
    """A mapping from its text."""
    return compile_mapping(load_mapping(mapping, "people.yaml", SCHEMA), SCHEMA)


class Lab:
    """Systems, a clock and one database."""

    def __init__(
        self,
        url: str,
        names: tuple[str, ...] = ("alpha", "beta"),
        mapping: str = PEOPLE,
        rules: Mapping[tuple[str, str], Rule] | None = None,
        push: PushPolicy | None = None,
        brake: Brake | None = None,
        **manifest: Any,
    ) -> None:
        self.clock = Clock()
        self.systems = {name: self.make_system(name, **manifest) for name in names}
        self.database = open_store(url, SCHEMA)
        self.events: list[tuple[str, dict[str, Any]]] = []
        chosen = rules or {}
        connections = {}
        for name, system in self.systems.items():
            with self.database.begin() as tx:
                number = streams.stream_id(tx, name, "people")
            setup = StreamSetup(
                number,
                name,
                "people",
                system.manifest,
                compiled(mapping),
                "digest",
                pulls=True,
                push=push or PushPolicy(create=True, update=True),
                stream_ids={"people": number},
                link=system.manifest.record_url,
            )
            connections[name] = ConnectionSetup(name, system, {"people": setup})
        self.world = World(
            self.database,
            SCHEMA,
            build_rules(SCHEMA, lambda entity, unit: chosen.get((entity, unit))),
            connections,
            self.clock,
            lambda event, **data: self.events.append((event, data)),
            brake=brake or Brake(),
        )

    def make_system(self, name: str, **manifest: Any) -> System:
        """One of the systems; other laboratories have others."""
        return System(name, self.clock, **manifest)

    def __getitem__(self, name: str) -> System:
        return self.systems[name]

    def sync(self, **options: Any) -> Report:
        self.clock.goes_on(minutes=5)
        return run_pipeline(self.world, **options)

    def with_rules(self, **by_unit: Rule) -> None:
        self.world = replace(self.world, rules=build_rules(SCHEMA, lambda entity, unit: by_unit.get(unit)))

    def people(self) -> list[dict[str, Any]]:
        """The living golden people, in the order of their ids."""
        with self.database.begin() as tx:
            rows = tx.rows("SELECT id FROM golden WHERE entity = 'person' AND redirect_to IS NULL ORDER BY id")
            found = golden.by_ids(tx, [row[0] for row in rows])
        return [msgspec.json.decode(found[row[0]].doc) for row in rows]

    def conflicts(self, kind: str = "conflict") -> list[ConflictRow]:
        with self.database.begin() as tx:
            return [row for row in conflicts.listing(tx) if row.kind == kind]

    def written(self) -> int:
        return sum(len(system.writes) for system in self.systems.values())

    def close(self) -> None:
        self.database.close()
