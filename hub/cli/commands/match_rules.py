"""`hub match rules`: rules proposed out of decisions, and the pairs that the configuration's rules decide."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.exits import Exit
from hub.cli.session import Session
from hub.cli.show.match_rules import show_applied, show_proposals
from hub.steward.match_rules import MatchRule, apply_rules, propose_rules


def propose(session: Session, entity: str | None, fewest: int) -> Answer:
    """Tell them, with how they would have done."""
    with session.looking() as world:
        found = propose_rules(world, entity, fewest)
    document: dict[str, Any] = msgspec.to_builtins(found)
    document["rules_format"] = document.pop("format")
    return Answer(document, lambda screen: show_proposals(screen, document))


def apply(session: Session, *, carry_out: bool) -> Answer:
    """Decide what the rules mean, or show it."""
    rules = [
        MatchRule(rule.entity, rule.decide, frozenset(rule.evidence)) for rule in session.config.settings.matching.rules
    ]
    with session.looking() as world:
        done = apply_rules(world, rules, author(), carry_out=carry_out)
    document: dict[str, Any] = {
        "applied": [
            {"evidence": sorted(rule.evidence), **msgspec.to_builtins(one)}
            for rule, one in zip(rules, done, strict=True)
        ]
    }
    waits = any(one.total and not one.decisions for one in done)
    return Answer(document, lambda screen: show_applied(screen, document), Exit.CHANGES if waits else Exit.OK)
