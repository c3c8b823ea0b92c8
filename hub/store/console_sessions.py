"""Who is signed in to the console: one row a browser, found by the hash of its token."""

from __future__ import annotations

from typing import NamedTuple

from hub.store.transaction import Transaction


class SessionRow(NamedTuple):
    """A session as stored."""

    token_hash: str
    user_id: int
    started_at: str
    seen_at: str


_COLUMNS = "token_hash, user_id, started_at, seen_at"


def start(tx: Transaction, token_hash: str, user_id: int, now: str) -> None:
    """Store a new session."""
    tx.run(f"INSERT INTO console_session ({_COLUMNS}) VALUES (?, ?, ?, ?)", token_hash, user_id, now, now)


def find(tx: Transaction, token_hash: str) -> SessionRow | None:
    """The session of a token."""
    row = tx.one(f"SELECT {_COLUMNS} FROM console_session WHERE token_hash = ?", token_hash)
    return None if row is None else SessionRow(*row)


def seen(tx: Transaction, token_hash: str, now: str) -> None:
    """Remember that it was used."""
    tx.run("UPDATE console_session SET seen_at = ? WHERE token_hash = ?", now, token_hash)


def end(tx: Transaction, token_hash: str) -> None:
    """Sign one browser out."""
    tx.run("DELETE FROM console_session WHERE token_hash = ?", token_hash)


def end_all_of(tx: Transaction, user_id: int) -> int:
    """Sign a user out everywhere; how many sessions that were."""
    return tx.run("DELETE FROM console_session WHERE user_id = ?", user_id)


def counts(tx: Transaction) -> dict[int, int]:
    """How many sessions each user has."""
    return dict(tx.rows("SELECT user_id, count(*) FROM console_session GROUP BY user_id"))


def forget_old(tx: Transaction, started_before: str, seen_before: str) -> None:
    """Drop the sessions that are over."""
    tx.run("DELETE FROM console_session WHERE started_at < ? OR seen_at < ?", started_before, seen_before)
