"""Intents of the outbox told as planned changes: with the customer, the winning claim and the rule behind each field.

Invariant: every intent gives one change, and its fields are exactly those that the intent would write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from hub.steward.naming import display_name
from hub.steward.plans import FieldChange, PlannedChange
from hub.steward.weigh import Cluster, clusters
from hub.store.intents import IntentRow
from hub.store.transaction import Transaction
from hub.sync.reasons import Reason, read_reason
from hub.sync.references import golden_text
from hub.sync.story import PartStory, Story, read_story
from hub.sync.world import World

CHUNK = 1000
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def told(tx: Transaction, world: World, intents: Sequence[IntentRow]) -> Iterator[PlannedChange]:
    """The changes that these intents stand for, in their order."""
    for start in range(0, len(intents), CHUNK):
        chunk = intents[start : start + CHUNK]
        stories = {intent.intent_id: read_story(intent.fields) for intent in chunk}
        wanted = {intent.golden_id for intent in chunk}
        wanted |= {part.golden for story in stories.values() for part in story.values()}
        found = clusters(tx, world, sorted(wanted))
        reasons = _Reasons(world, found)
        for intent in chunk:
            yield _change(world, intent, stories[intent.intent_id], found.get(intent.golden_id), reasons)


def why_of(intent: IntentRow) -> tuple[str, Reason | None]:
    """Why an intent ended as it did: as English text, and as a reason for any language."""
    reason = read_reason(intent.message)
    return str(reason or ""), reason


class _Reasons:
    """Why each unit of a customer says what it says: told once, for a customer is written to many systems."""

    def __init__(self, world: World, found: dict[int, Cluster]) -> None:
        self._world, self._found = world, found
        self._told: dict[tuple[int, str], tuple[str, str]] = {}

    def of(self, golden_id: int, field: str) -> tuple[str, str]:
        """The name of the record (or person) whose claim won, and the rule in words."""
        cluster = self._found.get(golden_id)
        if cluster is None or not self._world.rules[cluster.row.entity].knows(field):
            return "", ""
        unit = self._world.rules[cluster.row.entity].unit_of(field)
        if (golden_id, unit.name) not in self._told:
            judgement = cluster.judge(unit)
            told = (judgement.winner.name, judgement.rule) if judgement is not None else ("", "")
            self._told[golden_id, unit.name] = told
        return self._told[golden_id, unit.name]


def _change(world: World, intent: IntentRow, story: Story, cluster: Cluster | None, reasons: _Reasons) -> PlannedChange:
    stream = world.stream(intent.stream_id)
    return PlannedChange(
        stream=stream.place if stream is not None else str(intent.stream_id),
        operation=intent.operation,
        external_id=intent.external_id,
        golden=golden_text(cluster.row.entity, intent.golden_id) if cluster else str(intent.golden_id),
        display=display_name(cluster.doc) if cluster else "",
        records=sorted(source.name for source in cluster.sources) if cluster else [],
        fields=[change for name, part in story.items() for change in _fields(name, part, reasons)],
        payload=_decode(intent.payload),
        held=read_reason(intent.message) if intent.state == "held" else None,
    )


def _fields(name: str, part: PartStory, reasons: _Reasons) -> Iterator[FieldChange]:
    for field, value in part.to.items():
        source, rule = ("", "undone") if field in part.undone else reasons.of(part.golden, field)
        before = part.before.get(field)
        yield FieldChange(part=name, field=field, before=before, after=value, source=source, rule=rule)
