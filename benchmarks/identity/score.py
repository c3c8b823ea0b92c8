"""How well clusters agree with the truth: pairwise and B-cubed, by counting cells of clusters against entities.

No pair is ever enumerated, so a million records take seconds.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ALL = "all"


@dataclass(frozen=True)
class Score:
    """Agreement over some records; a pair is two records of one cluster (found) or of one entity (true)."""

    records: int
    true_pairs: int
    found_pairs: int
    right_pairs: int
    bcubed_precision: float
    bcubed_recall: float
    largest_wrong_cluster: int

    @property
    def precision(self) -> float:
        """The share of found pairs that are true; 1 where nothing was found."""
        return self.right_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        """The share of true pairs that were found; 1 where there is none."""
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Review:
    """What asking brings: how many records are asked about, and the score if every true pair asked were joined."""

    asked_records: int
    asked_pairs: int
    true_pairs: int
    after: Score


def score(placed: Iterable[tuple[str, str]]) -> Score:
    """The score of records, each given as its cluster and its entity."""
    cells = Counter(placed)
    clusters: Counter[str] = Counter()
    entities: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for (cluster, entity), count in cells.items():
        clusters[cluster] += count
        entities[entity] += count
        parts[cluster] += 1
    records = sum(clusters.values())
    precision = sum(count * count / clusters[cluster] for (cluster, _), count in cells.items())
    recall = sum(count * count / entities[entity] for (_, entity), count in cells.items())
    return Score(
        records=records,
        true_pairs=_pairs(entities.values()),
        found_pairs=_pairs(clusters.values()),
        right_pairs=_pairs(cells.values()),
        bcubed_precision=precision / records if records else 1.0,
        bcubed_recall=recall / records if records else 1.0,
        largest_wrong_cluster=max((size for cluster, size in clusters.items() if parts[cluster] > 1), default=0),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


@dataclass(frozen=True)
class Judged:
    """Clusters beside the truth, by record; `kinds` tells company or person where the records are at hand."""

    truth: Mapping[str, str]
    clusters: Mapping[str, str]
    kinds: Mapping[str, str]

    @classmethod
    def read(cls, truth: Path, clusters: Path, records: Path | None = None) -> Judged:
        """From the files; every record of the truth must be in exactly one cluster."""
        known, found = _column(truth, "entity_id"), _column(clusters, "cluster_id")
        missing = known.keys() - found.keys()
        if missing or len(found) != len(known):
            strange = missing or found.keys() - known.keys()
            side = "are in no cluster" if missing else "are not in the truth"
            raise SystemExit(f"{clusters}: {len(strange)} records {side}, among them {min(strange)}")
        return cls(known, found, _column(records, "entity_type") if records else {})

    def scores(self) -> dict[str, Score]:
        """By type of entity, and in all."""
        found = {kind: score(self._placed(kind)) for kind in sorted(set(self.kinds.values()))}
        return {**found, ALL: score(self._placed(None))}

    def _placed(self, kind: str | None) -> Iterator[tuple[str, str]]:
        for record, entity in self.truth.items():
            if kind is None or self.kinds[record] == kind:
                yield self.clusters[record], entity

    def review(self, pairs: Iterable[tuple[str, str]]) -> Review:
        """The worth of asking about the pairs."""
        joined = _Joined()
        asked: set[str] = set()
        count = true = 0
        for left, right in pairs:
            asked.update((left, right))
            count += 1
            if self.truth[left] == self.truth[right]:
                true += 1
                joined.join(self.clusters[left], self.clusters[right])
        after = score((joined.root(self.clusters[record]), entity) for record, entity in self.truth.items())
        return Review(len(asked), count, true, after)


class _Joined:
    """Clusters that were joined, as a forest."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, cluster: str) -> str:
        while (above := self._above.get(cluster, cluster)) != cluster:
            self._above[cluster] = self._above.get(above, above)
            cluster = above
        return cluster

    def join(self, left: str, right: str) -> None:
        left, right = self.root(left), self.root(right)
        if left != right:
            self._above[right] = left


def asked_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of a review file that are questions; a column `verdict` may tell those that are not."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("verdict", "ask") == "ask":
                yield row["left"], row["right"]


def _column(path: Path, name: str) -> dict[str, str]:
    """One column by record_id."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        if "record_id" not in header or name not in header:
            raise SystemExit(f"{path}: has the columns {', '.join(header)}; needed are record_id and {name}")
        key, value = header.index("record_id"), header.index(name)
        found: dict[str, str] = {}
        for row in rows:
            if row[key] in found:
                raise SystemExit(f"{path}: the record {row[key]} stands in it twice")
            found[row[key]] = row[value]
    return found
