"""Lost: which claims give way to somebody who had not seen them, so that people are told.

Invariant: each claim is told of once, when it goes, whichever of the two came first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.merging.agreement import agree
from hub.merging.claims import Claim
from hub.merging.rules import Unit
from hub.merging.strategies import items_of, taken_out


def is_put_back(unit: Unit, claim: Claim, winner: Claim, claims: Sequence[Claim]) -> bool:
    """Whether what somebody took out of a list stands again by another's word, who had found it there and left it."""
    if not claim.dropped or winner.source_id == 0:
        return False
    kind = unit.kinds[0]
    gone = taken_out([claim], kind).keys() & items_of(unit, winner.values)
    for other in claims if gone else ():
        left = items_of(unit, other.values) & items_of(unit, other.values if other.saw is None else other.saw)
        if other is not claim and (claim.fresh or other.fresh) and not gone.isdisjoint(left):
            return True
    return False


def is_lost(unit: Unit, claim: Claim, winner: Claim) -> bool:
    """Whether a claim that was golden until now, or has never been weighed, gives way to somebody who had not seen it.

    So each claim is told of once, when it goes, whichever of the two came first.
    """
    if claim is winner or claim.values == winner.values or _was_seen(unit, claim, winner):
        return False
    return (claim.fresh or _stands_in(unit, claim.stood, claim)) and not _tells(unit, winner.values, claim)


def _says(unit: Unit, whole: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether all of these values stand in the other ones: what a group lacks of them is lost with the rest."""
    return values.keys() <= whole.keys() and agree(unit, values, whole)


def _tells(unit: Unit, whole: Mapping[str, Any], claim: Claim) -> bool:
    """Whether this says all of the claim, and nothing that its author took out."""
    return _says(unit, whole, claim.values) and whole.keys().isdisjoint(claim.emptied)


def _was_seen(unit: Unit, claim: Claim, winner: Claim) -> bool:
    """Whether the winner's author had it before his eyes."""
    if winner.saw is None or winner.at < claim.at or not agree(unit, claim.values, winner.saw):
        return False
    if not claim.values.keys() <= winner.saw.keys() or not winner.saw.keys().isdisjoint(claim.emptied):
        return False  # of a group he saw a part, and not what somebody else says of the rest
    return not claim.clears or _was_told(claim, winner)


def _was_told(claim: Claim, winner: Claim) -> bool:
    """Whether the empty field that he saw was empty because of this claim, and not for a reason of its own."""
    return not claim.fresh and claim.weighed < winner.showed


def _stands_in(unit: Unit, golden: Mapping[str, Any] | None, claim: Claim) -> bool:
    return golden is not None and _tells(unit, of_unit(unit, golden), claim)


def of_unit(unit: Unit, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a golden record holds of a unit."""
    return {field: values[field] for field in unit.fields if field in values}
