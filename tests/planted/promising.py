"""Bugs of the promises: a plan without side effects, an apply that does no more, one hub at a time, a brake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hub.store import golden
from tests.planted.planting import Plant, bug

PLANNED = "planned"


@bug("a plan stores what it tried out", PLANNED)
def plan_leaves_rows(plant: Plant) -> None:
    @contextmanager
    def broken(healthy: Any, self: Any) -> Iterator[None]:
        with healthy(self):
            yield
            self._local.dry.run("COMMIT")

    plant("hub.store.database:Database.dry_run", broken)


@bug("apply sends what the plan did not show", PLANNED)
def unplanned_sent(plant: Plant) -> None:
    def broken(healthy: Any, change: Any, planned: Any, unread: Any) -> Any:
        return None if planned is None else healthy(change, planned, unread)

    plant("hub.steward.applying:_refusal", broken)


@bug("apply sends a change that is no longer as planned", PLANNED)
def moved_record_sent(plant: Plant) -> None:
    def broken(healthy: Any, change: Any, planned: Any, unread: Any) -> Any:
        return healthy(change, planned, unread) if planned is None else None

    plant("hub.steward.applying:_refusal", broken)


@bug(
    "what apply holds back is not planned again",
    "tests/pipeline/test_plan_apply.py::test_what_apply_holds_back_is_planned_again_by_the_next_sync",
)
def held_back_forgotten(plant: Plant) -> None:
    def broken(healthy: Any, self: Any, tx: Any, intents: Any, dropped: Any) -> None:
        healthy(self, tx, intents, dropped)
        golden.planned(tx, [intent.golden_id for intent in intents if intent.intent_id in dropped])

    plant("hub.steward.applying:_Review._store", broken)


@bug("the plan does not read what was undone", "undone")
def undo_unread(plant: Plant) -> None:
    plant("hub.store.decisions:was_undone", lambda healthy, tx: False)


@bug("a lease has no fencing token: who stood still goes on storing")
def no_fence(plant: Plant) -> None:
    plant("hub.store.lease:Lease.check", lambda healthy, self, tx: None)


@bug("the lease is not looked at before a request leaves")
def no_fence_before_send(plant: Plant) -> None:
    plant("hub.store.database:Database.check_fence", lambda healthy, self: None)


@bug("a lease that somebody holds counts as free")
def second_hub_let_in(plant: Plant) -> None:
    def broken(healthy: Any, tx: Any, name: str, holder: str, now: Any, *, guarded: bool) -> Any:
        tx.run("UPDATE lease SET holder = ''")
        return healthy(tx, name, holder, now, guarded=guarded)

    plant("hub.store.lease:acquire", broken)


@bug(
    "the brake never holds",
    "tests/pipeline/test_outbox.py::test_a_mass_change_stops_at_the_brake",
)
def brake_never_holds(plant: Plant) -> None:
    plant("hub.sync.world:Brake.holds", lambda healthy, self, changes, records: False)


@bug(
    "the brake weighs each plan alone",
    "tests/pipeline/test_outbox.py::test_a_mass_change_that_arrives_in_slices_stops_at_the_brake",
)
def brake_weighs_each_plan_alone(plant: Plant) -> None:
    plant("hub.store.lately:planned", lambda healthy, tx, since, before: {})
