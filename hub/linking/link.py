"""The candidates of a party in their order, and whether one of them is linked without a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from hub.linking.facts import Facts
from hub.linking.grounds import ENOUGH, STRENGTH, SURE, Against, Ground, against, are_named_apart, grounds

Verdict = Literal["linked", "doubtful", "none"]
Why = Literal["agreed", "taught", "rivals", "contradicted", "weak", "nobody"]

MOST_CANDIDATES = 10


class Party(NamedTuple):
    """Who is billed or has paid: what is said of them, and the customers that other records point to.

    `partner` is the customer of the accounting partner by the crosswalk, `taught` are those whom people named for just
    such a party, and `owed` those with an open bill of the amount that was paid.
    """

    facts: Facts
    partner: int | None = None
    taught: frozenset[int] = frozenset()
    owed: frozenset[int] = frozenset()


class Candidate(NamedTuple):
    """A customer, what speaks for it (the strongest first) and what forbids to link it."""

    customer: int
    strength: int
    grounds: tuple[Ground, ...]
    against: tuple[Against, ...] = ()


class Linking(NamedTuple):
    """What is found: `customer` is given where the verdict is `linked`, and `why` names what decided."""

    verdict: Verdict
    why: Why
    customer: int | None
    candidates: tuple[Candidate, ...]


def link(party: Party, customers: Mapping[int, Facts]) -> Linking:
    """Weigh these customers, which are all that share a key with the party or that something points to."""
    weighed = (_candidate(party, number, facts) for number, facts in customers.items())
    found = _ranked(candidate for candidate in weighed if candidate.grounds)
    if not found:
        return Linking("none", "nobody", None, ())
    first, others = found[0], found[1:]
    if [one.customer for one in found if "taught" in one.grounds] == [first.customer]:
        return Linking("linked", "taught", first.customer, found[:MOST_CANDIDATES])
    if first.against:
        return Linking("doubtful", "contradicted", None, found[:MOST_CANDIDATES])
    if first.strength < ENOUGH:
        return Linking("doubtful", "weak", None, found[:MOST_CANDIDATES])
    unlike = are_named_apart(party.facts, customers[first.customer])
    if any(_is_rival(first, other, unlike=unlike) for other in others):
        return Linking("doubtful", "rivals", None, found[:MOST_CANDIDATES])
    return Linking("linked", "agreed", first.customer, found[:MOST_CANDIDATES])


def _candidate(party: Party, customer: int, facts: Facts) -> Candidate:
    pointed: list[Ground] = ["partner"] if customer == party.partner else []
    pointed += ["taught"] if customer in party.taught else []
    said = (*pointed, *grounds(party.facts, facts, is_owed=customer in party.owed))
    strength = max((STRENGTH[ground] for ground in said), default=0)
    return Candidate(customer, strength, said, tuple(against(party.facts, facts)))


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Whom a person has named first, then those that nothing speaks against, the strongest, those with more grounds."""

    def rank(one: Candidate) -> tuple[bool, bool, int, int, int]:
        return "taught" not in one.grounds, bool(one.against), -one.strength, -len(one.grounds), one.customer

    return tuple(sorted(candidates, key=rank))


def _is_rival(first: Candidate, other: Candidate, *, unlike: bool) -> bool:
    """Whether the bill may be the other's: it has an identifier as well, or as good a ground, or alone the name."""
    if other.strength >= SURE:
        return True
    if first.grounds[0] == "full_name" and "name" in other.grounds:
        return True
    if other.strength < ENOUGH:
        return False
    if unlike and any(ground.startswith("name_and") for ground in other.grounds):
        return True
    return first.strength < SURE and not other.against
