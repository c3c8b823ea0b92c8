"""Looks: until when each stream was seen whole, which is the earliest moment at which something vanished from it.

Invariant: whatever a run has heard in any system is older than what vanishes after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hub.store import streams
from hub.store.times import moment_of, utc_text
from hub.store.transaction import Transaction
from hub.sync.ledger import Ledger
from hub.sync.world import ConnectionSetup, StreamSetup, World


def note_looks(world: World, connections: Sequence[ConnectionSetup], ledger: Ledger) -> None:
    """All pulls of a run have ended: remember those that came to the end of what they read."""
    pulls = [(stream, ledger.pulls.get(stream.place)) for c in connections for stream in c.streams.values()]
    whole = [stream.stream_id for stream, pull in pulls if pull is not None and pull.stopped is None]
    if whole and not world.is_stopping():
        with world.database.begin() as tx:
            streams.set_looked(tx, whole, world.now_text())


def last_look(tx: Transaction, stream: StreamSetup) -> str:
    """Until when what is not there any more was there, as far as is known; empty where nobody knows."""
    return "" if stream.manifest.deletes == "none" else seen_until(tx, stream)


def seen_until(tx: Transaction, stream: StreamSetup) -> str:
    """Until when everything that was typed there has been seen; empty where nobody knows."""
    at, lag_s = streams.looked_at(tx, stream.stream_id), stream.manifest.index_lag_s
    return utc_text(moment_of(at) - timedelta(seconds=lag_s)) if at and lag_s else at or ""
