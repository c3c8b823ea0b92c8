"""Two records of a cluster are tied by joins, and of several ways by the one whose weakest join is the strongest."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hub.batch.chains import chain
from hub.batch.grouping import Edge, grouped

RECORDS = st.integers(0, 9)
PAIRS = st.tuples(RECORDS, RECORDS).filter(lambda pair: pair[0] < pair[1])
SCORED = st.dictionaries(PAIRS, st.integers(0, 5).map(float), max_size=20)


def scored(scores: dict[Edge, float]) -> list[tuple[int, int, float]]:
    return [(one, other, score) for (one, other), score in scores.items()]


@given(SCORED)
def test_a_chain_leads_from_one_to_the_other_over_joins(scores: dict[Edge, float]) -> None:
    for members in grouped(sorted(scores), (), 200).values():
        way = chain(scored(scores), members[0], members[-1])
        assert (way[0][0], way[-1][1]) == (members[0], members[-1])
        assert all(before[1] == after[0] for before, after in pairwise(way))
        assert all((min(edge), max(edge)) in scores for edge in way)


@given(SCORED)
def test_no_other_chain_has_a_stronger_weakest_join(scores: dict[Edge, float]) -> None:
    for members in grouped(sorted(scores), (), 200).values():
        way = chain(scored(scores), members[0], members[-1])
        weakest = min(scores[min(edge), max(edge)] for edge in way)
        stronger = [edge for edge in sorted(scores) if scores[edge] > weakest]
        tied = [group for group in grouped(stronger, (), 200).values() if members[0] in group]
        assert not any(members[-1] in group for group in tied)


@given(SCORED, PAIRS)
def test_without_a_way_there_is_no_chain(scores: dict[Edge, float], pair: Edge) -> None:
    one, other = pair
    tied = any({one, other} <= set(group) for group in grouped(sorted(scores), (), 200).values())
    assert bool(chain(scored(scores), one, other)) == tied
