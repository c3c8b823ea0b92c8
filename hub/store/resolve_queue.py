"""The queue of source records that wait for the resolve, with what the pull found out of them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from hub.store.transaction import Encoded, Transaction


class WaitingRow(NamedTuple):
    """A record that waits for the resolve.

    The JSON lists `edited` (its fields that somebody edited, and nothing else happened to it) and `keys` (the match
    keys of a new record) say what the pull found out; None where nobody did.
    """

    source_id: int
    edited: str | None
    keys: str | None
    golden_id: int | None


# For a record that is queued already, whatever was found out of it.
_AS_A_WHOLE = "ON CONFLICT (source_id) DO UPDATE SET edited = NULL, keys = NULL"


def enqueue(tx: Transaction, rows: Sequence[tuple[int, str] | tuple[int, str, str | None]]) -> None:
    """Queue records for the resolve: (source_id, entity), or (source_id, entity, edited) where nothing but an edit of
    these fields happened; what is queued twice is looked at as a whole.
    """
    tx.many(
        f"INSERT INTO pending_resolve (source_id, entity, edited) VALUES (?, ?, ?) {_AS_A_WHOLE}",
        [(row[0], row[1], row[2] if len(row) > 2 else None) for row in rows],
    )


def enqueue_new(tx: Transaction, rows: Sequence[tuple[int, str, Encoded | None]]) -> None:
    """Queue new records, each with its match keys if known: (source_id, entity, keys)."""
    tx.many("INSERT INTO pending_resolve (source_id, entity, keys) VALUES (?, ?, ?d)", rows)


def forget_found(tx: Transaction, source_ids: Sequence[int]) -> None:
    """Let those that wait be looked at as a whole: what was found out of them before is not true of them any more."""
    stale = [(source_id,) for source_id in waiting_of(tx, source_ids)]
    tx.many("UPDATE pending_resolve SET edited = NULL, keys = NULL WHERE source_id = ?", stale)


def forget_waiting(tx: Transaction) -> None:
    """Let nothing wait, neither for the resolve nor for the plan; for a dry run that looks at one thing alone."""
    tx.run("DELETE FROM pending_resolve")
    tx.run("DELETE FROM pending_plan")


def enqueue_all(tx: Transaction) -> None:
    """Queue every record for the resolve."""
    tx.run(
        f"INSERT INTO pending_resolve (source_id, entity) SELECT id, entity FROM source_record WHERE TRUE {_AS_A_WHOLE}"
    )


def enqueue_entity(tx: Transaction, entity: str) -> None:
    """Queue every record of an entity for the resolve; those that wait already keep what was found out of them, but
    are looked at as a whole.
    """
    tx.run("UPDATE pending_resolve SET edited = NULL WHERE entity = ?", entity)
    tx.run(
        "INSERT INTO pending_resolve (source_id, entity) SELECT id, entity FROM source_record WHERE entity = ? "
        "ON CONFLICT (source_id) DO NOTHING",
        entity,
    )


def enqueue_beside(tx: Transaction, raw_ids: Sequence[int], entities: Set[str]) -> None:
    """Queue the parts of these entities in remote records of which another part belongs to another customer now: they
    may refer to it although their golden record, where claims compete, refers to somebody else.
    """
    rows = tx.where_in("SELECT id, entity FROM source_record WHERE raw_id {in}", raw_ids)
    enqueue(tx, [row for row in rows if row[1] in entities])


def enqueue_referring(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Queue every record whose golden record refers to one of these, because they were merged or split."""
    rows = tx.where_in(
        "SELECT s.id, s.entity FROM golden_link l JOIN crosswalk c ON c.golden_id = l.golden_id "
        "JOIN source_record s ON s.id = c.source_id WHERE l.target_id {in}",
        list(golden_ids),
    )
    enqueue(tx, rows)


def pending(tx: Transaction, entity: str, limit: int) -> list[WaitingRow]:
    """The next source records to resolve, in the order of their ids."""
    rows = tx.rows(
        "SELECT p.source_id, p.edited, p.keys, c.golden_id FROM pending_resolve p "
        "LEFT JOIN crosswalk c ON c.source_id = p.source_id WHERE p.entity = ? ORDER BY p.source_id LIMIT ?",
        *(entity, limit),
    )
    return list(map(WaitingRow._make, rows))


def pending_entities(tx: Transaction) -> set[str]:
    """The entities of the records that wait for the resolve."""
    return {row[0] for row in tx.rows("SELECT DISTINCT entity FROM pending_resolve")}


def pending_count(tx: Transaction, entity: str | None = None) -> int:
    """How many source records wait for the resolve, of one entity if named."""
    asked = "SELECT count(*) FROM pending_resolve WHERE (CAST(? AS text) IS NULL OR entity = ?)"
    return int(tx.rows(asked, entity, entity)[0][0])


def pending_counts(tx: Transaction) -> dict[int, int]:
    """How many source records of each stream wait for the resolve."""
    return dict(
        tx.rows(
            "SELECT s.stream_id, count(*) FROM pending_resolve p JOIN source_record s ON s.id = p.source_id "
            "GROUP BY s.stream_id"
        )
    )


def edits_of(tx: Transaction, source_ids: Sequence[int]) -> dict[int, str | None]:
    """Of these source records those that wait for the resolve, with what is known to be edited (None: look at all)."""
    return dict(tx.where_in("SELECT source_id, edited FROM pending_resolve WHERE source_id {in}", source_ids))


def waiting_of(tx: Transaction, source_ids: Sequence[int]) -> set[int]:
    """Those of these source records that wait for the resolve."""
    return {row[0] for row in tx.where_in("SELECT source_id FROM pending_resolve WHERE source_id {in}", source_ids)}


def done(tx: Transaction, source_ids: Sequence[int]) -> None:
    """Take records out of the queue."""
    tx.many("DELETE FROM pending_resolve WHERE source_id = ?", [(sid,) for sid in source_ids])
