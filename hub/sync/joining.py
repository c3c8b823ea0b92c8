"""Joining: new records that come to one customer of whom nothing else changed; nobody need be clustered anew for them.

Invariant: what is told here is what clustering the whole neighbourhood would tell (decision 0036).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from hub.store import decisions, identity, resolve_queue
from hub.store.evidence import LikenessRow
from hub.store.transaction import Transaction
from hub.sync.weighing import Weighing

_NOBODY = 0
"""Stands for whoever is no customer yet; customers stand below it, source records above."""


class Joining(msgspec.Struct):
    """New records, the pairs that the evidence makes one of them and others, and the customer that they come to."""

    golden_id: int
    newcomers: list[int]
    alike: list[LikenessRow]
    members: list[int] = []


def joinings(tx: Transaction, newcomers: Sequence[int], weighing: Weighing) -> list[Joining]:
    """Those of these new records that come to a settled customer against whom nothing speaks."""
    found = list(_candidates(tx, newcomers, weighing))
    by_golden = {one.golden_id: one for one in found}
    for golden_id, source_id in identity.members_of(tx, sorted(by_golden)):
        by_golden[golden_id].members.append(source_id)
    members = [source_id for one in found for source_id in one.members]
    unsettled = resolve_queue.waiting_of(tx, members) | weighing.stirred
    for row in decisions.about(tx, members + list(newcomers)):
        unsettled |= {row.left} | ({row.right} if row.right is not None else set())
    settled = [one for one in found if unsettled.isdisjoint(one.members) and unsettled.isdisjoint(one.newcomers)]
    agreed = weighing.nothing_against([(one.newcomers, one.members) for one in settled])
    return [one for one, is_agreed in zip(settled, agreed, strict=True) if is_agreed]


def _candidates(tx: Transaction, newcomers: Sequence[int], weighing: Weighing) -> Iterator[Joining]:
    """New records that hang together with one customer, and with nobody else."""
    alike, new = weighing.alike(newcomers), set(newcomers)
    known = {side for row in alike for side in row[:2]} - new
    golden = identity.golden_of(tx, sorted(known))
    nodes = {source_id: -golden.get(source_id, _NOBODY) for source_id in known}
    parent = {node: node for node in (*new, *nodes.values())}
    for row in alike:
        one, other = (nodes.get(side, side) for side in row[:2])
        parent[root_of(parent, other)] = root_of(parent, one)
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for node in parent:
        parts[root_of(parent, node)].append(node)
    pairs: defaultdict[int, list[LikenessRow]] = defaultdict(list)
    for row in alike:
        pairs[root_of(parent, nodes.get(row[0], row[0]))].append(row)
    for top, part in parts.items():
        customers = [node for node in part if node <= _NOBODY]
        if len(customers) == 1 and customers[0] < _NOBODY:
            yield Joining(-customers[0], [node for node in part if node > _NOBODY], pairs[top])


def root_of(parent: dict[int, int], node: int) -> int:
    """Where the links of a node end."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
