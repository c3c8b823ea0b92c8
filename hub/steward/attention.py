"""What needs a person now, and what waits for each role: names of systems and counts, and never a value of a record.

Invariant: one trouble a connection and kind, however many of its streams and jobs have it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import tzinfo
from typing import Literal

import msgspec

from hub.steward.deadlines import soon
from hub.steward.doubts import doubts
from hub.steward.status import LOOK_BACK, failing, job_statuses, paused
from hub.store import billing_search, conflicts, outbox, quarantine, runs
from hub.store.billing_search import Sought
from hub.store.transaction import Transaction
from hub.sync.reasons import Code
from hub.sync.world import World

TroubleKind = Literal[
    "paused", "failing", "unavailable", "silent", "vanished", "fields_gone", "held", "conflicts", "configuration"
]
"""paused: access is refused, or settings are wrong. unavailable: down or asking to wait, which mostly passes by itself.
vanished, held: the brake, of what was read and of what is to be written. configuration: a changed one was refused.
"""

WAITING = ("conflicts", "matches", "invoices", "quarantine", "systems", "deadlines")


class Trouble(msgspec.Struct, frozen=True):
    """`subject` is a connection, or a stream for what is held of it; empty for what concerns all."""

    kind: TroubleKind
    subject: str = ""
    count: int = 0

    @property
    def key(self) -> str:
        """Under which it is known from one look to the next."""
        return f"{self.kind} {self.subject}"

    @property
    def about(self) -> str:
        """What has to change for it to be told again: ten times as many are another matter, one more is not."""
        return f"{len(str(self.count))} digits"


_KINDS: Mapping[Code, TroubleKind | None] = {
    "person_needed": "paused",
    "retry_later": "unavailable",
    "retry_at": "unavailable",
    "unanswered": "unavailable",
    "vanished": "vanished",
    "fields_gone": "fields_gone",
    # The next run goes on there, or what is held tells it.
    "interrupted": None,
    "brake": None,
    "restored": None,
}

# The job that concerns no connection more than another.
_DECIDE = "decide"


def troubles(world: World, silent: Collection[str] = (), *, is_refused: bool = False) -> list[Trouble]:
    """What needs a person; who is `silent`, and whether a changed configuration `is_refused`, the schedule knows."""
    with world.database.look() as tx:
        found = [*_stopped(tx, world), *_held(tx, world)]
        if count := conflicts.open_count(tx):
            found.append(Trouble("conflicts", count=count))
    found += [Trouble("silent", name) for name in silent]
    if is_refused:
        found.append(Trouble("configuration"))
    return list({trouble.key: trouble for trouble in found}.values())


def _stopped(tx: Transaction, world: World) -> Iterator[Trouble]:
    for alarm in (*failing(job_statuses(tx)), *paused(runs.latest(tx, LOOK_BACK))):
        kind = _KINDS.get(alarm.reason.code, "failing") if alarm.reason is not None else None
        name = alarm.subject.replace("/", ":").partition(":")[0]
        if kind is not None and (name in world.connections or name == _DECIDE):
            yield Trouble(kind, name if name != _DECIDE else "")


def _held(tx: Transaction, world: World) -> Iterator[Trouble]:
    places = {stream.stream_id: stream.place for stream in world.streams()}
    for stream_id in sorted(outbox.streams_holding(tx, list(places), ("held",))):
        yield Trouble("held", places[stream_id])


def waiting(world: World, zone: tzinfo) -> dict[str, int]:
    """How much of each of `WAITING` there is to do today."""
    matches = doubts(world, limit=0).total if world.definitions else 0
    stopped = {trouble.subject.partition("/")[0] for trouble in troubles(world) if trouble.subject}
    due = soon(world, zone, with_bills=True).found
    with world.database.look() as tx:
        counts = (
            conflicts.open_count(tx),
            matches,
            billing_search.count(tx, Sought(verdict="doubtful")),
            sum(quarantine.counts(tx).values()),
            len(stopped),
            due,
        )
    return dict(zip(WAITING, counts, strict=True))
