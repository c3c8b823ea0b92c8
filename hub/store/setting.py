"""What the store remembers of itself, by name."""

from __future__ import annotations

from hub.store.transaction import Transaction


def remembered(tx: Transaction, name: str) -> str | None:
    """The value last remembered."""
    row = tx.one("SELECT value FROM setting WHERE name = ?", name)
    return None if row is None else str(row[0])


def remember(tx: Transaction, name: str, value: str) -> None:
    """Remember a value."""
    tx.run(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        *(name, value),
    )


def forget(tx: Transaction, name: str) -> None:
    """Remember it no longer."""
    tx.run("DELETE FROM setting WHERE name = ?", name)
