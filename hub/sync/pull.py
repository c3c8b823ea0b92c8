"""Pull: pages of a stream become raw and source records, and the cursor moves with them, a transaction a page.

Invariant: a record is stored if and only if the cursor that vouches for it is; landing the same page twice changes
nothing.
"""

from __future__ import annotations

import msgspec

from hub.sdk.errors import BrokenContractError, ConnectorError, RetryLaterError
from hub.sdk.records import Page
from hub.store import quarantine, raw, sources, streams
from hub.store.database import Transaction
from hub.sync.land import Landing
from hub.sync.ledger import PullLedger
from hub.sync.reading import decode_payload, quarantine_name
from hub.sync.world import ConnectionSetup, StreamSetup, World

# So many records without a field is a hint that the field is gone, and not that these customers have none.
_SAMPLE = 20


def pull_connection(world: World, connection: ConnectionSetup, run_id: int, ledgers: dict[str, PullLedger]) -> None:
    """Pull all streams of a connection; what stops one stream stops the connection, and is told in the ledger."""
    for stream in connection.streams.values():
        if not stream.pulls or world.is_stopping():
            continue
        ledger = ledgers.setdefault(stream.place, PullLedger())
        try:
            _replay_if_remapped(world, stream, run_id)
            _pull_stream(world, connection, stream, run_id, ledger)
        except ConnectorError as error:
            ledger.stopped = _reason(world, stream, error)
            break


def _pull_stream(
    world: World, connection: ConnectionSetup, stream: StreamSetup, run_id: int, ledger: PullLedger
) -> None:
    with world.database.begin() as tx:
        cursor = streams.cursor(tx, stream.stream_id)
    seen: set[str] | None = set() if stream.manifest.deletes == "listing" else None
    for page in connection.connector.pull(stream.name, cursor):
        with world.database.begin() as tx:
            land_page(tx, world, stream, page, run_id, ledger)
            if seen is not None:
                seen.update(record.external_id for record in page.records)
                seen.update(quarantine_name(bad) for bad in page.bad)
            if page.complete_listing and seen is not None:
                _bury_absent(tx, world, stream, seen, ledger)
            if page.cursor is not None:
                streams.advance(tx, stream.stream_id, page.cursor, world.now_text())
        world.progress(stream.place, ledger.read, page.total)
        if world.is_stopping():
            break


def land_page(tx: Transaction, world: World, stream: StreamSetup, page: Page, run_id: int, ledger: PullLedger) -> None:
    """Store one page."""
    ledger.pages += 1
    ledger.read += len(page.records) + len(page.bad)
    landing = Landing(tx, world, stream, run_id, ledger)
    landing.take(page.records)
    landing.take_bad(page.bad)
    landing.store()
    if ledger.pages == 1:
        _tell_absent_paths(world, stream, page)


def _tell_absent_paths(world: World, stream: StreamSetup, page: Page) -> None:
    """A heading renamed in the sheet, or a field removed from the API, would else stop its updates without a word."""
    sample = [record for record in page.records if not record.deleted][:_SAMPLE]
    named = {rule.path[0] for part in stream.mapping.parts.values() for rule in part.readers if rule.path is not None}
    try:
        present = {key for record in sample for key in decode_payload(record.payload)}
    except msgspec.DecodeError:
        return  # quarantine tells about it
    absent = sorted(named - present)
    if len(sample) == _SAMPLE and absent:
        advice = "if they were renamed there, correct the mapping"
        world.log("mapped_paths_absent", stream=stream.place, paths=absent, records=len(sample), what_to_do=advice)


def _bury_absent(tx: Transaction, world: World, stream: StreamSetup, seen: set[str], ledger: PullLedger) -> None:
    """A complete listing proves that what it lacks is gone; an emptied one looks like an accident, and a person is
    asked.
    """
    live = raw.live_ids(tx, stream.stream_id)
    gone = [raw_id for raw_id, external_id in live if external_id not in seen]
    quarantine.keep_only(tx, stream.stream_id, seen)
    if gone and not world.releases and (len(gone) == len(live) or world.brake.holds(len(gone), len(live))):
        ledger.stopped = (
            f"brake: {len(gone)} of {len(live)} records have vanished from {stream.place}; nothing was "
            f"marked as deleted. "
            "Look whether the list is whole; if they are really gone, run `hub sync --release`"
        )
        world.log("vanishing_held", stream=stream.place, gone=len(gone), records=len(live))
        return
    raw.mark_deleted(tx, gone, world.now_text())
    sources.set_deleted(tx, gone, True)
    ledger.deleted += len(gone)


def _replay_if_remapped(world: World, stream: StreamSetup, run_id: int) -> None:
    """Read all stored payloads again where the mapping is another one than they were read with."""
    with world.database.begin() as tx:
        known = streams.mapping_digest(tx, stream.stream_id)
        if known == stream.mapping_digest:
            return
        if known is not None:
            world.log("stream_replayed", stream=stream.place, why="the mapping changed")
            for rows in raw.each_page(tx, stream.stream_id):
                landing = Landing(tx, world, stream, run_id, PullLedger())
                landing.replay(rows)
                landing.store()
        streams.set_mapping_digest(tx, stream.stream_id, stream.mapping_digest)


def _reason(world: World, stream: StreamSetup, error: ConnectorError) -> str:
    if isinstance(error, RetryLaterError):
        kind, wait = "retry later", error.wait_s
    else:
        kind, wait = ("broken contract" if isinstance(error, BrokenContractError) else "a person is needed"), None
    world.log("pull_stopped", stream=stream.place, kind=kind, reason=str(error), wait_s=wait)
    return f"{kind}: {error}"
