"""What is weighed later changes the clusters as if it had been known from the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from hypothesis import given

from hub.batch.grouping import Edge, grouped
from hub.batch.regrouping import Clusters, Pairs
from tests.unit.batch.test_grouping import HEIGHTS, SCORED, by_score


def pairs(joins: Mapping[Edge, float], walls: Mapping[Edge, float]) -> Pairs:
    def told(one: Mapping[Edge, float]) -> tuple[np.ndarray, np.ndarray]:
        return np.array(list(one), dtype=np.int64).reshape(-1, 2), np.array(list(one.values()), dtype=np.float64)

    return Pairs(*told(joins), *told(walls))


@given(SCORED, HEIGHTS)
def test_walls_that_are_found_within_clusters_part_them_as_if_they_had_been_known(
    scores: dict[Edge, int], heights: dict[Edge, int]
) -> None:
    clusters = Clusters(pairs(scores, {}), 200)
    known: dict[Edge, int] = {}
    anew = clusters.groups
    while found := {
        pair: heights[pair]
        for members in anew.values()
        for pair in combinations(members, 2)
        if pair in heights and pair not in known
    }:
        known |= found
        anew = clusters.learn(pairs({}, found))
    edges = by_score(scores)
    at_once = grouped(edges, list(known), 200, [scores[edge] for edge in edges], list(known.values()))
    assert clusters.groups == at_once


@given(SCORED, SCORED)
def test_joins_that_are_found_within_clusters_count_as_those_before(
    scores: dict[Edge, int], later: dict[Edge, int]
) -> None:
    clusters = Clusters(pairs(scores, {}), 3)
    within = {pair for members in clusters.groups.values() for pair in combinations(members, 2)}
    found = {pair: bits for pair, bits in later.items() if pair in within and pair not in scores}
    clusters.learn(pairs(found, {}))
    edges = by_score(scores | found)
    assert clusters.groups == grouped(edges, (), 3, [(scores | found)[edge] for edge in edges])
