"""Why two records of a file are one customer or are not: what is weighed between them, and what happens around them.

Invariant: nothing here decides; the pair is weighed and the clusters are made as `match_file` does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from hub.batch import said, sql
from hub.batch.chains import Scored, chain
from hub.batch.match import Link, Matching
from hub.batch.prepare import prepared
from hub.batch.source import Row, Source, entity_of
from hub.located import LocatedError
from hub.matching.conditions import Facts
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import Definition
from hub.matching.weigh import Line, lines, weigh

Verdict = Literal["joined", "ask", "wall", "apart"]
Groups = Mapping[int, Sequence[int]]
MOST_WALLS = 10
_LIKE = 0.6


@dataclass(frozen=True)
class Explained:
    """`entities` has one type each; where these differ, nothing is weighed.

    `chain` ties the records whether or not it holds: one of its links may be `dropped`, since it would put the two
    sides of `walls` into one cluster, or make a cluster too large. `compared` is whether the two share a key.
    """

    entities: tuple[str, str]
    verdict: Verdict = "apart"
    prior: float = 0.0
    lines: Sequence[Line] = ()
    score: float = 0.0
    same: float = 0.0
    ask: float = 0.0
    compared: bool = False
    together: bool = False
    chain: Sequence[Link] = ()
    dropped: Sequence[Link] = ()
    walls: Sequence[Link] = ()


def two_rows(source: Source, left: str, right: str) -> tuple[Row, Row]:
    """The records with these ids."""
    found: dict[str, Row] = {}
    for row in source.rows():
        if row.record_id in (left, right):
            found.setdefault(row.record_id, row)
    for record_id in (left, right):
        if record_id not in found:
            raise _unknown(source, record_id)
    return found[left], found[right]


def _unknown(source: Source, record_id: str) -> LocatedError:
    """An id that is not there, with the one that is most like it."""
    ids = (row.record_id for row in source.rows())
    near = process.extractOne(
        record_id, ids, scorer=Levenshtein.normalized_similarity, score_cutoff=_LIKE, processor=str.casefold
    )
    hint = f"did you mean '{near[0]}'?" if near else "see the column record_id"
    return source.error(1, "record_id", f"no record '{record_id[:80]}' in this file", hint)


def explain(source: Source, rows: tuple[Row, Row], definitions: Mapping[str, Definition] = DEFINITIONS) -> Explained:
    """Match the records of the two rows' type, and tell what becomes of the two."""
    entities = (entity_of(source, rows[0]), entity_of(source, rows[1]))
    if entities[0] != entities[1]:
        return Explained(entities)
    definition = definitions[entities[0]]
    with prepared(source, definition.features(), definition.features()) as engine:
        matching = Matching(engine, [definition])
        ids = [matching.names.index(row.record_id) for row in rows]
        return _Around(matching, definition, ids[0], ids[1]).explained()


class _Around:
    """Two records among all of their type, matched."""

    def __init__(self, matching: Matching, definition: Definition, left: int, right: int) -> None:
        self.matching, self.definition = matching, definition
        self.left, self.right = left, right
        matching.weigh(definition)
        self.groups = matching.groups(definition)
        self.cluster = {member: first for first, members in self.groups.items() for member in members}

    def explained(self) -> Explained:
        facts = self._facts(self.left), self._facts(self.right)
        weighed = weigh(self.definition, *facts, self.matching.count)
        together = self._cluster_of(self.left) == self._cluster_of(self.right)
        compared = self._is_compared()
        way = self._chain(together)
        cut = [(one, other) for one, other in way if self._cluster_of(one) != self._cluster_of(other)]
        return Explained(
            entities=(self.definition.entity, self.definition.entity),
            verdict=self._verdict(weighed.score, weighed.walled, together, compared),
            prior=-log2(self.matching.count),
            lines=lines(self.definition, *facts),
            score=weighed.score,
            same=self.definition.same,
            ask=self.definition.ask,
            compared=compared,
            together=together,
            chain=[self._link(*edge) for edge in way],
            dropped=[self._link(*edge) for edge in cut],
            walls=[wall for edge in cut for wall in self._walls(*edge)][:MOST_WALLS],
        )

    def _verdict(self, score: float, walled: bool, together: bool, compared: bool) -> Verdict:
        if together:
            return "joined"
        if walled and score < self.definition.same:
            return "wall"
        return "ask" if compared and score >= self.definition.ask else "apart"

    def _facts(self, record: int) -> Facts:
        features = self.definition.features()
        rarities = [f"{one.feature}_bits" for one in self.definition.rarities]
        told = said.records(features, (), f"id = {record}")
        asked = ", ".join((*(f"told.{feature}" for feature in features), *rarities))
        (row,) = self.matching.engine.rows(f"SELECT {asked} FROM fact JOIN ({told}) told USING (id)")
        return dict(zip((*features, *rarities), row, strict=True))

    def _cluster_of(self, record: int) -> int:
        return self.cluster.get(record, record)

    def _members(self, record: int) -> Sequence[int]:
        return self.groups.get(self._cluster_of(record), [record])

    def _is_compared(self) -> bool:
        one, other = sorted((self.left, self.right))
        return bool(self.matching.engine.rows(f"SELECT 1 FROM pair WHERE l = {one} AND r = {other}"))

    def _chain(self, together: bool) -> list[tuple[int, int]]:
        """Within the cluster of the two, or over all joins where they are not in one."""
        members = set(self._members(self.left))
        edges: list[Scored] = [
            (one, other, score)
            for one, other, score in self.matching.engine.rows(
                f"SELECT l, r, score FROM scored WHERE score >= {self.definition.same}"
            )
            if not together or (one in members and other in members)
        ]
        return chain(edges, self.left, self.right)

    def _link(self, one: int, other: int) -> Link:
        weighed = weigh(self.definition, self._facts(one), self._facts(other), self.matching.count)
        return Link(self.matching.names[one], self.matching.names[other], weighed.score, weighed.evidence)

    def _walls(self, one: int, other: int) -> list[Link]:
        """The walls between the clusters of two records, the weightiest first."""
        mine, theirs = (", ".join(map(str, self._members(record))) for record in (one, other))
        rows = self.matching.engine.rows(
            f"SELECT l, r FROM scored WHERE {sql.WALL} AND score < {self.definition.same} AND"
            f" ((l IN ({mine}) AND r IN ({theirs})) OR (l IN ({theirs}) AND r IN ({mine}))) ORDER BY score, l, r"
        )
        return [self._link(*row) for row in rows]
