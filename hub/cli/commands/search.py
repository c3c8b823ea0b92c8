"""`hub search`: customers by what people know of them."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.cli.answer import Answer, CommandError
from hub.cli.session import Session
from hub.cli.show.search import show_found
from hub.steward.search import CUSTOMERS, MOST_WAITING, find


def search(session: Session, text: str, entity: str, limit: int) -> Answer:
    """The customers who fit, best first; how many are not in the index yet is always told."""
    if entity and entity not in CUSTOMERS:
        raise CommandError(session.say("search.no_entity", text=entity, known=", ".join(CUSTOMERS)))
    with session.looking() as world:
        found = find(world, text, limit, entity)
    document: dict[str, Any] = {"text": text, **msgspec.to_builtins(found)}
    return Answer(document, lambda screen: show_found(screen, found, most=MOST_WAITING))
