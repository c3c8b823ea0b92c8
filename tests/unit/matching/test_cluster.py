"""The laws of clusters: walls and people's decisions hold, and no order of arrival changes the partition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hub.matching.cluster import Member, Pair, cluster
from hub.matching.keys import strength

MEMBERS = st.integers(2, 9)
COLOURS = ("red", "blue", None)


def _wall(one: Member, other: Member) -> str | None:
    colours = one.doc.get("colour"), other.doc.get("colour")
    return "different colours" if None not in colours and colours[0] != colours[1] else None


@st.composite
def worlds(draw: st.DrawFn, *, walls: bool = True) -> list[Member]:
    """Members whose names sort in another order than their numbers."""
    members = []
    for number in range(1, draw(MEMBERS) + 1):
        keys = draw(st.sets(st.integers(4, 19), max_size=3))
        colour = draw(st.sampled_from(COLOURS)) if walls else None
        doc = {} if colour is None else {"colour": colour}
        members.append(Member(number, f"alpha/people/{(number * 7) % 10}#person", tuple(sorted(keys)), doc))
    return members


def pairs_of(members: Sequence[Member]) -> st.SearchStrategy[list[Pair]]:
    possible = list(combinations([member.source_id for member in members], 2))
    return st.lists(st.sampled_from(possible), max_size=4, unique=True)


decided_worlds = worlds().flatmap(lambda m: st.tuples(st.just(m), pairs_of(m), pairs_of(m)))


def _partition(groups: Iterable[Sequence[Member]]) -> set[frozenset[str]]:
    return {frozenset(member.name for member in group) for group in groups}


def _where(groups: Sequence[Sequence[Member]]) -> dict[int, int]:
    return {member.source_id: place for place, group in enumerate(groups) for member in group}


@given(decided_worlds)
def test_every_member_is_in_exactly_one_cluster(world: tuple[list[Member], list[Pair], list[Pair]]) -> None:
    members, joined, parted = world
    groups = cluster(members, _wall, joined, parted)
    assert sorted(m.source_id for group in groups for m in group) == [m.source_id for m in members]


@given(decided_worlds)
def test_a_parted_pair_never_shares_a_cluster(world: tuple[list[Member], list[Pair], list[Pair]]) -> None:
    members, joined, parted = world
    where = _where(cluster(members, _wall, joined, parted))
    assert all(where[left] != where[right] for left, right in parted)


@given(decided_worlds)
def test_a_joined_pair_shares_a_cluster_unless_a_person_parts_it(
    world: tuple[list[Member], list[Pair], list[Pair]],
) -> None:
    members, joined, parted = world
    where = _where(cluster(members, _wall, joined, parted))
    joins = _closure(members, joined)
    for left, right in joined:
        together = joins[left]
        if not any({one, other} <= together for one, other in parted):
            assert where[left] == where[right]


def _closure(members: Sequence[Member], pairs: Iterable[Pair]) -> dict[int, set[int]]:
    reach = {member.source_id: {member.source_id} for member in members}
    for left, right in pairs:
        merged = reach[left] | reach[right]
        for one in merged:
            reach[one] = merged
    return reach


@given(worlds())
def test_no_wall_stands_inside_a_cluster_that_nobody_joined(members: list[Member]) -> None:
    for group in cluster(members, _wall):
        assert all(_wall(one, other) is None for one, other in combinations(group, 2))


@given(worlds(walls=False))
def test_without_walls_clusters_are_what_keys_connect(members: list[Member]) -> None:
    sharing = [(a.source_id, b.source_id) for a, b in combinations(members, 2) if set(a.keys) & set(b.keys)]
    reach = _closure(members, sharing)
    names = {member.source_id: member.name for member in members}
    expected = {frozenset(names[one] for one in reached) for reached in reach.values()}
    assert _partition(cluster(members, _wall)) == expected


@given(decided_worlds.flatmap(lambda world: st.tuples(st.just(world), st.permutations(world[0]))))
def test_neither_order_nor_numbers_change_the_partition(
    drawn: tuple[tuple[list[Member], list[Pair], list[Pair]], list[Member]],
) -> None:
    (members, joined, parted), shuffled = drawn
    numbers = {member.source_id: place for place, member in enumerate(shuffled, start=1)}
    renumbered = [Member(numbers[m.source_id], m.name, m.keys, m.doc) for m in shuffled]
    there, apart = ([(numbers[b], numbers[a]) for a, b in reversed(pairs)] for pairs in (joined, parted))
    one, other = cluster(members, _wall, joined, parted), cluster(renumbered, _wall, there, apart)
    assert _partition(one) == _partition(other)


@given(worlds())
def test_the_partition_is_the_greedy_one(members: list[Member]) -> None:
    assert _partition(cluster(members, _wall)) == _greedy(members)


def _greedy(members: Sequence[Member]) -> set[frozenset[str]]:
    """The documented rule, told naively: all pairs, strongest shared key first, no wall inside."""
    edges = []
    for one, other in combinations(sorted(members, key=lambda m: m.name), 2):
        shared = set(one.keys) & set(other.keys)
        if shared:
            edges.append((-max(map(strength, shared)), one.name, other.name))
    by_name = {member.name: member for member in members}
    groups = [{member.name} for member in members]
    for _, left, right in sorted(edges):
        one_group = next(group for group in groups if left in group)
        other_group = next(group for group in groups if right in group)
        if one_group is not other_group and not any(
            _wall(by_name[a], by_name[b]) for a in one_group for b in other_group
        ):
            groups.remove(other_group)
            one_group |= other_group
    return {frozenset(group) for group in groups}


Alike = dict[Pair, float]


@st.composite
def neighbourhoods(draw: st.DrawFn) -> tuple[int, Alike, Alike]:
    """How many records, the bits that pairs of them spare, and what speaks against those that are not alike."""
    count = draw(st.integers(2, 7))
    bits = st.sampled_from([0.5, 1.0, 2.0, 3.0, 5.0])
    alike, against = {}, {}
    for pair in combinations(range(1, count + 1), 2):
        if draw(st.booleans()):
            alike[pair] = draw(bits)
        elif draw(st.booleans()):
            against[pair] = draw(bits)
    return count, alike, against


def _of_evidence(count: int, alike: Alike, against: Alike) -> list[list[int]]:
    members = [Member(number, f"{(number * 7) % 11}", (), {}) for number in range(1, count + 1)]

    def height(one: Member, other: Member) -> float:
        return against.get((min(one.source_id, other.source_id), max(one.source_id, other.source_id)), 0.0)

    spared = [(one, other, spare) for (one, other), spare in alike.items()]
    groups = cluster(members, lambda one, other: None, alike=spared, height=height)
    return sorted([member.source_id for member in group] for group in groups)


@given(neighbourhoods(), st.data())
def test_whoever_is_alike_one_cluster_only_and_unlike_none_of_it_joins_it_and_changes_no_other(
    drawn: tuple[int, Alike, Alike], data: st.DataObject
) -> None:
    count, alike, against = drawn
    clusters = _of_evidence(count, alike, against)
    joined = data.draw(st.sampled_from(clusters))
    like = data.draw(st.lists(st.sampled_from(joined), min_size=1, unique=True))
    newcomer = count + 1
    met = {(one, newcomer): data.draw(st.sampled_from([0.5, 2.0, 4.0])) for one in like}
    foes = data.draw(st.lists(st.sampled_from([n for n in range(count + 1) if n not in joined]), unique=True))
    after = _of_evidence(newcomer, alike | met, against | {(foe, newcomer): 7.0 for foe in foes if foe})
    assert after == sorted([*(one for one in clusters if one != joined), [*joined, newcomer]])


def test_a_key_that_too_many_share_proves_nothing() -> None:
    members = [Member(n, f"alpha/people/{n}#person", (8,), {}) for n in range(1, 5)]
    assert len(cluster(members, _wall, shared_by_max=4)) == 1
    assert len(cluster(members, _wall, shared_by_max=3)) == 4


def test_the_stronger_key_chooses_between_two_sides_of_a_wall() -> None:
    red = Member(1, "a", (8,), {"colour": "red"})
    blue = Member(2, "b", (11,), {"colour": "blue"})
    between = Member(3, "c", (8, 11), {})
    assert _partition(cluster([red, blue, between], _wall)) == {frozenset("a"), frozenset("bc")}


def test_people_may_join_what_walls_would_part_however_the_others_are_walled() -> None:
    red, blue, other_red = (
        Member(n, name, (), {"colour": c}) for n, name, c in [(1, "a", "red"), (2, "b", "blue"), (3, "c", "red")]
    )
    assert len(cluster([red, blue, other_red], _wall, joined=[(1, 3), (1, 2)])) == 1
