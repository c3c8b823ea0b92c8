"""A run: settle, pull, resolve, plan and push, each step restartable, and a ledger that must add up.

One thread a connection, so that a slow or failing system never delays another.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import msgspec

from hub.store import conflicts, outbox, rulebooks, runs
from hub.store.errors import StoreError
from hub.store.lease import LeaseLostError
from hub.sync.farewells import note_followers
from hub.sync.heartbeat import keep_alive
from hub.sync.indexing import index
from hub.sync.ledger import Ledger, PushLedger
from hub.sync.looks import note_looks
from hub.sync.plan import plan
from hub.sync.progress import Progress
from hub.sync.pull import pull_connection, replay_connection
from hub.sync.push import push_connection
from hub.sync.resolve import resolve
from hub.sync.settle import settle_connection
from hub.sync.spread import in_order
from hub.sync.world import ConnectionSetup, World

# A creation may let others refer to the new record: contacts to their company, and that is all the depth there is.
ROUNDS = 4

STEPS = ("settle", "pull", "resolve", "plan", "push", "index")


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
"""Looks at the store between two steps; before the push, it holds back what must not be sent."""


def run_pipeline(
    world: World,
    kind: str = "sync",
    steps: Sequence[str] = STEPS,
    only: Sequence[str] | None = None,
    review: Review | None = None,
    amend: Review | None = None,
) -> Report:
    """Run the steps over all connections, or those named in `only`; under a `review` there is one round only.

    `amend` is called after the first resolve, and may store decisions for the plan to come.
    """
    connections = [c for name, c in world.connections.items() if only is None or name in only]
    with world.database.begin() as tx:
        report = Report(runs.start(tx, kind, world.config_digest, world.now_text()))
        note_followers(tx, world)
        rulebooks.keep(tx, world.config_digest, world.now_text(), world.rules_in_words)
    world.log("run_started", run=report.run_id, kind=kind)
    whole, world = world, replace(world, progress=Progress(world, report.run_id), began_at=world.now_text())
    with _closing(world, report, partial(_may_be_left, world, connections, steps)), _patient_collector():
        _steps(world, report, connections, steps, review, amend)
    if "index" in steps and not world.database.in_dry_run:
        index(whole)
    return report


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Records by the thousand are no garbage: looking for cycles among them takes a tenth of a first load.

    Nothing is frozen and freed here: what is freed counts as old, and the cycles of a run would be looked at no more.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _steps(
    world: World,
    report: Report,
    connections: Sequence[ConnectionSetup],
    steps: Sequence[str],
    review: Review | None = None,
    amend: Review | None = None,
) -> None:
    ledger, run_id = report.ledger, report.run_id
    _take_in(world, report, connections, steps)
    seen = [connection for connection in connections if not _is_unread(connection, ledger)]
    for _ in range(ROUNDS):
        with world.deciding:
            _resolve(world, report, steps, amend)
            amend = None
            made = plan(world, run_id, ledger) if "plan" in steps else 0
            if review is not None:
                review(report)
        if "push" not in steps:
            break
        sent = _push(world, seen, run_id, ledger)
        if review is not None or not made or not sent:
            break
    if review is None and not world.database.in_dry_run:
        mortal = [c for c in seen if c.connector.refresh_token_lives_days is not None]
        _each(world, mortal, lambda c: keep_alive(world, c))


def _resolve(world: World, report: Report, steps: Sequence[str], amend: Review | None) -> None:
    if "resolve" in steps:
        resolve(world, report.run_id, report.ledger)
    if amend is not None:
        amend(report)


def _push(world: World, connections: Sequence[ConnectionSetup], run_id: int, ledger: Ledger) -> int:
    """Send what waits; how many records were written."""
    before = ledger.written
    for stream in (stream for c in connections for stream in c.streams.values() if stream.manifest.writable):
        ledger.pushes.setdefault(stream.place, PushLedger())
    waiting = _holding(world, connections, outbox.UNSENT)
    _each(world, waiting, lambda c: push_connection(world, c, run_id, ledger.pushes))
    return ledger.written - before


def _take_in(world: World, report: Report, connections: Sequence[ConnectionSetup], steps: Sequence[str]) -> None:
    """Everything before the first decision: outcomes that nobody knows yet, and what the systems say now."""
    ledger, run_id = report.ledger, report.run_id
    if "settle" in steps:
        unsettled = _holding(world, connections, outbox.UNSETTLED)
        reads = "pull" in steps
        _each(world, unsettled, lambda c: settle_connection(world, c, run_id, ledger.pushes, is_read_next=reads))
    if "replay" in steps:
        _each(world, connections, lambda c: replay_connection(world, c, run_id))
    if "resolve" in steps:
        # What a killed run pulled is weighed as it was then: the next page may show a customer under another mailbox.
        with world.deciding:
            resolve(world, run_id, ledger)
    if "pull" in steps:
        _each(world, connections, lambda c: pull_connection(world, c, run_id, ledger.pulls))
        note_looks(world, connections, ledger)


def _is_unread(connection: ConnectionSetup, ledger: Ledger) -> bool:
    """Whether this run could not see what people did there: writing would go over it, or make it twice."""
    pulls = (ledger.pulls.get(stream.place) for stream in connection.streams.values())
    return any(pull is not None and pull.stopped is not None for pull in pulls)


def _holding(world: World, connections: Sequence[ConnectionSetup], states: Sequence[str]) -> list[ConnectionSetup]:
    """The connections with intents in these states: a thread for each of the others would cost more than the rest of a
    run that finds nothing to do.
    """
    numbers = {stream.stream_id: c for c in connections for stream in c.streams.values()}
    with world.database.begin() as tx:
        found = [numbers[stream_id].name for stream_id in outbox.streams_holding(tx, list(numbers), states)]
    return [connection for connection in connections if connection.name in found]


def _each(world: World, connections: Sequence[ConnectionSetup], step: Callable[[ConnectionSetup], None]) -> None:
    """In a dry run one after the other, because the transaction belongs to this thread."""

    def undisturbed(connection: ConnectionSetup) -> None:
        with connection.busy:
            step(connection)

    spread = in_order if world.database.in_dry_run else world.spread
    spread([partial(undisturbed, connection) for connection in connections])


@contextmanager
def _closing(world: World, report: Report, may_be_left: Callable[[], bool]) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        report.state = "failed"
        world.log("run_failed", run=report.run_id, error=type(error).__name__, reason=str(error))
        try:
            if not isinstance(error, LeaseLostError):  # nothing can be stored then; whoever took over closes this run
                _store(world, report)
        except StoreError as refused:
            # The next hub closes it; what went wrong first is what a person has to know.
            world.log("run_not_closed", run=report.run_id, reason=str(refused))
        raise
    report.state = _state(world, report.ledger, may_be_left)
    _store(world, report)
    for place, pull in report.ledger.pulls.items():
        if pull.quarantined:
            told = {"records": pull.quarantined, "what_to_do": "see `hub quarantine list`"}
            world.log("records_quarantined", run=report.run_id, stream=place, **told)
    world.log("run_finished", run=report.run_id, state=report.state, written=report.ledger.written)


def _state(world: World, ledger: Ledger, may_be_left: Callable[[], bool]) -> str:
    if not ledger.adds_up:
        return "failed"
    return "partial" if ledger.stopped or (world.is_stopping() and may_be_left()) else "ok"


def _may_be_left(world: World, connections: Sequence[ConnectionSetup], steps: Sequence[str]) -> bool:
    """Whether a run that was told to stop has left something: a push that had sent all by then has not."""
    states = (*outbox.UNSENT, *outbox.UNSETTLED)
    return not {"settle", "push"}.issuperset(steps) or bool(_holding(world, connections, states))


def _store(world: World, report: Report) -> None:
    with world.database.begin() as tx:
        report.open_conflicts = conflicts.open_count(tx)
        document = msgspec.json.encode(report.as_document()).decode()
        runs.finish(tx, report.run_id, report.state, document, world.now_text())
