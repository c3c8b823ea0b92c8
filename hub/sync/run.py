"""A run: settle, pull, resolve, plan and push, each step restartable, and a ledger that must add up.

One thread a connection, so that a slow or failing system never delays another.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from hub.store import conflicts, runs
from hub.sync.ledger import Ledger
from hub.sync.plan import plan
from hub.sync.pull import pull_connection
from hub.sync.push import push_connection
from hub.sync.resolve import resolve
from hub.sync.settle import settle_connection
from hub.sync.world import ConnectionSetup, World

# A creation may let others refer to the new record: contacts to their company, and that is all the depth there is.
ROUNDS = 4

STEPS = ("settle", "pull", "resolve", "plan", "push")


@dataclass
class Report:
    """What a run did."""

    run_id: int
    state: str = "running"
    ledger: Ledger = field(default_factory=Ledger)
    open_conflicts: int = 0

    def as_document(self) -> dict[str, Any]:
        """JSON-ready, as stored with the run."""
        ledger: dict[str, Any] = msgspec.to_builtins(self.ledger)
        return {"run_id": self.run_id, "state": self.state, "open_conflicts": self.open_conflicts, **ledger}


Review = Callable[[Report], None]
"""Looks at the outbox between plan and push, and holds back what must not be sent."""


def run_pipeline(
    world: World,
    kind: str = "sync",
    steps: Sequence[str] = STEPS,
    only: Sequence[str] | None = None,
    review: Review | None = None,
) -> Report:
    """Run the steps over all connections, or those named in `only`; under a `review` there is one round only."""
    connections = [c for name, c in world.connections.items() if only is None or name in only]
    with world.database.begin() as tx:
        report = Report(runs.start(tx, kind, world.config_digest, world.now_text()))
    world.log("run_started", run=report.run_id, kind=kind)
    with _closing(world, report), _patient_collector():
        _steps(world, report, connections, steps, review)
    return report


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Records by the thousand are no garbage: looking for cycles among them takes a tenth of a first load."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _steps(
    world: World,
    report: Report,
    connections: Sequence[ConnectionSetup],
    steps: Sequence[str],
    review: Review | None = None,
) -> None:
    ledger, run_id = report.ledger, report.run_id
    if "settle" in steps:
        _each(world, connections, lambda c: settle_connection(world, c, run_id, ledger.pushes))
    if "pull" in steps:
        _each(world, connections, lambda c: pull_connection(world, c, run_id, ledger.pulls))
    seen = [connection for connection in connections if not _is_unread(connection, ledger)]
    for _ in range(ROUNDS):
        with world.deciding:
            if "resolve" in steps:
                resolve(world, run_id, ledger)
            made = plan(world, run_id, ledger) if "plan" in steps else 0
            if review is not None:
                review(report)
        if "push" not in steps:
            break
        before = ledger.written
        _each(world, seen, lambda c: push_connection(world, c, run_id, ledger.pushes))
        if review is not None or not made or ledger.written == before:
            break


def _is_unread(connection: ConnectionSetup, ledger: Ledger) -> bool:
    """Whether this run could not see what people did there: writing would go over it, or make it twice."""
    pulls = (ledger.pulls.get(stream.place) for stream in connection.streams.values())
    return any(pull is not None and pull.stopped is not None for pull in pulls)


def _each(world: World, connections: Sequence[ConnectionSetup], step: Callable[[ConnectionSetup], None]) -> None:
    """One thread a connection; in a dry run one after the other, because the transaction belongs to this thread."""

    def undisturbed(connection: ConnectionSetup) -> None:
        with connection.busy:
            step(connection)

    if world.database.in_dry_run or len(connections) == 1:
        for connection in connections:
            undisturbed(connection)
        return
    with ThreadPoolExecutor(max_workers=max(1, len(connections)), thread_name_prefix="connection") as pool:
        for done in [pool.submit(undisturbed, connection) for connection in connections]:
            done.result()


@contextmanager
def _closing(world: World, report: Report) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        report.state = "failed"
        _store(world, report)
        world.log("run_failed", run=report.run_id, error=type(error).__name__, reason=str(error))
        raise
    report.state = _state(world, report.ledger)
    with world.database.begin() as tx:
        report.open_conflicts = conflicts.open_count(tx)
    _store(world, report)
    world.log("run_finished", run=report.run_id, state=report.state, written=report.ledger.written)


def _state(world: World, ledger: Ledger) -> str:
    if not ledger.adds_up:
        return "failed"
    return "partial" if ledger.stopped or world.is_stopping() else "ok"


def _store(world: World, report: Report) -> None:
    with world.database.begin() as tx:
        document = msgspec.json.encode(report.as_document()).decode()
        runs.finish(tx, report.run_id, report.state, document, world.now_text())
