"""From a file of records to clusters and pairs to review.

Invariant: neither the order of the rows nor the number of processes changes a cluster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.batch import said, sql
from hub.batch.engine import Engine
from hub.batch.prepare import prepared
from hub.batch.regrouping import Clusters, Pairs
from hub.batch.source import Source
from hub.matching.definition import DEFINITIONS
from hub.matching.evidence_model import FEWEST_RECORDS, Definition

LARGEST_CLUSTER = 200


@dataclass(frozen=True)
class Link:
    """Two records with what speaks for and against their being the same: each level that holds, and its bits."""

    left: str
    right: str
    score: float
    evidence: Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Doubt(Link):
    """Two records that may be the same; where `walled`, they stay apart unless a person says otherwise."""

    walled: bool = False


@dataclass
class Found:
    """The clusters of more than one record, and the doubts, best first."""

    names: Sequence[str]
    clusters: list[list[str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def records(self) -> int:
        return len(self.names)

    def placed(self) -> Iterator[tuple[str, str]]:
        """Each record with its cluster, which is called after its first record."""
        first = {name: members[0] for members in self.clusters for name in members}
        return ((name, first.get(name, name)) for name in self.names)

    @property
    def cluster_count(self) -> int:
        """All clusters, those of one record too."""
        return self.records - sum(len(one) - 1 for one in self.clusters)

    @property
    def asked(self) -> int:
        """How many records a person is asked about; a wall is told, and asks nothing."""
        return len({name for doubt in self.doubts if not doubt.walled for name in (doubt.left, doubt.right)})


def match_file(source: Source, definitions: Mapping[str, Definition] = DEFINITIONS) -> Found:
    """Cluster the records of a file."""
    with prepared(source, *sql.asked(definitions.values())) as engine:
        return Matching(engine, definitions.values()).run()


class Matching:
    """One run over one file."""

    def __init__(self, engine: Engine, definitions: Iterable[Definition]) -> None:
        self.engine = engine
        self.definitions = tuple(definitions)
        self.count = 1
        self._bases: set[str] = set()
        # Records are numbered by their ids, so that no order of rows is left.
        self.names: list[str] = [name for (name,) in engine.rows("SELECT record_id FROM number ORDER BY id")]

    def run(self) -> Found:
        """Each type of entity by its definition; what was prepared goes as soon as it is not needed."""
        found = Found(self.names)
        for definition in self.definitions:
            self._read(definition)
        for table in said.TABLES:
            self.engine.run(f"DROP TABLE {table}")
        for definition in self.definitions:
            self.weigh(definition)
            groups = self.groups(definition)
            found.clusters += [[self.names[one] for one in members] for members in groups.values()]
            found.doubts += self.doubts(definition, groups)
        found.doubts.sort(key=lambda doubt: (-doubt.score, doubt.left, doubt.right))
        return found

    def weigh(self, definition: Definition) -> None:
        """Find the pairs of records of this type that share a key, and weigh them."""
        self.facts(definition)
        run = self.engine.run
        run(f"CREATE OR REPLACE TABLE keyed AS {sql.key_rows(definition, 'fact')}")
        run(f"CREATE OR REPLACE TABLE pair AS {sql.pairs('keyed')}")
        run("DROP TABLE keyed")
        run("CREATE OR REPLACE TABLE chained (l INTEGER, r INTEGER)")
        run(f"CREATE OR REPLACE TABLE scored AS {sql.scored(definition, 'fact', 'pair', self.count)}")

    def _read(self, definition: Definition) -> None:
        """The records of this type with what they say."""
        features = said.records(definition.spelled(), definition.features(), f"entity_type = '{definition.entity}'")
        self.engine.run(f"CREATE TABLE base_{definition.entity} AS {features}")
        self._bases.add(definition.entity)

    def facts(self, definition: Definition) -> None:
        """The records of this type with the rarity of what they say."""
        run = self.engine.run
        base = f"base_{definition.entity}"
        if definition.entity not in self._bases:
            self._read(definition)
        self._bases.remove(definition.entity)
        ((count,),) = self.engine.rows(f"SELECT count(*) FROM {base}")
        self.count = max(count, FEWEST_RECORDS)
        for one in definition.rarities:
            run(f"CREATE OR REPLACE TABLE ef_{one.feature} AS {sql.rarity_table(one, base, self.count)}")
        run(f"CREATE OR REPLACE TABLE fact AS {sql.facts(definition, base, self.count)}")
        run(f"DROP TABLE {base}")

    def groups(self, definition: Definition) -> dict[int, list[int]]:
        """Clusters in which every pair was weighed; those that only a chain joined are weighed, then all is anew."""
        clusters = Clusters(self._weighed(definition, "scored"), LARGEST_CLUSTER)
        anew = clusters.groups
        while self._weigh_unseen(definition, anew):
            anew = clusters.learn(self._weighed(definition, "(SELECT * FROM scored SEMI JOIN unseen USING (l, r))"))
        return clusters.groups

    def _weighed(self, definition: Definition, scored: str) -> Pairs:
        joins = self.engine.weighed_pairs(
            f"SELECT l, r, score - {definition.same} FROM {scored} WHERE score >= {definition.same}"
        )
        walls = self.engine.weighed_pairs(
            f"SELECT l, r, {sql.height(definition)} FROM {scored} WHERE {sql.WALL} AND score < {definition.same}"
        )
        return Pairs(*joins, *walls)

    def _weigh_unseen(self, definition: Definition, groups: Mapping[int, Sequence[int]]) -> bool:
        """Weigh the pairs within these clusters of which nothing was kept; whether there were any."""
        self.place("placed", groups)
        self.engine.run(f"CREATE OR REPLACE TABLE unseen AS {sql.unseen('placed', 'scored')}")
        ((count,),) = self.engine.rows("SELECT count(*) FROM unseen")
        if count:
            self.engine.run(f"INSERT INTO scored {sql.scored(definition, 'fact', 'unseen', self.count, every=True)}")
            self.engine.run("INSERT INTO chained SELECT l, r FROM unseen")
        return bool(count)

    def forget_chained(self) -> None:
        """Only what was kept of the pairs that share a key is left, as if no clusters had been made yet."""
        self.engine.run("DELETE FROM scored USING chained WHERE scored.l = chained.l AND scored.r = chained.r")
        self.engine.run("DELETE FROM chained")

    def doubts(self, definition: Definition, groups: Mapping[int, Sequence[int]]) -> list[Doubt]:
        """The best pair between each two clusters that may be one; a wall only where no pair without one is left."""
        self.place("placed", groups)
        rows = self._best_between(
            definition, "placed", f"score >= {definition.ask}", f"walled AND score < {definition.same}"
        )
        return [Doubt(**vars(self._link(definition, row)), walled=bool(row[3])) for row in rows]

    def joins_between(self, definition: Definition, apart: str, together: str, scored: str) -> list[Link]:
        """The best join between each two clusters of one table that are one in another, the strongest first."""
        self.engine.run(
            f"CREATE OR REPLACE TABLE tied AS SELECT s.l, s.r FROM {scored} s JOIN {together} a ON a.id = s.l"
            f" JOIN {together} b ON b.id = s.r WHERE a.cluster = b.cluster AND s.score >= {definition.same}"
        )
        where = f"({scored}.l, {scored}.r) IN (SELECT t.l, t.r FROM tied t)"
        return [self._link(definition, row) for row in self._best_between(definition, apart, where, scored=scored)]

    def place(self, table: str, groups: Mapping[int, Sequence[int]]) -> None:
        """A table of the records of clusters, each with its cluster."""
        cluster = {member: first for first, members in groups.items() for member in members}
        self.engine.fill(table, {"id": list(cluster), "cluster": list(cluster.values())})

    def _best_between(
        self, definition: Definition, placed: str, where: str, later: str = "FALSE", scored: str = "scored"
    ) -> list[tuple[Any, ...]]:
        """The best weighed pair between each two clusters, those for which `later` holds only in want of others."""
        columns = ", ".join(f"{factor.name}_level, {factor.name}_score" for factor in definition.plain_factors())
        best: dict[tuple[int, int], tuple[Any, ...]] = {}
        for one, other, *row in self.engine.rows(
            f"SELECT coalesce(a.cluster, l) AS one, coalesce(b.cluster, r) AS other, l, r, score, {later} AS late,"
            f" {columns} FROM {scored} LEFT JOIN {placed} a ON a.id = l LEFT JOIN {placed} b ON b.id = r"
            f" WHERE {where} AND one <> other ORDER BY late, score DESC, l, r"
        ):
            best.setdefault((min(one, other), max(one, other)), tuple(row))
        return list(best.values())

    def _link(self, definition: Definition, row: Sequence[Any]) -> Link:
        told = [
            (factor.levels[level].words, bits)
            for factor, level, bits in zip(definition.plain_factors(), row[4::2], row[5::2], strict=True)
            if level >= 0
        ]
        return Link(self.names[row[0]], self.names[row[1]], row[2], told)
