"""Notices that records may have changed: stored before a webhook is answered, settled by a pull that began later.

Invariant: an event of a connection is stored once, however often it is sent while it is remembered. Numbers grow in the
order of the commits, because who takes one holds the counter until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from hub.sdk.webhook import Notice
from hub.store.times import utc_text
from hub.store.transaction import Transaction

State = Literal["new", "early", "done"]
"""early: a pull has followed, perhaps before its system showed the change. done: a pull has followed that saw it."""


class WaitingRow(NamedTuple):
    """The notices of a connection in one state, and when the first of them came."""

    connection: str
    state: State
    many: int
    since: str


def add(tx: Transaction, connection: str, found: Sequence[Notice], now: str) -> int:
    """Store what is not known yet; how many that were."""
    values = "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'new') ON CONFLICT (connection, event_id) DO NOTHING"
    columns = "id, connection, event_id, stream, external_id, kind, happened_at, received_at, state"
    new = 0
    for number, one in zip(tx.next_ids("notice", len(found)), found, strict=True):
        happened_at = None if one.at is None else utc_text(one.at)
        about = (one.event_id, one.stream, one.external_id, one.kind, happened_at)
        new += tx.run(f"INSERT INTO notice ({columns}) {values}", number, connection, *about, now)
    return new


def newest(tx: Transaction, connection: str) -> int | None:
    """The number of the newest notice that waits."""
    found = tx.one("SELECT max(id) FROM notice WHERE connection = ? AND state <> 'done'", connection)
    return None if found is None else found[0]


def about(tx: Transaction, connection: str, stream: str, kinds: Sequence[str], up_to: int) -> list[str]:
    """The records of which the waiting notices of these kinds speak."""
    asked = (
        "SELECT DISTINCT external_id FROM notice WHERE connection = ? AND stream = ? AND id <= ? AND state <> 'done'"
    )
    rows = tx.where_in(f"{asked} AND kind {{in}}", kinds, connection, stream, up_to)
    return [row[0] for row in rows]


def settle(tx: Transaction, connection: str, up_to: int, shown: str) -> None:
    """A pull has followed these: those received until `shown` are done, the others may have come too early."""
    these = "connection = ? AND id <= ? AND state <> 'done'"
    tx.run(f"UPDATE notice SET state = 'done' WHERE {these} AND received_at <= ?", connection, up_to, shown)
    tx.run(f"UPDATE notice SET state = 'early' WHERE {these}", connection, up_to)


def forget(tx: Transaction, before: str) -> None:
    """Drop what is so old that no sender repeats it, settled or not: a later pull needs no hint to see it."""
    tx.run("DELETE FROM notice WHERE received_at < ?", before)


def waiting(tx: Transaction) -> list[WaitingRow]:
    """What waits for a pull."""
    asked = "SELECT connection, state, count(*), min(received_at) FROM notice WHERE state <> 'done'"
    return [WaitingRow(*row) for row in tx.rows(f"{asked} GROUP BY connection, state ORDER BY connection, state")]
