"""Settling: intents whose outcome is unknown are looked up in the target before anything is sent or pulled again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from hub.mapping.problems import MappingProblem
from hub.sdk.connector import WritableConnector
from hub.sdk.errors import ConnectorError
from hub.sdk.records import Change, PushResult
from hub.store import golden, outbox, sources
from hub.store.database import Transaction
from hub.store.outbox import IntentRow
from hub.sync.ledger import PushLedger
from hub.sync.push import change_of
from hub.sync.reading import decode_payload
from hub.sync.receipts import Receipts
from hub.sync.world import ConnectionSetup, Document, StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def settle_connection(world: World, connection: ConnectionSetup, run_id: int, ledgers: dict[str, PushLedger]) -> None:
    """Find out what became of every unsettled intent of a connection."""
    connector = connection.connector
    if not isinstance(connector, WritableConnector):
        return
    for stream in connection.streams.values():
        with world.database.begin() as tx:
            _close_arrived(tx, world, stream)
            intents = outbox.unsettled(tx, stream.stream_id)
        due = [i for i in intents if i.not_before is None or i.not_before <= world.now_text()]
        if not due:
            continue
        ledger = ledgers.setdefault(stream.place, PushLedger())
        try:
            _settle(world, connector, stream, due, Receipts(world, stream, run_id, ledger))
        except ConnectorError as error:
            ledger.stopped = str(error)
            world.log("settling_stopped", stream=stream.place, reason=str(error))
            return


def _close_arrived(tx: Transaction, world: World, stream: StreamSetup) -> None:
    """A lost creation has arrived after all where a pull has brought the customer since."""
    for intent in outbox.lost(tx, stream.stream_id):
        members = sources.of_golden(tx, [golden.follow(tx, intent.golden_id)])
        there = [m for m in members if m.stream_id == stream.stream_id and m.part == stream.mapping.anchor]
        if there:
            name = there[0].external_id
            outbox.set_state(tx, [("done", "found by a pull", name, None, world.now_text(), intent.intent_id)])


def _settle(
    world: World, connector: WritableConnector, stream: StreamSetup, intents: Sequence[IntentRow], receipts: Receipts
) -> None:
    lookups = {i.intent_id: lookup for i in intents if (lookup := _lookup(stream, i)) is not None}
    by_id = {intent.intent_id: intent for intent in intents}
    for intent in intents:
        if intent.intent_id not in lookups:
            _without_lookup(world, stream, intent)
    waiting = list(lookups.values())
    size = stream.manifest.write_batch_max
    for start in range(0, len(waiting), size):
        for answer in connector.push(stream.name, waiting[start : start + size]):
            intent = by_id[int(answer.key)]
            if answer.outcome == "found" and _has_arrived(stream, intent, answer):
                result = PushResult(
                    answer.key, "done", answer.external_id, answer.version, "settled by look-up", answer.payload
                )
                receipts.add(intent, result)
            elif answer.outcome in ("found", "missing"):
                _plan_again(world, intent, "it did not arrive")
        receipts.store()


def _without_lookup(world: World, stream: StreamSetup, intent: IntentRow) -> None:
    """An update says the same twice without harm; a creation would make a double, so a person has to look."""
    if intent.operation != "create":
        _plan_again(world, intent, "its outcome can't be looked up")
        return
    why = f"look into {stream.place}: if the record is there, run a sync; if not, run `hub sync --resend`"
    with world.database.begin() as tx:
        outbox.set_state(tx, [("lost", f"outcome unknown; {why}", None, None, None, intent.intent_id)])
    world.log("create_lost", stream=stream.place, intent=intent.intent_id, what_to_do=why)


def _lookup(stream: StreamSetup, intent: IntentRow) -> Change | None:
    """The look-up that tells; None where the system offers none for this intent."""
    if "lookup" not in stream.manifest.operations:
        return None
    change = change_of(intent)
    if intent.external_id is not None:
        return Change(change.key, "lookup", intent.external_id)
    natural = _chosen(change.payload, stream.manifest.natural_key)
    return Change(change.key, "lookup", None, natural) if natural else None


def _chosen(payload: Document, paths: Sequence[str]) -> Document:
    """The parts of a payload at these dotted paths."""
    chosen: Document = {}
    for path in paths:
        source: Any = payload
        keys = path.split(".")
        for key in keys:
            source = source.get(key) if isinstance(source, dict) else None
        if source in (None, ""):
            continue
        into = chosen
        for key in keys[:-1]:
            into = into.setdefault(key, {})
        into[keys[-1]] = source
    return chosen


def _has_arrived(stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    """Whether the record shows what was sent; a created record that is there has arrived."""
    if intent.operation == "create":
        return True
    if intent.operation in ("archive", "delete"):
        return False
    if answer.payload is None:
        return False
    try:
        _, parts = stream.mapping.map(decode_payload(answer.payload))
    except (MappingProblem, msgspec.DecodeError):
        return False
    told: dict[str, Any] = _decode(intent.fields)
    refs = {name: stream.mapping.parts[name].refs for name in told}
    return all(
        parts.get(name, {}).get(field) == change["to"]
        for name, story in told.items()
        for field, change in story["fields"].items()
        if field not in refs[name]
    )


def _plan_again(world: World, intent: IntentRow, why: str) -> None:
    """Forget the wish; the plan of this run says it anew if it still stands, against what the pull then sees."""
    with world.database.begin() as tx:
        outbox.set_state(
            tx, [("dropped", f"unsettled: {why}; planned again", None, None, world.now_text(), intent.intent_id)]
        )
        golden.enqueue(tx, [intent.golden_id])
