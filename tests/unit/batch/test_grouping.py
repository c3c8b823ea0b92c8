"""Clusters are joined by descending score, in no other order, and never across a wall."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hub.batch.grouping import Edge, grouped

RECORDS = st.integers(0, 11)
PAIRS = st.tuples(RECORDS, RECORDS).filter(lambda pair: pair[0] < pair[1])
SCORED = st.dictionaries(PAIRS, st.integers(0, 5), max_size=25)
WALLS = st.sets(PAIRS, max_size=10)


def by_score(scores: dict[Edge, int]) -> list[Edge]:
    return sorted(scores, key=lambda pair: (-scores[pair], pair))


def slowly_grouped(edges: Sequence[Edge], walls: set[Edge]) -> set[frozenset[int]]:
    """As one would do it by hand: look at every pair of members before each union."""
    groups = {one: frozenset([one]) for edge in edges for one in edge}
    for one, other in edges:
        both = groups[one] | groups[other]
        if not any(pair in walls for pair in combinations(sorted(both), 2)):
            groups |= dict.fromkeys(both, both)
    return {group for group in groups.values() if len(group) > 1}


@given(SCORED, WALLS)
def test_the_clusters_are_those_of_the_slow_way(scores: dict[Edge, int], walls: set[Edge]) -> None:
    edges = [edge for edge in by_score(scores) if edge not in walls]
    found = grouped(edges, sorted(walls), 200)
    assert all(members == sorted(members) and first == members[0] for first, members in found.items())
    assert {frozenset(members) for members in found.values()} == slowly_grouped(edges, walls)


@given(SCORED, WALLS)
def test_no_cluster_has_both_sides_of_a_wall(scores: dict[Edge, int], walls: set[Edge]) -> None:
    for members in grouped(by_score(scores), sorted(walls), 200).values():
        assert walls.isdisjoint(combinations(members, 2))


@given(SCORED, WALLS)
def test_the_order_of_walls_is_nothing(scores: dict[Edge, int], walls: set[Edge]) -> None:
    turned = [(other, one) for one, other in sorted(walls, reverse=True)]
    assert grouped(by_score(scores), sorted(walls), 200) == grouped(by_score(scores), turned, 200)


@given(SCORED)
def test_no_cluster_is_larger_than_it_may_be(scores: dict[Edge, int]) -> None:
    assert all(len(members) <= 3 for members in grouped(by_score(scores), (), 3).values())


HEIGHTS = st.dictionaries(PAIRS, st.integers(1, 6), max_size=10)


@given(SCORED, HEIGHTS)
def test_a_low_wall_stops_only_edges_with_less_to_spare(scores: dict[Edge, int], heights: dict[Edge, int]) -> None:
    edges, walls = by_score(scores), sorted(heights)
    found = grouped(edges, walls, 200, [scores[edge] for edge in edges], [heights[wall] for wall in walls])
    groups = {one: frozenset([one]) for edge in edges for one in edge}
    for one, other in edges:
        mine, theirs = groups[one], groups[other]
        across = ((min(a, b), max(a, b)) for a in mine for b in theirs)
        if mine != theirs and all(heights.get(pair, 0) <= scores[one, other] for pair in across):
            groups |= dict.fromkeys(mine | theirs, mine | theirs)
    assert {frozenset(some) for some in found.values()} == {some for some in groups.values() if len(some) > 1}
