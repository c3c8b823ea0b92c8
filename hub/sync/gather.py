"""Gathering: which stored records have to be looked at together with those that changed.

Invariant: a component is closed. No record outside it shares a match key, a cluster or a decision with one inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from hub.store import decisions, identity, sources
from hub.store.decisions import DecisionRow
from hub.store.evidence import LikenessRow, Pair
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.joining import Joining, joinings, root_of
from hub.sync.record import Newcomer, Record
from hub.sync.weighing import Weighing


class Component(msgspec.Struct):
    """Records that have to be clustered together, what people decided about them, keys that prove nothing, and the
    pairs that the evidence makes one; `lost` are those that it made one before. Of a `whole` one it is known that it
    is one customer, and only the pairs of those who are new to it are told.
    """

    records: list[Record]
    decisions: list[DecisionRow]
    generic: frozenset[int] = frozenset()
    alike: list[LikenessRow] = []
    lost: list[Pair] = []
    whole: bool = False


Reader = Callable[[list[SourceRow]], list[Record]]


class Gathered(msgspec.Struct):
    """What a chunk falls into: records that stand alone and are new, and closed components of the others."""

    newcomers: list[Newcomer]
    alone: list[Record]
    together: list[Component]


def gather(
    tx: Transaction,
    newcomers: list[Newcomer],
    records: list[Record],
    read: Reader,
    shared_by_max: int,
    weighing: Weighing | None = None,
    lost: Sequence[Pair] = (),
) -> Gathered:
    """Split the changed records, of which the newcomers are read only where they do not stand alone."""
    reach = _Reach(tx, shared_by_max, weighing)
    reach.see([(one.source_id, one.keys) for one in newcomers])
    reach.see([(one.source_id, one.keys) for one in records])
    source_ids = [one.source_id for one in newcomers] + [record.source_id for record in records]
    tied = {side for row in decisions.about(tx, source_ids) for side in (row.left, row.right)}
    tied |= {side for one, other, _ in reach.alike_to(source_ids) for side in (one, other)}

    def is_alone(source_id: int, keys: tuple[int, ...]) -> bool:
        return source_id not in tied and reach.shared.isdisjoint(keys)

    found = Gathered([one for one in newcomers if is_alone(one.source_id, one.keys)], [], [])
    if len(found.newcomers) < len(newcomers):
        lone = {one.source_id for one in found.newcomers}
        records = records + read(sources.by_ids(tx, [n.source_id for n in newcomers if n.source_id not in lone]))
    others: list[Record] = []
    for record in records:
        is_lone = record.row.golden_id is None and is_alone(record.source_id, record.keys)
        (found.alone if is_lone else others).append(record)
    found.together = _together(tx, others, read, reach, lost)
    return found


class _Reach:
    """Who holds each key and each golden record, as stored and as seen now; asked once each."""

    def __init__(self, tx: Transaction, shared_by_max: int, weighing: Weighing | None) -> None:
        self._tx, self._shared_by_max, self.weighing = tx, shared_by_max, weighing
        self._stored: dict[int, list[int]] = {}
        self._seen: dict[int, list[int]] = {}
        self._known: set[int] = set()
        self._golden: set[int] = set()
        self.shared: set[int] = set()

    def see(self, found: Iterable[tuple[int, tuple[int, ...]]]) -> None:
        """Take in the keys of records: (source_id, keys); `shared` are those that more than one record holds."""
        unasked = []
        for source_id, keys in found:
            self._known.add(source_id)
            for key in keys:
                holding = self._seen.get(key)
                if holding is None:
                    self._seen[key] = [source_id]
                    unasked.append(key)
                elif source_id not in holding:
                    holding.append(source_id)
                    self.shared.add(key)
        for key, source_id in identity.candidates(self._tx, unasked):
            self._stored.setdefault(key, []).append(source_id)
            if self._seen[key] != [source_id]:
                self.shared.add(key)

    def beyond(self, frontier: Sequence[Record]) -> set[int]:
        """Who touches records that were seen."""
        golden_ids = {r.row.golden_id for r in frontier if r.row.golden_id is not None} - self._golden
        self._golden |= golden_ids
        reached = {source_id for _, source_id in identity.members_of(self._tx, sorted(golden_ids))}
        for record in frontier:
            for key in record.keys:
                # Those that a key has joined until now are parted again by the one that makes it generic.
                if key in self.shared and len(holding := self._stored.get(key, ())) <= self._shared_by_max:
                    reached.update(holding)
        source_ids = [record.source_id for record in frontier]
        for row in decisions.about(self._tx, source_ids):
            reached |= {row.left} | ({row.right} if row.right is not None else set())
        return reached.union(*(row[:2] for row in self.alike_to(source_ids)))

    def alike_to(self, source_ids: Sequence[int]) -> Sequence[LikenessRow]:
        """The pairs that the evidence makes one; where nothing is weighed, records are one by what they share."""
        return self.weighing.alike(source_ids) if self.weighing is not None else ()

    def generic(self) -> frozenset[int]:
        """The keys that too many records hold to prove anything."""
        return frozenset(key for key in self.shared if self._holders(key) > self._shared_by_max)

    def _holders(self, key: int) -> int:
        """How many records hold a key; whoever was seen holds what was seen, and no more what is stored."""
        unseen = sum(source_id not in self._known for source_id in self._stored.get(key, ()))
        return unseen + len(self._seen[key])


def _together(
    tx: Transaction, records: list[Record], read: Reader, reach: _Reach, lost: Sequence[Pair]
) -> list[Component]:
    """The customers that new records just come to, and the closed components of all others."""
    by_id = {record.source_id: record for record in records}
    new = [record.source_id for record in records if record.row.golden_id is None]
    found = joinings(tx, new, reach.weighing) if reach.weighing is not None and new else []
    joining = {source_id for one in found for source_id in one.newcomers}
    closed = _closed(tx, [record for record in records if record.source_id not in joining], read, reach, lost)
    # Who stands in the neighbourhood of others that have to be looked at is there already, with the whole customer.
    inside = {record.source_id for component in closed for record in component.records}
    apart = [one for one in found if inside.isdisjoint(one.newcomers)]
    members = {one.golden_id: _whole(one, by_id) for one in apart}
    for record in read(sources.of_golden(tx, sorted(members))):
        members[record.row.golden_id or 0].records.append(record)
    return [*closed, *members.values()]


def _whole(one: Joining, by_id: Mapping[int, Record]) -> Component:
    """Its members are still to be read."""
    return Component([by_id[source_id] for source_id in one.newcomers], [], alike=one.alike, whole=True)


def _closed(
    tx: Transaction, records: list[Record], read: Reader, reach: _Reach, lost: Sequence[Pair]
) -> list[Component]:
    """Grow the set until nothing outside touches it, then cut it into its connected parts."""
    if not records:
        return []
    inside = {record.source_id: record for record in records}
    frontier = records
    while frontier:
        reached = reach.beyond(frontier) - inside.keys()
        frontier = read(sources.by_ids(tx, sorted(reached)))
        reach.see([(record.source_id, record.keys) for record in frontier])
        inside.update((record.source_id, record) for record in frontier)
    decided, alike = decisions.about(tx, list(inside)), reach.alike_to(list(inside))
    parts = _cut(list(inside.values()), decided, alike, reach.generic())
    for one, other in lost:
        if one in parts and parts[one] is parts.get(other):
            parts[one].lost.append((one, other))
    return list({id(part): part for part in parts.values()}.values())


def _cut(
    records: list[Record], decided: list[DecisionRow], alike: Sequence[LikenessRow], generic: frozenset[int]
) -> dict[int, Component]:
    """The component of each record."""
    parent = {record.source_id: record.source_id for record in records}
    for one, other in chain(_ties(records, decided), (row[:2] for row in alike)):
        # Most pairs are of those that are together already.
        if one in parent and other in parent and parent[one] != parent[other]:
            parent[root_of(parent, other)] = root_of(parent, one)
    tops = {source_id: root_of(parent, source_id) for source_id in parent}
    parts = {top: Component([], [], generic) for top in dict.fromkeys(tops.values())}
    part_of = {source_id: parts[top] for source_id, top in tops.items()}
    for record in records:
        part_of[record.source_id].records.append(record)
    for row in decided:
        if row.left in part_of:
            part_of[row.left].decisions.append(row)
    for pair in alike:
        part_of[pair[0]].alike.append(pair)
    return part_of


def _ties(records: Sequence[Record], decided: Sequence[DecisionRow]) -> Iterator[tuple[int, int]]:
    """Pairs of source ids that share a match key, a golden record or a decision."""
    by_key: dict[int, int] = {}
    by_golden: dict[int | None, int] = {}
    for record in records:
        source_id, golden_id = record.row.source_id, record.row.golden_id
        for key in record.keys:
            if (other := by_key.setdefault(key, source_id)) != source_id:
                yield other, source_id
        if golden_id is not None and (other := by_golden.setdefault(golden_id, source_id)) != source_id:
            yield other, source_id
    for row in decided:
        if row.right is not None:
            yield row.left, row.right


def decided_pairs(decided: Sequence[DecisionRow]) -> dict[str, list[tuple[int, int]]]:
    """The pairs that are `same` and those that are `different`; the newest word about a pair stands."""
    latest: dict[frozenset[int | None], DecisionRow] = {}
    for row in decided:
        pair = frozenset((row.left, row.right))
        # What the hub says of a record that it made goes over no word of a person.
        if row.kind in ("same", "different") and (row.author != "hub" or pair not in latest):
            latest[pair] = row
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for row in latest.values():
        if row.right is not None:
            pairs[row.kind].append((row.left, row.right))
    return pairs
