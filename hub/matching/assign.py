"""Which cluster keeps which golden id: ids are stable, the larger part keeps its id, a split gives old ids back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def assign(groups: Sequence[Sequence[int]], now: Mapping[int, int], born: Mapping[int, int]) -> list[int | None]:
    """The golden id of each group of source ids; None where a new one is needed.

    `now` is each record's present golden id and `born` the first it ever had. An id goes to the group that holds most
    of its records, among equals to the one that holds the oldest; then ids that groups were born with and that nobody
    holds are given back.
    """
    result: list[int | None] = [None] * len(groups)
    taken: set[int] = set()
    for ids in (now, born):
        claims = [
            (-count, golden_id, min(s for s in group if ids.get(s) == golden_id), place)
            for place, group in enumerate(groups)
            for golden_id, count in Counter(ids[s] for s in group if s in ids).items()
        ]
        for _, golden_id, _, place in sorted(claims):
            if result[place] is None and golden_id not in taken:
                result[place] = golden_id
                taken.add(golden_id)
    return result
