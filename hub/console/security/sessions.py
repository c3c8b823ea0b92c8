"""Who is signed in: a random token in a cookie, its hash in the store, and two ends.

Invariant: a session ends after `IDLE` without a look, after `WHOLE` in any case, and at once where its user is
disabled, gets another password or another role.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from hub.store import console_sessions, users
from hub.store.database import Database
from hub.store.times import moment_of, utc_text
from hub.store.transaction import Transaction

IDLE = timedelta(hours=1)
WHOLE = timedelta(hours=12)
# Each look would be a write; a minute more or less of idleness is nothing.
_NOTED_EVERY = timedelta(minutes=1)

MakeToken = Callable[[], str]


def made_token() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


class SignedIn(NamedTuple):
    """The user behind a token."""

    user_id: int
    name: str
    role: str
    token: str

    @property
    def csrf(self) -> str:
        """What each form of this session carries: nobody can make it who does not know the cookie."""
        return hmac.new(self.token.encode(), b"form of the console", hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """What is stored of a token; with 256 random bits it needs neither salt nor slowness."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(tx: Transaction, user_id: int, now: datetime, make_token: MakeToken = made_token) -> str:
    """Sign a user in; the token. What is over is forgotten at the same time."""
    console_sessions.forget_old(tx, utc_text(now - WHOLE), utc_text(now - IDLE))
    token = make_token()
    console_sessions.start(tx, token_hash(token), user_id, utc_text(now))
    return token


def find(database: Database, token: str, now: datetime) -> SignedIn | None:
    """Who is signed in with a token; None where nobody is any more."""
    with database.look() as tx:
        row = console_sessions.find(tx, token_hash(token))
        user = users.by_id(tx, row.user_id) if row is not None else None
    if row is None or user is None or user.is_disabled:
        return None
    idle, whole = now - moment_of(row.seen_at), now - moment_of(row.started_at)
    is_over = whole >= WHOLE or idle >= IDLE
    if is_over or idle >= _NOTED_EVERY:
        with database.begin() as tx:
            if is_over:
                console_sessions.end(tx, row.token_hash)
            else:
                console_sessions.seen(tx, row.token_hash, utc_text(now))
    return None if is_over else SignedIn(user.user_id, user.name, user.role, token)


def end(tx: Transaction, token: str) -> None:
    """Sign out."""
    console_sessions.end(tx, token_hash(token))
