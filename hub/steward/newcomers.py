"""Newcomers: who came to a customer after two had become it, and goes with one of the two when they are parted.

Invariant: what is compared is what each said by itself, the two as they were before the merge; where nothing tells them
apart, a newcomer stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hub.matching.keys import IDENTIFYING
from hub.merging.rules import EntityRules
from hub.normalize.compare import same
from hub.store import golden, raw
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.record import Record, is_made_by_hub
from hub.sync.world import Document, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def going_along(tx: Transaction, world: World, number: int, members: Sequence[SourceRow]) -> set[int]:
    """Those of the heir's records that came after golden record `number` had been merged into it, and are its own."""
    merged_in, heir = golden.redirected_in(tx, number), golden.follow(tx, number)
    before = [doc for _, doc, _, run_id, _ in golden.versions(tx, heir) if run_id < merged_in]
    entity = golden.by_ids(tx, [number])[number].entity
    if not before or entity not in IDENTIFYING:
        return set()
    one, other = _decode(golden.by_ids(tx, [number])[number].doc), _decode(before[-1])
    late = [Record.read(row) for row in members if raw.first_read(tx, row.raw_id) > merged_in]
    said = {record.source_id: own_words(record) for record in late if not is_made_by_hub(record)}
    rules = world.rules[entity]
    return {i for i, words in said.items() if likeness(rules, words, one) > likeness(rules, words, other)}


def own_words(record: Record) -> Document:
    """What the record says, without what the hub wrote there, and with what it wrote over."""
    marks = record.all_marks
    shown = {field: value for field, value in record.doc.items() if field not in marks or not marks[field].wrote}
    return shown | {field: mark.value for field, mark in marks.items() if mark.claimed and mark.value is not None}


def likeness(rules: EntityRules, words: Document, customer: Mapping[str, Any]) -> int:
    """How many of the facts by which a customer is known are the same."""
    both = words.keys() & customer.keys() & IDENTIFYING.get(rules.entity, frozenset())
    return sum(same(rules.kind_of(field), words[field], customer[field]) for field in both if rules.knows(field))
