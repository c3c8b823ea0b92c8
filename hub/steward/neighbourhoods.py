"""What the evidence came to among the records of a bundle, told without a value: which pairs it keeps apart.

Invariant: two records that a replay may try to join are of one neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from hub.matching.cluster import Member
from hub.matching.evidence_model import Definition
from hub.store import sources
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.evidence import Evidence
from hub.sync.gather import gather
from hub.sync.record import Record, is_renamed
from hub.sync.resolve import in_golden_words
from hub.sync.weighing import Outcome
from hub.sync.world import World

_PAGE = 1000


def weighed_in(tx: Transaction, world: World) -> dict[str, Outcome]:
    """What weighing came to, by entity, among the records that a store was cut down to."""
    return {entity: _outcome(tx, world, entity, definition) for entity, definition in world.definitions.items()}


def _outcome(tx: Transaction, world: World, entity: str, definition: Definition) -> Outcome:
    weighing = Evidence(tx, entity, definition, world.mentions)
    near = _neighbourhoods(tx, world, entity, weighing)
    return Outcome(definition.same, sorted(chain.from_iterable(map(weighing.against_known, near))))


def _neighbourhoods(tx: Transaction, world: World, entity: str, weighing: Evidence) -> Iterator[list[Member]]:
    """Records that a resolve looks at together."""

    def read(rows: list[SourceRow]) -> list[Record]:
        return in_golden_words(tx, world, entity, rows)[0]

    records = read(list(chain.from_iterable(sources.each_page(tx, [entity], _PAGE))))
    for component in gather(tx, [], records, read, world.shared_by_max, weighing).together:
        yield [Member(r.source_id, "", (), r.doc, r.row.golden_id, is_renamed(r)) for r in component.records]
