"""Clustering: from a component, whose records may be one, to the customers in it and the ids that they have.

Invariant: a cluster keeps the golden id that most of its records have, and a split gives ids back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import combinations

from hub.matching.assign import assign
from hub.matching.cluster import Height, Member, Wall, cluster, no_height
from hub.matching.evidence import wall_between
from hub.store import identity
from hub.store.golden import GoldenRow
from hub.store.transaction import Transaction
from hub.sync.bonds import tie
from hub.sync.gather import Component, decided_pairs
from hub.sync.mentions import Mentions
from hub.sync.record import Names, Record, is_renamed, record_name
from hub.sync.weighing import Weighing
from hub.sync.world import World

Groups = list[list[Record]]


class Clustering:
    """The components of one chunk; `evidence` is what tells why records are one, where it is weighed."""

    def __init__(self, tx: Transaction, world: World, entity: str, names: Names, evidence: Weighing | None) -> None:
        self._tx, self._world, self._entity, self._names, self._evidence = tx, world, entity, names, evidence
        self._mentions = Mentions(tx, world, entity, names) if entity == "company" and world.mentions else None
        self._gone: set[int] = set()

    def groups(self, component: Component, before: Mapping[int, GoldenRow]) -> Groups:
        """The customers that a component falls into; `before` has the golden records of its members."""
        by_id = {record.source_id: record for record in component.records}
        if component.whole:
            return [[by_id[source_id] for source_id in sorted(by_id)]]
        members = {i: member_of(record, self._names, component.generic) for i, record in by_id.items()}
        wall, height = self._against(component)
        if not component.decisions and _are_one(list(members.values()), wall):
            return [[by_id[source_id] for source_id in sorted(by_id)]]
        if self._mentions is not None:
            self._gone |= self._mentions.let_go(component, before)
        tie(self._tx, component, members, wall, self._world.now_text(), self._gone)
        same = self._evidence.same if self._evidence is not None else 0.0
        return clustered(component, members, (wall, height), same, self._world.shared_by_max)

    def golden_ids(self, components: Sequence[Groups]) -> tuple[list[list[int]], range]:
        """The golden id of each group of each component, and which of these ids are new."""
        assigned = [self._assigned(groups) for groups in components]
        new = self._tx.next_ids("golden", sum(ids.count(None) for ids in assigned))
        fresh = iter(new)
        return [[next(fresh) if golden_id is None else golden_id for golden_id in ids] for ids in assigned], new

    def _against(self, component: Component) -> tuple[Wall, Height]:
        if self._evidence is not None:
            return self._evidence.against_among([r.source_id for r in component.records], component.alike)
        return wall_between(self._entity), no_height

    def _assigned(self, groups: Groups) -> Sequence[int | None]:
        """The ids that groups have already; None where a new one is needed."""
        if len(groups) == 1 and len(ids := {record.row.golden_id for record in groups[0]} - {None}) == 1:
            return list(ids)
        source_ids = [[record.source_id for record in group] for group in groups]
        placed = [(r.source_id, r.row.golden_id) for group in groups for r in group if r.source_id not in self._gone]
        now = {source_id: golden_id for source_id, golden_id in placed if golden_id is not None}
        return ids_of(self._tx, source_ids, now)


def member_of(record: Record, names: Names, generic: Set[int] = frozenset()) -> Member:
    """A record as it is clustered; keys that too many records hold prove nothing."""
    keys = tuple(key for key in record.keys if key not in generic) if generic else record.keys
    name = record_name(record.row, names)
    return Member(record.source_id, name, keys, record.doc, record.row.golden_id, is_renamed(record))


def ids_of(tx: Transaction, groups: Sequence[Sequence[int]], now: Mapping[int, int]) -> list[int | None]:
    """The golden ids of groups of source ids, which are placed as they are `now`; None where a new one is needed."""
    assigned = assign(groups, now, {})
    if None in assigned and now:
        # Ids are given back only to those for whom none is left.
        assigned = assign(groups, now, identity.returnable_ids(tx, list(now)))
    return assigned


def clustered(
    component: Component, members: Mapping[int, Member], against: tuple[Wall, Height], same: float, shared_by_max: int
) -> Groups:
    """The customers that a component falls into; from `same` bits on the evidence makes two records one."""
    wall, height = against
    by_id = {record.source_id: record for record in component.records}
    pairs = decided_pairs(component.decisions)
    alike = [(one, other, score - same) for one, other, score in component.alike]
    told = pairs["same"], pairs["different"], shared_by_max, alike, height
    clusters = cluster(list(members.values()), wall, *told)
    return [[by_id[member.source_id] for member in group] for group in clusters]


def _are_one(members: Sequence[Member], wall: Wall) -> bool:
    """Whether all hold one key, and nothing speaks against any two: the usual customer, who needs no clustering."""
    if set.intersection(*(set(member.keys) for member in members)):
        return all(wall(one, other) is None for one, other in combinations(members, 2))
    return False
