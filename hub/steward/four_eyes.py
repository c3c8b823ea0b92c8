"""Four eyes: on the fields that the configuration names, what one person proposes holds when another says the same.

Invariant: nothing is decided of such a field by one person alone; what was proposed of a conflict that has changed
since is worth nothing any more.
"""

from __future__ import annotations

from typing import Any

import msgspec

from hub.merging.agreement import agree
from hub.merging.rules import Unit
from hub.steward.conflicts import row_of, seen_of, tell
from hub.steward.errors import StewardError
from hub.steward.questions import BY_RULE
from hub.store import audit, notes
from hub.store.transaction import Transaction
from hub.sync.world import Document, World


class Proposal(msgspec.Struct, frozen=True):
    """What the first of two people would decide; `seen` is the mark of the conflict as it stood."""

    author: str
    at: str
    values: dict[str, Any]
    reason: str
    seen: str


def needs_two(world: World, entity: str, unit: str) -> bool:
    """Whether the configuration wants two people for a decision about this unit."""
    return unit in world.four_eyes.get(entity, ())


def proposal(tx: Transaction, number: int, seen: str) -> Proposal | None:
    """What waits for a second person, as long as the conflict is as the first one saw it."""
    said = [note for note in notes.about(tx, number) if note.kind in ("propose", "withdraw")]
    if not said or said[-1].kind == "withdraw":
        return None
    doc = msgspec.json.decode(said[-1].doc)
    found = Proposal(said[-1].author, said[-1].at, doc["values"], doc["reason"], doc["seen"])
    return found if found.seen == seen else None


def confirmed(first: Proposal, unit: Unit, values: Document, author: str) -> bool:
    """Whether this author is the second person who says so. Raises `StewardError` for the first one again."""
    # Of a group both have to name the same fields: who leaves one out says that it is empty.
    if first.values.keys() != values.keys() or not agree(unit, first.values, values):
        return False
    if person(first.author) == person(author):
        raise StewardError("same_person", author=first.author, at=first.at)
    return True


def propose(
    tx: Transaction, world: World, number: int, unit: Unit, values: Document, author: str, reason: str, seen: str
) -> None:
    """Keep what the first person says for the second one."""
    doc = msgspec.json.encode({"values": values, "reason": reason, "seen": seen}).decode()
    now = world.now_text()
    notes.add(tx, number, "propose", author, now, doc=doc)
    facts = {"conflict": number, "unit": unit.name}
    audit.append(tx, now, author, "decision_proposed", facts, {"values": values, "reason": reason})
    world.log("decision_proposed", conflict=number, field=unit.name, author=author)


def withdraw(world: World, number: int, author: str) -> None:
    """Take back what was proposed. Raises `StewardError` where nothing waits."""
    with world.database.begin() as tx:
        row = row_of(tx, number)
        if row.state == "decided" or proposal(tx, number, seen_of(tell(tx, [row])[0])) is None:
            raise StewardError("no_proposal", number=number)
        now = world.now_text()
        notes.add(tx, number, "withdraw", author, now)
        audit.append(tx, now, author, "proposal_withdrawn", {"conflict": number})


def person(author: str) -> str:
    """Who stands behind an author: a rule speaks for whoever lets it decide."""
    return author.removeprefix(BY_RULE).strip().casefold()
