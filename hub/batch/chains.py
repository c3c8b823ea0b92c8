"""The chain of joins that ties two records: of all chains the one whose weakest join is the strongest.

Invariant: within a cluster it is the way by which `grouped` joined the two, since both take joins in one order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from hub.batch.grouping import Edge

Scored = tuple[int, int, float]


def chain(edges: Iterable[Scored], start: int, end: int) -> list[Edge]:
    """The joins from `start` to `end`, in order; empty where nothing ties them."""
    joined = _neighbours(edges)
    came: dict[int, int] = {start: start}
    waiting = list(joined[start])
    heapify(waiting)
    while waiting and end not in came:
        _, one, other = heappop(waiting)
        if other in came and one in came:
            continue
        known, new = (one, other) if one in came else (other, one)
        came[new] = known
        for edge in joined[new]:
            heappush(waiting, edge)
    return _way(came, start, end) if end in came else []


def _neighbours(edges: Iterable[Scored]) -> dict[int, list[tuple[float, int, int]]]:
    """The joins of each record, such that the strongest is the least, and of equals the first."""
    joined = defaultdict(list)
    for one, other, score in edges:
        edge = (-score, one, other)
        joined[one].append(edge)
        joined[other].append(edge)
    return joined


def _way(came: dict[int, int], start: int, end: int) -> list[Edge]:
    way = []
    while end != start:
        way.append((came[end], end))
        end = came[end]
    return way[::-1]
