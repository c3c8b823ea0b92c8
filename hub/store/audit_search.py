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


class Span(NamedTuple):
    """Entries by their numbers, which follow each other without a gap: behind `low`, up to `high`."""

    low: int
    high: int


EVERYTHING = Span(0, 2**62)
_NEWEST = 10_000
# A clock that was put back makes some later entries look earlier.
_OUT_OF_STEP = 1000
_CONDITIONS = {
    "actor": "e.actor = ?",
    "action": "e.action = ?",
    "since": "e.at >= ?",
    "until": "e.at < ?",
    "about": "CAST(e.facts AS text) LIKE ? ESCAPE '!'",
}


def span_of(tx: Transaction, asked: Asked, most: int, below: int | None = None) -> tuple[Span, int | None]:
    """So many entries to look through, from `below` or from the newest on, and from where to go on after them.

    Days are turned into numbers first, for later entries have later times.
    """
    newest = _newest_before(tx, asked.until) + (_OUT_OF_STEP if asked.until else 0)
    high = newest if below is None else min(below, newest)
    oldest = max(_newest_before(tx, asked.since) - _OUT_OF_STEP, 0) if asked.since else 0
    low = max(high - most, oldest)
    return Span(low, high), low if low > oldest else None


def _newest_before(tx: Transaction, at: str) -> int:
    """The number of the last entry before a moment, or of the last of all; 0 where there is none."""
    low, high = 0, int(tx.rows("SELECT COALESCE(max(id), 0) FROM audit_entry")[0][0])
    while at and low < high:
        middle = (low + high + 1) // 2
        row = tx.one("SELECT at FROM audit_entry WHERE id = ?", middle)
        low, high = (middle, high) if row is None or row[0] < at else (low, middle - 1)
    return high


def entries(
    tx: Transaction, asked: Asked, limit: int, offset: int = 0, span: Span = EVERYTHING
) -> list[tuple[AuditEntry, str | None]]:
    """Entries with the personal values that are still kept."""
    rows = tx.rows(
        "SELECT e.id, e.at, e.actor, e.action, e.facts, e.commitment, e.previous, e.hash, p.document "
        "FROM audit_entry e LEFT JOIN audit_personal p ON p.entry_id = e.id "
        f"WHERE e.id > ? AND e.id <= ? AND {asked.condition} ORDER BY e.id DESC LIMIT ? OFFSET ?",
        *(*span, *asked.values, limit, offset),
    )
    return [(AuditEntry(*row[:-1]), row[-1]) for row in rows]


def count(tx: Transaction, asked: Asked, span: Span = EVERYTHING) -> int:
    """How many there are."""
    sql = f"SELECT count(*) FROM audit_entry e WHERE e.id > ? AND e.id <= ? AND {asked.condition}"
    return int(tx.rows(sql, *span, *asked.values)[0][0])


def choices(tx: Transaction) -> tuple[list[str], list[str]]:
    """The actors and the actions of the newest entries: all of a long log are not looked through for a choice."""
    rows = tx.rows(
        "SELECT DISTINCT actor, action FROM (SELECT actor, action FROM audit_entry ORDER BY id DESC LIMIT ?) AS newest",
        _NEWEST,
    )
    return sorted({row[0] for row in rows}), sorted({row[1] for row in rows})


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
