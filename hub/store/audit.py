"""The audit log: who did what, each entry chained to the one before by its hash, so that altering one shows.

Invariant: `hash` covers the whole entry, the commitment to its personal values, and the hash before it. The values
themselves lie apart: erasing them (`forget`) leaves the chain whole, and what is left of them tells nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from hub.store.transaction import Transaction

GENESIS = "0" * 64
_PAGE = 1000
_encode = msgspec.json.Encoder(order="sorted").encode


class AuditEntry(NamedTuple):
    """An entry as stored; `facts` is a JSON document of ids, names of fields and counts."""

    entry_id: int
    at: str
    actor: str
    action: str
    facts: str
    commitment: str | None
    previous: str
    hash: str


class Break(NamedTuple):
    """The first place at which the chain does not hold."""

    entry_id: int
    why: str


_COLUMNS = "id, at, actor, action, facts, commitment, previous, hash"


def append(
    tx: Transaction,
    at: str,
    actor: str,
    action: str,
    facts: Mapping[str, Any],
    personal: Mapping[str, Any] | None = None,
) -> int:
    """Add an entry in the transaction of the act itself; `personal` values are kept apart under a commitment."""
    # The counter's row is locked until the end of the transaction, so no two entries follow the same one.
    (entry_id,) = tx.next_ids("audit_entry", 1)
    before = tx.one("SELECT hash FROM audit_entry WHERE id = ?", entry_id - 1)
    previous = str(before[0]) if before is not None else GENESIS
    commitment = _keep_apart(tx, entry_id, personal) if personal else None
    text = _encode(facts).decode()
    digest = _hash(entry_id, at, actor, action, text, commitment, previous)
    tx.run(
        f"INSERT INTO audit_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(entry_id, at, actor, action, text, commitment, previous, digest),
    )
    return entry_id


def verify(tx: Transaction) -> tuple[int, str] | Break:
    """How many entries there are and the newest one's hash, or the first break."""
    previous, count = GENESIS, 0
    for entry in each(tx):
        count += 1
        why = _what_is_wrong(tx, entry, count, previous)
        if why is not None:
            return Break(entry.entry_id, why)
        previous = entry.hash
    given_out = tx.one("SELECT value FROM counter WHERE name = 'audit_entry'")
    if given_out is not None and given_out[0] != count:
        return Break(count + 1, "the newest entries are missing")
    return count, previous


def hash_of(tx: Transaction, entry_id: int) -> str | None:
    """The hash of one entry."""
    row = tx.one("SELECT hash FROM audit_entry WHERE id = ?", entry_id)
    return str(row[0]) if row is not None else None


def each(tx: Transaction) -> Iterator[AuditEntry]:
    """All entries, oldest first."""
    last = 0
    while rows := tx.rows(f"SELECT {_COLUMNS} FROM audit_entry WHERE id > ? ORDER BY id LIMIT {_PAGE}", last):
        yield from (AuditEntry(*row) for row in rows)
        last = rows[-1][0]


def newest(tx: Transaction, limit: int) -> list[tuple[AuditEntry, str | None]]:
    """The newest entries, newest first, with the personal values that are still kept."""
    rows = tx.rows(
        f"SELECT {', '.join('e.' + name for name in _COLUMNS.split(', '))}, p.document FROM audit_entry e "
        "LEFT JOIN audit_personal p ON p.entry_id = e.id ORDER BY e.id DESC LIMIT ?",
        limit,
    )
    return [(AuditEntry(*row[:-1]), row[-1]) for row in rows]


def forget(tx: Transaction, entry_ids: Sequence[int]) -> None:
    """Erase the personal values of entries; the chain stays whole."""
    tx.many("DELETE FROM audit_personal WHERE entry_id = ?", [(entry_id,) for entry_id in entry_ids])


def _keep_apart(tx: Transaction, entry_id: int, personal: Mapping[str, Any]) -> str:
    # Without a salt of its own, a telephone number could be found by trying them all.
    salt, document = secrets.token_hex(16), _encode(personal).decode()
    tx.run("INSERT INTO audit_personal (entry_id, salt, document) VALUES (?, ?, ?)", entry_id, salt, document)
    return _commitment(salt, document)


def _commitment(salt: str, document: str) -> str:
    return hashlib.sha256(f"{salt}\n{_canonical(document)}".encode()).hexdigest()


def _what_is_wrong(tx: Transaction, entry: AuditEntry, number: int, previous: str) -> str | None:
    if entry.entry_id != number:
        return f"entry {number} is missing"
    if entry.previous != previous:
        return "it does not follow the entry before it"
    if entry.hash != _hash(*entry[:-1]):
        return "it was altered"
    kept = tx.one("SELECT salt, document FROM audit_personal WHERE entry_id = ?", entry.entry_id)
    if kept is not None and entry.commitment != _commitment(*kept):
        return "its personal values were altered"
    return None


def _hash(entry_id: int, at: str, actor: str, action: str, facts: str, commitment: str | None, previous: str) -> str:
    covered = [entry_id, at, actor, action, _canonical(facts), commitment, previous]
    return hashlib.sha256(_encode(covered)).hexdigest()


def _canonical(document: str) -> str:
    """One spelling: PostgreSQL gives documents back in an order and spacing of its own."""
    return _encode(msgspec.json.decode(document)).decode()
