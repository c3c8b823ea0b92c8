"""The hub over simulated systems: put together from a mapping of the tests' own, without connectors between."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache

from hub.bootstrap import take_over
from hub.mapping.compile import CompiledMapping, compile_mapping
from hub.mapping.load import load_mapping
from hub.matching.definition import DEFINITIONS
from hub.merging.build import build_rules
from hub.merging.rules import EntityRules, Rule, StrategyName
from hub.store import streams
from hub.store.database import Database
from hub.store.lock import hub_lock
from hub.sync.world import ConnectionSetup, PushPolicy, StreamSetup, World
from tests.pipeline.systems import Clock
from tests.simulation.process import SCHEMA, Process
from tests.simulation.system import STREAM, System
from tests.simulation.trace import Trace

MAPPING = """
mapping: 1
connector: simulated
stream: people
when: at
when_blank: clear
parts:
  person:
    fields:
      family_name: family
      given_name: given
      email: {from: email, with: email}
      phone: {from: phone, with: phone}
      occupation: job
      notes: notes
      RANK
      code: {from: code, write: never}
      tags: {from: tags, with: semicolons}
      contact_email: {from: mail_ok, with: boolean}
"""
# The same stream as configurations describe it one after the other.
MAPPINGS = {
    "whole": MAPPING.replace("RANK", "rank: rank"),
    "without rank": MAPPING.replace("      RANK\n", ""),
}


@dataclass(frozen=True)
class Configuration:
    """What an operator may change between two runs."""

    mapping: str = "whole"
    strategies: tuple[tuple[str, StrategyName], ...] = ()
    reviewed: tuple[str, ...] = ()
    weighs: bool = False


@cache
def compiled(name: str) -> CompiledMapping:
    return compile_mapping(load_mapping(MAPPINGS[name], "people.yaml", SCHEMA), SCHEMA)


@cache
def rules_of(configuration: Configuration) -> dict[str, EntityRules]:
    strategies = dict(configuration.strategies)

    def rule(_: str, unit: str) -> Rule | None:
        if unit not in strategies and unit not in configuration.reviewed:
            return None
        return Rule(strategies.get(unit, "most_recent"), review=unit in configuration.reviewed)

    return build_rules(SCHEMA, rule)


class Hub(Process):
    """The hub of one world of simulated systems."""

    def __init__(self, systems: Mapping[str, System], clock: Clock, trace: Trace, configuration: Configuration) -> None:
        super().__init__(clock, trace)
        self.systems, self.configuration = systems, configuration
        self.restarts()

    def _starts(self, alive: ExitStack) -> World:
        database = Database(f"sqlite:///{self.path}", self._reached)
        alive.callback(database.close)
        alive.enter_context(hub_lock(database, self.clock))
        world = self.world_of(database)
        take_over(world)
        return world

    def world_of(self, database: Database) -> World:
        """What the configuration makes of a store."""
        connections = {name: self._connection(database, system) for name, system in self.systems.items()}
        return World(
            database,
            SCHEMA,
            rules_of(self.configuration),
            connections,
            self.clock,
            self._log,
            spread=self._spread,
            definitions=DEFINITIONS if self.configuration.weighs else {},
        )

    def _connection(self, database: Database, system: System) -> ConnectionSetup:
        with database.begin() as tx:
            number = streams.stream_id(tx, system.name, STREAM)
        mapping = self.configuration.mapping
        nature = system.nature
        push = PushPolicy(create=nature.creates, update=True, delete=nature.removes)
        setup = StreamSetup(
            number,
            system.name,
            STREAM,
            system.manifest,
            compiled(mapping),
            mapping,
            pulls=True,
            push=push,
            stream_ids={STREAM: number},
        )
        return ConnectionSetup(system.name, system, {STREAM: setup})

    def reconfigured(self, configuration: Configuration) -> None:
        """The operator changes the configuration, and starts the hub anew."""
        self.configuration = configuration
        self.restarts()
