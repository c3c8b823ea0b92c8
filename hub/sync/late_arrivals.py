"""Late arrivals: new records of a page that the hub had made itself, and of which no answer and no look-up has told.

Invariant: what a record shows as the hub sent it is the hub's own word and nobody's claim, however late it is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from hub.sdk.records import PushResult, RawRecord
from hub.store import outbox
from hub.store.outbox import IntentRow
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.arrival import arrived, is_somebody_else, is_whole, natural_key
from hub.sync.ledger import PushLedger
from hub.sync.payloads import decode_payload
from hub.sync.push import change_of
from hub.sync.reasons import Reason
from hub.sync.receipts import Answers
from hub.sync.world import Document, StreamSetup, World

# Nothing on the way to a system delivers a request later than that.
_ON_THE_WAY = timedelta(days=2)


def recognize(tx: Transaction, world: World, stream: StreamSetup, run_id: int, records: Sequence[RawRecord]) -> None:
    """Take those of the stored new records that show all of a creation without receipt for its arrival.

    The run that sent it has counted it as unknown; this one has written nothing.
    """
    if not records or not stream.manifest.natural_key:
        return
    since = utc_text(world.now() - _ON_THE_WAY)
    unseen = outbox.creations_unseen(tx, stream.stream_id, Reason("not_arrived").text(), since)
    if not unseen:
        return
    wanted = {_spelled(natural_key(stream, change_of(intent).payload)): intent for intent in unseen}
    results = []
    for record in records:
        key = _spelled(natural_key(stream, decode_payload(record.payload)))
        if key and key in wanted and (told := _told(tx, world, stream, wanted[key], record)) is not None:
            results.append((wanted.pop(key), told))
    Answers(tx, world, stream, run_id, PushLedger()).take(results)


def _told(
    tx: Transaction, world: World, stream: StreamSetup, intent: IntentRow, record: RawRecord
) -> PushResult | None:
    """What the record tells of the creation, as its answer would have; None where it may be somebody else's work."""
    number = str(intent.intent_id)
    answer = PushResult(number, "found", record.external_id, record.version, payload=record.payload)
    found = arrived(world, stream, intent, answer)
    if found is None or not is_whole(found, intent) or is_somebody_else(tx, stream, intent, answer):
        return None
    return PushResult(number, "done", record.external_id, record.version, Reason("found_by_pull").text())


def _spelled(key: Document) -> str:
    """A natural key as systems compare it: without regard to case; empty where there is none."""
    return msgspec.json.encode(key, order="sorted").decode().casefold() if key else ""
