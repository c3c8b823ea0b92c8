"""Intents as stored, and what is asked of those that are over: written, refused, or dropped as never found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hub.store.transaction import Transaction


class IntentRow(NamedTuple):
    """An intent as stored; `payload` is in the system's words, `fields` tells parts, fields, before and after."""

    intent_id: int
    stream_id: int
    golden_id: int
    external_id: str | None
    operation: str
    payload: str
    fields: str
    expected_version: str | None
    state: str
    attempts: int
    message: str
    run_id: int
    not_before: str | None


class AnswerRow(NamedTuple):
    """When a write that was done had been wished and was answered, and the version that the record had then, where
    the answer told.
    """

    created_at: str
    done_at: str
    version: str | None


COLUMNS = (
    "id, stream_id, golden_id, external_id, operation, payload, fields, expected_version, state, attempts, message, "
    "run_id, not_before"
)
# Those of a golden record that are neither have an index of their own, named by these very words: a customer that is
# written again and again has few of them, and a whole life of others.
NOT_OVER = "state <> 'done' AND state <> 'dropped'"
# A creation aims at no record, also where the answer or a look-up named one.
TARGET = "CASE operation WHEN 'create' THEN NULL ELSE external_id END"
ERASURE = 0
"""What the wishes to delete erased persons in the systems have for a run: no undo takes them back."""


def creations_unseen(tx: Transaction, stream: int, missed: Sequence[str], since: str) -> list[IntentRow]:
    """Creations that may stand there without the hub's knowledge: their outcome is unknown, or since then they were
    dropped or refused because a look-up `missed` them; told are the beginnings of these reasons.
    """
    likes = " OR ".join(["message LIKE ?"] * len(missed))
    rows = tx.rows(
        f"SELECT {COLUMNS} FROM intent WHERE stream_id = ? "
        "AND state IN ('sending', 'unknown', 'lost', 'dropped', 'rejected') AND operation = 'create' "
        f"AND (state IN ('sending', 'unknown', 'lost') OR (done_at >= ? AND ({likes}))) "
        "ORDER BY id",
        *(stream, since, *(f"{why}%" for why in missed)),
    )
    return [IntentRow(*row) for row in rows]


def updates_unseen(
    tx: Transaction, stream: int, external_ids: Sequence[str], why: str, since: str
) -> dict[str, IntentRow]:
    """The last update of each of these records that was dropped since then for this reason, by the record's name."""
    rows = tx.where_in(
        f"SELECT {COLUMNS} FROM intent WHERE stream_id = ? AND state = 'dropped' AND operation = 'update' "
        "AND message = ? AND done_at >= ? AND external_id {in} ORDER BY id",
        list(external_ids),
        *(stream, why, since),
    )
    return {intent.external_id: intent for row in rows if (intent := IntentRow(*row)).external_id is not None}


def written_since_read(tx: Transaction, stream: int, external_ids: Sequence[str]) -> list[tuple[str, str]]:
    """(external_id, payload) of what the hub has written to these records since they were read last, oldest first."""
    rows = tx.where_in(
        "SELECT i.external_id, i.payload FROM intent i JOIN raw_record r ON r.stream_id = i.stream_id "
        "AND r.external_id = i.external_id WHERE i.stream_id = ? AND i.state = 'done' AND i.operation = 'update' "
        "AND i.run_id >= r.run_id AND i.external_id {in} ORDER BY i.id",
        list(external_ids),
        stream,
    )
    return [(row[0], row[1]) for row in rows]


def refused_before(tx: Transaction, golden_ids: Sequence[int]) -> dict[tuple[int, int, str | None], str]:
    """The payload that each (golden_id, stream_id, external_id) was refused last, if it took nothing since: the same
    wish is not sent twice.
    """
    refused = f"SELECT DISTINCT golden_id FROM intent WHERE {NOT_OVER} AND state = 'rejected' AND golden_id {{in}}"
    golden_ids = [row[0] for row in tx.where_in(refused, golden_ids)]
    rows = tx.where_in(
        f"SELECT golden_id, stream_id, {TARGET}, payload, state, id "
        "FROM intent WHERE state IN ('rejected', 'done') AND golden_id {in} ORDER BY id",
        golden_ids,
    )
    last = {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}
    return {target: payload for target, (payload, state) in last.items() if state == "rejected"}


def refused_updates(tx: Transaction, golden_ids: Sequence[int]) -> list[IntentRow]:
    """The updates of these golden records that were refused, oldest first."""
    rows = tx.where_in(
        f"SELECT {COLUMNS} FROM intent WHERE {NOT_OVER} AND state = 'rejected' AND operation = 'update' "
        "AND golden_id {in} ORDER BY id",
        list(golden_ids),
    )
    return [IntentRow(*row) for row in rows]


def refused_still(tx: Transaction, limit: int) -> list[IntentRow]:
    """What systems refused, and were sent nothing else for since, oldest first."""
    rows = tx.rows(
        f"SELECT {COLUMNS} FROM intent WHERE stream_id IN (SELECT id FROM stream) AND state = 'rejected' "
        "AND NOT EXISTS (SELECT 1 FROM intent AS later WHERE later.golden_id = intent.golden_id "
        "AND later.stream_id = intent.stream_id AND later.state IN ('done', 'rejected') AND later.id > intent.id) "
        "ORDER BY id LIMIT ?",
        limit,
    )
    return [IntentRow(*row) for row in rows]


_UNFINISHED = (
    # Stream by stream and state by state, the index leads past the many that were done.
    "FROM intent WHERE stream_id IN (SELECT id FROM stream) "
    "AND state IN ('pending', 'held', 'sending', 'unknown', 'lost', 'rejected') "
    "AND (run_id = ? OR (done_at >= ? AND done_at <= ?))"
)


def unfinished_counts(tx: Transaction, run_id: int, begun: str, ended: str) -> dict[tuple[int, str], int]:
    """How many intents each stream has in each state, of those that a run wished or ended without having them done."""
    sql = f"SELECT stream_id, state, count(*) {_UNFINISHED} GROUP BY stream_id, state"
    return {(row[0], row[1]): row[2] for row in tx.rows(sql, run_id, begun, ended)}


def unfinished(
    tx: Transaction, run_id: int, begun: str, ended: str, states: Sequence[str], limit: int
) -> list[IntentRow]:
    """Those of them in one of these states, oldest first."""
    places = ", ".join("?" * len(states))
    sql = f"SELECT {COLUMNS} {_UNFINISHED} AND state IN ({places}) ORDER BY id LIMIT ?"
    return [IntentRow(*row) for row in tx.rows(sql, run_id, begun, ended, *states, limit)]


def forget_refused(tx: Transaction, stream: int, golden_ids: Sequence[int]) -> None:
    """Let these golden records wish again what a stream has refused, now or before."""
    tx.run_in(
        "UPDATE intent SET state = 'dropped' WHERE stream_id = ? AND state = 'rejected' AND golden_id {in}",
        list(golden_ids),
        stream,
    )


def note_versions(tx: Transaction, rows: Sequence[tuple[str, int]]) -> None:
    """From its answer on, a write expects the version that this told: (version, intent_id)."""
    tx.many("UPDATE intent SET expected_version = ? WHERE id = ?", rows)


def answers(tx: Transaction, intent_ids: Sequence[int]) -> dict[int, AnswerRow]:
    """How those of these intents were answered that were done."""
    rows = tx.where_in(
        "SELECT id, created_at, done_at, expected_version FROM intent WHERE state = 'done' AND id {in}", intent_ids
    )
    return {row[0]: AnswerRow(*row[1:]) for row in rows}


def wished_at(tx: Transaction, intent_id: int) -> str:
    """When an intent was planned; empty of one that is not kept."""
    found = tx.one("SELECT created_at FROM intent WHERE id = ?", intent_id)
    return str(found[0]) if found else ""


def done_of(tx: Transaction, intent_ids: Sequence[int]) -> list[tuple[IntentRow, str]]:
    """Those of these intents that were written, and when."""
    rows = tx.where_in(
        f"SELECT {COLUMNS}, done_at FROM intent WHERE state = 'done' AND id {{in}} ORDER BY id", list(intent_ids)
    )
    return [(IntentRow(*row[:-1]), row[-1]) for row in rows]


def done_within(tx: Transaction, streams: Sequence[int], begun: str, ended: str) -> list[IntentRow]:
    """What was written to these streams between two moments, oldest first; erasures are left out."""
    rows = tx.where_in(
        f"SELECT {COLUMNS} FROM intent WHERE stream_id {{in}} AND state = 'done' "
        f"AND done_at >= ? AND done_at <= ? AND run_id <> {ERASURE} ORDER BY id",
        list(streams),
        *(begun, ended),
    )
    return [IntentRow(*row) for row in rows]


def done_for(tx: Transaction, golden_ids: Sequence[int]) -> list[tuple[IntentRow, str]]:
    """What was written for these golden records, oldest first, and when."""
    rows = tx.where_in(
        f"SELECT {COLUMNS}, done_at FROM intent WHERE state = 'done' AND golden_id {{in}} ORDER BY id",
        list(golden_ids),
    )
    return [(IntentRow(*row[:-1]), row[-1]) for row in rows]
