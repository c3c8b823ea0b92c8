"""Each start and end of a job stands in the store, from which downtime and silence are told."""

from __future__ import annotations

from collections.abc import Callable

from hub.schedule.work import Outcome
from hub.store import runs
from hub.store.errors import StoreError
from hub.sync.reasons import Reason
from hub.sync.world import World


def recorded(world: World, name: str, work: Callable[[], Outcome]) -> Outcome:
    """Do the work; whatever happens to it, the caller gets an outcome and goes on."""
    try:
        with world.database.begin() as tx:
            runs.job_started(tx, name, world.now_text())
        outcome = work()
        with world.database.begin() as tx:
            runs.job_ended(tx, name, world.now_text(), outcome.error.text() if outcome.error else None)
    except Exception as error:  # noqa: BLE001 - one fault must not end the schedule of every connection
        world.log("job_failed", job=name, error=type(error).__name__, reason=str(error))
        return _failed(world, name, Reason("fault", {"kind": type(error).__name__, "said": str(error)}))
    return outcome


def _failed(world: World, name: str, error: Reason) -> Outcome:
    try:
        with world.database.begin() as tx:
            runs.job_ended(tx, name, world.now_text(), error.text())
    except StoreError as again:
        # The store itself is the trouble (a full disk); its next success will tell.
        world.log("job_failed", job=name, error="StoreError", reason=str(again))
    return Outcome(error, is_retry=True)
