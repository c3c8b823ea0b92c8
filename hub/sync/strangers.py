"""Strangers: records that answer the look-up of a creation and are not the one that was to be made, and who tells then.

Invariant: a record that the hub knew before, or that tells of somebody else, is never taken for the hub's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from hub.sdk.records import PushResult
from hub.store import decisions, golden, raw, sources
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.arrival import shown_parts
from hub.sync.gather import decided_pairs
from hub.sync.legible import legible_parts
from hub.sync.namesakes import is_namesake
from hub.sync.push import change_of
from hub.sync.story import read_present
from hub.sync.world import Document, StreamSetup, World


def stands_in_the_way(
    tx: Transaction, world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult
) -> bool:
    """Whether the record that answers is another one, and hides for good whether the creation has arrived."""
    is_known = was_there_before(tx, stream, intent, answer)
    return is_known or (not stream.pulls and is_somebody_else(tx, world, stream, intent, answer))


def is_told_by_a_pull(
    tx: Transaction, world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult
) -> bool:
    """Whether the record that answers is not the one that was to be created, or may not be: what else is there the next
    pull shows, and nothing is planned again before that.
    """
    if answer.outcome != "found" or intent.operation != "create" or not stream.pulls:
        return False
    if was_there_before(tx, stream, intent, answer) or is_of_this_customer(tx, stream, intent, answer):
        return False
    return answer.payload is None or is_somebody_else(tx, world, stream, intent, answer)


def is_of_this_customer(tx: Transaction, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    """Whether the record that answers is known as one of the customer for whom it was to be made."""
    members = sources.of_golden(tx, [golden.follow(tx, intent.golden_id)])
    return any((m.stream_id, m.external_id) == (stream.stream_id, answer.external_id) for m in members)


def is_somebody_else(tx: Transaction, world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    """Whether the record that answers to the natural key is a namesake's, or one that a person has parted from this
    customer.
    """
    if intent.operation != "create" or answer.external_id is None:
        return False
    return _tells_of_another(world, stream, intent, answer) or _is_parted(tx, stream, intent, answer.external_id)


def _tells_of_another(world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    anchor = stream.mapping.anchor
    told = read_present(world, stream, intent.fields).get(anchor)
    shown = _parts(stream, intent, answer).get(anchor)
    if told is None or not shown:
        return False
    entity = stream.mapping.entity_of(anchor)
    return is_namesake(world, entity, told.to, shown, is_named=intent.external_id is not None)


def _parts(stream: StreamSetup, intent: IntentRow, answer: PushResult) -> Mapping[str, Document]:
    found = shown_parts(stream, answer)
    if found is None and answer.payload is not None:
        return legible_parts(stream, change_of(intent).payload, answer.payload)
    return found or {}


def _is_parted(tx: Transaction, stream: StreamSetup, intent: IntentRow, external_id: str) -> bool:
    known = raw.by_external_id(tx, stream.stream_id, external_id)
    there = {row.source_id for row in sources.of_raw(tx, [known[0]])} if known is not None else set()
    members = {row.source_id for row in sources.of_golden(tx, [golden.follow(tx, intent.golden_id)])}
    parted = decided_pairs(decisions.about(tx, sorted(there)))["different"]
    return any({one, other} & there and {one, other} & members for one, other in parted)


def was_there_before(tx: Transaction, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    """Whether the hub knew the record before it wished to create one that answers to the same natural key.

    No connection is pulled while it is written to, so what that run or an earlier one has read was there before the
    creation left.
    """
    if answer.external_id is None:
        return False
    known = raw.by_external_id(tx, stream.stream_id, answer.external_id)
    return known is not None and raw.first_read(tx, known[0]) <= intent.run_id
