"""What people were told of, and are to be told of, on each channel; one row for each thing and channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hub.store.transaction import Transaction


class AlertRow(NamedTuple):
    """A row as stored; `failed_at` is the first failure since it was last told, `failure` the last one's reason."""

    key: str
    channel: str
    about: str
    facts: str
    since: str
    due_at: str | None = None
    told_at: str | None = None
    over_at: str | None = None
    tries: int = 0
    failed_at: str | None = None
    failure: str | None = None


_COLUMNS = "key, channel, about, facts, since, due_at, told_at, over_at, tries, failed_at, failure"
_RENEWED = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[2:])


def listing(tx: Transaction) -> list[AlertRow]:
    """All of them, oldest first."""
    return [AlertRow(*row) for row in tx.rows(f"SELECT {_COLUMNS} FROM alert ORDER BY since, key, channel")]


def put(tx: Transaction, rows: Iterable[AlertRow]) -> None:
    """Store rows, or what became of them."""
    tx.many(
        f"INSERT INTO alert ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        f"ON CONFLICT (key, channel) DO UPDATE SET {_RENEWED}",
        [tuple(row) for row in rows],
    )


def forget(tx: Transaction, rows: Iterable[AlertRow]) -> None:
    """Delete rows that have nothing to tell any more."""
    tx.many("DELETE FROM alert WHERE key = ? AND channel = ?", [(row.key, row.channel) for row in rows])
