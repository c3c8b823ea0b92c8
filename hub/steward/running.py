"""The runs that are under way, and how far the steps of each have come; whichever process carries them out."""

from __future__ import annotations

from typing import Literal

import msgspec

from hub.store import runs
from hub.store.database import Database
from hub.sync.progress import read_progress

StepName = Literal["pull", "resolve", "plan", "push"]


class StepTold(msgspec.Struct, frozen=True):
    """One step: `about` is a stream (pull, push) or an entity (resolve); `total` is None where nobody knows it yet."""

    step: StepName
    about: str
    done: int
    total: int | None


class RunUnderWay(msgspec.Struct, frozen=True):
    """A run that has not ended; its steps in the order in which they began."""

    run: int
    kind: str
    started_at: str
    steps: list[StepTold]


def under_way(database: Database) -> list[RunUnderWay]:
    """All of them, oldest first."""
    with database.look() as tx:
        rows = runs.under_way(tx)
    return [RunUnderWay(row.run_id, row.kind, row.started_at, _steps(row.progress)) for row in rows]


def _steps(progress: str | None) -> list[StepTold]:
    return [_step(name, *counts) for name, counts in read_progress(progress).items()]


def _step(name: str, done: int, total: int | None) -> StepTold:
    step, _, about = name.partition(" ")
    if step == "resolve":
        return StepTold("resolve", about, done, total)
    if step == "push":
        return StepTold("push", about, done, total)
    return StepTold("plan", "", done, total) if step == "plan" else StepTold("pull", name, done, total)
