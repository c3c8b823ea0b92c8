"""Read before: of a record that the hub made, and read before it knew so, what is its own and what was typed since.

Invariant: a creation changes no record that is there, so what a record says otherwise than it was sent is somebody's
word.
"""

from __future__ import annotations

from hub.merging.claims import Mark, Marks
from hub.merging.rules import EntityRules
from hub.normalize.compare import same
from hub.store import intents
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.cut_dates import last_moment
from hub.sync.world import Document, StreamSetup


def brought(rules: EntityRules, known: Document, told: Document) -> Document:
    """What the creation has brought of what it told."""
    return {
        field: value
        for field, value in told.items()
        if field not in known or same(rules.kind_of(field), known[field], value)
    }


def typed_since(
    tx: Transaction, stream: StreamSetup, row: SourceRow, known: Document, sent: Document, intent_id: int
) -> Marks:
    """The claims of what was typed over the creation: no older than it was wished, as far as a cut date allows."""
    typed = known.keys() - sent.keys()
    until = last_moment(row.since, stream.manifest.incremental, stream.mapping.spec.zone) if typed else row.since
    wished_at = intents.wished_at(tx, intent_id) if until > row.since else ""
    if not row.since < wished_at <= until:
        return {}
    return {
        field: Mark(claimed=True, value=known[field], at=wished_at, fresh=row.golden_id is None)
        for field in sorted(typed)
    }
