"""`survive(sources, rules, decisions)`: the golden record as a pure function, with what it displaced.

Invariant: the answer depends on the set of sources and decisions, never on their order. Golden tables only cache it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from hub.merging.claims import Claim, Source, claim_of
from hub.merging.rules import EntityRules, Unit
from hub.merging.strategies import STRATEGIES, WEIGH_CLEARING
from hub.normalize.compare import same

STEWARD = "steward"


class Verdict(msgspec.Struct, frozen=True):
    """A decision about one unit of one golden record.

    choose: claims made up to `at` stand as if they had said `values`; later edits compete again. pin: `values`
    always wins.
    hold: a conflict waits for a person, and the unit keeps `values` until then.
    """

    kind: Literal["choose", "pin", "hold"]
    values: dict[str, Any]
    at: str
    author: str = STEWARD


class Finding(msgspec.Struct, frozen=True):
    """A fresh claim that lost against a different value: a conflict where it was an edit, else an initial
    difference.
    """

    unit: Unit
    winner: Claim
    losers: tuple[Claim, ...]
    rule: str

    @property
    def is_edit(self) -> bool:
        """Whether somebody's edit is about to be lost."""
        return any(loser.edited for loser in self.losers)


class Survivor(msgspec.Struct, frozen=True):
    """The golden values, the source id behind each field (0: a decision), and the findings."""

    values: dict[str, Any]
    lineage: dict[str, int]
    findings: list[Finding]
    held: list[str]


def survive(sources: Sequence[Source], rules: EntityRules, decisions: Mapping[str, Verdict]) -> Survivor:
    """The golden record of one cluster; `decisions` are by unit name."""
    survivor = Survivor({}, {}, [], [])
    spoken_of = set(decisions).union(*(source.shadow for source in sources), *(source.marks for source in sources))
    for unit in rules.units:
        # Most units of an entity are named by no source at all.
        if unit.name not in spoken_of and spoken_of.isdisjoint(unit.fields):
            continue
        claims = [claim for source in sources if (claim := claim_of(source, unit.fields)) is not None]
        verdict = decisions.get(unit.name)
        if claims or verdict:
            _decide(unit, claims, verdict, survivor)
    return survivor


def _decide(unit: Unit, claims: list[Claim], verdict: Verdict | None, survivor: Survivor) -> None:
    winner, rule = judge(unit, claims, verdict)
    survivor.values.update(winner.values)
    # A field that has lineage but no value was emptied on purpose; one without lineage was never known.
    survivor.lineage.update(dict.fromkeys(winner.values or unit.fields, winner.source_id))
    if verdict is not None and verdict.kind == "hold":
        survivor.held.append(unit.name)
    losers = tuple(c for c in claims if c.fresh and not _agree(unit, c, winner))
    if losers and unit.rule.strategy != "union":
        survivor.findings.append(Finding(unit, winner, losers, rule))


def judge(unit: Unit, claims: Sequence[Claim], verdict: Verdict | None) -> tuple[Claim, str]:
    """The winning claim of a unit, and the rule that decided in words."""
    if verdict is not None and verdict.kind in ("pin", "hold"):
        return _by_decision(verdict), {"pin": "pinned", "hold": "review"}[verdict.kind]
    if verdict is not None:
        claims = [_as_chosen(claim, verdict) for claim in claims] or [_by_decision(verdict)]
    weighed = claims
    if unit.rule.strategy not in WEIGH_CLEARING:
        weighed = [claim for claim in claims if not claim.clears] or claims
    winner = STRATEGIES[unit.rule.strategy](weighed, unit)
    rule = "chosen" if verdict is not None and winner.source_id == 0 else unit.rule.words()
    return _best_spelling(unit, winner, weighed), rule


def _by_decision(verdict: Verdict) -> Claim:
    return Claim(0, STEWARD, verdict.author, verdict.values, verdict.at, edited=True, fresh=False)


def _as_chosen(claim: Claim, verdict: Verdict) -> Claim:
    if claim.at > verdict.at:
        return claim
    return Claim(0, claim.connection, verdict.author, verdict.values, verdict.at, edited=True, fresh=False)


def _best_spelling(unit: Unit, winner: Claim, claims: Sequence[Claim]) -> Claim:
    """Among claims that agree with the winner of a group, the one that fills most of it (a name split in two, say)."""
    if len(unit.fields) == 1 or winner.clears or winner.source_id == 0:
        return winner
    agreeing = [c for c in claims if not c.clears and _agree(unit, c, winner)]
    return max(agreeing, key=lambda c: (len(c.values), c.source_id == winner.source_id, c.at, c.name), default=winner)


def _agree(unit: Unit, one: Claim, other: Claim) -> bool:
    return agree(unit, one.values, other.values)


def agree(unit: Unit, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two values of a unit say the same, spelling aside; in a group, blanks on one side say nothing."""
    if not one or not other:
        return not one and not other
    if len(unit.fields) == 1:
        field = unit.fields[0]
        return same(unit.kinds[0], one.get(field), other.get(field))
    shared = [(f, k) for f, k in zip(unit.fields, unit.kinds, strict=True) if f in one and f in other]
    return bool(shared) and all(same(kind, one[field], other[field]) for field, kind in shared)
