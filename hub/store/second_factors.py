"""Second factors of users, and the codes that stand in for them; secrets pass through here as they are sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hub.store.transaction import Transaction


class FactorRow(NamedTuple):
    """A factor as stored; it counts once it was confirmed."""

    user_id: int
    secret: str
    confirmed_at: str | None
    last_step: int


_COLUMNS = "user_id, secret, confirmed_at, last_step"


def begin(tx: Transaction, user_id: int, secret: str) -> None:
    """A new secret, not yet confirmed; codes of before are gone."""
    remove(tx, user_id)
    tx.run(f"INSERT INTO console_factor ({_COLUMNS}) VALUES (?, ?, NULL, 0)", user_id, secret)


def find(tx: Transaction, user_id: int) -> FactorRow | None:
    """A user's factor."""
    row = tx.one(f"SELECT {_COLUMNS} FROM console_factor WHERE user_id = ?", user_id)
    return None if row is None else FactorRow(*row)


def listing(tx: Transaction) -> list[FactorRow]:
    """All of them."""
    return [FactorRow(*row) for row in tx.rows(f"SELECT {_COLUMNS} FROM console_factor ORDER BY user_id")]


def reseal(tx: Transaction, user_id: int, secret: str) -> None:
    """The same secret under another seal."""
    tx.run("UPDATE console_factor SET secret = ? WHERE user_id = ?", secret, user_id)


def confirm(tx: Transaction, user_id: int, now: str) -> None:
    """From now on it is asked for."""
    tx.run("UPDATE console_factor SET confirmed_at = ? WHERE user_id = ?", now, user_id)


def take_step(tx: Transaction, user_id: int, step: int) -> bool:
    """Use a time step; False where it, or a later one, was used."""
    return (
        tx.run("UPDATE console_factor SET last_step = ? WHERE user_id = ? AND last_step < ?", step, user_id, step) > 0
    )


def remove(tx: Transaction, user_id: int) -> None:
    """Without a second factor, and without its codes."""
    tx.run("DELETE FROM console_factor WHERE user_id = ?", user_id)
    tx.run("DELETE FROM console_recovery WHERE user_id = ?", user_id)


def keep_codes(tx: Transaction, user_id: int, hashes: Iterable[str]) -> None:
    """Store new codes."""
    tx.many("INSERT INTO console_recovery (code_hash, user_id) VALUES (?, ?)", [(one, user_id) for one in hashes])


def take_code(tx: Transaction, user_id: int, code_hash: str) -> bool:
    """Use a code up; False where there is none."""
    return tx.run("DELETE FROM console_recovery WHERE user_id = ? AND code_hash = ?", user_id, code_hash) > 0


def codes_left(tx: Transaction, user_id: int) -> int:
    """How many codes there still are."""
    return int(tx.rows("SELECT count(*) FROM console_recovery WHERE user_id = ?", user_id)[0][0])
