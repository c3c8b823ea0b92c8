"""A single-use refresh token is spent by exactly one process, survives any death that it can, and never lapses idle."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.freee.twin import FreeeTwin
from hub.model.schema import CanonicalSchema
from hub.schedule import Loaded, Scheduler
from hub.sdk.errors import PersonNeededError
from hub.sdk.twin.serve import serve
from hub.store.migrate import open_store
from tests.e2e.worlds import Installation, Unhurried
from tests.pipeline.ready import long_on_postgresql
from tests.pipeline.token_child import NOON, auth_of, stored_tokens

__all__ = ["long_on_postgresql"]

TOKYO = ZoneInfo("Asia/Tokyo")
MAPPING = Path(__file__).parents[2] / "mappings/freee.partners.yaml"
pytestmark = pytest.mark.xdist_group("one nursery")  # it takes longer to start than all of its hubs
KILLED = -signal.SIGKILL
IDLE_CONFIG = """\
hub: 1
language: en
connections:
  books:
    connector: freee
    settings:
      base_url: https://freee.test
      token_url: https://freee.test/public_api/token
      company_id: 1
      client_id: twin-client
      client_secret: ${env:SECRET}
      refresh_token: ${env:TOKEN}
    streams:
      partners: {mapping: freee.partners.yaml, pull: false}
"""


class Nursery:
    """A process that forks hubs by order; it takes longer to start than all of them."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.pipeline.token_child"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        self._process.communicate(timeout=100)


@dataclass
class Town:
    """A freee that listens, and a store for the hubs that ask it."""

    nursery: Nursery
    twin: FreeeTwin
    base_url: str
    store: str

    def ask(self, processes: int = 1, threads: int = 1, dies: str = "", *, refused: bool = False) -> dict[str, Any]:
        order = {"store": self.store, "base_url": self.base_url, "processes": processes, "threads": threads}
        return self.nursery.carry_out(order | {"dies": dies, "refused": refused})

    @contextmanager
    def next_hub(self) -> Iterator[Any]:
        database = open_store(self.store, CanonicalSchema())
        yield auth_of(stored_tokens(database), self.base_url)
        database.close()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def town(nursery: Nursery, store_url: str) -> Iterator[Town]:
    open_store(store_url, CanonicalSchema()).close()
    twin = FreeeTwin(lambda: NOON)
    with serve(twin) as served:
        yield Town(nursery, twin, served.base_url, store_url)


def test_fifty_at_once_in_ten_processes_refresh_once(town: Town) -> None:
    told = town.ask(processes=10, threads=5)
    assert told == {"ends": [0] * 10, "headers": ["Bearer access-1"] * 50}
    assert town.twin.tokens.refreshes == 1


def test_fifty_whose_token_was_refused_refresh_once_more(town: Town) -> None:
    told = town.ask(processes=10, threads=5, refused=True)
    assert told == {"ends": [0] * 10, "headers": ["Bearer access-2"] * 50}
    assert town.twin.tokens.refreshes == 2


def test_a_hub_killed_before_it_asks_leaves_a_token_that_is_good(town: Town) -> None:
    assert town.ask(dies="before refresh")["ends"] == [KILLED]
    with town.next_hub() as auth:
        assert auth.headers() == {"Authorization": "Bearer access-1"}


def test_a_hub_killed_with_the_answer_in_hand_is_told_of_with_the_way_to_mend_it(town: Town) -> None:
    assert town.ask(dies="after refresh answer")["ends"] == [KILLED]
    with town.next_hub() as auth, pytest.raises(PersonNeededError, match=r"answer never stored .* authorize the app"):
        auth.headers()


def test_a_hub_killed_after_it_stored_the_token_loses_nothing(town: Town) -> None:
    assert town.ask(dies="after token stored")["ends"] == [KILLED]
    with town.next_hub() as auth:
        assert auth.headers() == {"Authorization": "Bearer access-1"}
    assert town.twin.tokens.refreshes == 1


def test_many_hubs_of_which_one_dies_on_the_way_still_refresh_once(town: Town) -> None:
    told = town.ask(processes=2, threads=2, dies="after token stored")
    assert sorted(told["ends"]) == [KILLED, 0]
    assert told["headers"] == ["Bearer access-1"] * 2
    assert town.twin.tokens.refreshes == 1


@pytest.fixture
def idle(tmp_path: Path) -> Installation:
    """A hub that never asks anything of its only connection."""
    world = Installation(tmp_path, environ={"SECRET": "twin-secret", "TOKEN": "refresh-0"})
    world.write("config.yaml", IDLE_CONFIG)
    world.write("freee.partners.yaml", MAPPING.read_bytes())
    world.systems["books"] = FreeeTwin(world.clock)
    return world


def test_the_token_of_an_idle_connection_never_lapses(idle: Installation) -> None:
    for _ in range(20):
        idle.clock.goes_on(days=25)
        idle.sync()
    assert [event for event, _ in idle.events].count("heartbeat_failed") == 0
    with idle.hub_at_work() as world:
        assert "reached" in world.connections["books"].connector.check()


def test_a_heartbeat_costs_nothing_while_the_token_is_young(idle: Installation) -> None:
    twin = idle.systems["books"]
    idle.sync()
    before = len(twin.requests)
    idle.clock.goes_on(days=29)
    idle.sync()
    assert len(twin.requests) == before


def test_a_schedule_keeps_the_token_of_a_connection_without_times_alive(idle: Installation) -> None:
    with idle.hub_at_work() as world:
        scheduler = Scheduler(Loaded(world, [], zone=TOKYO), Unhurried(), now=idle.clock)
        for _ in range(10):
            idle.clock.goes_on(days=40)
            scheduler.keep_tokens_alive()
        assert "reached" in world.connections["books"].connector.check()


def test_a_heartbeat_that_fails_is_told_with_what_to_do(idle: Installation) -> None:
    idle.environ["TOKEN"] = "spent-long-ago"
    idle.sync()
    told = dict(idle.events)["heartbeat_failed"]
    assert "authorize the app again" in told["reason"]
    assert told["connection"] == "books"
