"""Bonds: two records that were one customer stay one when somebody edits the fact that both were known by.

Without them a new mailbox would make a stranger of its owner, and a double in every system. A bond is a stored
decision, so that a person sees it and can take it back; it is tied only where nothing in the records speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from hub.matching.cluster import Member, Wall
from hub.store import decisions
from hub.store.decisions import DecisionRow
from hub.store.transaction import Transaction
from hub.sync.gather import Component
from hub.sync.record import Record, old_keys

EDITED_APART = "they were one when an edit changed what tied them"


def made_by(intent: int | str) -> str:
    """Why a record is one with a customer: the hub has made it for that one."""
    return f"created by intent {intent}"


def moved_by(intent: int | str) -> str:
    """Why a mention is one with a company: the hub has written that one's name there."""
    return f"moved by intent {intent}"


def tie(
    tx: Transaction,
    component: Component,
    members: dict[int, Member],
    wall: Wall,
    now: str,
    gone: Set[int] = frozenset(),
) -> None:
    """Store what holds edited records to those that they were one with, and add it to the component's decisions; those
    who are `gone` speak of somebody else now.
    """
    for edited, mate in _losing_touch(component, members, wall):
        if not gone.isdisjoint((edited, mate)):
            continue
        _tie(tx, component, edited, mate, now)


def part(tx: Transaction, component: Component, gone: Set[int], here: Set[int], heir: int | None, now: str) -> None:
    """End the bonds by which those who are `gone` were one with others `here`, or others were to come here; these are
    held by the heir, who stays.
    """
    ended, held = [], []
    for bond in component.decisions:
        sides = {bond.left, bond.right}
        if bond.kind != "same" or not sides & gone or (bond.right in gone and not sides <= here):
            continue
        ended.append(bond.decision_id)
        held += sorted(side for side in sides - gone if side is not None)
    decisions.revoke(tx, ended, now)
    component.decisions[:] = [bond for bond in component.decisions if bond.decision_id not in ended]
    for mate in dict.fromkeys(held):
        if heir is not None and mate != heir:
            _tie(tx, component, heir, mate, now)


def _tie(tx: Transaction, component: Component, one: int, other: int, now: str) -> None:
    told = DecisionRow(0, "same", one, other, None, None, "hub", EDITED_APART, now)
    number = decisions.add(tx, told.kind, one, right=other, author=told.author, reason=told.reason, at=told.at)
    component.decisions.append(told._replace(decision_id=number))


def _losing_touch(component: Component, members: dict[int, Member], wall: Wall) -> Iterator[tuple[int, int]]:
    """(changed record, mate) for each key that an edit, or the hub's writing of that edit, took away; one mate a key is
    enough, for mates share it, and one of those that changed alike is enough for a mate that stayed behind.
    """
    decided = {frozenset((d.left, d.right)) for d in component.decisions if d.kind in ("same", "different")}
    tied: set[tuple[int, tuple[int, ...]]] = set()
    for pair in _grown_unlike(component, members, wall):
        if frozenset(pair) not in decided:
            decided.add(frozenset(pair))
            yield pair
    for record in component.records:
        if not _is_edited(record):
            continue
        for key in sorted(set(old_keys(record.row)) - set(record.keys)):
            mates = [
                members[other.source_id]
                for other in component.records
                if _were_one(record, other, key)
                and frozenset((record.source_id, other.source_id)) not in decided
                and (other.source_id, record.keys) not in tied
                and wall(members[record.source_id], members[other.source_id]) is None
            ]
            if mates:
                mate = min(mates, key=lambda member: member.name).source_id
                decided.add(frozenset((record.source_id, mate)))
                tied.add((mate, record.keys))
                yield record.source_id, mate


def _grown_unlike(component: Component, members: dict[int, Member], wall: Wall) -> Iterator[tuple[int, int]]:
    """Pairs of one customer that the evidence does not make one any more, because one of them was edited."""
    by_id = {record.source_id: record for record in component.records}
    for one, other in component.lost:
        if (
            (_is_edited(by_id[one]) or _is_edited(by_id[other]))
            and by_id[one].row.golden_id == by_id[other].row.golden_id
            and wall(members[one], members[other]) is None
        ):
            yield one, other


def _is_edited(record: Record) -> bool:
    """Whether somebody changed the record, or the hub to carry over such a change."""
    return record.row.golden_id is not None and any(
        (m.fresh and m.edited) or m.wrote for m in record.all_marks.values()
    )


def _were_one(record: Record, other: Record, key: int) -> bool:
    return (
        other.source_id != record.source_id
        and other.row.golden_id == record.row.golden_id
        and key in old_keys(other.row)
        and not set(record.keys) & set(other.keys)
    )
