"""Tokens by which programs ask in a user's name: one row each, found by the hash of the token. Nobody deletes one."""

from __future__ import annotations

from typing import NamedTuple

from hub.store.transaction import Transaction


class TokenRow(NamedTuple):
    """A token as stored; `scopes` are words with blanks between."""

    token_id: int
    token_hash: str
    user_id: int
    note: str
    scopes: str
    created_at: str
    expires_at: str
    used_at: str | None
    revoked_at: str | None


_COLUMNS = "id, token_hash, user_id, note, scopes, created_at, expires_at, used_at, revoked_at"


def add(tx: Transaction, token_hash: str, user_id: int, note: str, scopes: str, now: str, expires_at: str) -> int:
    """Store a new token; the number."""
    (token_id,) = tx.next_ids("console_token", 1)
    tx.run(
        f"INSERT INTO console_token ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        *(token_id, token_hash, user_id, note, scopes, now, expires_at),
    )
    return token_id


def find(tx: Transaction, token_hash: str) -> TokenRow | None:
    """The token of a hash."""
    row = tx.one(f"SELECT {_COLUMNS} FROM console_token WHERE token_hash = ?", token_hash)
    return None if row is None else TokenRow(*row)


def by_id(tx: Transaction, token_id: int) -> TokenRow | None:
    """The token of a number."""
    row = tx.one(f"SELECT {_COLUMNS} FROM console_token WHERE id = ?", token_id)
    return None if row is None else TokenRow(*row)


def listing(tx: Transaction) -> list[TokenRow]:
    """All of them, oldest first."""
    return [TokenRow(*row) for row in tx.rows(f"SELECT {_COLUMNS} FROM console_token ORDER BY id")]


def used(tx: Transaction, token_id: int, now: str) -> None:
    """Remember that it was used."""
    tx.run("UPDATE console_token SET used_at = ? WHERE id = ?", now, token_id)


def revoke(tx: Transaction, token_id: int, now: str) -> None:
    """It opens nothing any more."""
    tx.run("UPDATE console_token SET revoked_at = ? WHERE id = ?", now, token_id)
