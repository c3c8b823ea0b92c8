"""Records that are gone without a trace in any list, as a notice of their system tells: they are looked up.

Invariant: a notice buries nobody; a look-up by the record's own id that finds none does.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.sdk.connector import WritableConnector
from hub.sdk.records import Change
from hub.store import golden, notices, raw, sources
from hub.sync.ledger import PullLedger
from hub.sync.looks import last_look
from hub.sync.world import ConnectionSetup, StreamSetup, World


def look_for_the_gone(world: World, connection: ConnectionSetup, up_to: int, ledgers: dict[str, PullLedger]) -> None:
    """Look up what the waiting notices up to this number call gone. Raises a `ConnectorError` where that fails."""
    connector, webhooks = connection.connector, connection.connector.webhooks
    if webhooks is None or not isinstance(connector, WritableConnector):
        return
    for stream in connection.streams.values():
        if not stream.pulls or "lookup" not in stream.manifest.operations:
            continue
        with world.database.begin() as tx:
            about = notices.about(tx, connection.name, stream.name, sorted(webhooks.gone_kinds), up_to)
            known = raw.gate(tx, stream.stream_id, about)
        living = [external_id for external_id, state in known.items() if state.deleted_at is None]
        gone = list(_missing(connector, stream, living))
        if gone:
            ledgers[stream.place].deleted += bury(world, stream, gone)
            world.log("gone_without_a_trace", stream=stream.place, records=len(gone))


def _missing(connector: WritableConnector, stream: StreamSetup, external_ids: Sequence[str]) -> list[str]:
    size, found = stream.manifest.write_batch_max, []
    for start in range(0, len(external_ids), size):
        wishes = [Change(one, "lookup", one) for one in external_ids[start : start + size]]
        found += [answer.key for answer in connector.push(stream.name, wishes) if answer.outcome == "missing"]
    return found


def bury(world: World, stream: StreamSetup, external_ids: Sequence[str]) -> int:
    """These records are gone; when, a pull may tell. How many of them were thought to live."""
    with world.database.begin() as tx:
        known = raw.gate(tx, stream.stream_id, external_ids)
        raw_ids = [state.raw_id for state in known.values() if state.deleted_at is None]
        looked_at = last_look(tx, stream)
        raw.mark_ended(tx, [(raw_id, looked_at) for raw_id in raw_ids], world.now_text())
        sources.set_deleted(tx, raw_ids, True)
        golden.enqueue_referring(tx, raw_ids)
    return len(raw_ids)
