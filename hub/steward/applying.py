"""Applying a saved plan: what the world still wants exactly as planned is sent, the rest is refused one by one.

Invariant: nothing leaves that the plan does not show field by field. What is held back is dropped from the outbox and
its golden record queued again, so the next sync plans it anew: nothing is lost and nothing lies in wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from hub.steward import changes
from hub.steward.aside import set_aside
from hub.steward.errors import StewardError
from hub.steward.planning import check_connections, reviewable
from hub.steward.plans import Plan, PlannedChange, digest_of
from hub.steward.release import end_restore
from hub.store import audit, outbox
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.reasons import Reason
from hub.sync.run import Report, run_pipeline
from hub.sync.world import World

Refusal = Literal["record_changed", "not_in_plan", "no_longer_needed", "not_read"]
"""record_changed: it would be written otherwise than planned. not_read: its system could not be read just now."""


class Refused(msgspec.Struct, frozen=True):
    """A change that was not sent; `differing` are fields that are not as planned, `detail` is the engine's reason."""

    stream: str
    operation: str
    external_id: str | None
    golden: str
    display: str
    reason: Refusal
    differing: list[str] = []
    detail: Reason | None = None


class Sent(msgspec.Struct, frozen=True):
    """A change that was let go; `state` is that of its intent now: done, rejected, unknown, pending or dropped."""

    stream: str
    operation: str
    external_id: str | None
    golden: str
    display: str
    intent: int
    state: str
    message: str
    why: Reason | None


class Applied(msgspec.Struct, frozen=True):
    """What became of a plan; `state` is that of the run (ok, partial)."""

    run: int
    state: str
    sent: list[Sent]
    refused: list[Refused]
    stopped: dict[str, Reason]
    format: int = 1

    @property
    def is_complete(self) -> bool:
        """Whether everything planned was written, and nothing else was wanted."""
        return not self.refused and all(sent.state == "done" for sent in self.sent)


def apply(world: World, plan: Plan, author: str) -> Applied:
    """Pull, resolve and plan for real, then send what equals the plan; the review releases the brake for it.

    Raises `StewardError` where the plan was made with another configuration.
    """
    if plan.config_digest != world.config_digest:
        raise StewardError("plan_outdated")
    check_connections(world, plan.only)
    review = _Review(world, plan, author)
    steps = ("settle", "pull", "resolve", "plan", "push", "index")
    report = run_pipeline(world, "apply", steps, plan.only, review=review.hold_back)
    end_restore(world, report, plan.only, author)
    return Applied(report.run_id, report.state, review.sent(), review.refused, report.ledger.stopped)


class _Review:
    """Compares the outbox with a plan, record by record."""

    def __init__(self, world: World, plan: Plan, author: str) -> None:
        self._world, self._plan, self._author = world, plan, author
        self._let_go: dict[int, PlannedChange] = {}
        self.refused: list[Refused] = []

    def hold_back(self, report: Report) -> None:
        """Let go what is as planned; drop the rest, so that the next sync plans it anew."""
        with self._world.database.begin() as tx:
            intents = reviewable(tx, self._world, self._plan.only)
            wanted = list(changes.told(tx, self._world, intents))
            dropped = self._compare(intents, wanted, _unread(self._world, report))
            self._store(tx, intents, dropped)
            facts = {"run": report.run_id, "plan": digest_of(self._plan), "sent": len(self._let_go)}
            facts["refused"] = len(self.refused)
            audit.append(tx, self._world.now_text(), self._author, "plan_applied", facts)

    def sent(self) -> list[Sent]:
        """What became of the changes that were let go."""
        with self._world.database.begin() as tx:
            rows = outbox.by_ids(tx, sorted(self._let_go))
        return [
            Sent(
                c.stream,
                c.operation,
                rows[i].external_id,
                c.golden,
                c.display,
                i,
                rows[i].state,
                *changes.why_of(rows[i]),
            )
            for i, c in sorted(self._let_go.items())
        ]

    def _compare(
        self, intents: Sequence[IntentRow], wanted: Sequence[PlannedChange], unread: Mapping[str, Reason]
    ) -> dict[int, str]:
        """The intents to drop with the reason; those to let go are noted."""
        planned, met = _by_target(self._plan.changes), set()
        dropped: dict[int, str] = {}
        for intent, change in zip(intents, wanted, strict=True):
            found = next((planned[key] for key in _targets(change) if key in planned), None)
            met.add(id(found))
            refused = _refusal(change, found, unread.get(change.stream))
            if refused is None:
                self._let_go[intent.intent_id] = change
            else:
                self.refused.append(refused)
                dropped[intent.intent_id] = refused.reason
        self.refused += [_refused(c, "no_longer_needed") for c in self._plan.changes if id(c) not in met]
        return dropped

    def _store(self, tx: Transaction, intents: Sequence[IntentRow], dropped: Mapping[int, str]) -> None:
        braked = [i.intent_id for i in intents if i.state == "held" and i.intent_id in self._let_go]
        outbox.set_state(tx, [("pending", "", None, None, None, number) for number in braked])
        whys = {number: Reason("held_by_apply", {"said": why}).text() for number, why in dropped.items()}
        set_aside(tx, self._world, whys, {intent.intent_id: intent for intent in intents})


_Target = tuple[str, str]


def _targets(change: PlannedChange) -> list[_Target]:
    """What names the remote record: its id, or for one that is not there yet any source record that asks for it."""
    if change.external_id is not None:
        return [(change.stream, f"={change.external_id}")]
    return [(change.stream, f"+{name}") for name in change.records]


def _by_target(planned: Sequence[PlannedChange]) -> dict[_Target, PlannedChange]:
    return {target: change for change in planned for target in _targets(change)}


def _unread(world: World, report: Report) -> dict[str, Reason]:
    """The streams of connections whose pull stopped: nobody knows what they hold now."""
    stopped = {place: pull.stopped for place, pull in report.ledger.pulls.items() if pull.stopped is not None}
    by_connection = {s.connection: stopped[s.place] for s in world.streams() if s.place in stopped}
    return {s.place: by_connection[s.connection] for s in world.streams() if s.connection in by_connection}


def _refusal(change: PlannedChange, planned: PlannedChange | None, unread: Reason | None) -> Refused | None:
    if planned is None:
        return _refused(change, "not_in_plan")
    if unread is not None:
        return _refused(change, "not_read", detail=unread)
    differing = _differing(change, planned)
    is_same = not differing and change.operation == planned.operation and change.payload == planned.payload
    return None if is_same else _refused(change, "record_changed", differing)


def _differing(change: PlannedChange, planned: PlannedChange) -> list[str]:
    now, then = ({(f.part, f.field): (f.before, f.after) for f in side.fields} for side in (change, planned))
    return [".".join(place) for place in sorted(now.keys() | then.keys()) if now.get(place) != then.get(place)]


def _refused(
    change: PlannedChange, reason: Refusal, differing: Sequence[str] = (), detail: Reason | None = None
) -> Refused:
    return Refused(
        change.stream,
        change.operation,
        change.external_id,
        change.golden,
        change.display,
        reason,
        list(differing),
        detail,
    )
