"""The state of the hub at one glance: streams, queues, conflicts, runs, jobs, and what should worry somebody.

Invariant: a status is read in one transaction, so that its numbers belong together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from hub.steward.looked_for import unlinked_streams
from hub.steward.statuses import Alarm, HolderStatus, JobStatus, RunStatus, Sizes, Status, StreamStatus
from hub.store import (
    alerts,
    conflicts,
    golden,
    lease,
    notices,
    outbox,
    quarantine,
    raw,
    resolve_queue,
    restored,
    runs,
    streams,
)
from hub.store.lock import NAME
from hub.store.runs import JobRow, RunRow
from hub.store.times import moment_of
from hub.store.transaction import Transaction
from hub.sync.reasons import Reason, read_reason
from hub.sync.world import World

# Each connection may have runs of its own: a stream that stopped is looked for in this many.
LOOK_BACK = 50


def sizes(world: World) -> Sizes:
    """As of now."""
    with world.database.look() as tx:
        return _sizes(tx)


def _sizes(tx: Transaction) -> Sizes:
    return Sizes(raw.live_counts(tx), golden.counts(tx))


def status(world: World, silence: timedelta | None = None, last_runs: int = 5, counted: Sizes | None = None) -> Status:
    """The present state; jobs whose last success is older than `silence` raise an alarm. What was `counted` already is
    not counted again.
    """
    with world.database.look() as tx:
        known = counted or _sizes(tx)
        latest = runs.latest(tx, max(last_runs, LOOK_BACK))
        jobs = job_statuses(tx)
        return Status(
            at=world.now_text(),
            config_digest=world.config_digest,
            streams=list(_streams(tx, world, known.records)),
            golden=known.golden,
            to_resolve=resolve_queue.pending_count(tx),
            to_plan=golden.pending_count(tx),
            open_conflicts=conflicts.open_count(tx),
            runs=[run_status(row) for row in latest[:last_runs]],
            jobs=jobs,
            alarms=[
                *_silent(world, jobs, silence),
                *failing(jobs),
                *_broken(latest),
                *paused(latest),
                *_untold(tx),
            ],
            hub=_holder(tx),
            notices=_notices(tx),
            restored=restored.standing(tx),
            unlinked=unlinked_streams(tx),
        )


def _holder(tx: Transaction) -> HolderStatus | None:
    row = lease.stored(tx, NAME)
    return HolderStatus(row.holder, row.expires_at) if row is not None and row.holder else None


def _notices(tx: Transaction) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in notices.waiting(tx):
        counts[row.connection] += row.many
    return dict(counts)


def _streams(tx: Transaction, world: World, live: Mapping[int, int]) -> Iterator[StreamStatus]:
    pulled = streams.pulled(tx)
    waiting, bad = resolve_queue.pending_counts(tx), quarantine.counts(tx)
    intents: dict[int, dict[str, int]] = {}
    for (number, state), count in sorted(outbox.state_counts(tx).items()):
        intents.setdefault(number, {})[state] = count
    configured = {stream.stream_id for stream in world.streams()}
    for number, (connection, stream) in sorted(streams.names(tx).items(), key=lambda item: item[1]):
        # Streams that are only referred to have a number and nothing else.
        if number in configured or live.get(number, 0):
            counts = (live.get(number, 0), waiting.get(number, 0), bad.get(number, 0), intents.get(number, {}))
            yield StreamStatus(connection, stream, number in configured, pulled[number], *counts)


def job_statuses(tx: Transaction) -> list[JobStatus]:
    """Every job that ever ran, by name."""
    return [_job(row) for _, row in sorted(runs.jobs(tx).items())]


def _job(row: JobRow) -> JobStatus:
    return JobStatus(row.name, row.last_started_at, row.last_ok_at, read_reason(row.last_error))


def run_status(row: RunRow) -> RunStatus:
    """A run at a glance."""
    ledger = _ledger(row)
    written = sum(push["created"] + push["updated"] + push["archived"] for push in ledger.get("pushes", {}).values())
    stopped = {place: reason for place, reason in _touched(ledger).items() if reason is not None}
    return RunStatus(row.run_id, row.kind, row.state, row.started_at, row.finished_at, written, stopped)


def _ledger(row: RunRow) -> dict[str, Any]:
    return msgspec.json.decode(row.ledger) if row.ledger else {}


def _touched(ledger: Mapping[str, Any]) -> dict[str, Reason | None]:
    """Each stream that a run read or wrote, with the reason where it stopped."""
    touched: dict[str, Reason | None] = {}
    for step in ("pulls", "pushes"):
        for place, told in ledger.get(step, {}).items():
            touched[place] = touched.get(place) or read_reason(told["stopped"])
    return touched


def _silent(world: World, jobs: list[JobStatus], silence: timedelta | None) -> Iterator[Alarm]:
    """The connections that were not read for so long; writing and deciding wait for something to do."""
    if silence is None:
        return
    oldest, reading = world.now() - silence, {f"{name}:pull" for name in world.connections}
    for job in jobs:
        since = job.last_ok_at or job.last_started_at
        if job.name in reading and since is not None and moment_of(since) < oldest:
            yield Alarm("silent", job.name, job.last_ok_at, job.last_error)


def failing(jobs: Sequence[JobStatus]) -> Iterator[Alarm]:
    """The jobs that failed when they last ran."""
    for job in jobs:
        if job.last_error is not None:
            yield Alarm("failing", job.name, job.last_ok_at, job.last_error)


def _broken(latest: Sequence[RunRow]) -> Iterator[Alarm]:
    """The newest run, if it did not end well; what an earlier one left was caught up by its successor."""
    for run in latest[:1]:
        if run.state == "failed":
            yield Alarm("run_failed", str(run.run_id), run.started_at)
        elif run.state == "died":
            yield Alarm("run_died", str(run.run_id), run.started_at)


def paused(latest: Sequence[RunRow]) -> Iterator[Alarm]:
    """The streams that stopped in the last of these runs that touched them, newest first."""
    seen: set[str] = set()
    for run in latest:
        if run.kind == "retry":
            continue  # it asks no system
        touched = _touched(_ledger(run))
        for place, reason in touched.items():
            if reason is not None and place not in seen:
                yield Alarm("paused", place, run.started_at, reason)
        seen |= touched.keys()


def _untold(tx: Transaction) -> Iterator[Alarm]:
    """Each channel that people can't be told by, since it first failed."""
    failed: dict[str, Alarm] = {}
    for row in alerts.listing(tx):
        if row.failed_at is not None and (
            row.channel not in failed or row.failed_at < (failed[row.channel].since or "")
        ):
            failed[row.channel] = Alarm("untold", row.channel, row.failed_at, read_reason(row.failure))
    yield from failed.values()
