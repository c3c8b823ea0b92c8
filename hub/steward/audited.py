"""The audit log as people read it: who looked, exported, decided and when, with users by their names.

Invariant: a look that shows personal values is an entry of the log itself.
"""

from __future__ import annotations

from typing import Any

import msgspec

from hub.store import audit, audit_search, users
from hub.store.audit_search import EVERYTHING, Asked
from hub.sync.world import World


class Audited(msgspec.Struct, frozen=True):
    """An entry; `personal` are the values that are kept apart, None where there were none or they were erased."""

    number: int
    at: str
    actor: str
    action: str
    facts: dict[str, Any]
    personal: dict[str, Any] | None


class AuditPage(msgspec.Struct, frozen=True):
    """Entries of `total`, with the actors and actions that can be asked for; what was not looked through yet begins at
    `further`.
    """

    total: int
    entries: list[Audited]
    actors: list[str]
    actions: list[str]
    further: int | None = None


def audited(
    world: World, asked: Asked, limit: int, offset: int, reader: str, among: int | None = None, below: int | None = None
) -> AuditPage:
    """What the log says, newest first; `among` so many entries, from the one of the number `below` on."""
    with world.database.look() as tx:
        names = {user.user_id: user.name for user in users.listing(tx)}
        span, further = EVERYTHING, None
        if among is not None:
            span, further = audit_search.span_of(tx, asked, among, below)
        rows = [_told(*row, names) for row in audit_search.entries(tx, asked, limit, offset, span)]
        found = AuditPage(audit_search.count(tx, asked, span), rows, *audit_search.choices(tx), further)
    numbers = [entry.number for entry in found.entries if entry.personal]
    if numbers:
        with world.database.begin() as tx:
            audit.append(tx, world.now_text(), reader, "audit_seen", {"entries": numbers})
    return found


def _told(entry: audit.AuditEntry, personal: str | None, names: dict[int, str]) -> Audited:
    facts = msgspec.json.decode(entry.facts, type=dict[str, Any])
    if "user" in facts:
        facts["user"] = names.get(facts["user"], facts["user"])
    kept = None if personal is None else msgspec.json.decode(personal, type=dict[str, Any])
    return Audited(entry.entry_id, entry.at, entry.actor, entry.action, facts, kept)
