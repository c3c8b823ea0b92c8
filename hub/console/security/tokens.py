"""Tokens of programs: made for a user at the command line, shown once, with scopes and an end.

Invariant: what is stored opens nothing (a hash); a token ends at its time, when it is revoked, and with its user. It is
asked anew each time what its user may.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from hub.console.security.roles import may
from hub.console.security.scopes import LEAST_FOR, SCOPES
from hub.console.security.sessions import token_hash
from hub.steward.errors import StewardError
from hub.store import audit, console_tokens, users
from hub.store.console_tokens import TokenRow
from hub.store.database import Database
from hub.store.times import moment_of, utc_text
from hub.store.transaction import Transaction
from hub.store.users import UserRow
from hub.sync.world import World

PREFIX = "hub_"
"""By it, those who look for lost secrets in files know what they found."""
LONGEST_DAYS = 366
_LONGEST_NOTE = 200
_NOTED_EVERY = timedelta(minutes=1)


class Program(NamedTuple):
    """Who asks by a token: in the name of which user, and with which scopes."""

    token_id: int
    user_id: int
    name: str
    role: str
    scopes: frozenset[str]


class MadeToken(NamedTuple):
    """A new token, which is nowhere else."""

    number: int
    user: str
    scopes: list[str]
    expires_at: str
    token: str


class TokenTold(NamedTuple):
    """A token in a list. `state`: open | revoked | over | shut (its user is)."""

    number: int
    user: str
    note: str
    scopes: list[str]
    created_at: str
    expires_at: str
    used_at: str | None
    state: str


def made_token() -> str:
    """256 bits."""
    return PREFIX + secrets.token_urlsafe(32)


def add(
    world: World,
    name: str,
    scopes: Sequence[str],
    days: int,
    note: str,
    author: str,
    make_token: Callable[[], str] = made_token,
) -> MadeToken:
    """A token in the name of a user, who must be able to use each of its scopes."""
    ends_at, token = utc_text(world.now() + timedelta(days=days)), make_token()
    with world.database.begin() as tx:
        user = _user(tx, name)
        wanted = _checked(user, scopes)
        number = console_tokens.add(
            tx, token_hash(token), user.user_id, note[:_LONGEST_NOTE], " ".join(wanted), world.now_text(), ends_at
        )
        facts = {"token": number, "user": user.user_id, "scopes": wanted, "expires_at": ends_at}
        audit.append(tx, world.now_text(), author, "token_added", facts)
    return MadeToken(number, user.name, wanted, ends_at, token)


def listing(world: World) -> list[TokenTold]:
    """All of them, those that are over too."""
    with world.database.look() as tx:
        named = {user.user_id: user for user in users.listing(tx)}
        return [_told(row, named.get(row.user_id), world.now_text()) for row in console_tokens.listing(tx)]


def revoke(world: World, number: int, author: str) -> None:
    """It opens nothing from now on."""
    with world.database.begin() as tx:
        row = console_tokens.by_id(tx, number)
        if row is None:
            raise StewardError("no_token", number=number)
        if row.revoked_at is not None:
            raise StewardError("token_revoked", number=number, at=row.revoked_at)
        console_tokens.revoke(tx, number, world.now_text())
        audit.append(tx, world.now_text(), author, "token_revoked", {"token": number, "user": row.user_id})


def find(database: Database, token: str, now: datetime) -> Program | None:
    """Who asks by a token; None where it opens nothing (any more)."""
    with database.look() as tx:
        row = console_tokens.find(tx, token_hash(token))
        user = users.by_id(tx, row.user_id) if row is not None else None
    if row is None or user is None or _state(row, user, utc_text(now)) != "open":
        return None
    if row.used_at is None or now - moment_of(row.used_at) >= _NOTED_EVERY:
        with database.begin() as tx:
            console_tokens.used(tx, row.token_id, utc_text(now))
    return Program(row.token_id, user.user_id, user.name, user.role, frozenset(row.scopes.split()))


def _state(row: TokenRow, user: UserRow | None, now: str) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= now:
        return "over"
    # After a restore the number may be somebody else's, who was made later.
    is_theirs = user is not None and not user.is_disabled and user.created_at <= row.created_at
    return "open" if is_theirs else "shut"


def _told(row: TokenRow, user: UserRow | None, now: str) -> TokenTold:
    name = user.name if user is not None else "—"
    state = _state(row, user, now)
    return TokenTold(
        row.token_id, name, row.note, row.scopes.split(), row.created_at, row.expires_at, row.used_at, state
    )


def _user(tx: Transaction, name: str) -> UserRow:
    user = users.by_name(tx, name)
    if user is None:
        known = ", ".join(one.name for one in users.listing(tx))
        raise StewardError("no_user", name=name, known=known or "—")
    return user


def _checked(user: UserRow, scopes: Sequence[str]) -> list[str]:
    for scope in scopes:
        if scope not in SCOPES:
            raise StewardError("no_scope", name=scope, known=", ".join(SCOPES))
        if not may(user.role, LEAST_FOR[scope]):
            raise StewardError("scope_too_high", scope=scope, user=user.name, role=user.role, needed=LEAST_FOR[scope])
    return [scope for scope in SCOPES if scope in scopes]
