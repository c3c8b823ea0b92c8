"""The customers that records fall into as things are said now: what the next resolve would make of them.

Invariant: what is compared is the engine's own, over what is stored; nothing is stored.
"""

from __future__ import annotations

from hub.matching.cluster import no_height
from hub.matching.evidence import wall_between
from hub.store import streams
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.clustering import clustered, member_of
from hub.sync.evidence import Evidence
from hub.sync.gather import Component, gather
from hub.sync.record import Names, Record, record_name
from hub.sync.resolve import in_golden_words
from hub.sync.world import World


def component_of(
    tx: Transaction, world: World, entity: str, records: list[Record], evidence: Evidence | None
) -> Component:
    """All that a resolve would look at together."""

    def read(rows: list[SourceRow]) -> list[Record]:
        return in_golden_words(tx, world, entity, rows)[0]

    whole = Component([], [])
    for part in gather(tx, [], records, read, world.shared_by_max, evidence).together:
        whole.records += part.records
        whole.decisions += part.decisions
        whole.alike = [*whole.alike, *part.alike]
    return whole


def unweighed(component: Component, evidence: Evidence) -> list[Record]:
    """Records of which the evidence knows nothing yet."""
    known = evidence.read_facts([record.source_id for record in component.records])
    return [record for record in component.records if record.source_id not in known]


def groups_of(
    world: World, entity: str, component: Component, names: Names, evidence: Evidence | None
) -> list[list[Record]]:
    """The customers that a component falls into; its evidence has been read."""
    members = {record.source_id: member_of(record, names) for record in component.records}
    source_ids = [record.source_id for record in component.records]
    against = (
        (wall_between(entity), no_height) if evidence is None else evidence.against_among(source_ids, component.alike)
    )
    same = 0.0 if evidence is None else evidence.same
    return clustered(component, members, against, same, world.shared_by_max)


def leaving(tx: Transaction, world: World, records: list[Record], joined: set[int]) -> list[str]:
    """The names of those records that would not stay with the two that are joined; none where nobody can tell yet."""
    entity, names = records[0].row.entity, streams.names(tx)
    definition = world.definitions.get(entity)
    evidence = Evidence(tx, entity, definition, world.mentions) if definition is not None else None
    component = component_of(tx, world, entity, records, evidence)
    if evidence is not None and unweighed(component, evidence):
        return []
    groups = groups_of(world, entity, component, names, evidence)
    stay = {record.source_id for group in groups for record in group if _has(group, joined)}
    return sorted(record_name(record.row, names) for record in records if record.source_id not in stay)


def _has(group: list[Record], joined: set[int]) -> bool:
    return not joined.isdisjoint(record.source_id for record in group)
