"""Legacies: what a company keeps of those who were one with it and speak of another one now.

Invariant: nothing that was known of it is forgotten, and no decision about it goes away with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hub.merging.claims import Source
from hub.merging.lineage import read_lineage
from hub.merging.rules import Unit
from hub.merging.survive import claims_of, survive
from hub.store import decisions
from hub.store.decisions import DecisionRow
from hub.store.golden import GoldenRow
from hub.store.transaction import Transaction
from hub.sync.bonds import part
from hub.sync.gather import Component
from hub.sync.record import Names, Record, sources_of
from hub.sync.verdicts import UNIT_KINDS, unit_decisions, verdict_of
from hub.sync.world import World

_WHY = "said by a record that tells of another company since"
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def leave_behind(
    tx: Transaction,
    world: World,
    component: Component,
    leaving: Sequence[Record],
    before: GoldenRow,
    names: Names,
) -> None:
    """Leave to a company (`before`) what only those who are leaving had said of it, and the decisions about it."""
    here = {r.source_id: r for r in component.records if r.row.golden_id == before.golden_id}
    gone = {record.source_id for record in leaving} & here.keys()
    heir = min(here.keys() - gone, default=None)
    part(tx, component, gone, here.keys(), heir, world.now_text())
    if heir is None:
        return  # nobody tells of the company any more
    staying = [record for source_id, record in here.items() if source_id not in gone]
    _take_over(tx, component, gone, heir)
    stood = _decode(before.doc)
    members = sources_of(staying, names, world.mentions, {before.golden_id: stood})
    standing = unit_decisions(here.keys() - gone, component.decisions)
    lineage = read_lineage(before.lineage, list(stood), None)
    rules = world.rules[before.entity]
    left = survive(members, rules, {unit: verdict_of(row) for unit, row in standing.items()}).values
    for unit in rules.units_of(field for field in stood if lineage.get(field) in gone):
        values = {field: stood[field] for field in unit.fields if field in stood}
        if values != {field: left[field] for field in unit.fields if field in left}:
            _keep(tx, component, unit, values, heir, _weighed_until(unit, members) or min(r.row.since for r in leaving))


def _take_over(tx: Transaction, component: Component, gone: set[int], heir: int) -> None:
    """A decision is about the company, and stands at one of its records."""
    moved = {d.decision_id for d in component.decisions if d.kind in UNIT_KINDS and d.left in gone}
    decisions.take_over(tx, sorted(moved), heir)
    component.decisions[:] = [d._replace(left=heir) if d.decision_id in moved else d for d in component.decisions]


def _keep(tx: Transaction, component: Component, unit: Unit, values: Mapping[str, Any], heir: int, at: str) -> None:
    value = msgspec.json.encode(values).decode()
    told = DecisionRow(0, "choose", heir, None, unit.name, value, "hub", _WHY, at)
    number = decisions.add(tx, told.kind, heir, unit=unit.name, value=value, author="hub", reason=_WHY, at=at)
    component.decisions.append(told._replace(decision_id=number))


def _weighed_until(unit: Unit, members: Sequence[Source]) -> str:
    """The last moment of which it is known that what others said then did not stand; an edit since then competes."""
    return max((claim.at for claim in claims_of(unit, members) if not claim.fresh), default="")
