"""The records of the store as a file that `hub match` reads, and what people have decided about them.

Invariant: a record's row is what the matcher reads of it, and its id the name by which people know it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from hub.matching.features import COLUMNS, COMPANY, PERSON
from hub.steward.questions import is_of_a_person
from hub.store import decisions, sources, streams
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.gather import decided_pairs
from hub.sync.record import record_name
from hub.sync.traits import rows_of
from hub.sync.world import World

_PAGE = 1000


def write_sheet(world: World, path: Path) -> dict[tuple[str, str], bool]:
    """Write the companies and people, and tell of which pairs somebody has said whether they are the same."""
    decided: dict[tuple[str, str], bool] = {}
    with world.database.begin() as tx, path.open("w", encoding="utf-8", newline="") as file:
        names = streams.names(tx)
        rows = csv.DictWriter(file, COLUMNS, restval="")
        rows.writeheader()
        for entity in (COMPANY, PERSON):
            named: dict[int, str] = {}
            for page in sources.each_page(tx, [entity], _PAGE):
                named |= {row.source_id: record_name(row, names) for row in page}
                rows.writerows(_told(tx, entity, page, named))
            decided |= _decided(tx, world, named)
    return decided


def _told(tx: Transaction, entity: str, page: Sequence[SourceRow], named: dict[int, str]) -> Iterator[dict[str, str]]:
    for source_id, row in rows_of(tx, entity, [row.source_id for row in page]).items():
        known = {column: text for column, text in row.items() if column in COLUMNS}
        yield {"record_id": named[source_id], "entity_type": entity, **known}


def _decided(tx: Transaction, world: World, named: dict[int, str]) -> dict[tuple[str, str], bool]:
    """What people said; what the hub, a system or a rule has stored is no second opinion."""
    said = [row for row in decisions.about(tx, sorted(named)) if is_of_a_person(world, row)]
    pairs = decided_pairs(said)
    found: dict[tuple[str, str], bool] = {}
    for kind, is_same in (("same", True), ("different", False)):
        for left, right in pairs[kind]:
            if left in named and right in named:
                one, other = sorted((named[left], named[right]))
                found[one, other] = is_same
    return found
