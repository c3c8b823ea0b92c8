"""Pull: pages of a stream become raw and source records, and the cursor moves with them, a transaction a page.

Invariant: a record is stored if and only if the cursor that vouches for it is; landing the same page twice changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hub.sdk.errors import ConnectorError, RetryLaterError
from hub.sdk.records import Page
from hub.store import golden, outbox, quarantine, raw, setting, sources, streams
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync import notices
from hub.sync.land import Landing, clear_the_way
from hub.sync.ledger import PullLedger
from hub.sync.looks import last_look
from hub.sync.reading import quarantine_name
from hub.sync.reasons import Reason, reason_of
from hub.sync.rekeyed import Newcomers
from hub.sync.remapped import Remapped, remember_places, remembered_places
from hub.sync.sight import look_at
from hub.sync.stops import tell_stop
from hub.sync.told_gone import look_for_the_gone
from hub.sync.world import ALWAYS, ConnectionSetup, StreamSetup, World


def pull_connection(world: World, connection: ConnectionSetup, run_id: int, ledgers: dict[str, PullLedger]) -> None:
    """Pull all streams of a connection; what stops one stream stops the connection, and is told in the ledger."""
    heard = notices.heard(world, connection)
    is_whole = _pull_streams(world, connection, run_id, ledgers)
    if is_whole and heard is not None and _gone_were_looked_up(world, connection, heard, ledgers):
        notices.settle(world, connection, heard)


def _gone_were_looked_up(
    world: World, connection: ConnectionSetup, heard: notices.Heard, ledgers: dict[str, PullLedger]
) -> bool:
    """Whether that could be done; where not, the notices wait for the next pull."""
    try:
        look_for_the_gone(world, connection, heard.up_to, ledgers)
    except ConnectorError as error:
        tell_stop(world, "lookup_of_the_gone_stopped", error, connection=connection.name)
        return False
    return True


def _pull_streams(world: World, connection: ConnectionSetup, run_id: int, ledgers: dict[str, PullLedger]) -> bool:
    """Whether each of them was read to its end."""
    is_whole = True
    for stream in connection.streams.values():
        if not stream.pulls or world.is_stopping():
            continue
        ledger = ledgers.setdefault(stream.place, PullLedger())
        try:
            cursor = _caught_up(world, stream, run_id)
            _pull_stream(world, connection, stream, cursor, run_id, ledger)
        except ConnectorError as error:
            ledger.stopped = _reason(world, stream, error)
            return False
        is_whole = is_whole and ledger.stopped is None
    return is_whole and not world.is_stopping()


def replay_connection(world: World, connection: ConnectionSetup, run_id: int) -> None:
    """Read what is stored of all streams again where their mappings have changed; no system is asked."""
    for stream in connection.streams.values():
        if stream.pulls:
            _caught_up(world, stream, run_id)


def _pull_stream(
    world: World, connection: ConnectionSetup, stream: StreamSetup, cursor: str | None, run_id: int, ledger: PullLedger
) -> None:
    seen: set[str] | None = set() if stream.manifest.deletes == "listing" else None
    shown_since, is_sure = stream.shown_since(world.now()), True
    unseen: set[str] = set()
    known_until = 0 if seen is None else _known_until(world, stream)
    newcomers = Newcomers(world, stream)
    for page in connection.connector.pull(stream.name, cursor):
        world.database.reached("page arrived")
        with world.database.begin() as tx:
            if ledger.pages == 0:
                ledger.stopped = look_at(tx, world, stream, page, ledger)
                if ledger.stopped is not None:
                    world.log("pull_stopped", stream=stream.place, kind=ledger.stopped.code, reason=str(ledger.stopped))
                    return
                unseen = quarantine.nameless(tx, stream.stream_id) if cursor is None else unseen
            unseen.difference_update(quarantine_name(bad) for bad in page.bad)
            if seen is not None:
                seen.update(_shown(page))
            landed = newcomers.of_page(tx, page, set() if seen is None else seen)
            is_sure = land_page(tx, world, stream, landed, run_id, ledger, shown_since) and is_sure
            # Until a person has looked, the list is read again each time: a file that stays as it is would say nothing.
            is_held = (
                page.complete_listing
                and seen is not None
                and not _bury_absent(tx, world, stream, seen, known_until, ledger)
            )
            if page.cursor is not None and not is_held:
                # Of what may be dead, a change comes again by itself; who reads all anew does so until the index knows.
                begins_anew = cursor is None and not is_sure
                streams.advance(tx, stream.stream_id, None if begins_anew else page.cursor, world.now_text())
        world.progress(stream.place, ledger.read, page.total)
        shown_since = stream.shown_since(world.now())
        if world.is_stopping():
            return
    if rest := newcomers.come():
        with world.database.begin() as tx:
            land_page(tx, world, stream, Page(rest), run_id, ledger, shown_since)
    if unseen:
        # All of the stream was read, and what had no id is not among it: it was mended, and has a name now.
        with world.database.begin() as tx:
            quarantine.release(tx, stream.stream_id, sorted(unseen))


def _shown(page: Page) -> Iterator[str]:
    """The ids of a page, of records that nobody can read, too."""
    yield from (record.external_id for record in page.records)
    yield from (quarantine_name(bad) for bad in page.bad)


def land_page(
    tx: Transaction,
    world: World,
    stream: StreamSetup,
    page: Page,
    run_id: int,
    ledger: PullLedger,
    shown_since: str = ALWAYS,
) -> bool:
    """Store one page; the system may show in it a state as old as `shown_since`. Whether nothing of it has to be read
    once more.
    """
    ledger.pages += 1
    ledger.read += len(page.records) + len(page.bad)
    landing = Landing(tx, world, stream, run_id, ledger, shown_since)
    landing.take(page.records)
    landing.take_bad(page.bad)
    landing.store()
    return landing.is_sure


def _known_until(world: World, stream: StreamSetup) -> int:
    """The newest record of before this pull; or of before the one whose list waits for a person."""
    with world.database.begin() as tx:
        return int(setting.remembered(tx, _held(stream)) or raw.last_id(tx))


def _held(stream: StreamSetup) -> str:
    return f"exchanged {stream.stream_id}"


def _bury_absent(
    tx: Transaction, world: World, stream: StreamSetup, seen: set[str], known_until: int, ledger: PullLedger
) -> bool:
    """A complete listing proves that what it lacks is gone; one that has lost most of what was known before looks like
    an accident, whatever else it brings, and a person is asked: then nothing is buried, and the answer is no.
    """
    live = raw.live_ids(tx, stream.stream_id)
    # A list that lags does not show yet what the hub has made.
    since = utc_text(world.now() - timedelta(seconds=stream.manifest.index_lag_s))
    unread = raw.unread_since(tx, stream.stream_id, since) if stream.manifest.index_lag_s else set()
    gone = [raw_id for raw_id, external_id in live if external_id not in seen and raw_id not in unread]
    known = sum(raw_id <= known_until and raw_id not in unread for raw_id, _ in live)
    lost = sum(raw_id <= known_until for raw_id in gone)
    quarantine.keep_only(tx, stream.stream_id, seen)
    if lost and not world.releases and world.brake.holds_list(lost, known):
        setting.remember(tx, _held(stream), str(known_until))
        ledger.stopped = Reason("vanished", {"gone": lost, "records": known, "stream": stream.place})
        world.log("vanishing_held", stream=stream.place, gone=lost, records=known)
        return False
    setting.forget(tx, _held(stream))
    looked_at = last_look(tx, stream)
    raw.mark_ended(tx, [(raw_id, looked_at) for raw_id in gone], world.now_text())
    sources.set_deleted(tx, gone, True)
    golden.enqueue_referring(tx, gone)
    ledger.deleted += len(gone)
    clear_the_way(tx, stream.stream_id, sorted(outbox.standing_in_the_way(tx, stream.stream_id) - seen))
    return True


def _caught_up(world: World, stream: StreamSetup, run_id: int) -> str | None:
    """The stored cursor, once all stored payloads are read with the present mapping."""
    with world.database.begin() as tx:
        cursor, known = streams.standing(tx, stream.stream_id)
        places = remembered_places(tx, stream.stream_id)
        if known == stream.mapping_digest and places is not None:
            return cursor
        if known not in (None, stream.mapping_digest):
            world.log("stream_replayed", stream=stream.place, why="the mapping changed")
            remapped = Remapped(stream.mapping, places)
            for rows in raw.each_page(tx, stream.stream_id):
                landing = Landing(tx, world, stream, run_id, PullLedger())
                landing.replay(rows, remapped)
                landing.store()
        streams.set_mapping_digest(tx, stream.stream_id, stream.mapping_digest)
        remember_places(tx, stream.stream_id, stream.mapping)
    return cursor


def _reason(world: World, stream: StreamSetup, error: ConnectorError) -> Reason:
    reason, wait_s = reason_of(error, world.now()), error.wait_s if isinstance(error, RetryLaterError) else None
    tell_stop(world, "pull_stopped", error, stream=stream.place, kind=reason.code, wait_s=wait_s)
    return reason
