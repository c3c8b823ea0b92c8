"""Planning: a whole run up to its plan inside a dry run, told field by field; the store is as before when it ends.

Invariant: a preview stores nothing, moves no cursor and writes to no system.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from hub.steward import changes, costs
from hub.steward.conflicts import tell
from hub.steward.errors import StewardError
from hub.steward.plans import Merge, Plan, PlannedChange, StreamPlan
from hub.store import conflicts, outbox
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.ledger import PullLedger
from hub.sync.references import golden_text
from hub.sync.run import Report, run_pipeline
from hub.sync.world import StreamSetup, World

# Settling marks a created record whose answer was lost like this, until a person has looked.
# A plan is read by people; the counts tell of the rest.
_CONFLICTS_MAX = 10_000


def preview(world: World, only: Sequence[str] | None = None, *, pull: bool = True) -> Plan:
    """What a sync of all connections, or of those in `only`, would write; without `pull` from what is stored."""
    check_connections(world, only)
    steps = ("pull", "resolve", "plan") if pull else ("replay", "resolve", "plan")
    with undisturbed(world), world.database.dry_run():
        # Nothing of this happens, so nothing of it belongs in the log; what stopped stands in the plan.
        report = run_pipeline(replace(world, log=silence), "plan", steps, only)
        with world.database.begin() as tx:
            return _plan(tx, world, report, only, pulled=pull)


def check_connections(world: World, only: Sequence[str] | None) -> None:
    """Refuse the name of a connection that there is not."""
    unknown = [name for name in only or () if name not in world.connections]
    if unknown:
        raise StewardError("no_connection", names=", ".join(unknown), known=", ".join(world.connections) or "—")


def reviewable(tx: Transaction, world: World, only: Sequence[str] | None) -> list[IntentRow]:
    """The wishes in the outbox that a plan speaks of; a create whose answer was lost is not one of them."""
    return [
        intent
        for intent in outbox.listing(tx, ["pending", "held"])
        if (stream := world.stream(intent.stream_id)) is not None and (only is None or stream.connection in only)
    ]


def silence(event: str, **data: Any) -> None:
    """What a preview logs: nothing."""


@contextmanager
def undisturbed(world: World) -> Iterator[None]:
    """All locks first, in the order in which runs take them: a dry run holds the database while it pulls."""
    with ExitStack() as stack:
        for name in sorted(world.connections):
            stack.enter_context(world.connections[name].busy)
        stack.enter_context(world.deciding)
        yield


def _plan(tx: Transaction, world: World, report: Report, only: Sequence[str] | None, *, pulled: bool) -> Plan:
    ledger = report.ledger
    found = list(changes.told(tx, world, reviewable(tx, world, only)))
    return Plan(
        made_at=world.now_text(),
        config_digest=world.config_digest,
        only=None if only is None else list(only),
        pulled=pulled,
        streams=[
            _stream_plan(world, stream, found, report) for stream in world.streams() if _is_told(stream, report, only)
        ],
        changes=found,
        conflicts=tell(tx, conflicts.listing(tx, run_id=report.run_id, limit=_CONFLICTS_MAX)),
        differences=ledger.resolve.differences,
        merges=[
            Merge(merge["entity"], golden_text(merge["entity"], merge["golden_id"]), sorted(merge["records"]))
            for merge in ledger.merges
        ],
        stopped=ledger.stopped,
    )


def _is_told(stream: StreamSetup, report: Report, only: Sequence[str] | None) -> bool:
    """Streams that can be written or were read; those of other connections only if they were planned for."""
    ledger = report.ledger
    if only is not None and stream.connection not in only:
        return False
    return stream.manifest.writable or stream.place in ledger.pulls or stream.place in ledger.not_planned


def _stream_plan(world: World, stream: StreamSetup, found: Sequence[PlannedChange], report: Report) -> StreamPlan:
    here = [change for change in found if change.stream == stream.place]
    counts = Counter(change.operation for change in here)
    held = [change.held for change in here if change.held is not None]
    requests = costs.requests_needed(stream.manifest, counts)
    calls = world.connections[stream.connection].connector.context.calls
    pulled = report.ledger.pulls.get(stream.place) or PullLedger()
    return StreamPlan(
        stream=stream.place,
        creates=counts["create"],
        updates=counts["update"],
        archives=counts["archive"] + counts["delete"],
        held=len(held),
        held_why=held[0] if held else None,
        requests=requests,
        seconds=costs.seconds_needed(stream.manifest, requests),
        budget_share=costs.budget_share(stream.manifest, requests),
        budget_left=costs.budget_left(stream.manifest, calls, world.now()),
        not_planned=dict(report.ledger.not_planned.get(stream.place, {})),
        stopped=report.ledger.stopped.get(stream.place),
        quarantined=pulled.quarantined,
        absent=pulled.absent,
        appeared=pulled.appeared,
    )
