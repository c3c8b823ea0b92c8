"""Questions: pairs of records of two customers that may be one, the most valuable first, and what is known of each.

Invariant: nothing is asked about what a person has already answered, nor about two customers of whom some records are
known to differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec

from hub.steward.errors import StewardError
from hub.store import decisions, evidence, golden_links
from hub.store.decisions import DecisionRow
from hub.store.transaction import Transaction
from hub.sync.evidence import Evidence
from hub.sync.gather import decided_pairs
from hub.sync.world import World

BY_RULE = "rule:"
"""Before the name of who lets rules decide: what a rule has decided is no experience of a person."""


def is_of_a_person(world: World, row: DecisionRow) -> bool:
    """Whether somebody has looked: neither the hub nor a system, nor a rule."""
    return row.author not in {"hub", *world.connections} and not row.author.startswith(BY_RULE)


class Asked(msgspec.Struct, frozen=True):
    """The likeliest pair between two customers; `worth` are the golden records that refer to these, by entity."""

    entity: str
    records: tuple[int, int]
    customers: tuple[int, int]
    score: float
    worth: dict[str, int]


class Question(msgspec.Struct, frozen=True):
    """A pair with the words of what speaks for and against it, and whether a wall parts it."""

    asked: Asked
    words: frozenset[str]
    walled: bool


def asked_pairs(tx: Transaction, world: World, entity: str | None = None, *, unsure: bool = False) -> list[Asked]:
    """Those of one entity or of all; `unsure` asks for those instead that somebody has looked at and left open."""
    wanted = [one for one in world.definitions if entity in (None, one)]
    if not wanted:
        raise StewardError("no_evidence", known=", ".join(world.definitions) or "—")
    found = [(one, pair) for one in wanted for pair in _between(tx, one, unsure)]
    worth = golden_links.counts_of_referring(tx, sorted({number for _, pair in found for number in pair[3:]}))
    told = [
        Asked(one, pair[:2], pair[3:], pair[2], summed(worth.get(number, {}) for number in pair[3:]))
        for one, pair in found
    ]
    return sorted(told, key=_rank)


def questions(tx: Transaction, world: World, asked: Sequence[Asked]) -> Iterator[Question]:
    """These pairs with their evidence."""
    weighing = {entity: Evidence(tx, entity, one, world.mentions) for entity, one in world.definitions.items()}
    for entity, evidence_of in weighing.items():
        evidence_of.read_facts(number for one in asked if one.entity == entity for number in one.records)
    for one in asked:
        lines, score = weighing[one.entity].told(*one.records)
        walled = any(line.wall for line in lines) and score < weighing[one.entity].same
        yield Question(one, frozenset(line.words for line in lines), walled)


def summed(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Counts by entity, all together."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))


Found = tuple[int, int, float, int, int]


def _between(tx: Transaction, entity: str, unsure: bool) -> list[Found]:
    """The likeliest pair between each two customers about whom nobody has said anything, or of whom that is unsure."""
    found = evidence.doubtful(tx, entity)
    rows = decisions.about(tx, sorted({source_id for pair in found for source_id in pair[:2]}))
    left_open = {frozenset((row.left, row.right)) for row in rows if row.kind == "unsure"}
    said = decided_pairs(rows)
    open_customers = _customers(found, left_open)
    settled = _customers(found, {frozenset(pair) for kind in said.values() for pair in kind})
    best: dict[frozenset[int], Found] = {}
    for pair in found:
        customers = frozenset(pair[3:])
        if customers not in settled and (customers in open_customers) is unsure:
            best.setdefault(customers, pair)
    return list(best.values())


def _customers(found: Sequence[Found], pairs: Set[Set[int | None]]) -> set[frozenset[int]]:
    return {frozenset(pair[3:]) for pair in found if frozenset(pair[:2]) in pairs}


def _rank(one: Asked) -> tuple[float, ...]:
    """Customers with many invoices first, then those with much else, then the likely."""
    return -one.worth.get("invoice", 0), -sum(one.worth.values()), -one.score, *one.records
