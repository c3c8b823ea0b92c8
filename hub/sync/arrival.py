"""Arrival: which fields of a write whose answer was lost the looked-up record shows as they were sent.

Invariant: a field that the record shows otherwise, or not at all, is never taken for written; somebody may have edited
it since, or have made the record himself, and the pull and the plan that follow must see that.
"""

from __future__ import annotations

from typing import Any

import msgspec

from hub.mapping.path import parse_path, read, write
from hub.mapping.problems import MappingProblem
from hub.normalize.compare import same
from hub.sdk.records import PushResult
from hub.store import decisions, golden, raw, sources
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.gather import decided_pairs
from hub.sync.namesakes import is_namesake
from hub.sync.payloads import decode_payload
from hub.sync.references import make_absolute
from hub.sync.story import Story, read_present, read_story, write_story
from hub.sync.world import Document, StreamSetup, World


def arrived(world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> IntentRow | None:
    """The intent with no more than what has arrived of it; None where nothing has.

    A creation has arrived where the record is there. What it shows otherwise is left to the pull: somebody has edited
    it since, or entered the customer in the same minute, and then had not seen what the hub sent.
    """
    if intent.operation in ("archive", "delete"):
        return None
    shown = _shown(stream, answer) or {}
    kept: Story = {}
    for name, story in read_present(world, stream, intent.fields).items():
        kinds = world.kinds(stream.mapping.parts[name].entity)
        there = shown.get(name, {})
        sent = {
            field: value
            for field, value in story.to.items()
            if _is_as_sent(kinds[field], value, there.get(field), is_known=name in shown)
        }
        if sent or intent.operation == "create":
            kept[name] = msgspec.structs.replace(story, to=sent)
    return intent._replace(fields=write_story(kept)) if kept or intent.operation == "create" else None


def is_whole(found: IntentRow, intent: IntentRow) -> bool:
    """Whether all of an intent has arrived."""
    return read_story(found.fields) == read_story(intent.fields)


def is_somebody_else(tx: Transaction, world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    """Whether the record that answers to the natural key is a namesake's, or one that a person has parted from this
    customer.
    """
    if intent.operation != "create" or answer.external_id is None:
        return False
    return _tells_of_another(world, stream, intent, answer) or _is_parted(tx, stream, intent, answer.external_id)


def _tells_of_another(world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    anchor = stream.mapping.anchor
    told, shown = read_present(world, stream, intent.fields).get(anchor), (_shown(stream, answer) or {}).get(anchor)
    if told is None or not shown:
        return False
    entity = stream.mapping.entity_of(anchor)
    return is_namesake(world, entity, told.to, shown, is_named=intent.external_id is not None)


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


def natural_key(stream: StreamSetup, payload: Document) -> Document:
    """The parts of a payload by which the system tells its records; empty where it has none."""
    chosen: Document = {}
    for path in map(parse_path, stream.manifest.natural_key):
        said = read(payload, path)
        if said not in (None, ""):
            write(chosen, path, said)
    return chosen


def _is_as_sent(kind: str, sent: Any, there: Any, *, is_known: bool) -> bool:
    if sent is None or there is None:
        return is_known and sent is there
    return same(kind, sent, there)


def is_readable(stream: StreamSetup, answer: PushResult) -> bool:
    """Whether what a look-up shows tells anything; if not, nobody knows whose words stand there."""
    return _shown(stream, answer) is not None


def _shown(stream: StreamSetup, answer: PushResult) -> dict[str, Document] | None:
    """The parts of the looked-up record; None where nobody can read it."""
    if answer.payload is None or answer.external_id is None:
        return {}
    try:
        _, parts = stream.mapping.map(decode_payload(answer.payload))
    except (MappingProblem, msgspec.DecodeError):
        return None
    make_absolute(stream.mapping, parts, stream.stream_id, answer.external_id, stream.stream_ids)
    return parts
