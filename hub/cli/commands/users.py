"""`hub users`: who may sign in to the console."""

from __future__ import annotations

from typing import Any

from hub.cli.answer import Answer
from hub.cli.author import author
from hub.cli.session import Session
from hub.cli.show.users import show_made, show_users
from hub.console.security import second_factor, users
from hub.console.security.passwords import Passwords
from hub.console.security.users import Made


def list_users(session: Session) -> Answer:
    """All of them; nothing of their passwords."""
    with session.looking() as world:
        found, since = users.listing(world.database), second_factor.confirmed(world.database)
    document = [
        {
            "name": user.name,
            "role": user.role,
            "disabled": user.is_disabled,
            "second_factor_since": since.get(user.user_id),
            "created_at": user.created_at,
        }
        for user in found
    ]
    return Answer({"users": document}, lambda screen: show_users(screen, document))


def add(session: Session, name: str, role: str) -> Answer:
    """A new user, whose password is told once."""
    with session.looking() as world:
        return _made(users.add(world, Passwords(), name, role, author()), "users.added")


def give_role(session: Session, name: str, role: str) -> Answer:
    """Another role."""
    with session.looking() as world:
        users.give_role(world, name, role, author())
    return Answer(
        {"name": name, "role": role}, lambda screen: screen.told("users.role", "bold green", name=name, role=role)
    )


def renew_password(session: Session, name: str) -> Answer:
    """A new password, told once."""
    with session.looking() as world:
        return _made(users.renew_password(world, Passwords(), name, author()), "users.renewed")


def disable(session: Session, name: str, disabled: bool) -> Answer:
    """Shut somebody out, or let them in again."""
    with session.looking() as world:
        users.set_disabled(world, name, disabled, author())
    key = "users.disabled" if disabled else "users.enabled"
    return Answer({"name": name, "disabled": disabled}, lambda screen: screen.told(key, "bold green", name=name))


def sign_out(session: Session, name: str) -> Answer:
    """End the sessions."""
    with session.looking() as world:
        count = users.end_sessions(world, name, author())
    return Answer(
        {"name": name, "sessions": count},
        lambda screen: screen.told("users.signed_out", "bold green", name=name, count=count),
    )


def no_factor(session: Session, name: str) -> Answer:
    """Somebody has lost their telephone and their codes."""
    with session.looking() as world:
        second_factor.remove(world, name, author())
    return Answer({"name": name}, lambda screen: screen.told("users.no_factor", "bold green", name=name))


def _made(made: Made, key: str) -> Answer:
    document: dict[str, Any] = made._asdict()
    return Answer(document, lambda screen: show_made(screen, key, document))
