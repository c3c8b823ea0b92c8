"""Resolve: source records that changed become clusters and golden records; each chunk is one transaction.

Invariant: what is stored equals `survive` over the members of each cluster, whatever the order in which they came.
"""

from __future__ import annotations

import msgspec

from hub.matching.keys import match_keys
from hub.store import billing, identity, resolve_queue, sources
from hub.store.apart import Apart
from hub.store.resolve_queue import WaitingRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.census import count_rarities
from hub.sync.consents import take_consents
from hub.sync.edits import edited
from hub.sync.evidence import Evidence, wake_holders
from hub.sync.gather import gather
from hub.sync.ledger import Ledger
from hub.sync.linking import link_bills
from hub.sync.record import Newcomer, Record
from hub.sync.redefined import follow_definitions
from hub.sync.references import reference_fields, to_golden
from hub.sync.survivors import Survivors
from hub.sync.weighing import WeighedElsewhere, Weighing
from hub.sync.world import World

CHUNK = 2000
# A record that is weighed brings along some seven others, which stay in memory until its chunk is stored.
_WEIGHED = 500
_NO_KEYS = "[]"
# Companies first, then people, then what refers to both.
ORDER = (
    "company",
    "person",
    "employment",
    "deal",
    "contract",
    "quote",
    "invoice",
    "payment",
    "purchase",
    "activity",
    "consent",
)


def resolve(world: World, run_id: int, ledger: Ledger) -> None:
    """Work off the queue of changed source records."""
    with Apart.of_a_resolve() as apart:
        follow_definitions(world, apart)
        count_rarities(world, apart)
        while True:
            waiting, bills = _waiting(world)
            for entity in waiting:
                _resolve_entity(world, entity, run_id, ledger, apart)
            if bills and not waiting:
                ledger.resolve.linked += link_bills(world)
            if not waiting or world.is_stopping():
                break


def _waiting(world: World) -> tuple[list[str], bool]:
    """The entities that have anything to resolve, and whether bills wait for their customers; what arrives may wake
    records that waited for it, so it is asked again.
    """
    with world.database.begin() as tx:
        entities = resolve_queue.pending_entities(tx)
        return [entity for entity in ORDER if entity in entities], billing.waits(tx)


def _resolve_entity(world: World, entity: str, run_id: int, ledger: Ledger, apart: Apart) -> None:
    done = total = 0
    most = _WEIGHED if entity in world.definitions else CHUNK
    while not world.is_stopping():
        with world.database.begin() as tx:
            waiting = resolve_queue.pending(tx, entity, most)
            if waiting:
                _resolve_chunk(tx, world, entity, waiting, run_id, ledger, apart)
            done += len(waiting)
            if not total and len(waiting) == most:
                total = done + resolve_queue.pending_count(tx, entity)
        if not waiting:
            break
        world.progress(f"resolve {entity}", done, max(done, total))


def _resolve_chunk(
    tx: Transaction,
    world: World,
    entity: str,
    waiting: list[WaitingRow],
    run_id: int,
    ledger: Ledger,
    apart: Apart,
) -> None:
    def read(found: list[SourceRow]) -> list[Record]:
        return read_records(tx, world, entity, found)

    edits = [] if entity in world.refers else edited(tx, waiting, world.identifying(entity), world.rules[entity])
    told = {record.source_id for edit in edits for record in edit.group}
    evidence = _weighing(tx, world, entity, apart)
    lost = evidence.take([w.source_id for w in waiting if w.source_id not in told]) if evidence is not None else []
    new = [w for w in waiting if w.golden_id is None and _is_found_out(w, evidence)]
    newcomers = [Newcomer.read(w.source_id, (w.keys if evidence is None else None) or _NO_KEYS) for w in new]
    known = {w.source_id for w in new}
    others = [w.source_id for w in waiting if w.source_id not in known]
    changed = read(sources.by_ids(tx, [source_id for source_id in others if source_id not in told]))
    found = gather(tx, newcomers, changed, read, world.shared_by_max, evidence, lost)
    survivors = Survivors(tx, world, entity, run_id, ledger, evidence)
    survivors.add_newcomers(found.newcomers)
    survivors.add_lone(found.alone)
    survivors.add_components(found.together)
    # Whom another record came to is weighed with it, as a whole.
    weighed = {record.source_id for component in found.together for record in component.records}
    for edit in edits:
        if edit.group[0].source_id not in weighed:
            survivors.add_edited(edit)
    # First, because what is stored may wake records of this very chunk.
    resolve_queue.done(tx, [row.source_id for row in waiting])
    survivors.store()
    if evidence is not None:
        stirred = set(evidence.stirred).difference(row.source_id for row in waiting)
        resolve_queue.enqueue(tx, [(source_id, entity) for source_id in sorted(stirred)])
    _pass_on(tx, world, entity, waiting)
    ledger.resolve.resolved += len(waiting)


def _pass_on(tx: Transaction, world: World, entity: str, resolved: list[WaitingRow]) -> None:
    """What else hangs on records of this entity."""
    if entity == "employment" and world.definitions:
        # A person is known by the employer and the post, too.
        wake_holders(tx, [row.source_id for row in resolved if row.golden_id is not None])
    if entity == "consent":
        take_consents(tx, world, sources.by_ids(tx, [row.source_id for row in resolved]))


def _is_found_out(waiting: WaitingRow, evidence: Weighing | None) -> bool:
    """Whether the pull found out all that is to be known of a new record. It makes no keys where evidence is weighed,
    which may have ended since.
    """
    return waiting.keys is not None and (evidence is not None or waiting.keys != _NO_KEYS)


def _weighing(tx: Transaction, world: World, entity: str, apart: Apart) -> Weighing | None:
    """What weighs the records of an entity, where anything does."""
    if entity in world.weighed:
        return WeighedElsewhere(tx, world.weighed[entity])
    definition = world.definitions.get(entity)
    return Evidence(tx, entity, definition, world.mentions, apart) if definition is not None else None


def read_records(tx: Transaction, world: World, entity: str, rows: list[SourceRow]) -> list[Record]:
    """Stored rows in golden words, with their match keys where no evidence is weighed; references to what has not been
    seen are remembered.
    """
    records, waiting = in_golden_words(tx, world, entity, rows)
    if waiting:
        identity.wait_for(tx, waiting)
    for record in records:
        record.keys = match_keys(entity, record.doc) if not world.weighs(entity) else ()
    return records


def in_golden_words(
    tx: Transaction, world: World, entity: str, rows: list[SourceRow]
) -> tuple[list[Record], list[tuple[str, int]]]:
    """Rows decoded with references turned into golden names, and what waits: (target, source_id). Stores nothing."""
    records = [Record.read(row) for row in rows]
    fields = reference_fields((spec.name, spec.ref_entity) for spec in world.schema.fields(entity).values())
    return records, _resolve_references(tx, records, fields) if fields else []


def _resolve_references(tx: Transaction, records: list[Record], fields: dict[str, str]) -> list[tuple[str, int]]:
    docs, waiting = to_golden(tx, [record.doc for record in records], fields)
    claims = [
        {f: m.value for f, m in record.marks.items() if f in fields and m.value is not None} for record in records
    ]
    claimed, _ = to_golden(tx, claims, fields)
    for record, doc, values in zip(records, docs, claimed, strict=True):
        record.doc = doc
        record.marks = {
            field: msgspec.structs.replace(mark, value=values.get(field)) if field in fields else mark
            for field, mark in record.marks.items()
            if field not in fields or mark.value is None or field in values
        }
    return [(target, r.source_id) for r, targets in zip(records, waiting, strict=True) for target in targets]
