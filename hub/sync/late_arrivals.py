"""Late arrivals: records of a page, or parts of them, that are new and that the hub had made itself, and of which no
answer and no look-up has told.

Invariant: what a record shows as the hub sent it is the hub's own word and nobody's claim, however late it is seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.sdk.records import PushResult, RawRecord
from hub.store import intents
from hub.store.intents import IntentRow
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.arrival import arrived, is_whole, natural_key
from hub.sync.ledger import PushLedger
from hub.sync.payloads import decode_payload
from hub.sync.push import change_of
from hub.sync.reasons import Reason
from hub.sync.receipts import Answers
from hub.sync.story import Story, read_story, write_story
from hub.sync.strangers import is_somebody_else
from hub.sync.unanswered import ON_THE_WAY
from hub.sync.world import Document, StreamSetup, World

_MISSED = Reason("not_arrived").text()
# Whichever record it was.
_REFUSED = Reason("was_there_before").text().partition(',"data"')[0]


def recognize(tx: Transaction, world: World, stream: StreamSetup, run_id: int, records: Sequence[RawRecord]) -> None:
    """Take those of the stored new records that show all of a creation without receipt for its arrival.

    The run that sent it has counted it as unknown; this one has written nothing.
    """
    if not records or not stream.manifest.natural_key:
        return
    unseen = intents.creations_unseen(tx, stream.stream_id, _MISSED, _REFUSED, utc_text(world.now() - ON_THE_WAY))
    if not unseen:
        return
    wanted = _by_natural_key(stream, unseen)
    results = []
    for record in records:
        namesakes = wanted.get(_spelled(natural_key(stream, decode_payload(record.payload))), [])
        for intent in namesakes:
            if (told := _told(tx, world, stream, intent, record)) is not None:
                results.append((intent, told))
                namesakes.remove(intent)
                break
    Answers(tx, world, stream, run_id, PushLedger()).take(results)


def _by_natural_key(stream: StreamSetup, unseen: Sequence[IntentRow]) -> dict[str, list[IntentRow]]:
    """Of those of one key the one that told most comes first, because a record shows whole what told less, too."""
    wanted: dict[str, list[IntentRow]] = {}
    told = [(intent, change_of(intent).payload) for intent in unseen]
    for intent, payload in sorted(told, key=lambda one: -len(one[1])):
        if key := _spelled(natural_key(stream, payload)):
            wanted.setdefault(key, []).append(intent)
    return wanted


def recognize_parts(
    tx: Transaction, world: World, stream: StreamSetup, run_id: int, found: Sequence[tuple[RawRecord, Sequence[str]]]
) -> None:
    """The same for parts that are new in records which are known: an employment that an update was to bring."""
    if not found:
        return
    names = [record.external_id for record, _ in found]
    unseen = intents.updates_unseen(tx, stream.stream_id, names, _MISSED, utc_text(world.now() - ON_THE_WAY))
    results = []
    for record, parts in found if unseen else ():
        intent = unseen.get(record.external_id)
        brought = _brought(world, stream, intent, record, parts) if intent is not None else None
        if intent is not None and brought:
            made = intent._replace(operation="create", fields=write_story(brought))
            results.append((made, _as_done(intent, record)))
    Answers(tx, world, stream, run_id, PushLedger()).take(results)


def _brought(world: World, stream: StreamSetup, intent: IntentRow, record: RawRecord, parts: Sequence[str]) -> Story:
    """What stands in the new parts as the update was to write it; the company of a post may have been left out."""
    found = arrived(world, stream, intent, _shown_by(intent, record))
    there = read_story(found.fields) if found is not None else {}
    return {name: there[name] for name in parts if name in there}


def _told(
    tx: Transaction, world: World, stream: StreamSetup, intent: IntentRow, record: RawRecord
) -> PushResult | None:
    """What the record tells of the creation, as its answer would have; None where it may be somebody else's work."""
    answer = _shown_by(intent, record)
    found = arrived(world, stream, intent, answer)
    if found is None or not is_whole(found, intent) or is_somebody_else(tx, world, stream, intent, answer):
        return None
    return _as_done(intent, record)


def _shown_by(intent: IntentRow, record: RawRecord) -> PushResult:
    return PushResult(str(intent.intent_id), "found", record.external_id, record.version, payload=record.payload)


def _as_done(intent: IntentRow, record: RawRecord) -> PushResult:
    why = Reason("found_by_pull").text()
    return PushResult(str(intent.intent_id), "done", record.external_id, record.version, why)


def _spelled(key: Document) -> str:
    """A natural key as systems compare it: without regard to case; empty where there is none."""
    return msgspec.json.encode(key, order="sorted").decode().casefold() if key else ""
