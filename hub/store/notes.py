"""What people say about a conflict before it is decided: comments, whose it is, and what the first of two proposes.

Invariant: a note is never changed; the newest of its kind holds.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from hub.store.transaction import Transaction

NoteKind = Literal["comment", "assign", "propose", "withdraw"]


class NoteRow(NamedTuple):
    """A note as stored; `assignee` is empty where a conflict is given to nobody, `doc` is JSON."""

    note_id: int
    conflict_id: int
    kind: NoteKind
    author: str
    at: str
    assignee: str
    doc: str


_COLUMNS = "id, conflict_id, kind, author, at, assignee, doc"


def add(
    tx: Transaction, conflict_id: int, kind: NoteKind, author: str, at: str, *, assignee: str = "", doc: str = "{}"
) -> None:
    """Store a note; it goes with the golden record of its conflict."""
    (note_id,) = tx.next_ids("conflict_note", 1)
    tx.run(
        f"INSERT INTO conflict_note ({_COLUMNS}, golden_id) "
        "SELECT ?, c.id, ?, ?, ?, ?, ?, c.golden_id FROM conflict c WHERE c.id = ?",
        *(note_id, kind, author, at, assignee, doc, conflict_id),
    )


def about(tx: Transaction, conflict_id: int) -> list[NoteRow]:
    """All notes about a conflict, the earliest first."""
    rows = tx.rows(f"SELECT {_COLUMNS} FROM conflict_note WHERE conflict_id = ? ORDER BY id", conflict_id)
    return [NoteRow(*row) for row in rows]
