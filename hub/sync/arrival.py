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
from hub.store.intents import IntentRow
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
    shown = shown_parts(stream, answer) or {}
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
    return shown_parts(stream, answer) is not None


def shown_parts(stream: StreamSetup, answer: PushResult) -> dict[str, Document] | None:
    """The parts of the looked-up record; None where nobody can read it."""
    if answer.payload is None or answer.external_id is None:
        return {}
    try:
        _, parts = stream.mapping.map(decode_payload(answer.payload))
    except (MappingProblem, msgspec.DecodeError):
        return None
    make_absolute(stream.mapping, parts, stream.stream_id, answer.external_id, stream.stream_ids)
    return parts
