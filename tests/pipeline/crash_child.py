"""A hub in a process of its own, which its parent may kill at any moment; its systems live in files and outlive it.

Run as a module it is a nursery: for each line of JSON on its input it forks a child that does one sync, tells the
child's number, and then how it ended. A fork costs a hundredth of a fresh interpreter, so that a hundred kills are
quick.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import event

from hub.sdk.records import Change, Page, PushResult
from hub.store import runs
from hub.store.lock import LockedError, hub_lock
from hub.sync.run import run_pipeline
from hub.sync.world import World
from tests.pipeline.lab import Lab
from tests.pipeline.systems import Clock, System

NAMES = ("alpha", "beta", "gamma")


# The exit code of a hub that found another one at work.
BUSY = 75


class Doom:
    """Where this process kills itself, if anywhere: at the k-th SQL statement, or before or after the k-th write."""

    def __init__(self, spec: str) -> None:
        self._kind, _, at = spec.partition(":")
        self._at = int(at or 0)
        self.met: Counter[str] = Counter()

    def meets(self, kind: str) -> None:
        self.met[kind] += 1
        if kind == self._kind and self.met[kind] == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


class FiledSystem(System):
    """A system in a file of its own: what was sent stays sent when the sender dies."""

    def __init__(self, name: str, clock: Clock, folder: Path, **manifest: Any) -> None:
        super().__init__(name, clock, **manifest)
        self._path = folder / f"{name}.system.db"
        self.doom = Doom("")
        # What was written shows in a listing only after this time, but a look-up by key finds it at once.
        self.lag = timedelta(minutes=15 if name == "gamma" else 0)

    @contextmanager
    def open(self) -> Iterator[None]:
        """The state of the file for a while; what is done to it is stored whole at the end."""
        connection = sqlite3.connect(self._path, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS state (body TEXT)")
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT body FROM state").fetchone()
            self._read(json.loads(row[0]) if row else {})
            yield
            connection.execute("DELETE FROM state")
            connection.execute("INSERT INTO state VALUES (?)", (self._written(),))
            connection.execute("COMMIT")
        finally:
            connection.close()

    def _read(self, state: dict[str, Any]) -> None:
        self.records = state.get("records", {})
        self.changed_at = {i: datetime.fromisoformat(at) for i, at in state.get("changed_at", {}).items()}
        self.deleted = {i: datetime.fromisoformat(at) for i, at in state.get("deleted", {}).items()}
        self.created = state.get("created", 0)

    def _written(self) -> str:
        changed_at = {i: at.isoformat() for i, at in self.changed_at.items()}
        deleted = {i: at.isoformat() for i, at in self.deleted.items()}
        return json.dumps(
            {"records": self.records, "changed_at": changed_at, "deleted": deleted, "created": self.created}
        )

    def pull(self, stream: str, cursor: str | None) -> Iterator[Page]:
        with self.open():
            visible = {i: at for i, at in self.changed_at.items() if at <= self.clock.moment - self.lag}
            everything, self.changed_at = self.changed_at, visible
            pages = list(super().pull(stream, cursor))
            self.changed_at = everything
        yield from pages

    def push(self, stream: str, changes: Sequence[Change]) -> Iterator[PushResult]:
        for change in changes:
            self.doom.meets("before send")
            with self.open():
                result = self.carry_out(change)
                self.created += change.operation == "create"
            self.doom.meets("after send")
            yield result


class FiledLab(Lab):
    """A laboratory whose systems are files."""

    def __init__(self, url: str, folder: Path, moment: str = "2026-04-01T09:00:00+00:00", doom: str = "") -> None:
        super().__init__(url, NAMES)
        self.clock.moment = datetime.fromisoformat(moment)
        self.fate = Doom(doom)
        connections = {}
        for name, setup in self.world.connections.items():
            # Small and large batches die in different places.
            system = FiledSystem(name, self.clock, folder, write_batch_max=1 if name == "beta" else 4)
            system.doom = self.fate
            streams = {s.name: replace(s, manifest=system.manifest) for s in setup.streams.values()}
            connections[name] = replace(setup, connector=system, streams=streams)
            self.systems[name] = system
        self.world = replace(self.world, connections=connections)
        if doom and self.database.is_sqlite:
            _watch_statements(self.world, self.fate)


def _watch_statements(world: World, fate: Doom) -> None:
    def watch(connection: Any, _: object) -> None:
        connection.set_trace_callback(lambda statement: fate.meets("statement"))

    world.database.close()
    event.listen(world.database.engine, "connect", watch)


def sync_once(order: dict[str, str]) -> None:
    """One sync, as a hub that has just been started does it."""
    lab = FiledLab(order["url"], Path(order["folder"]), order["moment"], order.get("doom", ""))
    with hub_lock(lab.database):
        with lab.database.begin() as tx:
            runs.abandon(tx, lab.world.now_text())
        report = run_pipeline(lab.world)
    answer = {
        "state": report.state,
        "written": report.ledger.written,
        "adds_up": report.ledger.adds_up,
        "met": dict(lab.fate.met),
    }
    Path(order["folder"], "report.json").write_bytes(msgspec.json.encode(answer))


def serve() -> None:
    """Fork a child for each order; say its number and, once it is over, its wait status."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _live_and_die(order)
        _say(child)
        _say(os.waitpid(child, 0)[1])


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _live_and_die(order: dict[str, str]) -> None:
    status = 1
    try:
        sync_once(order)
        status = 0
    except LockedError:
        status = BUSY
    finally:
        if status == 1:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
