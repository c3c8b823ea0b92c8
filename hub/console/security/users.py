"""Who may sign in: made, changed and shut out by an admin, each act with its entry in the log.

Invariant: there is always an admin who can sign in; whoever loses a right loses their sessions with it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hub.console.security.passwords import Passwords, made_password
from hub.console.security.roles import ROLES
from hub.steward.errors import StewardError
from hub.store import audit, console_sessions, users
from hub.store.database import Database
from hub.store.transaction import Transaction
from hub.store.users import UserRow
from hub.sync.world import World

NAME = re.compile(r"[^\s\x00-\x1f<>&\"']{1,64}")
FIRST = "admin"


class Made(NamedTuple):
    """A user with a new password, which is nowhere else."""

    name: str
    role: str
    password: str


def add(world: World, passwords: Passwords, name: str, role: str, author: str) -> Made:
    """A new user."""
    with world.database.begin() as tx:
        return _added(tx, passwords, name, role, author, world.now_text())


def first_admin(world: World, passwords: Passwords) -> Made | None:
    """The first admin of a store without users; None where it has some."""
    with world.database.begin() as tx:
        if users.listing(tx):
            return None
        return _added(tx, passwords, FIRST, "admin", "hub", world.now_text())


def give_role(world: World, name: str, role: str, author: str) -> None:
    """Another role; who is signed in signs in again."""
    _check_role(role)
    with world.database.begin() as tx:
        user = _named(tx, name)
        if role != "admin":
            _check_admin_left(tx, user)
        users.set_role(tx, user.user_id, role)
        console_sessions.end_all_of(tx, user.user_id)
        facts = {"user": user.user_id, "role": role, "before": user.role}
        audit.append(tx, world.now_text(), author, "user_role_changed", facts)


def renew_password(world: World, passwords: Passwords, name: str, author: str) -> Made:
    """A new password in place of one that was lost or seen."""
    password = made_password()
    hashed = passwords.hashed(password)
    with world.database.begin() as tx:
        user = _named(tx, name)
        users.set_password(tx, user.user_id, hashed)
        console_sessions.end_all_of(tx, user.user_id)
        audit.append(tx, world.now_text(), author, "user_password_renewed", {"user": user.user_id})
    return Made(user.name, user.role, password)


def set_disabled(world: World, name: str, disabled: bool, author: str) -> None:
    """Shut a user out, or let them in again."""
    with world.database.begin() as tx:
        user = _named(tx, name)
        if disabled:
            _check_admin_left(tx, user)
        users.set_disabled(tx, user.user_id, disabled)
        console_sessions.end_all_of(tx, user.user_id)
        action = "user_disabled" if disabled else "user_enabled"
        audit.append(tx, world.now_text(), author, action, {"user": user.user_id})


def end_sessions(world: World, name: str, author: str) -> int:
    """Sign a user out wherever they are signed in; how many places that were."""
    with world.database.begin() as tx:
        user = _named(tx, name)
        count = console_sessions.end_all_of(tx, user.user_id)
        audit.append(tx, world.now_text(), author, "user_signed_out", {"user": user.user_id, "sessions": count})
    return count


def session_counts(database: Database) -> dict[int, int]:
    """In how many places each user is signed in; those whose time is over are not counted out before they come back."""
    with database.look() as tx:
        return console_sessions.counts(tx)


def listing(database: Database) -> list[UserRow]:
    """All users."""
    with database.begin() as tx:
        return users.listing(tx)


def _added(tx: Transaction, passwords: Passwords, name: str, role: str, author: str, now: str) -> Made:
    _check_role(role)
    if not NAME.fullmatch(name):
        raise StewardError("bad_user_name", name=name)
    if users.by_name(tx, name) is not None:
        raise StewardError("user_exists", name=name)
    password = made_password()
    user_id = users.add(tx, name, role, passwords.hashed(password), now)
    audit.append(tx, now, author, "user_added", {"user": user_id, "role": role}, {"name": name})
    return Made(name, role, password)


def _named(tx: Transaction, name: str) -> UserRow:
    found = users.by_name(tx, name)
    if found is None:
        known = ", ".join(user.name for user in users.listing(tx))
        raise StewardError("no_user", name=name, known=known or "—")
    return found


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise StewardError("no_role", name=role, known=", ".join(ROLES))


def _check_admin_left(tx: Transaction, leaving: UserRow) -> None:
    admins = [user for user in users.listing(tx) if user.role == "admin" and not user.is_disabled]
    if [user.user_id for user in admins] == [leaving.user_id]:
        raise StewardError("last_admin", name=leaving.name)
