"""The records of a customer as the tree of merges by which they came to it, each with what it alone says.

Invariant: every record of the customer stands in the tree once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import msgspec

from hub.steward.alone import Words
from hub.steward.errors import StewardError
from hub.steward.naming import living
from hub.steward.weigh import Cluster, cluster_of
from hub.store import golden, identity
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.world import World

MOST_WALLS = 40_000
"""Each chosen record is walled off from each that stays: twenty from two thousand, say."""


class Member(msgspec.Struct, frozen=True):
    """A record of a customer; `says` are its own words where no other record of it says the same."""

    record: str
    is_deleted: bool
    says: dict[str, Any]


class Branch(msgspec.Struct, frozen=True):
    """A golden record with the records that first came to it, and those that were merged into it; `says` is what they
    say and nobody outside does.
    """

    golden: str
    members: list[Member]
    branches: list[Branch]
    says: dict[str, Any]

    @property
    def records(self) -> list[str]:
        """The records of the whole branch."""
        return [
            *(member.record for member in self.members),
            *(name for branch in self.branches for name in branch.records),
        ]

    def named(self, golden_name: str) -> Branch | None:
        """The branch of this golden record."""
        if self.golden == golden_name:
            return self
        return next((found for branch in self.branches if (found := branch.named(golden_name))), None)


def tree_of(world: World, golden_name: str) -> Branch:
    """The records of a customer, by the golden records under which they came to it."""
    with world.database.look() as tx:
        return _tree(tx, world, cluster_of(tx, world, living(tx, world, golden_name)))


def chosen_of(tree: Branch, records: Collection[str], branches: Collection[str]) -> list[str]:
    """The records that are meant by their own names or by that of a branch. Raises where those are none, or all."""
    every = tree.records
    meant = set(records)
    for name in branches:
        found = tree.named(name)
        meant |= {name} if found is None else set(found.records)
    for name in sorted(meant.difference(every)):
        raise StewardError("part_not_here", name=name[:80], golden=tree.golden)
    if not meant or len(meant) == len(every):
        raise StewardError("part_some", golden=tree.golden)
    if len(meant) * (len(every) - len(meant)) > MOST_WALLS:
        raise StewardError("part_too_many", most=MOST_WALLS)
    return sorted(meant)


def _tree(tx: Transaction, world: World, cluster: Cluster) -> Branch:
    entity, root = cluster.row.entity, cluster.row.golden_id
    born = identity.born_ids(tx, cluster.source_ids)
    above, words = _above(tx, set(born.values()), root), Words(world.rules[cluster.row.entity].units, cluster.sources)
    names = {source.source_id: source.name for source in cluster.sources}
    deleted = {record.source_id: bool(record.row.deleted) for record in cluster.records}
    members: dict[int, list[int]] = defaultdict(list)
    for source_id in sorted(born, key=names.__getitem__):
        members[born[source_id]].append(source_id)
    below: dict[int, list[int]] = defaultdict(list)
    for number, into in sorted(above.items()):
        below[into].append(number)

    def ids_under(number: int) -> list[int]:
        return [*members[number], *(found for one in below[number] for found in ids_under(one))]

    def grown(number: int) -> Branch:
        own = [Member(names[one], deleted[one], words.alone({one})) for one in members[number]]
        says = words.alone(ids_under(number)) if number != root else {}
        return Branch(golden_text(entity, number), own, [grown(one) for one in below[number]], says)

    return grown(root)


def _above(tx: Transaction, numbers: set[int], root: int) -> dict[int, int]:
    """Into which golden record each of these, and each on their way to the root, was merged."""
    above: dict[int, int] = {}
    ahead = numbers - {root}
    while ahead:
        for number, row in golden.by_ids(tx, sorted(ahead)).items():
            above[number] = row.redirect_to if row.redirect_to is not None else root
        # One whose row is gone, or that stands elsewhere again, has left its record here all the same.
        above |= dict.fromkeys(ahead - above.keys(), root)
        ahead = {above[number] for number in ahead} - above.keys() - {root}
    return above
