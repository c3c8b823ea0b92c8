"""`hub conflicts rules`: the rules that past decisions speak for, and what waits decided by one of them."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.conflict_rules import show_bulk, show_proposals
from hub.steward.value_bulk import decide_by_rule, ruled
from hub.steward.value_rules import proposed_rules


def propose(session: Session, entity: str, field: str) -> Answer:
    """Tell them, with how each would have done."""
    with session.looking() as world:
        found = proposed_rules(world, entity, field)
    rules: list[dict[str, Any]] = [{"key": one.key, **msgspec.to_builtins(one)} for one in found]
    return Answer({"rules": rules}, lambda screen: show_proposals(screen, rules))


def decide_by(session: Session, entity: str, field: str, key: str, *, carry_out: bool) -> Answer:
    """Decide what waits by one of them, or show it."""
    with session.looking() as world:
        found = ruled(world, entity, field, key)
        if carry_out and found.ruled:
            found = decide_by_rule(world, entity, field, key, author(), found.seen)
    document: dict[str, Any] = msgspec.to_builtins(found)
    waits = bool(found.ruled) and not carry_out
    return Answer({"bulk": document}, lambda screen: show_bulk(screen, document), Exit.CHANGES if waits else Exit.OK)
