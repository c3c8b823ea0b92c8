"""Redefined: what a store has found out of its records, brought to the definitions that are in force.

Invariant: every stored fact and block key is laid out by the definitions whose digest is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping

import xxhash

from hub.matching.evidence_model import Definition
from hub.store import evidence, resolve_queue, setting, sources
from hub.store.apart import Apart
from hub.store.transaction import Transaction
from hub.sync.census import recount
from hub.sync.evidence import Evidence
from hub.sync.world import World

_NAME = "definitions"
_PAGE = 1000


def follow_definitions(world: World, apart: Apart) -> None:
    """After an upgrade, or where evidence is weighed for the first time, look at all records once more. No customer
    falls apart meanwhile: what was weighed stands until each record is weighed anew.
    """
    if not world.definitions:
        return
    digest = _digest(world.definitions)
    with world.database.begin() as tx:
        if setting.remembered(tx, _NAME) != digest:
            recount(tx, world.definitions, apart)
            for entity, definition in world.definitions.items():
                _learn_anew(tx, world, entity, definition, apart)
            setting.remember(tx, _NAME, digest)


def _digest(definitions: Mapping[str, Definition]) -> str:
    pairs = ", ".join(f"({entity!r}, {one.written})" for entity, one in sorted(definitions.items()))
    return xxhash.xxh3_64_hexdigest(f"[{pairs}]".encode())


def _learn_anew(tx: Transaction, world: World, entity: str, definition: Definition, apart: Apart) -> None:
    """Those that are nobody's yet wait for their first look anyway."""
    for page in sources.each_page(tx, [entity], _PAGE):
        known = evidence.traits(tx, [row.source_id for row in page])
        found = [row.source_id for row in page if row.golden_id is not None or row.source_id in known]
        Evidence(tx, entity, definition, world.mentions, apart).learn_anew(found)
    resolve_queue.enqueue_entity(tx, entity)
