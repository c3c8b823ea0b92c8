"""Runs as people read them: the last ones at a glance, and the ledger of one.

Invariant: what is told of a run is its stored ledger; a run under way has none yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hub.steward.errors import StewardError
from hub.steward.status import run_status
from hub.steward.statuses import RunStatus
from hub.store import runs
from hub.sync.reasons import Reason, read_reason
from hub.sync.world import World


class StreamLedger(msgspec.Struct, frozen=True):
    """What became of one stream: figures of reading and writing by their names in the ledger, None where it did not
    happen. `not_planned` counts by reason, `skipped` too.
    """

    stream: str
    pull: dict[str, int] | None
    push: dict[str, int] | None
    planned: int
    held: int
    not_planned: dict[str, int]
    skipped: dict[str, int]
    stopped: Reason | None


class Merged(msgspec.Struct, frozen=True):
    """Records that the run recognized as the same customer."""

    golden: str
    records: list[str]


class RunTold(msgspec.Struct, frozen=True):
    """One run; `resolve` are the figures of what became of golden records."""

    run: RunStatus
    streams: list[StreamLedger]
    resolve: dict[str, int]
    merges: list[Merged]


def latest(world: World, limit: int) -> list[RunStatus]:
    """The last runs, newest first."""
    with world.database.look() as tx:
        return [run_status(row) for row in runs.latest(tx, limit)]


def run_told(world: World, number: int) -> RunTold:
    """One run with its ledger."""
    with world.database.look() as tx:
        row = runs.by_id(tx, number)
    if row is None:
        raise StewardError("no_run", number=number)
    ledger: dict[str, Any] = msgspec.json.decode(row.ledger) if row.ledger else {}
    steps = ("pulls", "pushes", "planned", "held", "not_planned")
    places = sorted({place for step in steps for place in ledger.get(step, {})})
    return RunTold(
        run=run_status(row),
        streams=[_stream(place, ledger) for place in places],
        resolve={name: count for name, count in ledger.get("resolve", {}).items() if count},
        merges=[
            Merged(f"{merge['entity']}/{merge['golden_id']}", sorted(merge["records"]))
            for merge in ledger.get("merges", [])
        ],
    )


def _stream(place: str, ledger: Mapping[str, Any]) -> StreamLedger:
    pull, push = ledger.get("pulls", {}).get(place), ledger.get("pushes", {}).get(place)
    return StreamLedger(
        stream=place,
        pull=_figures(pull),
        push=_figures(push),
        planned=ledger.get("planned", {}).get(place, 0),
        held=ledger.get("held", {}).get(place, 0),
        not_planned=ledger.get("not_planned", {}).get(place, {}),
        skipped=pull["skipped"] if pull else {},
        stopped=stopped_by(pull, push),
    )


def stopped_by(pull: Mapping[str, Any] | None, push: Mapping[str, Any] | None) -> Reason | None:
    """Why a stream stopped, by what a ledger has of reading and of writing it."""
    return next((read_reason(found["stopped"]) for found in (pull, push) if found and found["stopped"]), None)


def _figures(ledger: Mapping[str, Any] | None) -> dict[str, int] | None:
    return None if ledger is None else {name: value for name, value in ledger.items() if isinstance(value, int)}
