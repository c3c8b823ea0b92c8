"""The outbox: every wish to write is stored before it is sent, and keeps its number over all attempts.

States: pending (to be sent once the plan is complete) · held (waits for a person: brake) · sending
(sent, no answer stored yet) · unknown (the answer was lost: look it up before anything is sent again) · lost (a
creation whose answer was lost and that can't be looked up: a person has to look) · done · rejected (the system refused
it) · dropped (no longer wished).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from hub.store import setting
from hub.store.intents import COLUMNS, ERASURE, NOT_OVER, TARGET, IntentRow
from hub.store.transaction import Row, Transaction

UNSENT = ("pending",)
UNSETTLED = ("sending", "unknown", "lost")
OPEN_STATES = "('pending', 'held', 'sending', 'unknown', 'lost')"
_NOT_OVER_STATES = "('pending', 'held', 'sending', 'unknown', 'lost', 'rejected')"
# While a plan is being made, nothing of it is sent; marking each intent instead would write every one of them twice.
_PLAN_BEGINS = "plan begins at intent"
_BEFORE_THE_PLAN = (
    f"id < COALESCE((SELECT CAST(value AS bigint) FROM setting WHERE name = '{_PLAN_BEGINS}'), {2**63 - 1})"
)


def insert(tx: Transaction, rows: Sequence[Row], now: str) -> None:
    """Store (stream_id, golden_id, external_id, operation, payload, fields, expected_version, state, message,
    run_id).
    """
    ids = tx.next_ids("intent", len(rows))
    tx.many(
        "INSERT INTO intent (id, stream_id, golden_id, external_id, operation, payload, fields, "
        "expected_version, state, "
        "message, run_id, attempts, created_at) VALUES (?, ?, ?, ?, ?, ?d, ?d, ?, ?, ?, ?, 0, ?)",
        [(new_id, *row, now) for new_id, row in zip(ids, rows, strict=True)],
    )


def name_anew(tx: Transaction, stream: int, names: Mapping[str, str]) -> None:
    """Records have other ids now: what waits for them is sent there, and what was written there is undone there."""
    found = tx.where_in(
        "SELECT id, external_id FROM intent WHERE stream_id = ? AND external_id {in}", list(names), stream
    )
    tx.many("UPDATE intent SET external_id = ? WHERE id = ?", [(names[before], number) for number, before in found])


def replace_wishes(
    tx: Transaction, golden_ids: Sequence[int], streams: Collection[int]
) -> list[tuple[int, int, str | None]]:
    """Drop what these golden records still wished of these streams, because the plan is about to say it anew.

    What was sent already can't be taken back: the targets (golden_id, stream_id, external_id) of such intents come
    back, and must not be planned again before their outcome is known.
    """
    rows = tx.where_in(
        f"SELECT id, state, golden_id, stream_id, {TARGET} FROM intent WHERE {NOT_OVER} AND state IN {OPEN_STATES} "
        f"AND golden_id {{in}}{tx.for_update}",
        list(golden_ids),
    )
    rows = [row for row in rows if row[3] in streams]
    unsent = ("pending", "held")
    tx.many("DELETE FROM intent WHERE id = ?", [(row[0],) for row in rows if row[1] in unsent])
    return [(row[2], row[3], row[4]) for row in rows if row[1] not in unsent]


def drop_unsent(tx: Transaction, stream: int, operations: Sequence[str] | None, message: str, now: str) -> int:
    """Take back what waits for a stream, of these operations or of all, erasures aside; how many there were."""
    among = "" if operations is None else f"AND operation IN ({', '.join('?' * len(operations)) or 'NULL'})"
    return tx.run(
        "UPDATE intent SET state = 'dropped', message = ?, done_at = ? "
        f"WHERE stream_id = ? AND state IN ('pending', 'held') AND run_id <> {ERASURE} {among}",
        *(message, now, stream, *(operations or ())),
    )


def inherit(tx: Transaction, rows: Sequence[tuple[int, int]]) -> None:
    """The open wishes of golden records that were merged away are those of their heirs: (loser, winner)."""
    tx.many(
        f"UPDATE intent SET golden_id = ? WHERE golden_id = ? AND {NOT_OVER} AND state IN {OPEN_STATES}",
        [(winner, loser) for loser, winner in rows],
    )


def open_plan(tx: Transaction) -> None:
    """Keep back what is stored from here on, until `close_plan`; a plan that a crash left open goes on."""
    if setting.remembered(tx, _PLAN_BEGINS) is None:
        setting.remember(tx, _PLAN_BEGINS, str(last_intent(tx) + 1))


def last_intent(tx: Transaction) -> int:
    """The number of the newest intent that was ever stored; 0 before the first."""
    row = tx.one("SELECT value FROM counter WHERE name = 'intent'")
    return int(row[0]) if row else 0


class OpenPlan(NamedTuple):
    """Its first intent, and how many wait in it for each stream."""

    begins: int
    counts: dict[int, int]


def open_plan_of(tx: Transaction) -> OpenPlan | None:
    """The plan that is open, if one is."""
    first = setting.remembered(tx, _PLAN_BEGINS)
    if first is None:
        return None
    sql = "SELECT stream_id, count(*) FROM intent WHERE id >= ? AND state = 'pending' GROUP BY stream_id"
    return OpenPlan(int(first), dict(tx.rows(sql, int(first))))


def hold_plan(tx: Transaction, stream: int, message: str) -> None:
    """Hold what the open plan has for a stream until a person lets it go."""
    tx.run(
        "UPDATE intent SET state = 'held', message = ? WHERE stream_id = ? AND state = 'pending' "
        f"AND NOT {_BEFORE_THE_PLAN}",
        *(message, stream),
    )


def close_plan(tx: Transaction) -> None:
    """Let the plan go, except for what is held."""
    setting.forget(tx, _PLAN_BEGINS)


def hold(tx: Transaction, message: str) -> None:
    """Hold everything that waits to be sent."""
    tx.run("UPDATE intent SET state = 'held', message = ? WHERE state = 'pending'", message)


def release(tx: Transaction) -> int:
    """Let held intents go; how many there were."""
    return tx.run("UPDATE intent SET state = 'pending', message = '' WHERE state = 'held'")


def streams_holding(tx: Transaction, streams: Sequence[int], states: Sequence[str]) -> set[int]:
    """Those of these streams that have intents in any of these states."""
    places = ", ".join("?" * len(states))
    # Asked for by stream, because of millions of finished intents the index knows where each stream's begin.
    sql = f"SELECT DISTINCT stream_id FROM intent WHERE stream_id {{in}} AND state IN ({places})"
    return {row[0] for row in tx.where_in(sql, streams, *states)}


def to_send(tx: Transaction, stream: int, now: str, limit: int) -> list[IntentRow]:
    """The oldest intents of a stream that may be sent now."""
    rows = tx.rows(
        f"SELECT {COLUMNS} FROM intent WHERE stream_id = ? AND state = 'pending' AND {_BEFORE_THE_PLAN} "
        "AND (not_before IS NULL OR not_before <= ?) ORDER BY id LIMIT ?",
        *(stream, now, limit),
    )
    return [IntentRow(*row) for row in rows]


def unsent_count(tx: Transaction, stream: int) -> int:
    """How many intents of a stream wait to be sent."""
    return int(tx.rows("SELECT count(*) FROM intent WHERE stream_id = ? AND state = 'pending'", stream)[0][0])


def unsettled(tx: Transaction, stream: int) -> list[IntentRow]:
    """Intents whose outcome nobody knows: sent by a process that died, or answered by silence."""
    rows = tx.rows(
        f"SELECT {COLUMNS} FROM intent WHERE stream_id = ? AND state IN ('sending', 'unknown') ORDER BY id", stream
    )
    return [IntentRow(*row) for row in rows]


def lost(tx: Transaction, stream: int) -> list[IntentRow]:
    """Creations of which nobody knows whether they arrived."""
    rows = tx.rows(f"SELECT {COLUMNS} FROM intent WHERE stream_id = ? AND state = 'lost' ORDER BY id", stream)
    return [IntentRow(*row) for row in rows]


def claim(tx: Transaction, intent_ids: Sequence[int], not_before: str) -> set[int]:
    """Store that these are about to be sent, committed before the request leaves; those that a new plan has taken back
    meanwhile are left out. If no answer is ever stored, they are looked up at `not_before` at the earliest.
    """
    rows = tx.where_in(
        "UPDATE intent SET state = 'sending', attempts = attempts + 1, not_before = ? "
        "WHERE state = 'pending' AND id {in} RETURNING id",
        list(intent_ids),
        not_before,
    )
    return {row[0] for row in rows}


def set_state(tx: Transaction, rows: Sequence[tuple[str, str, str | None, str | None, str | None, int]]) -> None:
    """Store (state, message, external_id or None to keep, not_before, done_at, intent_id)."""
    tx.many(
        "UPDATE intent SET state = ?, message = ?, external_id = COALESCE(?, external_id), not_before = "
        "?, done_at = ? WHERE id = ?",
        rows,
    )


def was_dropped(tx: Transaction, stream: int, external_id: str, why: str, since: str) -> bool:
    """Whether a write to a record was dropped since then for this reason."""
    sql = "SELECT 1 FROM intent WHERE stream_id = ? AND external_id = ? AND state = 'dropped' AND message = ? "
    return bool(tx.rows(f"{sql} AND done_at >= ? LIMIT 1", stream, external_id, why, since))


def standing_in_the_way(tx: Transaction, stream: int) -> set[str]:
    """The records of a stream because of which creations were refused."""
    sql = "SELECT external_id FROM intent WHERE stream_id = ? AND state = 'rejected' AND operation = 'create'"
    return {row[0] for row in tx.rows(f"{sql} AND external_id IS NOT NULL", stream)}


def forget_refusals(tx: Transaction, stream: int, external_ids: Sequence[str]) -> set[int]:
    """There is news of these records: creations that were refused because of one may be wished again by the golden
    records that come back.
    """
    rows = tx.where_in(
        "UPDATE intent SET state = 'dropped' WHERE stream_id = ? AND state = 'rejected' AND operation = 'create' "
        "AND external_id {in} RETURNING golden_id",
        list(external_ids),
        stream,
    )
    return {row[0] for row in rows}


def state_counts(tx: Transaction) -> dict[tuple[int, str], int]:
    """How many intents each stream has in each state, those left out that are over."""
    # Stream by stream and state by state, the index leads past the many that were done.
    rows = tx.rows(
        f"SELECT stream_id, state, count(*) FROM intent WHERE stream_id IN (SELECT id FROM stream) "
        f"AND state IN {_NOT_OVER_STATES} GROUP BY stream_id, state"
    )
    return {(row[0], row[1]): row[2] for row in rows}


def listing(tx: Transaction, states: Sequence[str], run_id: int | None = None) -> list[IntentRow]:
    """Intents in these states, oldest first, of one run if named."""
    rows: list[Any] = tx.where_in(
        f"SELECT {COLUMNS} FROM intent WHERE state {{in}} AND (CAST(? AS bigint) IS NULL OR run_id = ?) ORDER BY id",
        list(states),
        run_id,
        run_id,
    )
    return [IntentRow(*row) for row in rows]


def by_ids(tx: Transaction, intent_ids: Sequence[int]) -> dict[int, IntentRow]:
    """These intents."""
    rows = tx.where_in(f"SELECT {COLUMNS} FROM intent WHERE id {{in}}", list(intent_ids))
    return {row[0]: IntentRow(*row) for row in rows}


def by_id(tx: Transaction, intent_id: int) -> IntentRow | None:
    """One intent."""
    row = tx.one(f"SELECT {COLUMNS} FROM intent WHERE id = ?", intent_id)
    return IntentRow(*row) if row else None
