"""Conflicts as stewards read them: who said what and when, the rule, the effect, and numbered choices.

Invariant: choice 0 is always the value from before; the others keep their numbers as long as the story is the same.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from hub.steward.errors import StewardError
from hub.steward.naming import display_names
from hub.store import conflicts as stored
from hub.store import golden
from hub.store.conflicts import ConflictRow
from hub.store.transaction import Transaction
from hub.sync.references import golden_text
from hub.sync.world import World


class Choice(msgspec.Struct, frozen=True):
    """One value to choose; `source` is None for the value from before the conflict."""

    number: int
    source: str | None
    values: dict[str, Any]
    at: str | None
    edited: bool
    is_winner: bool


class Conflict(msgspec.Struct, frozen=True):
    """kind: conflict | difference. state: open | auto | decided | listed. effect: `held`, or the records written over.

    `golden` is the golden record of the time; `leads_to` is the living one.
    """

    number: int
    golden: str
    leads_to: str
    display: str
    entity: str
    unit: str
    kind: str
    state: str
    rule: str
    effect: Any
    choices: list[Choice]
    run: int
    opened_at: str
    decided_at: str | None
    decided_by: str | None


class OpenConflicts(msgspec.Struct, frozen=True):
    """What waits for a steward, newest first."""

    conflicts: list[Conflict]
    format: int = 1


def open_conflicts(world: World) -> OpenConflicts:
    """Every conflict that waits for a person."""
    with world.database.look() as tx:
        return OpenConflicts(tell(tx, stored.listing(tx, "open")))


def conflict(world: World, number: int) -> Conflict:
    """One conflict or initial difference."""
    with world.database.look() as tx:
        return tell(tx, [row_of(tx, number)])[0]


def row_of(tx: Transaction, number: int) -> ConflictRow:
    """The stored conflict of this number."""
    row = stored.by_id(tx, number)
    if row is None:
        raise StewardError("no_conflict", number=number)
    return row


def tell(tx: Transaction, rows: list[ConflictRow]) -> list[Conflict]:
    """Stored conflicts with their choices and the name of the customer."""
    heirs = {row.golden_id: golden.follow(tx, row.golden_id) for row in rows}
    living = {row.conflict_id: golden_text(row.entity, heirs[row.golden_id]) for row in rows}
    names = display_names(tx, set(living.values()))
    return [_told(row, living[row.conflict_id], names.get(living[row.conflict_id], "")) for row in rows]


def seen_of(found: Conflict) -> str:
    """A mark of the story as it stands: who decides by it has seen these choices of this customer."""
    story = (found.leads_to, [(c.number, c.source, c.values, c.at) for c in found.choices], found.effect)
    return hashlib.sha256(msgspec.json.encode(story)).hexdigest()[:16]


def _told(row: ConflictRow, leads_to: str, display: str) -> Conflict:
    story = msgspec.json.decode(row.doc)
    return Conflict(
        number=row.conflict_id,
        golden=golden_text(row.entity, row.golden_id),
        leads_to=leads_to,
        display=display,
        entity=row.entity,
        unit=row.unit,
        kind=row.kind,
        state=row.state,
        rule=story["rule"],
        effect=story["effect"],
        choices=_choices(story),
        run=row.run_id,
        opened_at=row.opened_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
    )


def _choices(story: dict[str, Any]) -> list[Choice]:
    """0 is the base, then the winner, then the losers by name; a winner that only holds the base is not told twice."""
    is_held = story["rule"] == "review"
    found = [Choice(0, None, story["base"], None, edited=False, is_winner=is_held)]
    claims = [(claim, False) for claim in sorted(story["losers"], key=lambda loser: loser["source"])]
    if not is_held:
        claims.insert(0, (story["winner"], True))
    for number, (claim, is_winner) in enumerate(claims, start=1):
        found.append(Choice(number, claim["source"], claim["values"], claim["at"], claim["edited"], is_winner))
    return found
