"""Applying a saved plan: what the world still wants exactly as planned is sent, the rest is refused one by one.

Invariant: nothing leaves that the plan does not show field by field. What is held back is dropped from the outbox and
its golden record queued again, so the next sync plans it anew: nothing is lost and nothing lies in wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from hub.steward import changes
from hub.steward.errors import StewardError
from hub.steward.planning import check_connections, reviewable
from hub.steward.plans import Plan, PlannedChange
from hub.store import golden, outbox
from hub.store.database import Transaction
from hub.store.outbox import IntentRow
from hub.sync.run import Report, run_pipeline
from hub.sync.world import World

Reason = Literal["record_changed", "not_in_plan", "no_longer_needed", "not_read"]
"""record_changed: it would be written otherwise than planned. not_read: its system could not be read just now."""


class Refused(msgspec.Struct, frozen=True):
    """A change that was not sent; `differing` are the fields that are not as planned, `detail` is the engine's word."""

    stream: str
    operation: str
    external_id: str | None
    golden: str
    display: str
    reason: Reason
    differing: list[str] = []
    detail: str = ""


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


class Applied(msgspec.Struct, frozen=True):
    """What became of a plan; `state` is that of the run (ok, partial)."""

    run: int
    state: str
    sent: list[Sent]
    refused: list[Refused]
    stopped: dict[str, str]
    format: int = 1

    @property
    def is_complete(self) -> bool:
        """Whether everything planned was written, and nothing else was wanted."""
        return not self.refused and all(sent.state == "done" for sent in self.sent)


def apply(world: World, plan: Plan) -> Applied:
    """Pull, resolve and plan for real, then send what equals the plan; the review releases the brake for it.

    Raises `StewardError` where the plan was made with another configuration.
    """
    if plan.config_digest != world.config_digest:
        raise StewardError("the configuration has changed since the plan was made; make the plan anew and review it")
    check_connections(world, plan.only)
    review = _Review(world, plan)
    steps = ("settle", "pull", "resolve", "plan", "push")
    report = run_pipeline(world, "apply", steps, plan.only, review=review.hold_back)
    return Applied(report.run_id, report.state, review.sent(), review.refused, report.ledger.stopped)


class _Review:
    """Compares the outbox with a plan, record by record."""

    def __init__(self, world: World, plan: Plan) -> None:
        self._world, self._plan = world, plan
        self._let_go: dict[int, PlannedChange] = {}
        self.refused: list[Refused] = []

    def hold_back(self, report: Report) -> None:
        """Let go what is as planned; drop the rest, so that the next sync plans it anew."""
        with self._world.database.begin() as tx:
            intents = reviewable(tx, self._world, self._plan.only)
            wanted = list(changes.told(tx, self._world, intents))
            dropped = self._compare(intents, wanted, _unread(self._world, report))
            self._store(tx, intents, dropped)

    def sent(self) -> list[Sent]:
        """What became of the changes that were let go."""
        with self._world.database.begin() as tx:
            rows = outbox.by_ids(tx, sorted(self._let_go))
        return [
            Sent(c.stream, c.operation, rows[i].external_id, c.golden, c.display, i, rows[i].state, rows[i].message)
            for i, c in sorted(self._let_go.items())
        ]

    def _compare(
        self, intents: Sequence[IntentRow], wanted: Sequence[PlannedChange], unread: Mapping[str, str]
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
        now = self._world.now_text()
        rows = [("dropped", f"held back by apply: {why}", None, None, now, number) for number, why in dropped.items()]
        outbox.set_state(tx, rows)
        golden.enqueue(tx, sorted({intent.golden_id for intent in intents if intent.intent_id in dropped}))


_Target = tuple[str, str]


def _targets(change: PlannedChange) -> list[_Target]:
    """What names the remote record: its id, or for one that is not there yet any source record that asks for it."""
    if change.external_id is not None:
        return [(change.stream, f"={change.external_id}")]
    return [(change.stream, f"+{name}") for name in change.records]


def _by_target(planned: Sequence[PlannedChange]) -> dict[_Target, PlannedChange]:
    return {target: change for change in planned for target in _targets(change)}


def _unread(world: World, report: Report) -> dict[str, str]:
    """The streams of connections whose pull stopped: nobody knows what they hold now."""
    stopped = {place: pull.stopped for place, pull in report.ledger.pulls.items() if pull.stopped is not None}
    by_connection = {s.connection: stopped[s.place] for s in world.streams() if s.place in stopped}
    return {s.place: by_connection[s.connection] for s in world.streams() if s.connection in by_connection}


def _refusal(change: PlannedChange, planned: PlannedChange | None, unread: str | None) -> Refused | None:
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


def _refused(change: PlannedChange, reason: Reason, differing: Sequence[str] = (), detail: str = "") -> Refused:
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
