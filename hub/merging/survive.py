"""`survive(sources, rules, decisions)`: the golden record as a pure function, with what it displaced.

Invariant: the answer depends on the set of sources and decisions, never on their order. Golden tables only cache it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from hub.merging.agreement import agree
from hub.merging.alike import agreed, to_weigh
from hub.merging.claims import Claim, Source, claim_of
from hub.merging.lost import is_lost, is_put_back, of_unit
from hub.merging.newest import newest
from hub.merging.rules import EntityRules, Unit
from hub.merging.strategies import STRATEGIES, WEIGH_CLEARING

STEWARD = "steward"


class Verdict(msgspec.Struct, frozen=True):
    """A decision about one unit of one golden record.

    choose: claims made up to `at` stand as if they had said `values`; later edits compete again. pin: `values`
    always wins, save a permission, which a later opt-out takes away. hold: a conflict waits for a person, and the unit
    keeps `values` until then. `stood` is the golden record that it was about until now, so what its author saw.
    """

    kind: Literal["choose", "pin", "hold"]
    values: dict[str, Any]
    at: str
    author: str = STEWARD
    stood: Mapping[str, Any] | None = None


class Finding(msgspec.Struct, frozen=True):
    """Claims that are lost now, to an author who never saw them: a conflict where one was an edit, else an initial
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

    @property
    def lacks_proof(self) -> bool:
        """Whether somebody gave a permission back, or emptied it, after an opt-out: that is no proof of a consent."""
        later = [loser for loser in self.losers if loser.edited and loser.at >= self.winner.at]
        return self.winner.opts_out and self.unit.rule.strategy == "opt_out" and bool(later)

    @property
    def loses_opt_out(self) -> bool:
        """Whether a permission stands on a decision that did not know of this opt-out."""
        return self.unit.rule.strategy == "opt_out" and any(loser.opts_out for loser in self.losers)


class Survivor(msgspec.Struct, frozen=True):
    """The golden values, the source id behind each field (0: a decision), and the findings."""

    values: dict[str, Any]
    lineage: dict[str, int]
    findings: list[Finding]
    held: list[str]


def survive(
    sources: Sequence[Source],
    rules: EntityRules,
    decisions: Mapping[str, Verdict],
    overruled: Mapping[str, Sequence[Verdict]] = MappingProxyType({}),
    released: Set[str] = frozenset(),
) -> Survivor:
    """The golden record of one cluster; `decisions` are by unit name, and so are the older ones that they overrule.

    `released` are the units that a decision gave until now and that none gives any more.
    """
    values, lineage = agreed(sources, rules, decisions.keys() | overruled.keys())
    survivor = Survivor(values, lineage, [], [])
    spoken_of = set().union(*(source.shadow for source in sources), *(source.marks for source in sources))
    _weigh(
        to_weigh(rules, spoken_of - values.keys(), decisions.keys()), sources, decisions, overruled, released, survivor
    )
    return survivor


def survive_in(
    units: Sequence[Unit],
    sources: Sequence[Source],
    decisions: Mapping[str, Verdict],
    overruled: Mapping[str, Sequence[Verdict]] = MappingProxyType({}),
    released: Set[str] = frozenset(),
) -> Survivor:
    """What `survive` says of these units alone: no unit has a say in another."""
    survivor = Survivor({}, {}, [], [])
    _weigh(units, sources, decisions, overruled, released, survivor)
    return survivor


def _weigh(
    units: Sequence[Unit],
    sources: Sequence[Source],
    decisions: Mapping[str, Verdict],
    overruled: Mapping[str, Sequence[Verdict]],
    released: Set[str],
    survivor: Survivor,
) -> None:
    spoken_for = decisions.keys() | overruled.keys() | released
    for unit in units:
        if unit.name not in spoken_for and (found := newest(unit, sources)) is not None:
            survivor.values[unit.fields[0]], survivor.lineage[unit.fields[0]] = found
            continue
        claims = claims_of(unit, sources)
        if unit.name in released:
            # Under the decision they were weighed against its value alone, and never against each other.
            claims = [msgspec.structs.replace(claim, fresh=True) for claim in claims]
        verdict = decisions.get(unit.name)
        if claims or verdict:
            _decide(unit, claims, verdict, overruled.get(unit.name, ()), survivor)


def claims_of(unit: Unit, sources: Sequence[Source]) -> list[Claim]:
    """What everybody says of a unit, and each opt-out that the same source has gone back on without a proof."""
    claims = [claim for source in sources if (claim := claim_of(source, unit.fields)) is not None]
    outs = [claim for claim in claims if claim.out]
    if not outs:
        return claims
    said_no = dict.fromkeys(unit.fields, False)
    return claims + [
        msgspec.structs.replace(claim, values=said_no, at=claim.out, edited=True, fresh=False, saw=None, out="")
        for claim in outs
    ]


def _decide(
    unit: Unit, claims: list[Claim], verdict: Verdict | None, overruled: Sequence[Verdict], survivor: Survivor
) -> None:
    winner, rule = judge(unit, claims, verdict)
    survivor.values.update(winner.values)
    # A field that has lineage but no value was emptied on purpose; one without lineage was never known.
    survivor.lineage.update(dict.fromkeys((*winner.values, *winner.emptied) or unit.fields, winner.source_id))
    if verdict is not None and verdict.kind == "hold":
        survivor.held.append(unit.name)
    if unit.rule.strategy == "union":
        losers = tuple(claim for claim in claims if is_put_back(unit, claim, winner, claims))
    else:
        decided = [*overruled, verdict] if verdict is not None and winner.source_id else overruled
        heard = [*claims, *(_by_decision(unit, other) for other in decided)]
        losers = tuple(claim for claim in heard if is_lost(unit, claim, winner))
    if losers:
        survivor.findings.append(Finding(unit, winner, losers, rule))


def judge(unit: Unit, claims: Sequence[Claim], verdict: Verdict | None) -> tuple[Claim, str]:
    """The winning claim of a unit, and the rule that decided in words."""
    is_consent = unit.rule.strategy == "opt_out"
    if verdict is not None:
        decided = _by_decision(unit, verdict)
        if verdict.kind != "choose" and (decided.opts_out or not is_consent):
            return decided, {"pin": "pinned", "hold": "review"}[verdict.kind]
        chosen = [_as_chosen(claim, decided) for claim in claims]
        if is_consent and not any(claim.opts_out for claim in chosen):
            chosen = []  # who gives a permission once more without a proof has answered nobody's opt-out
        claims = [*chosen, decided] if is_consent or not chosen else chosen
    weighed = claims
    if unit.rule.strategy not in WEIGH_CLEARING:
        weighed = [claim for claim in claims if not claim.clears] or claims
    winner = STRATEGIES[unit.rule.strategy](weighed, unit)
    rule = "chosen" if verdict is not None and winner.source_id == 0 else unit.rule.words()
    return _best_spelling(unit, winner, weighed), rule


def _by_decision(unit: Unit, verdict: Verdict) -> Claim:
    saw = None if verdict.stood is None else of_unit(unit, verdict.stood)
    author = (0, STEWARD, verdict.author)
    # Who decides looks at the golden record, which tells by whom a field was emptied.
    return Claim(
        *author, verdict.values, verdict.at, edited=True, fresh=False, saw=saw, stood=verdict.stood, showed=sys.maxsize
    )


def _as_chosen(claim: Claim, decided: Claim) -> Claim:
    return claim if claim.at > decided.at else msgspec.structs.replace(decided, connection=claim.connection)


def _best_spelling(unit: Unit, winner: Claim, claims: Sequence[Claim]) -> Claim:
    """Among claims that say all that the winner of a group does, the one that fills most of it (a name in halves)."""
    if len(unit.fields) == 1 or winner.clears or winner.source_id == 0:
        return winner
    fuller = [
        c for c in claims if c.values.keys() >= winner.values.keys() and c.values.keys().isdisjoint(winner.emptied)
    ]
    # Spellings are compared from the best one on, for mostly the first agrees.
    fuller.sort(key=lambda c: (len(c.values), c.source_id == winner.source_id, c.at, c.name), reverse=True)
    return next((c for c in fuller if agree(unit, c.values, winner.values)), winner)
