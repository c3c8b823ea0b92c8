"""Settling: intents whose outcome is unknown are looked up in the target before anything is sent or pulled again."""

from __future__ import annotations

from collections.abc import Sequence

from hub.sdk.connector import WritableConnector
from hub.sdk.errors import ConnectorError
from hub.sdk.records import Change, PushResult, RawRecord
from hub.store import golden, outbox, raw, sources
from hub.store.intents import IntentRow
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.arrival import arrived, is_readable, is_whole, natural_key
from hub.sync.land import Landing
from hub.sync.ledger import PullLedger, PushLedger
from hub.sync.push import change_of
from hub.sync.reasons import Reason, read_reason, reason_of
from hub.sync.receipts import Receipts
from hub.sync.stops import tell_stop
from hub.sync.strangers import is_of_this_customer, is_told_by_a_pull, stands_in_the_way
from hub.sync.told_gone import bury
from hub.sync.unanswered import ON_THE_WAY, note_unanswered
from hub.sync.world import ConnectionSetup, StreamSetup, World


def settle_connection(
    world: World, connection: ConnectionSetup, run_id: int, ledgers: dict[str, PushLedger], *, is_read_next: bool
) -> None:
    """Find out what became of every unsettled intent of a connection, before it is read or written."""
    connector = connection.connector
    if not isinstance(connector, WritableConnector):
        return
    for stream in connection.streams.values():
        with world.database.begin() as tx:
            _close_arrived(tx, world, stream)
            intents = outbox.unsettled(tx, stream.stream_id)
        due = [i for i in intents if _is_due(i, world.now_text())]
        if not due:
            continue
        ledger = ledgers.setdefault(stream.place, PushLedger())
        with world.database.begin() as tx:
            note_unanswered(tx, stream, [intent for intent in due if not _is_said_gone(intent)])
        try:
            _settle(world, connector, stream, due, run_id, ledger, is_read_next=is_read_next)
        except ConnectorError as error:
            ledger.stopped = reason_of(error, world.now())
            tell_stop(world, "settling_stopped", error, stream=stream.place)
            return


def _is_due(intent: IntentRow, now: str) -> bool:
    """By its own id a record is found at once, and before a pull could take the hub's words for somebody's; by its
    natural key through the index, which must have had its time.
    """
    return intent.external_id is not None or intent.not_before is None or intent.not_before <= now


def _close_arrived(tx: Transaction, world: World, stream: StreamSetup) -> None:
    """A lost creation has arrived after all where a pull has brought the customer since."""
    for intent in outbox.lost(tx, stream.stream_id):
        members = sources.of_golden(tx, [golden.follow(tx, intent.golden_id)])
        there = [m for m in members if m.stream_id == stream.stream_id and m.part == stream.mapping.anchor]
        if there:
            name = there[0].external_id
            outbox.set_state(
                tx, [("done", Reason("found_by_pull").text(), name, None, world.now_text(), intent.intent_id)]
            )


def _settle(
    world: World,
    connector: WritableConnector,
    stream: StreamSetup,
    intents: Sequence[IntentRow],
    run_id: int,
    ledger: PushLedger,
    *,
    is_read_next: bool,
) -> None:
    receipts = Receipts(world, stream, run_id, ledger)
    lookups = {i.intent_id: lookup for i in intents if (lookup := _lookup(stream, i)) is not None}
    by_id = {intent.intent_id: intent for intent in intents}
    for intent in intents:
        if intent.intent_id not in lookups:
            _without_lookup(world, stream, intent)
    waiting = list(lookups.values())
    size = stream.manifest.write_batch_max
    for start in range(0, len(waiting), size):
        world.database.reached("before look-up")
        gone: list[str] = []
        for answer in connector.push(stream.name, waiting[start : start + size]):
            world.database.reached("after look-up")
            intent = by_id[int(answer.key)]
            if _is_told_by_a_pull(world, stream, intent, answer):
                if is_read_next:
                    _plan_again(world, intent, Reason("hidden_there"))
            else:
                gone += _hear(world, stream, intent, answer, run_id, receipts)
        receipts.store()
        if gone:
            bury(world, stream, gone)


def _is_told_by_a_pull(world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    with world.database.begin() as tx:
        return is_told_by_a_pull(tx, world, stream, intent, answer)


def _stands_in_the_way(world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> bool:
    with world.database.begin() as tx:
        return stands_in_the_way(tx, world, stream, intent, answer)


def _hear(
    world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult, run_id: int, receipts: Receipts
) -> list[str]:
    """Take what a look-up tells of an intent; the record of a creation that somebody has deleted since it was found."""
    settled = Reason("settled").text()
    if answer.outcome == "found" and intent.operation == "create":
        if _stands_in_the_way(world, stream, intent, answer):
            _refuse(world, stream, intent, answer)
            return []
        if not is_readable(stream, answer):
            _wait_for_mending(world, intent, answer)
            return []
    found = _found(world, stream, intent, answer, run_id) if answer.outcome == "found" else None
    if found is not None:
        # What has not arrived of it is planned again; said first, because a crash may come in between.
        with world.database.begin() as tx:
            golden.enqueue(tx, [intent.golden_id])
        receipts.add(found, PushResult(answer.key, "done", answer.external_id, answer.version, settled))
    elif answer.outcome == "missing" and intent.operation in ("archive", "delete"):
        receipts.add(intent, PushResult(answer.key, "done", message=settled))
    elif answer.outcome == "missing" and intent.operation == "create" and intent.external_id is not None:
        receipts.add(intent, PushResult(answer.key, "done", intent.external_id, message=settled))
        return [intent.external_id]
    elif answer.outcome in ("found", "missing"):
        _not_arrived(world, stream, intent, is_there=answer.outcome == "found")
    return []


def _refuse(world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult) -> None:
    """A person has to look at the two customers of one natural key, unless they are one by now."""
    with world.database.begin() as tx:
        is_one = is_of_this_customer(tx, stream, intent, answer)
    if is_one:
        _plan_again(world, intent, Reason("not_arrived"))
        return
    why = Reason("was_there_before", {"id": answer.external_id or ""})
    with world.database.begin() as tx:
        state = ("rejected", why.text(), answer.external_id, None, world.now_text(), intent.intent_id)
        outbox.set_state(tx, [state])
    _tell_rejected(world, stream, intent, why)


def _tell_rejected(world: World, stream: StreamSetup, intent: IntentRow, why: Reason) -> None:
    world.log("write_rejected", stream=stream.place, intent=intent.intent_id, reason=str(why))


def _wait_for_mending(world: World, intent: IntentRow, answer: PushResult) -> None:
    """Taken for arrived, the hub's own words would be somebody's once the record is mended; which record it is, is
    remembered, for its natural key may be mended too.
    """
    with world.database.begin() as tx:
        outbox.set_state(tx, [(intent.state, intent.message, answer.external_id, None, None, intent.intent_id)])


def _is_said_gone(intent: IntentRow) -> bool:
    """Whether the answer was that there is no such record."""
    why = read_reason(intent.message)
    return why is not None and why.code == "gone_there"


def _not_arrived(world: World, stream: StreamSetup, intent: IntentRow, *, is_there: bool) -> None:
    """Plan it again, unless the system says of a record that it shows that there is none: it would say so for ever."""
    if not _is_said_gone(intent):
        _plan_again(world, intent, Reason("not_arrived"))
        return
    if is_there:
        _denied(world, stream, intent)
        return
    # The write and the look-up agree.
    bury(world, stream, [intent.external_id or ""])
    _plan_again(world, intent, Reason("gone_there"))


def _denied(world: World, stream: StreamSetup, intent: IntentRow) -> None:
    """It is tried once more, for somebody may have deleted the record and restored it since."""
    why, now = Reason("denied_there"), world.now_text()
    with world.database.begin() as tx:
        since = utc_text(world.now() - ON_THE_WAY)
        is_second = outbox.was_dropped(tx, intent.stream_id, intent.external_id or "", why.text(), since)
        outbox.set_state(tx, [("rejected" if is_second else "dropped", why.text(), None, None, now, intent.intent_id)])
        if not is_second:
            golden.enqueue(tx, [intent.golden_id])
    if is_second:
        _tell_rejected(world, stream, intent, why)


def _found(world: World, stream: StreamSetup, intent: IntentRow, answer: PushResult, run_id: int) -> IntentRow | None:
    """What has arrived of an intent whose record a look-up shows; None where nothing has.

    What a record that nobody has read says otherwise than it was sent is somebody's word: it is taken in as a page is,
    because the plan would go over it before a page shows it.
    """
    with world.database.begin() as tx:
        found = arrived(world, stream, intent, answer)
        if found is not None and intent.operation == "create" and not is_whole(found, intent):
            _read(tx, world, stream, answer, run_id)
    return found


def _read(tx: Transaction, world: World, stream: StreamSetup, answer: PushResult, run_id: int) -> None:
    if answer.external_id is None or answer.payload is None:
        return
    if raw.by_external_id(tx, stream.stream_id, answer.external_id) is None:
        landing = Landing(tx, world, stream, run_id, PullLedger())
        landing.take([RawRecord(answer.external_id, answer.payload, version=answer.version)])
        landing.store()


def _without_lookup(world: World, stream: StreamSetup, intent: IntentRow) -> None:
    """An update says the same twice without harm; a creation would make a double, so a person has to look."""
    if intent.operation != "create":
        _plan_again(world, intent, Reason("no_lookup"))
        return
    why = Reason("lost", {"stream": stream.place})
    with world.database.begin() as tx:
        outbox.set_state(tx, [("lost", why.text(), None, None, None, intent.intent_id)])
    world.log("create_lost", stream=stream.place, intent=intent.intent_id, what_to_do=str(why))


def _lookup(stream: StreamSetup, intent: IntentRow) -> Change | None:
    """The look-up that tells; None where the system offers none for this intent."""
    if "lookup" not in stream.manifest.operations:
        return None
    change = change_of(intent)
    if intent.external_id is not None:
        return Change(change.key, "lookup", intent.external_id)
    natural = natural_key(stream, change.payload)
    return Change(change.key, "lookup", None, natural) if natural else None


def _plan_again(world: World, intent: IntentRow, why: Reason) -> None:
    """Forget the wish; the plan of this run says it anew if it still stands, against what the pull then sees."""
    with world.database.begin() as tx:
        outbox.set_state(tx, [("dropped", why.text(), None, None, world.now_text(), intent.intent_id)])
        golden.enqueue(tx, [intent.golden_id])
