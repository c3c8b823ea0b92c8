"""The audit log as it is read: the newest entries first, of whom and about what was asked."""

from __future__ import annotations

from typing import NamedTuple

from hub.store.audit import AuditEntry
from hub.store.transaction import Transaction


class Asked(NamedTuple):
    """Which entries: of an actor, of an action, from a moment on, before one, about a name; empty asks for any."""

    actor: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    about: str = ""

    @property
    def condition(self) -> str:
        """What follows WHERE, with a place for each of `values`."""
        told = [_CONDITIONS[name] for name, value in zip(self._fields, self, strict=True) if value]
        return " AND ".join(told) or "TRUE"

    @property
    def values(self) -> list[str]:
        """What stands in the places."""
        found = self._replace(about=f'%"{_escaped(self.about)}"%' if self.about else "")
        return [value for value in found if value]


_NEWEST = 10_000
_CONDITIONS = {
    "actor": "e.actor = ?",
    "action": "e.action = ?",
    "since": "e.at >= ?",
    "until": "e.at < ?",
    "about": "CAST(e.facts AS text) LIKE ? ESCAPE '!'",
}


def entries(tx: Transaction, asked: Asked, limit: int, offset: int = 0) -> list[tuple[AuditEntry, str | None]]:
    """Entries with the personal values that are still kept."""
    rows = tx.rows(
        "SELECT e.id, e.at, e.actor, e.action, e.facts, e.commitment, e.previous, e.hash, p.document "
        "FROM audit_entry e LEFT JOIN audit_personal p ON p.entry_id = e.id "
        f"WHERE {asked.condition} ORDER BY e.id DESC LIMIT ? OFFSET ?",
        *(*asked.values, limit, offset),
    )
    return [(AuditEntry(*row[:-1]), row[-1]) for row in rows]


def count(tx: Transaction, asked: Asked) -> int:
    """How many there are."""
    return int(tx.rows(f"SELECT count(*) FROM audit_entry e WHERE {asked.condition}", *asked.values)[0][0])


def choices(tx: Transaction) -> tuple[list[str], list[str]]:
    """The actors and the actions of the newest entries: all of a long log are not looked through for a choice."""
    rows = tx.rows(
        "SELECT DISTINCT actor, action FROM (SELECT actor, action FROM audit_entry ORDER BY id DESC LIMIT ?) AS newest",
        _NEWEST,
    )
    return sorted({row[0] for row in rows}), sorted({row[1] for row in rows})


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
