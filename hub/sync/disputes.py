"""Disputes: what survivorship displaced becomes a conflict, an open question for a steward, or an initial difference.

Invariant: a person's edit never loses without a row that names both values, their authors, the rule and the effect.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

import msgspec

from hub.merging.claims import Claim, Source
from hub.merging.survive import Finding, Survivor, Verdict, survive
from hub.store import conflicts, decisions
from hub.store.conflicts import ConflictRow
from hub.store.database import Transaction
from hub.store.decisions import DecisionRow
from hub.store.golden import GoldenRow
from hub.sync.gather import Record
from hub.sync.ledger import Ledger
from hub.sync.references import golden_text
from hub.sync.world import World

_UNIT_KINDS = {"choose", "pin", "hold"}


def unit_decisions(members: Set[int], decided: Sequence[DecisionRow]) -> dict[str, DecisionRow]:
    """The decision that stands for each unit of a cluster: the newest one about any of its members."""
    return {
        row.unit: row for row in decided if row.kind in _UNIT_KINDS and row.left in members and row.unit is not None
    }


def verdict_of(row: DecisionRow) -> Verdict:
    """A stored decision as survivorship takes it."""
    return Verdict(row.kind, msgspec.json.decode(row.value or "{}"), row.at, row.author)  # type: ignore[arg-type]


class Disputes:
    """Runs survivorship for the clusters of one chunk and keeps the book of what lost."""

    def __init__(self, tx: Transaction, world: World, entity: str, run_id: int, ledger: Ledger) -> None:
        self._tx, self._world, self._entity, self._run_id = tx, world, entity, run_id
        self._ledger = ledger
        self._verdicts: dict[str, Verdict] = {}
        self._rows: list[tuple[int, str, str, str, str, str]] = []

    def load(self, group: Sequence[Record], decided: Sequence[DecisionRow]) -> None:
        """Take the field decisions about the members of the next cluster; the newest of each unit stands."""
        standing = unit_decisions({record.source_id for record in group}, decided)
        self._verdicts = {unit: verdict_of(row) for unit, row in standing.items()}

    def survive(
        self, group: Sequence[Source], records: Sequence[Record], golden_id: int, before: GoldenRow | None
    ) -> Survivor:
        """The golden record of a cluster, with its findings booked."""
        rules = self._world.rules[self._entity]
        survivor = survive(group, rules, self._verdicts)
        held = [f for f in survivor.findings if self._asks(f, records)]
        if held and before is not None:
            base = msgspec.json.decode(before.doc)
            for finding in held:
                self._hold(finding, group, base)
            survivor = survive(group, rules, self._verdicts)
        for finding in survivor.findings:
            self._book(finding, records, golden_id, before)
        self._verdicts = {}
        return survivor

    def store(self, now: str) -> None:
        """Write the booked rows and log each conflict."""
        still_open = conflicts.open_of(self._tx, [row[0] for row in self._rows])
        new = []
        for golden_id, unit, kind, state, doc, rule in self._rows:
            known = still_open.get((golden_id, unit))
            if known is not None and state == "open":
                conflicts.renew(self._tx, known, _with_earlier(conflicts.by_id(self._tx, known), doc))
                continue
            new.append((golden_id, self._entity, unit, kind, state, doc, self._run_id, now))
            self._count(kind, state)
            if kind == "conflict":
                self._log(golden_id, unit, state, rule, doc)
        conflicts.insert(self._tx, new)

    def _asks(self, finding: Finding, records: Sequence[Record]) -> bool:
        verdict = self._verdicts.get(finding.unit.name)
        if verdict is not None and verdict.kind in ("pin", "hold"):
            return False
        return finding.unit.rule.review and finding.is_edit and bool(self._overwritten(finding, records))

    def _hold(self, finding: Finding, group: Sequence[Source], base: dict[str, Any]) -> None:
        """Keep the last agreed value until somebody decides; stored as a decision, so that it outlives this run."""
        unit, now = finding.unit, self._world.now_text()
        values = {field: base[field] for field in unit.fields if field in base}
        self._verdicts[unit.name] = Verdict("hold", values, now, "hub")
        decisions.add(
            self._tx,
            "hold",
            min(source.source_id for source in group),
            unit=unit.name,
            value=msgspec.json.encode(values).decode(),
            author="hub",
            reason="a conflict waits for review",
            at=now,
        )

    def _book(self, finding: Finding, records: Sequence[Record], golden_id: int, before: GoldenRow | None) -> None:
        overwritten = self._overwritten(finding, records)
        is_conflict = finding.is_edit and bool(overwritten)
        is_held = finding.rule == "review"
        state = "open" if is_held else "auto" if is_conflict else "listed"
        base = msgspec.json.decode(before.doc) if before is not None else {}
        story = {
            "base": {field: base[field] for field in finding.unit.fields if field in base},
            "winner": _told(finding.winner),
            "losers": [_told(loser) for loser in finding.losers],
            "rule": finding.rule,
            "effect": "held" if is_held else overwritten,
        }
        doc = msgspec.json.encode(story).decode()
        kind = "conflict" if is_conflict or is_held else "difference"
        self._rows.append((golden_id, finding.unit.name, kind, state, doc, finding.rule))

    def _overwritten(self, finding: Finding, records: Sequence[Record]) -> list[str]:
        """The losing records whose value the hub is going to write over."""
        rows = {record.source_id: record.row for record in records}
        found = []
        for loser in finding.losers:
            row = rows[loser.source_id]
            stream = self._world.stream(row.stream_id)
            rules = stream.writable(row.part) if stream is not None and not row.deleted else {}
            if any(rules.get(field) == "overwrite" for field in finding.unit.fields):
                found.append(loser.name)
        return found

    def _count(self, kind: str, state: str) -> None:
        book = self._ledger.resolve
        book.conflicts += kind == "conflict"
        book.opened += state == "open"
        book.differences += kind == "difference"

    def _log(self, golden_id: int, unit: str, state: str, rule: str, doc: str) -> None:
        story = msgspec.json.decode(doc)
        self._world.log(
            "conflict_decided" if state == "auto" else "conflict_opened",
            golden=golden_text(self._entity, golden_id),
            field=unit,
            rule=rule,
            winner={k: story["winner"][k] for k in ("source", "at", "edited")},
            losers=[{k: loser[k] for k in ("source", "at", "edited")} for loser in story["losers"]],
            effect=story["effect"],
            personal={"winner": story["winner"]["values"], "losers": [loser["values"] for loser in story["losers"]]},
        )


def _with_earlier(earlier: ConflictRow | None, doc: str) -> str:
    """A newer story of an open conflict: who waited already waits on, with the newest word of each."""
    if earlier is None:
        return doc
    story = msgspec.json.decode(doc)
    again = {loser["source"] for loser in story["losers"]}
    waiting = [loser for loser in msgspec.json.decode(earlier.doc)["losers"] if loser["source"] not in again]
    return msgspec.json.encode({**story, "losers": waiting + story["losers"]}).decode()


def _told(claim: Claim) -> dict[str, Any]:
    return {
        "source": claim.name,
        "source_id": claim.source_id,
        "values": claim.values,
        "at": claim.at,
        "edited": claim.edited,
    }
