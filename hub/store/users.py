"""The people who may sign in to the console. Nobody is deleted: the audit log names them."""

from __future__ import annotations

from typing import NamedTuple

from hub.store.transaction import Transaction


class UserRow(NamedTuple):
    """A user as stored; `password` is a hash."""

    user_id: int
    name: str
    role: str
    password: str
    is_disabled: bool
    created_at: str


_COLUMNS = "id, name, role, password, is_disabled, created_at"


def add(tx: Transaction, name: str, role: str, password: str, now: str) -> int:
    """Store a new user; the number."""
    (user_id,) = tx.next_ids("console_user", 1)
    tx.run(f"INSERT INTO console_user ({_COLUMNS}) VALUES (?, ?, ?, ?, FALSE, ?)", user_id, name, role, password, now)
    return user_id


def by_name(tx: Transaction, name: str) -> UserRow | None:
    """The user of this name."""
    return _row(tx.one(f"SELECT {_COLUMNS} FROM console_user WHERE name = ?", name))


def by_id(tx: Transaction, user_id: int) -> UserRow | None:
    """The user of this number."""
    return _row(tx.one(f"SELECT {_COLUMNS} FROM console_user WHERE id = ?", user_id))


def listing(tx: Transaction) -> list[UserRow]:
    """All of them, by name."""
    return [found for row in tx.rows(f"SELECT {_COLUMNS} FROM console_user ORDER BY name") if (found := _row(row))]


def set_role(tx: Transaction, user_id: int, role: str) -> None:
    """Give another role."""
    tx.run("UPDATE console_user SET role = ? WHERE id = ?", role, user_id)


def set_password(tx: Transaction, user_id: int, password: str) -> None:
    """Store another hash."""
    tx.run("UPDATE console_user SET password = ? WHERE id = ?", password, user_id)


def set_disabled(tx: Transaction, user_id: int, disabled: bool) -> None:
    """Close the door to a user, or open it again."""
    tx.run("UPDATE console_user SET is_disabled = ? WHERE id = ?", disabled, user_id)


def _row(row: tuple[int, str, str, str, object, str] | None) -> UserRow | None:
    return None if row is None else UserRow(*row[:4], bool(row[4]), row[5])
