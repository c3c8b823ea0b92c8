"""Making the copy of a backup fit to be worked with again: nothing of it is sent, all is read and planned anew, and
what must not go back in time comes from the store that it replaces.

Invariant: no number that the replaced store has given out is given out twice, and its audit log goes on whole.
"""

from __future__ import annotations

from hub.store import audit, erasures, golden, outbox, runs, search_terms, setting
from hub.store.transaction import Transaction
from hub.store.transfer import copy_rows

# What an unreadable store may have given out since the backup; intents are the only numbers that systems see.
_MAY_BE_USED = 1_000_000_000


def start_anew(copy: Transaction, why: str, now: str) -> None:
    """Drop the wishes, with why, and forget the cursors; what was under way is looked up before anything is sent."""
    copy.run(
        "UPDATE intent SET state = 'dropped', message = ?, done_at = ? "
        f"WHERE state IN ('pending', 'held') AND run_id <> {erasures.RUN}",
        *(why, now),
    )
    copy.run("UPDATE intent SET state = 'unknown', not_before = NULL WHERE state = 'sending'")
    outbox.close_plan(copy)
    setting.forget(copy, "backup")
    copy.run("UPDATE stream SET cursor = NULL")
    golden.enqueue_all(copy)
    search_terms.forget_all(copy)
    runs.abandon(copy, now)


def is_later_state(present: Transaction, copy: Transaction) -> bool:
    """Whether `present` is what became of the backup's store: it has the backup's newest run and audit entry."""
    run = copy.one("SELECT id, started_at FROM run ORDER BY id DESC LIMIT 1")
    if run is None or present.one("SELECT 1 FROM run WHERE id = ? AND started_at = ?", *run) is None:
        return False
    entry = copy.one("SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1")
    return entry is None or audit.hash_of(present, entry[0]) == entry[1]


def skip_numbers(copy: Transaction) -> None:
    """Nobody knows which intents were sent since the backup, so their numbers are passed over."""
    copy.next_ids("intent", _MAY_BE_USED)


def carry_history(copy: Transaction, present: Transaction) -> None:
    """Bring over the audit log, the runs, new streams, and the numbers that are used up."""
    for table in ("audit_entry", "run"):
        (last,) = copy.rows(f"SELECT COALESCE(max(id), 0) FROM {table}")[0]
        copy_rows(copy, present, table, "id > ?", last)
    # What was erased since the backup is erased in it too.
    copy.run("DELETE FROM audit_personal")
    copy_rows(copy, present, "audit_personal", "TRUE")
    for name, value in present.rows("SELECT name, value FROM counter"):
        (before,) = copy.next_ids(name, 1)
        copy.run("UPDATE counter SET value = ? WHERE name = ?", max(before - 1, value), name)
    known = {(connection, stream) for connection, stream in copy.rows("SELECT connection, stream FROM stream")}
    for number, connection, stream in present.rows("SELECT id, connection, stream FROM stream"):
        if (connection, stream) not in known:
            copy.run("INSERT INTO stream (id, connection, stream) VALUES (?, ?, ?)", number, connection, stream)


def carry_lease(copy: Transaction, present: Transaction) -> None:
    """The tokens of leases go on growing, so that a hub that was taken over before stays out."""
    copy.run("DELETE FROM lease")
    copy_rows(copy, present, "lease", "TRUE")
