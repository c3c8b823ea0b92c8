"""Streams and their cursors: a cursor moves in the same transaction as the records that it vouches for."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.transaction import Transaction


def stream_id(tx: Transaction, connection: str, stream: str) -> int:
    """The number of a stream, given out at first sight."""
    found = tx.one("SELECT id FROM stream WHERE connection = ? AND stream = ?", connection, stream)
    if found is not None:
        return int(found[0])
    (new_id,) = tx.next_ids("stream", 1)
    tx.run("INSERT INTO stream (id, connection, stream) VALUES (?, ?, ?)", new_id, connection, stream)
    return new_id


def names(tx: Transaction) -> dict[int, tuple[str, str]]:
    """Every stream's connection and name by its number."""
    return {row[0]: (row[1], row[2]) for row in tx.rows("SELECT id, connection, stream FROM stream")}


def pulled(tx: Transaction) -> dict[int, str | None]:
    """When each stream's cursor last moved."""
    return {row[0]: row[1] for row in tx.rows("SELECT id, pulled_at FROM stream")}


def standing(tx: Transaction, stream: int) -> tuple[str | None, str | None]:
    """The cursor that the stored records have reached, and the digest of the mapping that they were read with."""
    found = tx.one("SELECT cursor, mapping_digest FROM stream WHERE id = ?", stream)
    return (found[0], found[1]) if found else (None, None)


def pulled_at(tx: Transaction, stream: int) -> str | None:
    """When the cursor last moved."""
    found = tx.one("SELECT pulled_at FROM stream WHERE id = ?", stream)
    return found[0] if found else None


def looked_at(tx: Transaction, stream: int) -> str | None:
    """When the stream was last read to its end: what it showed then, and shows no more, went later."""
    found = tx.one("SELECT looked_at FROM stream WHERE id = ?", stream)
    return found[0] if found else None


def looks(tx: Transaction) -> dict[int, str]:
    """When each stream was last read to its end; those that never were are left out."""
    return dict(tx.rows("SELECT id, looked_at FROM stream WHERE looked_at IS NOT NULL"))


def set_looked(tx: Transaction, streams: Sequence[int], now: str) -> None:
    """These were read to their ends."""
    tx.many("UPDATE stream SET looked_at = ? WHERE id = ?", [(now, stream) for stream in streams])


def deletes_since(tx: Transaction) -> dict[int, str]:
    """Since when the streams that follow deletions do so."""
    return dict(tx.rows("SELECT id, deletes_since FROM stream WHERE deletes_since IS NOT NULL"))


def set_deletes_since(tx: Transaction, rows: Sequence[tuple[str | None, int]]) -> None:
    """Remember it: (since when, or None where they are not followed; stream)."""
    tx.many("UPDATE stream SET deletes_since = ? WHERE id = ?", rows)


def advance(tx: Transaction, stream: int, cursor: str | None, now: str) -> None:
    """Move the cursor."""
    tx.run("UPDATE stream SET cursor = ?, pulled_at = ? WHERE id = ?", cursor, now, stream)


def forget_cursor(tx: Transaction, stream: int) -> None:
    """Let the next pull read everything; unchanged records stop at their hashes."""
    tx.run("UPDATE stream SET cursor = NULL WHERE id = ?", stream)


def set_mapping_digest(tx: Transaction, stream: int, digest: str) -> None:
    """Remember the mapping that all stored records agree with."""
    tx.run("UPDATE stream SET mapping_digest = ? WHERE id = ?", digest, stream)


def policy(tx: Transaction, stream: int) -> str | None:
    """What could be written to the stream when the golden records were last compared with it."""
    found = tx.one("SELECT push_policy FROM stream WHERE id = ?", stream)
    return found[0] if found else None


def policies(tx: Transaction) -> dict[int, str]:
    """The same of all streams that are compared with."""
    return dict(tx.rows("SELECT id, push_policy FROM stream WHERE push_policy IS NOT NULL"))


def set_policy(tx: Transaction, stream: int, policy: str | None) -> None:
    """Remember it; None where they have to be compared once more."""
    tx.run("UPDATE stream SET push_policy = ? WHERE id = ?", policy, stream)
