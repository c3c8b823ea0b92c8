"""`hub pin` and `hub unpin`: a value that a person fixes, and that the rules decide again."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.session import Session
from hub.cli.show.decided import show_decided, show_revoked
from hub.steward import decide, revoke
from hub.steward.naming import field_named


def pin(session: Session, target: str, field: str, value: str, reason: str) -> Answer:
    """Fix a field, or a group by its name."""
    entity = target.partition("/")[0]
    with session.looking() as world:
        field = field_named(world, target, field)
        is_field = entity in world.schema.entities and field in world.schema.fields(entity)
        given: Any = value
        if is_field:
            given = session.typed(world).field(entity, field, value)
        elif entity in world.schema.entities:
            given = session.typed(world).unit(entity, field, value)
        done = decide.pin(world, target, field, given, author(), reason)
    document: dict[str, Any] = msgspec.to_builtins(done)
    document["decided_format"] = document.pop("format")
    return Answer(document, lambda screen: show_decided(screen, document))


def unpin(session: Session, target: str, field: str) -> Answer:
    """Take the pins of a field back."""
    with session.looking() as world:
        return revoked(revoke.unpin(world, target, field_named(world, target, field), author()))


def take_back(session: Session, number: int) -> Answer:
    """Take any decision back by its number."""
    with session.looking() as world:
        return revoked(revoke.revoke(world, number, author()))


def revoked(done: revoke.Revoked) -> Answer:
    """What was taken back."""
    document: dict[str, Any] = msgspec.to_builtins(done)
    document["revoked_format"] = document.pop("format")
    return Answer(document, lambda screen: show_revoked(screen, document))
