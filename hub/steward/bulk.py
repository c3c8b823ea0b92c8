"""Many questions answered at once: what would be decided is shown first, and is taken back in one go.

Invariant: no join in bulk goes over a wall, nor over anything that a person has parted, however many pairs lie between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Literal

import msgspec

from hub.steward.carried_out import check_unwritten
from hub.steward.decide import check_author, deciding, queue
from hub.steward.doubts import Pair, pair_of
from hub.steward.questions import Question, asked_pairs, questions
from hub.steward.revoke import Revoked, standing_row, take_back
from hub.steward.weigh import clusters
from hub.store import audit, decisions, sources
from hub.store.transaction import Transaction
from hub.sync.evidence import Evidence
from hub.sync.gather import decided_pairs
from hub.sync.world import World

Answer = Literal["same", "different", "unsure"]
PAIR_KINDS = ("same", "different", "unsure")
SHOWN = 10


class Bulk(msgspec.Struct, frozen=True):
    """`decisions` are empty where nothing was stored. Of `total` pairs the first are shown; `walled` and `parted` ones
    are left out: a wall, or a person's word, stands between records of the two customers.
    """

    answer: str
    total: int
    pairs: list[Pair]
    walled: int
    parted: int
    decisions: list[int]
    format: int = 1


class Wish(msgspec.Struct, frozen=True):
    """What somebody says about all questions for which `holds`."""

    answer: Answer
    author: str
    reason: str
    holds: Callable[[Question], bool]
    entity: str | None = None


def answer_questions(world: World, wish: Wish, *, carry_out: bool) -> Bulk:
    """Store a decision for each question that is meant; without `carry_out` only tell which ones these are."""
    check_author(wish.author)
    with deciding(world) as tx:
        asked = asked_pairs(tx, world, wish.entity)
        meant = [one for one in questions(tx, world, asked) if wish.holds(one)]
        kept, walled, parted = _Joining(tx, world).kept(meant) if wish.answer == "same" else (meant, 0, 0)
        shown = [pair_of(tx, world, one.asked.entity, one.asked.records) for one in kept[:SHOWN]]
        numbers = _store(tx, world, wish, kept) if carry_out and kept else []
    return Bulk(wish.answer, len(kept), shown, walled, parted, numbers)


def take_back_all(world: World, number: int, author: str) -> Revoked:
    """Take back every decision, be it about a pair or about a value, that was made at once with this one."""
    check_author(author)
    with deciding(world) as tx:
        row = standing_row(tx, number)
        kinds = PAIR_KINDS if row.kind in PAIR_KINDS else (row.kind,)
        rows = [one for one in decisions.made_with(tx, row.author, row.at) if one.kind in kinds]
        check_unwritten(tx, rows)
        return take_back(tx, world, rows, author, world.now_text())


def _store(tx: Transaction, world: World, wish: Wish, kept: Sequence[Question]) -> list[int]:
    now = world.now_text()
    numbers = [
        decisions.add(tx, wish.answer, one, right=other, author=wish.author, reason=wish.reason, at=now)
        for one, other in (question.asked.records for question in kept)
    ]
    if wish.answer != "unsure":
        golden_ids = sorted({number for question in kept for number in question.asked.customers})
        for cluster in clusters(tx, world, golden_ids).values():
            queue(tx, cluster)
    facts = {"decisions": numbers, "kind": wish.answer, "sources": [question.asked.records for question in kept]}
    audit.append(tx, now, wish.author, "decisions_made", facts, {"reason": wish.reason})
    world.log("decisions_made", decisions=len(numbers), kind=wish.answer, author=wish.author)
    return numbers


class _Joining:
    """Customers that would become one, with all their records."""

    def __init__(self, tx: Transaction, world: World) -> None:
        self._tx, self._world = tx, world
        self._group: dict[int, set[int]] = {}
        self._records: dict[int, list[int]] = {}
        self._parted: set[frozenset[int]] = set()
        self._looked_at: set[int] = set()
        self._weighing = {
            entity: Evidence(tx, entity, one, world.mentions) for entity, one in world.definitions.items()
        }

    def kept(self, meant: Sequence[Question]) -> tuple[list[Question], int, int]:
        """Those that nothing parts, and how many a wall and a person's word do; the likely ones come first."""
        self._read({number for one in meant for number in one.asked.customers})
        kept, walled, parted = [], 0, 0
        for one in sorted(meant, key=lambda question: (-question.asked.score, question.asked.records)):
            sides = [self._group[number] for number in one.asked.customers]
            if sides[0] is not sides[1]:
                pairs = list(product(self._members(sides[0]), self._members(sides[1])))
                if any(frozenset(pair) in self._parted for pair in pairs):
                    parted += 1
                    continue
                if any(self._is_walled(one.asked.entity, pair) for pair in pairs):
                    walled += 1
                    continue
                self._join(*sides)
            kept.append(one)
        order = {id(question): place for place, question in enumerate(meant)}
        return sorted(kept, key=lambda question: order[id(question)]), walled, parted

    def _read(self, customers: Iterable[int]) -> None:
        wanted = sorted(customers)
        self._group = {number: {number} for number in wanted}
        self._records = {number: [] for number in wanted}
        for row in sources.of_golden(self._tx, wanted):
            if row.golden_id is not None:
                self._records[row.golden_id].append(row.source_id)
        every = sorted(source_id for some in self._records.values() for source_id in some)
        self._looked_at = {number for one in self._weighing.values() for number in one.read_facts(every)}
        said = decided_pairs(decisions.about(self._tx, every))
        self._parted = {frozenset(pair) for pair in said["different"]}

    def _members(self, group: Iterable[int]) -> list[int]:
        return [source_id for number in sorted(group) for source_id in self._records[number]]

    def _is_walled(self, entity: str, pair: tuple[int, int]) -> bool:
        if not self._looked_at.issuperset(pair):
            return False
        weighing = self._weighing[entity]
        lines, score = weighing.told(*pair)
        return any(line.wall for line in lines) and score < weighing.same

    def _join(self, one: set[int], other: set[int]) -> None:
        one |= other
        for number in other:
            self._group[number] = one
