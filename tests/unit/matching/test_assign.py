"""The laws of golden ids: they stay, a split gives them back, and no two clusters share one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.matching.assign import assign


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[list[int]], dict[int, int], dict[int, int]]:
    members = list(range(1, draw(st.integers(1, 9)) + 1))
    place = {member: draw(st.integers(0, 3)) for member in members}
    groups = [[m for m in members if place[m] == p] for p in sorted(set(place.values()))]
    now = {m: draw(st.integers(10, 14)) for m in members if draw(st.booleans())}
    born = {m: draw(st.integers(10, 16)) for m in now}
    return groups, now, born


@given(situations())
def test_no_golden_id_is_given_twice(situation: tuple[list[list[int]], dict[int, int], dict[int, int]]) -> None:
    given_out = [golden_id for golden_id in assign(*situation) if golden_id is not None]
    assert len(given_out) == len(set(given_out))


@given(situations())
def test_an_id_goes_only_to_a_cluster_that_knew_it(
    situation: tuple[list[list[int]], dict[int, int], dict[int, int]],
) -> None:
    groups, now, born = situation
    for group, golden_id in zip(groups, assign(groups, now, born), strict=True):
        assert golden_id is None or golden_id in {ids[m] for ids in (now, born) for m in group if m in ids}


@given(situations())
def test_a_second_run_keeps_every_id(situation: tuple[list[list[int]], dict[int, int], dict[int, int]]) -> None:
    groups, now, born = situation
    fresh = iter(range(100, 200))
    first = [golden_id or next(fresh) for golden_id in assign(groups, now, born)]
    settled = {m: golden_id for group, golden_id in zip(groups, first, strict=True) for m in group}
    assert assign(groups, settled, {**settled, **born}) == first


@given(situations().flatmap(lambda s: st.tuples(st.just(s), st.permutations(s[0]))))
def test_the_order_of_clusters_decides_nothing(
    drawn: tuple[tuple[list[list[int]], dict[int, int], dict[int, int]], list[list[int]]],
) -> None:
    (groups, now, born), shuffled = drawn
    one = dict(zip(map(tuple, groups), assign(groups, now, born), strict=True))
    other = dict(zip(map(tuple, shuffled), assign(shuffled, now, born), strict=True))
    assert one == other


def test_the_larger_part_keeps_the_id_and_the_smaller_gets_its_own_back() -> None:
    now = {1: 10, 2: 10, 3: 10}
    born = {1: 10, 2: 10, 3: 12}
    assert assign([[1, 2], [3]], now, born) == [10, 12]


def test_a_merge_keeps_the_id_of_the_larger_cluster() -> None:
    assert assign([[1, 2, 3]], {1: 10, 2: 12, 3: 12}, {1: 10, 2: 12, 3: 12}) == [12]


def test_among_equals_the_older_id_stays() -> None:
    assert assign([[1, 2]], {1: 12, 2: 10}, {1: 12, 2: 10}) == [10]


def test_a_split_into_halves_leaves_the_id_with_the_oldest_record() -> None:
    assert assign([[2], [1]], {1: 10, 2: 10}, {1: 10, 2: 10}) == [None, 10]


def test_new_records_need_a_new_id() -> None:
    assert assign([[1, 2]], {}, {}) == [None]
