"""Clusters with walls: records that share a key are joined, strongest keys first, unless a wall stands between them.

Invariant: the partition depends on the set of records, keys, walls and decisions, and not on any order of arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import inf
from typing import Any

import msgspec

from hub.matching.keys import strength


class Member(msgspec.Struct, frozen=True):
    """A record to be clustered; `name` (`connection/stream/external id#part`) orders ties.

    `golden_id` is the golden record that it belongs to until now; `is_renamed`: somebody has typed another name over
    the one that it had, or the hub has carried that over.
    """

    source_id: int
    name: str
    keys: tuple[int, ...]
    doc: Mapping[str, Any]
    golden_id: int | None = None
    is_renamed: bool = False


Wall = Callable[[Member, Member], str | None]
"""Why two records can't be the same, or None."""
Height = Callable[[Member, Member], float]
"""How many bits an edge must have to spare to bring two records into one cluster; more than 0 where anything speaks
against their being the same."""


def no_height(one: Member, other: Member) -> float:
    """Where no evidence is weighed nothing but a wall speaks against anybody."""
    return 0.0


Pair = tuple[int, int]


def cluster(
    members: Sequence[Member],
    wall: Wall,
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
    shared_by_max: int = 200,
    alike: Iterable[tuple[int, int, float]] = (),
    height: Height = no_height,
) -> list[list[Member]]:
    """Partition the members.

    A key that more than `shared_by_max` records share is generic (a building's phone) and proves nothing. `alike` are
    pairs of source ids that the evidence makes one, with the bits that they have to spare for it; they come after those
    that share a key, and join no two clusters in which anything of more `height` speaks against it.
    `joined` and `parted` are pairs that people decided; a parted pair never shares a cluster, and a joined pair does in
    spite of any wall that is not a person's.
    """
    by_id = {member.source_id: member for member in members}
    forest = _Forest(by_id, wall, height, {frozenset(pair) for pair in parted})
    for one, other in _decided(by_id, joined):
        forest.join(one, other, decided=True)
    weighed = [(by_id[one], by_id[other], spare) for one, other, spare in alike if one in by_id and other in by_id]
    for one, other, spare in _pairs(members, shared_by_max, weighed):
        forest.join(one, other, spare=spare)
    return forest.groups()


def _decided(by_id: Mapping[int, Member], joined: Iterable[Pair]) -> list[tuple[Member, Member]]:
    """Joined pairs by name, so that where people's words exclude each other no numbering decides."""
    found = [sorted((by_id[a], by_id[b]), key=_name) for a, b in joined if a in by_id and b in by_id]
    return [(one, other) for one, other in sorted(found, key=lambda pair: (pair[0].name, pair[1].name))]


def _name(member: Member) -> str:
    return member.name


Weighed = tuple[Member, Member, float]
_BY_EVIDENCE = -1


def _pairs(members: Sequence[Member], shared_by_max: int, alike: Sequence[Weighed]) -> list[Weighed]:
    """Pairs that share a key that is not generic, strongest first, and then those that are alike; what they spare."""
    holders: dict[int, list[Member]] = {}
    for member in members:
        for key in member.keys:
            holders.setdefault(key, []).append(member)
    best = {
        (one.name, other.name) if one.name < other.name else (other.name, one.name): (_BY_EVIDENCE, spare, one, other)
        for one, other, spare in alike
    }
    for key, holding in holders.items():
        if 1 < len(holding) <= shared_by_max:
            for one, other in combinations(sorted(holding, key=_name), 2):
                found = best.get((one.name, other.name))
                if found is None or found[0] < strength(key):
                    best[one.name, other.name] = (strength(key), inf, one, other)
    ordered = sorted((-rank, -spare, names, one, other) for names, (rank, spare, one, other) in best.items())
    return [(one, other, -spare) for _, spare, _, one, other in ordered]


class _Forest:
    """Union-find whose unions are refused where any wall would end up inside."""

    def __init__(self, by_id: Mapping[int, Member], wall: Wall, height: Height, parted: set[frozenset[int]]) -> None:
        self._group = {source_id: [member] for source_id, member in by_id.items()}
        self._wall, self._height = wall, height
        self._parted = parted
        # Which groups were refused each other: what comes later has fewer bits to spare, and groups only grow.
        self._refused: dict[int, set[int]] = {id(group): set() for group in self._group.values()}

    def join(self, one: Member, other: Member, *, decided: bool = False, spare: float = inf) -> None:
        left, right = self._group[one.source_id], self._group[other.source_id]
        if left is right or id(right) in self._refused[id(left)]:
            return
        if self._are_blocked(left, right, decided, spare):
            self._refused[id(left)].add(id(right))
            self._refused[id(right)].add(id(left))
            return
        for other_group in self._refused.pop(id(right)):
            self._refused[other_group].remove(id(right))
            self._refused[other_group].add(id(left))
            self._refused[id(left)].add(other_group)
        left.extend(right)
        for member in right:
            self._group[member.source_id] = left

    def _are_blocked(self, left: Sequence[Member], right: Sequence[Member], decided: bool, spare: float) -> bool:
        """People part any pair; what records say against each other gives way to a person's word."""
        wall, height, parted = self._wall, self._height, self._parted
        if parted and any(frozenset((a.source_id, b.source_id)) in parted for a in left for b in right):
            return True
        return not decided and any(height(a, b) > spare or wall(a, b) is not None for a in left for b in right)

    def groups(self) -> list[list[Member]]:
        distinct = {id(group): group for group in self._group.values()}
        return [sorted(group, key=lambda m: m.source_id) for group in distinct.values()]
