"""Disputes: what survivorship displaced becomes a conflict, an open question for a steward, or an initial difference.

Invariant: a person's edit never loses without a row that names both values, their authors, the rule and the effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from hub.merging.claims import Source
from hub.merging.rules import Unit
from hub.merging.survive import Finding, Survivor, Verdict, survive, survive_in
from hub.store import conflicts, decisions
from hub.store.decisions import DecisionRow
from hub.store.golden import GoldenRow
from hub.store.transaction import Transaction
from hub.sync.conflict_story import say_the_same, told, with_earlier
from hub.sync.ledger import Ledger
from hub.sync.record import Record
from hub.sync.references import golden_text
from hub.sync.verdicts import overruled_decisions, unit_decisions, verdict_of
from hub.sync.world import World


class Disputes:
    """Runs survivorship for the clusters of one chunk and keeps the book of what lost; `store` alone writes."""

    def __init__(self, tx: Transaction, world: World, entity: str, run_id: int, ledger: Ledger) -> None:
        self._tx, self._world, self._entity, self._run_id = tx, world, entity, run_id
        self._ledger = ledger
        self._verdicts: dict[str, Verdict] = {}
        self._rows: list[tuple[int, str, str, str, str, str]] = []
        self._by_hub: list[DecisionRow] = []
        self._settled: list[tuple[int, str, str, list[int]]] = []

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """By unit, what the cluster that was weighed last stands under."""
        return self._verdicts

    def survive(
        self,
        group: Sequence[Source],
        records: Sequence[Record],
        golden_id: int,
        before: GoldenRow | None,
        decided: Sequence[DecisionRow] = (),
        units: Sequence[Unit] | None = None,
    ) -> Survivor:
        """The golden record of a cluster, or these units of it, under the decisions about its members, with its
        findings booked.
        """
        overruled: dict[str, list[Verdict]] = {}
        self._verdicts = self._standing(group, decided, overruled) if decided else {}

        rules = self._world.rules[self._entity]
        released = _released(before, rules.units) - self._verdicts.keys()

        def survived() -> Survivor:
            if units is not None:
                return survive_in(units, group, self._verdicts, overruled, released)
            return survive(group, rules, self._verdicts, overruled, released)

        survivor = survived()
        if survivor.held and self._settle(survivor.held, group, golden_id, decided, overruled):
            released = _released(before, rules.units) - self._verdicts.keys()
            survivor = survived()
        if not survivor.findings:
            return survivor
        unseen = [finding for finding in survivor.findings if finding.loses_opt_out]
        held = [f for f in survivor.findings if before is not None and self._asks(f, records)]
        if unseen or held:
            self._opt_out(unseen, group, overruled)
            self._hold(held, group, before)
            survivor = survived()
        for finding in survivor.findings:
            is_doubted = finding.lacks_proof or finding.unit in [other.unit for other in unseen]
            self._book(finding, records, golden_id, before, is_doubted=is_doubted)
        return survivor

    def _settle(
        self,
        held: Sequence[str],
        group: Sequence[Source],
        golden_id: int,
        decided: Sequence[DecisionRow],
        overruled: Mapping[str, Sequence[Verdict]],
    ) -> bool:
        """End the holds of conflicts whose sides say the same by now, spelling aside; whether there are any."""
        open_ones = conflicts.open_of(self._tx, [golden_id])
        found = [(unit, number) for (_, unit), number in open_ones.items() if unit in held]
        rules, members = self._world.rules[self._entity], {source.source_id for source in group}
        for name, number in found:
            unit = next(unit for unit in rules.units if unit.name == name)
            row = conflicts.by_id(self._tx, number)
            others = {other: verdict for other, verdict in self._verdicts.items() if other != name}
            if row is None or not say_the_same(unit, row, group):
                continue
            alone = survive_in([unit], group, others, overruled, {name})
            if any(finding.is_edit for finding in alone.findings):
                continue
            self._verdicts = others
            holds = [d.decision_id for d in decided if d.kind == "hold" and d.unit == name and d.left in members]
            self._settled.append((number, golden_text(self._entity, golden_id), name, holds))
        return not self._verdicts.keys() >= set(held)

    def _standing(
        self, group: Sequence[Source], decided: Sequence[DecisionRow], overruled: dict[str, list[Verdict]]
    ) -> dict[str, Verdict]:
        """The verdicts that stand, by unit; those that they go over are put into `overruled`."""
        stood = {source.source_id: source.stood for source in group}
        for row in overruled_decisions(stood.keys(), decided):
            overruled.setdefault(row.unit or "", []).append(verdict_of(row, stood[row.left]))
        standing = unit_decisions(stood.keys(), decided)
        return {unit: verdict_of(row, stood[row.left]) for unit, row in standing.items()}

    def store(self, now: str) -> None:
        """Write what the hub decided and the booked rows, and log each conflict."""
        for row in self._by_hub:
            decisions.add(
                self._tx,
                row.kind,
                row.left,
                unit=row.unit,
                value=row.value,
                author=row.author,
                reason=row.reason,
                at=row.at,
            )
        for number, golden, unit, holds in self._settled:
            decisions.revoke(self._tx, holds, now)
            conflicts.decide(self._tx, number, "hub", now)
            self._world.log("conflict_settled", conflict=number, golden=golden, field=unit)
        still_open = conflicts.open_of(self._tx, [row[0] for row in self._rows])
        new = []
        for golden_id, unit, kind, state, doc, rule in self._rows:
            known = still_open.get((golden_id, unit))
            if known is not None and state == "open":
                conflicts.renew(self._tx, known, with_earlier(conflicts.by_id(self._tx, known), doc))
                continue
            new.append((golden_id, self._entity, unit, kind, state, doc, self._run_id, now))
            self._count(kind, state)
            if kind == "conflict":
                self._log(golden_id, unit, state, rule, doc)
        conflicts.insert(self._tx, new)

    def _asks(self, finding: Finding, records: Sequence[Record]) -> bool:
        verdict = self._verdicts.get(finding.unit.name)
        if (verdict is not None and verdict.kind in ("pin", "hold")) or finding.unit.rule.strategy == "opt_out":
            return False
        is_asked = finding.winner.asks or (finding.unit.rule.review and finding.is_edit)
        return is_asked and bool(self._overwritten(finding, records))

    def _hold(self, held: Sequence[Finding], group: Sequence[Source], before: GoldenRow | None) -> None:
        """Keep the last agreed value until somebody decides: what was decided last, where that is what wins."""
        for finding in held:
            is_decided = finding.winner.source_id == 0
            base = finding.winner.values if is_decided or before is None else msgspec.json.decode(before.doc)
            values = {field: base[field] for field in finding.unit.fields if field in base}
            self._decide("hold", finding.unit, values, group, "a conflict waits for review")

    def _opt_out(self, unseen: Sequence[Finding], group: Sequence[Source], overruled: dict[str, list[Verdict]]) -> None:
        """Let an opt-out stand against a permission whose author did not know of it."""
        why = "an opt-out came that the decision before did not know"
        for finding in unseen:
            overruled.setdefault(finding.unit.name, []).append(self._verdicts[finding.unit.name])
            self._decide("choose", finding.unit, dict.fromkeys(finding.unit.fields, False), group, why)

    def _decide(
        self, kind: Literal["choose", "hold"], unit: Unit, values: dict[str, Any], group: Sequence[Source], reason: str
    ) -> None:
        """Stored as a decision, so that it outlives this run and can be taken back."""
        now = self._world.now_text()
        self._verdicts[unit.name] = Verdict(kind, values, now, "hub")
        left, value = min(source.source_id for source in group), msgspec.json.encode(values).decode()
        self._by_hub.append(DecisionRow(0, kind, left, None, unit.name, value, "hub", reason, now))

    def _book(
        self,
        finding: Finding,
        records: Sequence[Record],
        golden_id: int,
        before: GoldenRow | None,
        *,
        is_doubted: bool,
    ) -> None:
        overwritten = self._overwritten(finding, records)
        is_conflict = finding.is_edit and bool(overwritten)
        is_held = finding.rule == "review"
        is_open = is_held or is_doubted
        state = "open" if is_open else "auto" if is_conflict else "listed"
        base = finding.winner.values if is_held else msgspec.json.decode(before.doc) if before is not None else {}
        story = {
            "base": {field: base[field] for field in finding.unit.fields if field in base},
            "winner": told(finding.winner),
            "losers": [told(loser) for loser in finding.losers],
            "rule": finding.rule,
            "effect": "held" if is_held else overwritten,
        }
        doc = msgspec.json.encode(story).decode()
        kind = "conflict" if is_conflict or is_open else "difference"
        self._rows.append((golden_id, finding.unit.name, kind, state, doc, finding.rule))

    def _overwritten(self, finding: Finding, records: Sequence[Record]) -> list[str]:
        """The losing records whose value the hub is going to write over; a decision is not in any one record."""
        rows = {record.source_id: record.row for record in records}
        found = [loser.name for loser in finding.losers if loser.source_id not in rows]
        for loser in finding.losers:
            if loser.source_id not in rows:
                continue
            row = rows[loser.source_id]
            stream = self._world.stream(row.stream_id)
            if stream is None or row.deleted:
                continue
            if any(stream.write_rule(row.part, field) == "overwrite" for field in finding.unit.fields):
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


def _released(before: GoldenRow | None, units: Sequence[Unit]) -> set[str]:
    """The units whose value stood on a decision until now."""
    text = before.lineage if before is not None else None
    # Most customers stand on no decision, and a text without this holds none: no source has a number that begins so.
    lineage = msgspec.json.decode(text) if text and (":0" in text or ": 0" in text) else {}
    decided = {field for field, source_id in lineage.items() if source_id == 0}
    return {unit.name for unit in units if not decided.isdisjoint(unit.fields)} if decided else set()
