"""Which user somebody is who signs in with another site: by the site and its own name for them, which stays."""

from __future__ import annotations

from hub.store.transaction import Transaction


def find(tx: Transaction, issuer: str, subject: str) -> int | None:
    """The user's number."""
    row = tx.one("SELECT user_id FROM console_identity WHERE issuer = ? AND subject = ?", issuer, subject)
    return None if row is None else int(row[0])


def add(tx: Transaction, issuer: str, subject: str, user_id: int) -> None:
    """Remember who somebody is."""
    tx.run("INSERT INTO console_identity (issuer, subject, user_id) VALUES (?, ?, ?)", issuer, subject, user_id)
