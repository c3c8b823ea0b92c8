"""A hub that stood still while another one took over stores nothing and sends nothing when it goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from hub.store import runs
from hub.store.database import Database
from hub.store.lease import LeaseLostError
from hub.store.lock import hub_lock
from hub.store.migrate import open_store
from hub.sync.run import run_pipeline
from hub.sync.world import ConnectionSetup, World
from tests.pipeline.lab import SCHEMA, Lab
from tests.pipeline.ready import long_on_postgresql
from tests.pipeline.systems import Clock
from tests.pipeline.zombie_child import LOST, FiledLab, FiledSystem

__all__ = ["long_on_postgresql"]

CUSTOMERS = 12


def expire(database: Database) -> None:
    with database.begin_apart() as tx:
        tx.run("UPDATE lease SET expires_at = '2000-01-01T00:00:00.000Z'")


def as_another_hub(world: World, url: str) -> World:
    """The same systems and settings in the hands of a hub of its own."""
    connections = {c.name: ConnectionSetup(c.name, c.connector, c.streams) for c in world.connections.values()}
    return replace(world, database=open_store(url, SCHEMA), connections=connections)


def does_all_the_work(world: World) -> None:
    """What a hub does that has just been started: what is under way is settled, the rest is done."""
    expire(world.database)
    with hub_lock(world.database):
        with world.database.begin() as tx:
            runs.abandon(tx, world.now_text())
        run_pipeline(world)
        run_pipeline(world)


def sleep_at(lab: Lab, moment: str, other: World) -> None:
    """At the first such moment this hub stands still, for so long that the other one has done everything."""
    asleep = iter([True])

    def reached(name: str) -> None:
        if name == moment and next(asleep, False):
            does_all_the_work(other)

    lab.database.reached = reached


@pytest.fixture
def lab(store_url: str) -> Iterator[Lab]:
    made = Lab(store_url)
    for number in range(CUSTOMERS):
        made["alpha"].user_creates(f"a{number}", family="Sato", given=f"N{number}", email=f"n{number}@sato.example")
    yield made
    made.close()


@pytest.mark.parametrize("moment", ["page arrived", "before send"])
def test_a_hub_that_slept_through_a_takeover_does_nothing_more(lab: Lab, store_url: str, moment: str) -> None:
    other = as_another_hub(lab.world, store_url)
    with hub_lock(lab.database):
        sleep_at(lab, moment, other)
        with pytest.raises(LeaseLostError):
            lab.sync()
    emails = sorted(record["email"] for record in lab["beta"].records.values())
    assert emails == sorted(f"n{number}@sato.example" for number in range(CUSTOMERS))
    assert len(lab.people()) == CUSTOMERS
    other.database.close()


def test_the_run_of_a_hub_that_slept_is_told_as_dead(lab: Lab, store_url: str) -> None:
    other = as_another_hub(lab.world, store_url)
    with hub_lock(lab.database):
        sleep_at(lab, "before send", other)
        with pytest.raises(LeaseLostError):
            lab.sync()
    with other.database.begin() as tx:
        assert sorted(row.state for row in runs.latest(tx)) == ["died", "ok", "ok"]
    other.database.close()


@contextmanager
def stopped_process(url: str, folder: Path, moment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A hub that the operating system has stopped at a moment of its run."""
    order = json.dumps({"url": url, "folder": str(folder), "moment": moment})
    with subprocess.Popen([sys.executable, "-m", "tests.pipeline.zombie_child", order]) as child:
        _, status = os.waitpid(child.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), f"the child ended before '{moment}'"
        try:
            yield child
        finally:
            child.send_signal(signal.SIGCONT)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes can't be stopped here")
@pytest.mark.parametrize("moment", ["page arrived:1", "before send:2"])
def test_a_process_that_was_stopped_for_too_long_does_nothing_more(store_url: str, tmp_path: Path, moment: str) -> None:
    alpha = FiledSystem("alpha", Clock(), tmp_path)
    for number in range(CUSTOMERS):
        alpha.user_creates(f"a{number}", family="Sato", given=f"N{number}", email=f"n{number}@sato.example")
    alpha.save()
    with stopped_process(store_url, tmp_path, moment) as child:
        lab = FiledLab(store_url, tmp_path)
        does_all_the_work(lab.world)
    assert child.wait(60) == LOST
    beta = FiledSystem("beta", Clock(), tmp_path)
    assert len(beta.writes) == len(beta.records) == CUSTOMERS
    lab.close()
