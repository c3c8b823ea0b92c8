"""What stewards say to each other about a conflict: comments, and whose it is to decide."""

from __future__ import annotations

import msgspec

from hub.steward.conflicts import row_of, seen_of, tell
from hub.steward.decide import check_author
from hub.steward.errors import StewardError
from hub.steward.four_eyes import Proposal, needs_two, proposal
from hub.store import audit, notes, users
from hub.store.notes import NoteKind
from hub.store.transaction import Transaction
from hub.sync.world import World


class Note(msgspec.Struct, frozen=True):
    """kind: comment | assign | propose | withdraw. `assignee` is empty where a conflict was given to nobody."""

    kind: NoteKind
    author: str
    at: str
    text: str
    assignee: str


class Discussion(msgspec.Struct, frozen=True):
    """What a conflict's people have said and done so far; `needs_two` of them decide, the first made the `proposal`."""

    said: list[Note]
    assignee: str
    needs_two: bool
    proposal: Proposal | None


def discussion(world: World, number: int) -> Discussion:
    """Everything that people have said of a conflict, whose it is, and what waits for a second person."""
    with world.database.look() as tx:
        row, said = row_of(tx, number), said_of(tx, number)
        waits = proposal(tx, number, seen_of(tell(tx, [row])[0])) if row.state != "decided" else None
        return Discussion(said, assignee_of(said), needs_two(world, row.entity, row.unit), waits)


def comment(world: World, number: int, author: str, text: str) -> None:
    """Say something about a conflict, for all who read it."""
    check_author(author)
    text = text.strip()
    if not text:
        raise StewardError("no_words")
    with world.database.begin() as tx:
        row_of(tx, number)
        now, doc = world.now_text(), msgspec.json.encode({"text": text}).decode()
        notes.add(tx, number, "comment", author, now, doc=doc)
        audit.append(tx, now, author, "conflict_commented", {"conflict": number}, {"text": text})


def assign(world: World, number: int, author: str, name: str) -> None:
    """Give a conflict to a user of the console, or with an empty name to nobody."""
    check_author(author)
    with world.database.begin() as tx:
        row_of(tx, number)
        if name and name not in (known := assignable(tx)):
            raise StewardError("no_user", name=name, known=", ".join(known) or "—")
        now = world.now_text()
        notes.add(tx, number, "assign", author, now, assignee=name)
        audit.append(tx, now, author, "conflict_assigned", {"conflict": number, "assignee": name})


def assignable(tx: Transaction) -> list[str]:
    """The users who may be given a conflict, by name."""
    return [user.name for user in users.listing(tx) if not user.is_disabled]


def said_of(tx: Transaction, number: int) -> list[Note]:
    """Everything that was said of a conflict, the earliest first."""
    return [
        Note(note.kind, note.author, note.at, msgspec.json.decode(note.doc).get("text", ""), note.assignee)
        for note in notes.about(tx, number)
    ]


def assignee_of(said: list[Note]) -> str:
    """Whose it is; empty where it is nobody's."""
    given = [note.assignee for note in said if note.kind == "assign"]
    return given[-1] if given else ""
