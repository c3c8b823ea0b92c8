"""Undoing: what the hub wrote in a run is put back in every system, save where somebody has spoken since.

Invariant: an undo takes back what the hub did and never what people said. It is stored as decisions, which the plan
reads, so that no later sync writes the undone values again, and an undo can be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hub.steward import changes
from hub.steward.aside import set_aside
from hub.steward.decide import check_author
from hub.steward.errors import StewardError
from hub.steward.planning import reviewable, silence, undisturbed
from hub.steward.plans import PlannedChange
from hub.steward.undo_target import Target, target_of, together
from hub.steward.undo_writes import PutBack
from hub.steward.undoing import Outcome, Undo, Undoable
from hub.store import audit, golden, identity, outbox, runs
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.reasons import Reason
from hub.sync.resolve import resolve
from hub.sync.run import Report, run_pipeline
from hub.sync.world import World


def preview_undo(world: World, wanted: Undoable, author: str) -> Undo:
    """What `undo` would do; nothing is stored or written."""
    wanted.check()
    with undisturbed(world), world.database.dry_run():
        undoing = _Undoing(replace(world, log=silence), wanted, author)
        report = run_pipeline(
            undoing.world, "undo", ("pull", "resolve", "plan"), review=undoing.let_go, amend=undoing.decide
        )
        return undoing.told(report, is_preview=True)


def undo(world: World, wanted: Undoable, author: str, seen: str | None = None) -> Undo:
    """Pull, take back, and write what was there before; everything else that waits is left to the next sync.

    With `seen` (of a preview) only while that is what would be done.
    """
    check_author(author)
    wanted.check()
    if seen is not None and preview_undo(world, wanted, author).seen != seen:
        raise StewardError("undo_moved")
    undoing = _Undoing(world, wanted, author)
    steps = ("settle", "pull", "resolve", "plan", "push", "index")
    report = run_pipeline(world, "undo", steps, review=undoing.let_go, amend=undoing.decide)
    return undoing.told(report, is_preview=False)


class _Undoing:
    """One undo, from the decisions to what became of the writes."""

    def __init__(self, world: World, wanted: Undoable, author: str) -> None:
        self.world, self._wanted, self._author = world, wanted, author
        self._target: Target | None = None
        self._back: PutBack | None = None
        self._let_go: dict[int, PlannedChange] = {}

    def decide(self, report: Report) -> None:
        """Take decisions back first, weigh everything anew, then keep what must not be written again."""
        database = self.world.database
        with database.begin() as tx:
            run = runs.by_id(tx, report.run_id)
            assert run is not None, "the run that is under way is stored"
            target = target_of(tx, self.world, self._wanted, self._author, run.started_at)
        resolve(self.world, report.run_id, report.ledger)
        with database.begin() as tx:
            back = PutBack(tx, self.world, target, self._author, run.started_at)
            back.put()
            golden.enqueue(tx, sorted(self._affected(tx, target)))
            facts = {"run": report.run_id, "of": target.runs, "decisions": [*target.decisions, *back.decisions]}
            audit.append(tx, self.world.now_text(), self._author, "undone", {**facts, "kept": len(back.kept)})
        self._target, self._back = target, back

    def let_go(self, report: Report) -> None:
        """Send what the undo wants; the rest is dropped, and the next sync plans it anew."""
        assert self._target is not None
        with self.world.database.begin() as tx:
            waiting = reviewable(tx, self.world, None)
            affected = self._affected(tx, self._target)
            meant = {intent.intent_id for intent in waiting if self._is_meant(intent, affected)}
            # Whoever undoes has seen the plan: the brake does not hold it.
            chosen = [intent._replace(state="pending") for intent in waiting if intent.intent_id in meant]
            self._let_go = dict(zip((i.intent_id for i in chosen), changes.told(tx, self.world, chosen), strict=True))
            others = [intent for intent in waiting if intent.intent_id not in meant]
            whys = dict.fromkeys((intent.intent_id for intent in others), Reason("held_by_undo").text())
            set_aside(tx, self.world, whys, {intent.intent_id: intent for intent in others})
            outbox.set_state(tx, [("pending", "", None, None, None, number) for number in self._let_go])

    def told(self, report: Report, *, is_preview: bool) -> Undo:
        """What became of it."""
        assert self._target is not None
        assert self._back is not None
        with self.world.database.begin() as tx:
            rows, still = outbox.by_ids(tx, sorted(self._let_go)), together(tx, self._target)
        writes = [
            Outcome(change, "planned" if is_preview else rows[number].state, *changes.why_of(rows[number]))
            for number, change in sorted(self._let_go.items())
        ]
        target, back = self._target, self._back
        return Undo(
            run=None if is_preview else report.run_id,
            of=target.runs,
            writes=writes,
            kept=back.kept,
            by_hand=back.by_hand,
            decisions=[*target.decisions, *back.decisions],
            parted=target.parted,
            stopped=report.ledger.stopped,
            together=still,
            pinned=target.pinned,
        )

    def _is_meant(self, intent: IntentRow, affected: set[int]) -> bool:
        """A run goes back where it wrote, and nowhere else; what was decided may stand in every system."""
        target = self._target
        assert target is not None
        if intent.golden_id not in affected:
            return False
        places = {(written.stream_id, written.external_id) for written in target.writes}
        is_made_again = intent.operation == "create" and intent.stream_id in {place[0] for place in places}
        return target.is_turned or is_made_again or (intent.stream_id, intent.external_id) in places

    def _affected(self, tx: Transaction, target: Target) -> set[int]:
        """The living golden records behind everything that is undone."""
        found = set(identity.golden_of(tx, sorted(target.sides)).values())
        return found | {golden.follow(tx, number) for number in _golden_ids(target)}


def _golden_ids(target: Target) -> Sequence[int]:
    return sorted({intent.golden_id for intent in target.writes})
