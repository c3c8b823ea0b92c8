"""The two sides of a join: who of a customer belongs to the one record and who to the other, had the join not been.

Invariant: people's other words hold, those who were one before the join stay so, and whoever has come since goes to the
side that he is like.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import msgspec

from hub.steward.carried_out import merged_by
from hub.steward.errors import StewardError
from hub.steward.newcomers import likeness, own_words
from hub.steward.weigh import document
from hub.store import decisions, golden, identity, raw, resolve_queue, sources
from hub.store.decisions import DecisionRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.gather import decided_pairs
from hub.sync.record import Record, is_made_by_hub
from hub.sync.references import golden_text
from hub.sync.world import Document, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Sides(msgspec.Struct, frozen=True):
    """`own` were merged away, as golden record `number`; `others` are all those whom they are one with now."""

    number: int
    own: list[SourceRow]
    others: list[SourceRow]


Node = int
"""A customer as it was when the join was said (its golden id), or, below zero, a record that has come since."""
Link = tuple[Node, Node, int]
"""Two that are one by a word of a person, and the number of that."""


def sides_of(tx: Transaction, world: World, row: DecisionRow) -> Sides | None:
    """Who is to be parted where the join is taken back; None where it has made nobody one.

    Raises `StewardError` where other words make the two one just the same.
    """
    merged = merged_by(tx, row)
    if not merged or row.right is None:
        return None
    heir = golden.follow(tx, merged[0])
    members = sources.of_golden(tx, [heir])
    nodes = _nodes(tx, members, row, max(golden.redirected_in(tx, number) for number in merged))
    links = _links(tx, nodes)
    ends = nodes[row.left], nodes[row.right]
    left, right = _reached(ends[0], links), _reached(ends[1], links)
    if ends[1] in left:
        told = ", ".join(map(str, left[ends[1]]))
        golden_name = golden_text(members[0].entity, merged[-1])
        raise StewardError("joined_otherwise", number=row.decision_id, others=told, merge=golden_name)
    stays, goes = _ordered({*left}, {*right}, heir)
    _share_out(tx, world, members, nodes, links, (stays, goes), heir, row.at)
    if heir in goes:
        stays, goes = goes, stays
    number = next(end for end in ends if end in goes)
    own = [member for member in members if nodes[member.source_id] in goes]
    return Sides(number, own, [member for member in members if member not in own])


def wall_off(tx: Transaction, sides: Sides, author: str, at: str) -> list[int]:
    """Put walls between the two sides, and queue both; the numbers of the walls."""
    if sides.others:
        _gather(tx, sides)
    pairs = product(sides.own, sides.others)
    walls = [(one.source_id, other.source_id) for one, other in pairs]
    members = [*sides.own, *sides.others]
    resolve_queue.enqueue(tx, [(member.source_id, member.entity) for member in members])
    return decisions.add_different(tx, walls, author, "a merge was undone", at)


def _gather(tx: Transaction, sides: Sides) -> None:
    """Let those who go with the one who was merged away be found under his id, and their own ids lead to it: the larger
    part keeps its id, and that may be they.
    """
    born = identity.born_ids(tx, [member.source_id for member in sides.own])
    beside = set(born.values()) - {sides.number, *golden.ids_leading_to(tx, sides.number)}
    if not beside:
        return
    heir = golden.follow(tx, sides.number)
    went = [number for number, end in golden.living(tx, sorted(beside)).items() if end == heir != number]
    golden.lead(tx, [sides.number], heir)
    golden.lead(tx, went, sides.number)
    identity.move(tx, sorted(born), sides.number)


def _ordered(left: set[Node], right: set[Node], heir: Node) -> tuple[set[Node], set[Node]]:
    """The side that keeps whoever is like neither, first: the heir's, or the older one."""
    return (left, right) if heir in left or (heir not in right and min(left) < min(right)) else (right, left)


def _nodes(tx: Transaction, members: Sequence[SourceRow], row: DecisionRow, merged_in: int) -> dict[int, Node]:
    """Of each record the customer that it belonged to; whoever was read later stands for himself, save what the hub has
    made of the one.
    """
    born = identity.born_ids(tx, [member.source_id for member in members])
    then = golden.living(tx, sorted(set(born.values())), row.at)
    late = {
        member.source_id
        for member in members
        if member.source_id not in (row.left, row.right)
        and raw.first_read(tx, member.raw_id) > merged_in
        and not is_made_by_hub(Record.read(member))
    }
    return {i: -i if i in late else then[number] for i, number in born.items()}


def _links(tx: Transaction, nodes: dict[int, Node]) -> list[Link]:
    """What people have said to be the same, and stands."""
    said = [row for row in decisions.about(tx, sorted(nodes)) if row.author != "hub"]
    numbers = {frozenset((row.left, row.right)): row.decision_id for row in said}
    pairs = [pair for pair in decided_pairs(said)["same"] if pair[0] in nodes and pair[1] in nodes]
    return [(nodes[one], nodes[other], numbers[frozenset((one, other))]) for one, other in pairs]


def _reached(start: Node, links: Iterable[Link]) -> dict[Node, list[int]]:
    """Everybody who is one with `start` by people's words, each with the shortest way of words to him."""
    found: dict[Node, list[int]] = {start: []}
    frontier = [start]
    while frontier:
        node = frontier.pop(0)
        for one, other, number in links:
            there = other if one == node else one
            if node in (one, other) and there not in found:
                found[there] = [*found[node], number]
                frontier.append(there)
    return found


def _share_out(
    tx: Transaction,
    world: World,
    members: Sequence[SourceRow],
    nodes: dict[int, Node],
    links: Sequence[Link],
    sides: tuple[set[Node], set[Node]],
    heir: int,
    at: str,
) -> None:
    """Put everybody who is bound to neither to the one whom he is like, those of one customer together."""
    stays, goes = sides
    rules = world.rules[members[0].entity]
    docs = [[_document(tx, number, heir, at) for number in side if number > 0] for side in (stays, goes)]
    left = sorted(set(nodes.values()) - stays - goes)
    while left:
        group = {*_reached(left[0], links)}
        words = [own_words(Record.read(member)) for member in members if nodes[member.source_id] in group]
        here, there = (sum(max(likeness(rules, w, doc) for doc in side) for w in words) for side in docs)
        (goes if there > here else stays).update(group)
        left = [node for node in left if node not in group]


def _document(tx: Transaction, number: int, heir: int, at: str) -> Document:
    """What a customer was before it became one with others."""
    if number != heir:
        return document(golden.by_ids(tx, [number])[number])
    states = golden.versions(tx, number)
    before = [state for state in states if state[4] <= at] or states[:1]
    return _decode(before[-1][1])
