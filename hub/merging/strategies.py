"""The strategies: each picks one claim of a unit, and gives the same answer whatever the order of the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.merging.claims import Claim
from hub.merging.rules import Rule, Unit
from hub.normalize.compare import comparable

Strategy = Callable[[Sequence[Claim], Unit], Claim]


def _recency(claim: Claim) -> tuple[str, bool, int, str]:
    # Ties are broken by names, never by order of arrival; an edit beats a first sighting of the same moment.
    return (claim.at, claim.edited, len(claim.values), claim.name)


def most_recent(claims: Sequence[Claim], unit: Unit) -> Claim:
    """The claim made last."""
    return max(claims, key=_recency)


def oldest(claims: Sequence[Claim], unit: Unit) -> Claim:
    """The claim made first."""
    first = min(claim.at for claim in claims)
    return most_recent([claim for claim in claims if claim.at == first], unit)


def source_priority(claims: Sequence[Claim], unit: Unit) -> Claim:
    """The claim of the system that the rule lists first; unlisted systems come last."""
    order = {name: place for place, name in enumerate(unit.rule.order)}
    best = min(order.get(claim.connection, len(order)) for claim in claims)
    return most_recent([claim for claim in claims if order.get(claim.connection, len(order)) == best], unit)


def most_trusted(claims: Sequence[Claim], unit: Unit) -> Claim:
    """The claim with the most trust left after its age; ages count from the newest claim, so no clock is asked."""
    newest = datetime.fromisoformat(max(claim.at for claim in claims))
    return max(claims, key=lambda claim: (_trust(claim, unit.rule, newest), _recency(claim)))


def _trust(claim: Claim, rule: Rule, newest: datetime) -> float:
    trust = rule.trust.get(claim.connection, 0.5)
    if rule.half_life_days is None:
        return trust
    age_days = (newest - datetime.fromisoformat(claim.at)).total_seconds() / 86400
    return float(trust * 0.5 ** (age_days / rule.half_life_days))


def most_complete(claims: Sequence[Claim], unit: Unit) -> Claim:
    """The claim that fills most of the group's fields."""
    return max(claims, key=lambda claim: (len(claim.values), _recency(claim)))


def most_frequent(claims: Sequence[Claim], unit: Unit) -> Claim:
    """A claim of the value that most sources hold, spelling aside."""
    counts = Counter(_spelling(claim, unit) for claim in claims)
    return max(claims, key=lambda claim: (counts[_spelling(claim, unit)], _recency(claim)))


def longest(claims: Sequence[Claim], unit: Unit) -> Claim:
    """The claim with the longest text."""
    return max(claims, key=lambda claim: (sum(len(str(v)) for v in claim.values.values()), _recency(claim)))


def union(claims: Sequence[Claim], unit: Unit) -> Claim:
    """All items of all lists, each once, oldest first, but for those that somebody took out after the last list that
    holds them; the claim is that of the newest contributor.
    """
    field, kind = unit.fields[0], unit.kinds[0]
    gone = taken_out(claims, kind)
    items: dict[object, object] = {}
    for claim in sorted(claims, key=_recency):
        for item in claim.values.get(field, ()):
            spelling = comparable(kind, [item])
            if claim.at >= gone.get(spelling, ""):
                items.setdefault(spelling, item)
    newest = most_recent(claims, unit)
    values = {field: list(items.values())} if items else {}
    return Claim(newest.source_id, newest.connection, newest.name, values, newest.at, False, False)


def taken_out(claims: Iterable[Claim], kind: str) -> dict[object, str]:
    """When each item was last taken out of a list."""
    gone: dict[object, str] = {}
    for at, item in (dropped for claim in claims for dropped in claim.dropped):
        spelling = comparable(kind, [item])
        gone[spelling] = max(at, gone.get(spelling, ""))
    return gone


def items_of(unit: Unit, values: Mapping[str, Any]) -> set[object]:
    """The items of a list, spelling aside."""
    return {comparable(unit.kinds[0], [item]) for item in values.get(unit.fields[0], ())}


def opt_out(claims: Sequence[Claim], unit: Unit) -> Claim:
    """An opt-out seen anywhere wins; among equals the first one, which is when it took effect."""
    outs = [claim for claim in claims if claim.opts_out]
    return oldest(outs, unit) if outs else most_recent(claims, unit)


def _spelling(claim: Claim, unit: Unit) -> tuple[object, ...]:
    return tuple(comparable(k, claim.values.get(f)) for f, k in zip(unit.fields, unit.kinds, strict=True))


STRATEGIES: dict[str, Strategy] = {
    "most_recent": most_recent,
    "source_priority": source_priority,
    "most_trusted": most_trusted,
    "most_complete": most_complete,
    "most_frequent": most_frequent,
    "longest": longest,
    "oldest": oldest,
    "union": union,
    "opt_out": opt_out,
}
# A wish to clear is a claim where time or rank decides; where the value itself decides, there is nothing to weigh.
WEIGH_CLEARING = frozenset({"most_recent", "source_priority", "most_trusted", "oldest", "union"})
