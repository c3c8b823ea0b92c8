"""Late arrivals: records of a page, or parts of them, that are new and that the hub had made itself, and of which no
answer and no look-up has told.

Invariant: what a record shows as the hub sent it is the hub's own word and nobody's claim, however late it is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

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
from hub.sync.reasons import Code, Reason, read_reason
from hub.sync.receipts import Answers
from hub.sync.story import Story, read_story, write_story
from hub.sync.strangers import is_somebody_else
from hub.sync.unanswered import ON_THE_WAY
from hub.sync.world import Document, StreamSetup, World

_MISSED = Reason("not_arrived").text()
# The look-up told nothing of these, so the pull tells all that it would have told.
_HIDDEN: tuple[Code, ...] = ("hidden_there", "was_there_before")
_UNSEEN = [_MISSED, *(Reason(code).text().partition(',"data"')[0] for code in _HIDDEN)]


def recognize(tx: Transaction, world: World, stream: StreamSetup, run_id: int, records: Sequence[RawRecord]) -> None:
    """Take those of the stored new records that show all of a creation without receipt for its arrival; or what is left
    of it, where its look-up was answered by another record.

    The run that sent it has counted it as unknown; this one has written nothing.
    """
    if not records or not stream.manifest.natural_key:
        return
    unseen = intents.creations_unseen(tx, stream.stream_id, _UNSEEN, utc_text(world.now() - ON_THE_WAY))
    if not unseen:
        return
    wanted = _by_natural_key(stream, unseen)
    keys = {record.external_id: _spelled(natural_key(stream, decode_payload(record.payload))) for record in records}
    results: dict[str, tuple[IntentRow, PushResult]] = {}
    for record, is_whole_wanted in chain(((one, True) for one in records), ((one, False) for one in records)):
        namesakes = wanted.get(keys[record.external_id], []) if record.external_id not in results else []
        for intent in namesakes:
            if (made := _made(tx, world, stream, intent, record, is_whole_wanted=is_whole_wanted)) is not None:
                results[record.external_id] = (made, _as_done(intent, record))
                namesakes.remove(intent)
                break
    Answers(tx, world, stream, run_id, PushLedger()).take(list(results.values()))


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


def _made(
    tx: Transaction, world: World, stream: StreamSetup, intent: IntentRow, record: RawRecord, *, is_whole_wanted: bool
) -> IntentRow | None:
    """What the record shows of the creation, as an answer would tell it; None where it may be somebody else's work."""
    answer = _shown_by(intent, record)
    found = arrived(world, stream, intent, answer)
    if found is None or not (is_whole(found, intent) if is_whole_wanted else _is_hidden(intent)):
        return None
    return None if is_somebody_else(tx, world, stream, intent._replace(external_id=None), answer) else found


def _is_hidden(intent: IntentRow) -> bool:
    why = read_reason(intent.message)
    return why is not None and why.code in _HIDDEN


def _shown_by(intent: IntentRow, record: RawRecord) -> PushResult:
    return PushResult(str(intent.intent_id), "found", record.external_id, record.version, payload=record.payload)


def _as_done(intent: IntentRow, record: RawRecord) -> PushResult:
    why = Reason("found_by_pull").text()
    return PushResult(str(intent.intent_id), "done", record.external_id, record.version, why)


def _spelled(key: Document) -> str:
    """A natural key as systems compare it: without regard to case; empty where there is none."""
    return msgspec.json.encode(key, order="sorted").decode().casefold() if key else ""
