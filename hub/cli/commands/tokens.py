"""`hub tokens`: by which programs may use the HTTP API, and in whose name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.session import Session
from hub.cli.show.tokens import show_made, show_tokens
from hub.console.security import tokens


def list_tokens(session: Session) -> Answer:
    """All of them; a token itself is nowhere."""
    with session.looking() as world:
        found: list[dict[str, Any]] = [one._asdict() for one in tokens.listing(world)]
    return Answer({"tokens": found}, lambda screen: show_tokens(screen, found))


def add(session: Session, user: str, scopes: Sequence[str], days: int, note: str) -> Answer:
    """A new token, told once."""
    with session.looking() as world:
        made: dict[str, Any] = tokens.add(world, user, scopes, days, note, author())._asdict()
    return Answer(made, lambda screen: show_made(screen, made))


def revoke(session: Session, number: int) -> Answer:
    """It opens nothing any more."""
    with session.looking() as world:
        tokens.revoke(world, number, author())
    return Answer({"number": number}, lambda screen: screen.told("tokens.revoked", "bold green", number=number))
