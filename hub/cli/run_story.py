"""A run as one document: its ledger, what was merged and why, the conflicts, what is held, and what to try next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from hub.cli.held import Held
from hub.steward.conflicts import tell
from hub.steward.naming import display_names
from hub.store import conflicts, golden, intents, outbox, quarantine
from hub.store.transaction import Transaction
from hub.sync.reasons import read_reason
from hub.sync.references import golden_text
from hub.sync.run import Report
from hub.sync.world import World

CONFLICTS_MAX = REFUSED_MAX = 1000


def run_story(world: World, report: Report) -> dict[str, Any]:
    """JSON-ready; values of the conflicts stand in it, since it is for the eyes of the operator and not for the log."""
    document = report.as_document()
    with world.database.begin() as tx:
        document["merges"] = _merges(tx, report)
        document["conflicts"] = conflicts_of(tx, report.run_id)
        document["golden"] = golden.counts(tx)
        document["waiting"] = _waiting(tx, world)
        document["quarantine"] = _quarantine(tx, world)
        document["refused"] = _refused(tx, world)
        document["example"] = _example(tx)
    document["stopped"] = msgspec.to_builtins(report.ledger.stopped)
    document["written"] = report.ledger.written
    document["adds_up"] = report.ledger.adds_up
    document["next"] = list(_next(document))
    return document


def conflicts_of(tx: Transaction, run_id: int) -> list[dict[str, Any]]:
    """The conflicts that a run opened or decided."""
    found = conflicts.listing(tx, run_id=run_id, limit=CONFLICTS_MAX)
    told: list[dict[str, Any]] = msgspec.to_builtins(tell(tx, [row for row in found if row.kind == "conflict"]))
    return told


def _merges(tx: Transaction, report: Report) -> list[dict[str, Any]]:
    found = [{**merge, "golden": golden_text(merge["entity"], merge["golden_id"])} for merge in report.ledger.merges]
    names = display_names(tx, {merge["golden"] for merge in found})
    return [{**merge, "display": names.get(merge["golden"], "")} for merge in found]


def _waiting(tx: Transaction, world: World) -> dict[str, dict[str, int]]:
    """What the outbox holds by stream: `held` and `lost` wait for a person, the others for the next run."""
    waiting = {place: dict(counts) for place, counts in Held.of(tx, world).counts(world).items()}
    for (stream_id, state), count in outbox.state_counts(tx).items():
        stream = world.stream(stream_id)
        if stream is not None and state in ("pending", "unknown", "sending"):
            waiting.setdefault(stream.place, {})[state] = count
    return waiting


def _quarantine(tx: Transaction, world: World) -> dict[str, int]:
    """How many records of each stream stand outside, whichever run put them there."""
    counts = quarantine.counts(tx)
    return {s.place: counts[s.stream_id] for s in world.streams() if counts.get(s.stream_id)}


def _refused(tx: Transaction, world: World) -> list[dict[str, Any]]:
    """The writes that systems have refused, in this run or before, with their reasons."""
    places = {s.stream_id: s.place for s in world.streams()}
    found = [intent for intent in intents.refused_still(tx, REFUSED_MAX) if intent.stream_id in places]
    rows = golden.by_ids(tx, sorted({intent.golden_id for intent in found}))
    names = {number: golden_text(row.entity, number) for number, row in rows.items()}
    displays = display_names(tx, names.values())
    return [
        {
            "stream": places[intent.stream_id],
            "operation": intent.operation,
            "external_id": intent.external_id,
            "golden": names[intent.golden_id],
            "display": displays[names[intent.golden_id]],
            "why": msgspec.to_builtins(read_reason(intent.message)),
        }
        for intent in found
        if intent.golden_id in names
    ]


def _example(tx: Transaction) -> str | None:
    """A golden record that is worth a look: one of the first, a company before others."""
    living = [row for row in golden.by_ids(tx, list(range(1, 100))).values() if row.redirect_to is None]
    first = min(living, key=lambda row: (row.entity != "company", row.golden_id), default=None)
    return golden_text(first.entity, first.golden_id) if first is not None else None


def _next(document: dict[str, Any]) -> Iterator[str]:
    """Commands worth typing now."""
    if document["open_conflicts"]:
        yield "hub conflicts list"
    if document["quarantine"]:
        yield "hub quarantine list"
    if any("held" in states for states in document["waiting"].values()):
        yield "hub plan --no-pull"
    if document["refused"] or any("held" in states for states in document["waiting"].values()):
        yield "hub sync --release"
    order = {"company": 0, "person": 1}
    merged = sorted(document["merges"], key=lambda m: (order.get(m["entity"], 9), -len(m["records"])))
    explained = [merge["golden"] for merge in merged[:1]] or [name for name in [document["example"]] if name]
    yield from [f"hub explain {name}" for name in explained]
    yield from [f"hub explain {found['leads_to']} {found['unit']}" for found in document["conflicts"][:1]]
    yield "hub status"
