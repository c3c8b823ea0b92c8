"""Push: the outbox, oldest first: intent stored, request sent, result stored; what was not answered is looked up.

Invariant: a request leaves only after its intent is durable as `sending`; so after a crash whatever may have been
sent is
known, and is settled by a look-up before anything is sent again. A hub whose lease was taken over sends nothing: the
lease is looked at right before each request. What remains is a hub that is stopped between this look and the arrival
of its request and stays so until its lease has ended: such a request still arrives, once, and the hub that took over
has it among the intents to be looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

import msgspec

from hub.sdk.connector import WritableConnector
from hub.sdk.errors import BrokenContractError, ConnectorError, OutcomeUnknownError
from hub.sdk.records import Change, Operation, PushResult
from hub.store import outbox
from hub.store.intents import ERASURE, IntentRow
from hub.store.times import utc_text
from hub.sync.ledger import PushLedger
from hub.sync.reasons import Reason, reason_of
from hub.sync.receipts import Receipts
from hub.sync.stops import tell_stop
from hub.sync.world import ConnectionSetup, StreamSetup, World

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def push_connection(world: World, connection: ConnectionSetup, run_id: int, ledgers: dict[str, PushLedger]) -> None:
    """Send what the outbox holds for a connection; what stops one stream stops the connection, and is told in the
    ledger.
    """
    connector = connection.connector
    if not isinstance(connector, WritableConnector):
        return
    for stream in connection.streams.values():
        if not stream.manifest.writable:
            continue
        ledger = ledgers.setdefault(stream.place, PushLedger())
        try:
            _push_stream(world, connector, stream, run_id, ledger)
        except ConnectorError as error:
            ledger.stopped = reason_of(error, world.now())
            tell_stop(world, "push_stopped", error, stream=stream.place)
            break


def _push_stream(
    world: World, connector: WritableConnector, stream: StreamSetup, run_id: int, ledger: PushLedger
) -> None:
    receipts = Receipts(world, stream, run_id, ledger)
    limit, sent, total = stream.manifest.write_batch_max * 10, 0, 0
    while not world.is_stopping():
        with world.database.begin() as tx:
            intents = outbox.to_send(tx, stream.stream_id, world.now_text(), limit)
            if not total:
                total = len(intents) if len(intents) < limit else outbox.unsent_count(tx, stream.stream_id)
        if not intents:
            return
        allowed = _allowed(world, stream, intents)
        try:
            for batch in _batches(allowed, stream.manifest.write_batch_max):
                if world.is_stopping():
                    return
                _send(world, connector, stream, batch, receipts, ledger)
                sent += len(batch)
                world.progress(f"push {stream.place}", sent, max(sent, total))
        finally:
            receipts.store()


def _allowed(world: World, stream: StreamSetup, intents: Sequence[IntentRow]) -> list[IntentRow]:
    """Those that the configuration lets the hub send, whatever it was when they were planned; erasures a person has
    ordered. The others are dropped.
    """
    operations = stream.push.operations
    allowed = [i for i in intents if i.operation in operations or i.run_id == ERASURE]
    if len(allowed) < len(intents):
        sent, why, now = {i.intent_id for i in allowed}, Reason("not_allowed"), world.now_text()
        dropped = [i.intent_id for i in intents if i.intent_id not in sent]
        with world.database.begin() as tx:
            outbox.set_state(tx, [("dropped", why.text(), None, None, now, intent_id) for intent_id in dropped])
        world.log("writes_withdrawn", stream=stream.place, writes=len(dropped), why=str(why))
    return allowed


def _batches(intents: Sequence[IntentRow], size: int) -> Iterator[list[IntentRow]]:
    """Full batches of one operation each; creations go first, because updates may refer to them."""
    order = {"create": 0, "update": 1, "archive": 2, "delete": 3}
    by_operation = sorted(intents, key=lambda intent: (order[intent.operation], intent.intent_id))
    for _, group in groupby(by_operation, key=lambda intent: intent.operation):
        found = list(group)
        for start in range(0, len(found), size):
            yield found[start : start + size]


def _send(
    world: World,
    connector: WritableConnector,
    stream: StreamSetup,
    batch: Sequence[IntentRow],
    receipts: Receipts,
    ledger: PushLedger,
) -> None:
    """Send one batch; what became of it is stored together with the claim of the next one, or by who called this."""
    visible_at = utc_text(world.now() + timedelta(seconds=stream.manifest.index_lag_s))
    # Durable, because what leaves can't be called back: after a power cut, too, it is known that it may have arrived.
    with receipts.stored(durable=True) as tx:
        claimed = outbox.claim(tx, [intent.intent_id for intent in batch], visible_at)
    batch = [intent for intent in batch if intent.intent_id in claimed]
    if not batch:
        return
    ledger.requests += 1
    waiting = {str(intent.intent_id): intent for intent in batch}
    reached = world.database.reached
    reached("before send")
    world.database.check_fence()
    try:
        for result in connector.push(stream.name, [change_of(intent) for intent in batch]):
            reached("after answer")
            receipts.add(waiting.pop(result.key), result)
            if stream.manifest.write_batch_max == 1:
                receipts.store()
    except ConnectorError as error:
        # Where nothing of the last request was processed, what has no result was not written.
        _give_up(receipts, waiting, "unknown" if _may_be_done(error) else "unsent", str(error))
        raise
    _give_up(receipts, waiting, "unknown", Reason("no_result").text())


def _may_be_done(error: ConnectorError) -> bool:
    return isinstance(error, OutcomeUnknownError) or (isinstance(error, BrokenContractError) and error.may_be_done)


def _give_up(receipts: Receipts, waiting: dict[str, IntentRow], outcome: str, message: str) -> None:
    for intent in waiting.values():
        if outcome == "unknown":
            receipts.add(intent, PushResult(str(intent.intent_id), "unknown", message=message))
        else:
            receipts.put_back(intent)
    waiting.clear()


def change_of(intent: IntentRow) -> Change:
    """The wish of an intent as the connector takes it."""
    operation: Operation = intent.operation  # type: ignore[assignment]
    return Change(
        str(intent.intent_id), operation, intent.external_id, _decode(intent.payload), intent.expected_version
    )
