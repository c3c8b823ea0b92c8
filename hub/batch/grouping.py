"""Clusters over whole numbers: records are joined by descending score, and never across a wall that is too high.

Invariant: the clusters depend on the set of edges and walls, and not on the order in which they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray

Edge = tuple[int, int]
Numbers = NDArray[np.int64]


def grouped(
    edges: ArrayLike, walls: ArrayLike, largest: int, spare: ArrayLike = (), heights: ArrayLike = ()
) -> dict[int, list[int]]:
    """The clusters of more than one record, by their smallest one; `edges` are sorted, the strongest first.

    An edge that would put two sides of a wall into one cluster is dropped, as is one that would make a cluster of
    more than `largest` records. A wall whose height is told stops only edges that have less to spare; without
    heights no edge passes any. Most records that edges connect have nothing to fear, and are a cluster as they are.
    """
    joins, partings = _pairs(edges), _pairs(walls)
    if not len(joins):
        return {}
    strengths, high = _or_all(spare, len(joins), 0.0), _or_all(heights, len(partings), inf)
    first = connected(joins, 1 + int(max(joins.max(), partings.max(initial=0))))
    weakest = np.full(len(first), inf)
    np.minimum.at(weakest, first[joins[:, 0]], strengths)
    side, other_side = first[partings[:, 0]], first[partings[:, 1]]
    matters = (side == other_side) & (high > weakest[side])
    partings, high = partings[matters], high[matters]
    members = np.unique(joins)
    doubtful = np.bincount(first[members], minlength=len(first)) > largest
    doubtful[first[partings[:, 0]]] = True
    forest = _Forest(zip(partings.tolist(), high.tolist(), strict=True), largest)
    chosen = doubtful[first[joins[:, 0]]]
    for (one, other), strength in zip(joins[chosen].tolist(), strengths[chosen].tolist(), strict=True):
        forest.join(one, other, strength)
    guarded = {min(some): sorted(some) for some in forest.members.values()}
    return guarded | _by_first(members[~doubtful[first[members]]], first)


def _pairs(given: ArrayLike) -> Numbers:
    return np.asarray(given, dtype=np.int64).reshape(-1, 2)


def _or_all(given: ArrayLike, count: int, usual: float) -> NDArray[np.float64]:
    """So many numbers: those that were given, or all of them the usual one."""
    numbers = np.asarray(given, dtype=np.float64).reshape(-1)
    return numbers if len(numbers) else np.full(count, usual)


def connected(edges: Numbers, count: int) -> Numbers:
    """For each of so many records the smallest one that a chain of edges leads to."""
    first = np.arange(count, dtype=np.int64)
    one, other = edges[:, 0], edges[:, 1]
    while (apart := first[one] != first[other]).any():
        one, other = one[apart], other[apart]
        least = np.minimum(first[one], first[other])
        for side in (one, other):
            np.minimum.at(first, first[side], least)
        while (nearer := first[first]).tobytes() != first.tobytes():
            first = nearer
    return first


def _by_first(members: Numbers, first: Numbers) -> dict[int, list[int]]:
    """Members, which come sorted, as lists by their first one."""
    order = np.argsort(first[members], kind="stable")
    members, firsts = members[order], first[members][order]
    starts = np.flatnonzero(np.diff(firsts, prepend=-1))
    every, cuts = members.tolist(), [*starts.tolist(), len(members)]
    return {every[start]: every[start:end] for start, end in pairwise(cuts) if start < end}


class _Forest:
    """Groups that know their members, and how high the walls are that they have on which records."""

    def __init__(self, walls: Iterable[tuple[Sequence[int], float]], largest: int) -> None:
        self.members: dict[int, list[int]] = {}
        self._group: dict[int, int] = {}
        self._walled: dict[int, dict[int, float]] = {}
        self._largest = largest
        for (one, other), height in walls:
            self._wall(one, {other: height})
            self._wall(other, {one: height})

    def join(self, one: int, other: int, strength: float) -> None:
        group = self._group
        left, right = group.get(one, one), group.get(other, other)
        if left == right:
            return
        mine, theirs = self.members.get(left) or [left], self.members.get(right) or [right]
        if len(mine) < len(theirs):
            left, right, mine, theirs = right, left, theirs, mine
        if len(mine) + len(theirs) > self._largest or self._height(left, right, theirs) > strength:
            return
        if right in self._walled:
            self._wall(left, self._walled.pop(right))
        mine.extend(theirs)
        self.members[left] = mine
        self.members.pop(right, None)
        for member in theirs:
            group[member] = left
        group[left] = left

    def _wall(self, group: int, walls: Mapping[int, float]) -> None:
        known = self._walled.setdefault(group, {})
        for record, height in walls.items():
            known[record] = max(height, known.get(record, 0.0))

    def _height(self, left: int, right: int, theirs: Sequence[int]) -> float:
        """The highest wall between two groups."""
        walled = self._walled.get(left)
        if walled is None or right not in self._walled:
            return -inf
        return max((walled[member] for member in theirs if member in walled), default=-inf)
