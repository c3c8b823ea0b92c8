"""Clusters over whole numbers: records are joined by descending score, and never across a wall.

Invariant: the clusters depend on the set of edges and walls, and not on the order in which they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

Edge = tuple[int, int]
Numbers = NDArray[np.int64]


def grouped(edges: ArrayLike, walls: ArrayLike, largest: int) -> dict[int, list[int]]:
    """The clusters of more than one record, by their smallest one; `edges` are sorted, the strongest first.

    An edge that would put two sides of a wall into one cluster is dropped, as is one that would make a cluster of
    more than `largest` records. Most records that edges connect have neither to fear, and are a cluster as they are.
    """
    joins, partings = _pairs(edges), _pairs(walls)
    if not len(joins):
        return {}
    first = _connected(joins, 1 + int(max(joins.max(), partings.max(initial=0))))
    partings = partings[first[partings[:, 0]] == first[partings[:, 1]]]
    members = np.unique(joins)
    doubtful = np.bincount(first[members], minlength=len(first)) > largest
    doubtful[first[partings[:, 0]]] = True
    forest = _Forest(partings.tolist(), largest)
    for one, other in joins[doubtful[first[joins[:, 0]]]].tolist():
        forest.join(one, other)
    guarded = {min(some): sorted(some) for some in forest.members.values()}
    return guarded | _by_first(members[~doubtful[first[members]]], first)


def _pairs(given: ArrayLike) -> Numbers:
    return np.asarray(given, dtype=np.int64).reshape(-1, 2)


def _connected(edges: Numbers, count: int) -> Numbers:
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
    """Groups that know their members, and on which records they have walls."""

    def __init__(self, walls: Iterable[Edge], largest: int) -> None:
        self.members: dict[int, list[int]] = {}
        self._group: dict[int, int] = {}
        self._walled: dict[int, set[int]] = {}
        self._largest = largest
        for one, other in walls:
            self._walled.setdefault(one, set()).add(other)
            self._walled.setdefault(other, set()).add(one)

    def join(self, one: int, other: int) -> None:
        group = self._group
        left, right = group.get(one, one), group.get(other, other)
        if left == right:
            return
        mine, theirs = self.members.get(left) or [left], self.members.get(right) or [right]
        if len(mine) < len(theirs):
            left, right, mine, theirs = right, left, theirs, mine
        if len(mine) + len(theirs) > self._largest or self._is_walled(left, right, theirs):
            return
        self._walled.setdefault(left, set()).update(self._walled.pop(right, ())) if right in self._walled else None
        mine.extend(theirs)
        self.members[left] = mine
        self.members.pop(right, None)
        for member in theirs:
            group[member] = left
        group[left] = left

    def _is_walled(self, left: int, right: int, theirs: Sequence[int]) -> bool:
        walled = self._walled.get(left)
        return walled is not None and right in self._walled and not walled.isdisjoint(theirs)
