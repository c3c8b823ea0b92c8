"""What a job does: read one connection, decide what follows for all, or send one connection what waits for it.

Invariant: a job talks to one connection only, so no job ever waits for the system of another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hub.schedule.gate import Gate
from hub.schedule.watch import watching
from hub.sdk.errors import ConnectorError, PersonNeededError, RetryLaterError
from hub.store import golden, outbox, resolve_queue
from hub.sync.configured import is_followed
from hub.sync.indexing import is_behind
from hub.sync.reasons import Reason, reason_of
from hub.sync.run import Report, run_pipeline
from hub.sync.world import World


@dataclass(frozen=True)
class Outcome:
    """How a job ended; `error` is None where it did all that it had to do. `wrote`: a system took in something;
    `met_changes`: something was not written, because its record had changed since it was read.
    """

    error: Reason | None = None
    needs_person: bool = False
    is_retry: bool = False
    wait_s: float | None = None
    gave_way: bool = False
    met_changes: bool = False
    wrote: bool = False


def pull(world: World, name: str) -> Outcome:
    """Settle what is unknown and read what is new."""
    seen: list[ConnectorError] = []
    with world.connections[name].busy:
        report = run_pipeline(watching(world, name, seen), "scheduled", ("settle", "pull"), [name])
    return outcome_of(world, report, seen)


def push(world: World, name: str, gate: Gate, is_outdated: Callable[[], bool] = lambda: False) -> Outcome:
    """Send what waits for a connection, until somebody wants to plan; nothing where it `is_outdated` by the time that
    it may be sent.
    """
    seen: list[ConnectorError] = []

    def is_stopping() -> bool:
        return gate.is_wanted or world.is_stopping()

    with world.connections[name].busy, gate.pushing():
        if is_outdated():
            return Outcome(gave_way=True)
        aside = replace(watching(world, name, seen), is_stopping=is_stopping)
        report = run_pipeline(aside, "scheduled", ("settle", "push"), [name])
        outcome = outcome_of(world, report, seen)
        gave_way = gate.is_wanted and outcome.error is None
    pushes = report.ledger.pushes.values()
    unknown, met_changes = sum(ledger.unknown for ledger in pushes), any(ledger.moved for ledger in pushes)
    if unknown and outcome.error is None:
        outcome = Outcome(Reason("unanswered", {"count": unknown}), is_retry=True)
        gave_way = False
    return replace(outcome, gave_way=gave_way, met_changes=met_changes, wrote=report.ledger.written > 0)


def decide(world: World, gate: Gate) -> Outcome:
    """Resolve and plan what has changed anywhere; nothing where another configuration has taken over, which does it."""
    with gate.planning():
        if is_anything_to_decide(world) and _is_in_force(world):
            report = run_pipeline(world, "scheduled", ("resolve", "plan"), [])
            return outcome_of(world, report, [])
    return Outcome()


def connections_to_push(world: World, *states: str) -> set[str]:
    """The connections whose intents are in one of these states."""
    with world.database.begin() as tx:
        counts = outbox.state_counts(tx)
    streams = [world.stream(stream_id) for stream_id, state in counts if state in states]
    return {stream.connection for stream in streams if stream is not None}


def outcome_of(world: World, report: Report, seen: list[ConnectorError]) -> Outcome:
    """What a run means for its connection."""
    if seen:
        error = seen[-1]
        is_retry = isinstance(error, RetryLaterError)
        wait_s = error.wait_s if isinstance(error, RetryLaterError) else None
        return Outcome(reason_of(error, world.now()), isinstance(error, PersonNeededError), is_retry, wait_s)
    if report.state == "failed":
        return Outcome(Reason("does_not_add_up", {"run": report.run_id}))
    if stopped := report.ledger.stopped:
        # No error of the connector: what it showed was not taken in, because it may not be what it was.
        return Outcome(next(iter(stopped.values())))
    return Outcome(Reason("interrupted")) if world.is_stopping() else Outcome()


def _is_in_force(world: World) -> bool:
    with world.database.begin() as tx:
        return is_followed(tx, world)


def is_anything_to_decide(world: World) -> bool:
    """Whether records wait to be resolved or planned, or customers to be found."""
    with world.database.begin() as tx:
        return resolve_queue.pending_count(tx) > 0 or golden.pending_count(tx) > 0 or is_behind(tx)
