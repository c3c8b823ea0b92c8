"""The second factor of local accounts: a code that an app makes anew every half a minute (TOTP, RFC 6238).

Invariant: a code is good once, for its half minute and the ones beside it; what is stored is sealed where there is a
key, and of the codes for a lost telephone only hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import NamedTuple

import pyotp
import segno

from hub.console.security.passwords import SIGNS
from hub.steward.errors import StewardError
from hub.store import audit, console_sessions, second_factors, users
from hub.store.database import Database
from hub.store.sealing import about_factor
from hub.store.transaction import Transaction
from hub.sync.world import World

ISSUER = "customer-hub"
_STEP_S = 30
# A telephone's clock may be half a minute off, and typing takes its time.
_BESIDE = (0, -1, 1)
_CODES = 10
_CODE_LENGTH = 12


class Enrolment(NamedTuple):
    """What an app is given: the secret as text, as an address, and as a picture (SVG)."""

    secret: str
    uri: str
    picture: str


def is_on(database: Database, user_id: int) -> bool:
    """Whether a code is asked of a user."""
    with database.look() as tx:
        return _confirmed(tx, user_id) is not None


def is_missing(database: Database, user_id: int) -> bool:
    """Whether a local user has none; whoever comes from another site has shown there what it asks for."""
    with database.look() as tx:
        user = users.by_id(tx, user_id)
        return user is not None and bool(user.password) and _confirmed(tx, user_id) is None


def confirmed(database: Database) -> dict[int, str]:
    """Since when each user who has one has had it, by their number."""
    with database.look() as tx:
        return {row.user_id: row.confirmed_at for row in second_factors.listing(tx) if row.confirmed_at is not None}


def codes_left(database: Database, user_id: int) -> int:
    """How many codes for a lost telephone there still are."""
    with database.look() as tx:
        return second_factors.codes_left(tx, user_id)


def begin(world: World, user_id: int, name: str) -> Enrolment:
    """A new secret; it counts once a code of it was typed. One that counts already is not replaced."""
    secret = pyotp.random_base32()
    with world.database.begin() as tx:
        if _confirmed(tx, user_id) is not None:
            raise StewardError("factor_is_on")
        second_factors.begin(tx, user_id, world.database.seals.seal(secret, about_factor(user_id)))
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    return Enrolment(secret, uri, segno.make(uri, error="m").svg_inline(scale=4, border=4, light="#fff"))


def confirm(world: World, user_id: int, author: str, code: str) -> list[str] | None:
    """The app works: the codes for a lost telephone, which are nowhere else; None where the code is wrong."""
    codes = ["".join(secrets.choice(SIGNS) for _ in range(_CODE_LENGTH)) for _ in range(_CODES)]
    with world.database.begin() as tx:
        row = second_factors.find(tx, user_id)
        if row is None or row.confirmed_at is not None or not _takes(world, tx, user_id, row.secret, code):
            return None
        second_factors.confirm(tx, user_id, world.now_text())
        second_factors.keep_codes(tx, user_id, map(_hash, codes))
        audit.append(tx, world.now_text(), author, "second_factor_on", {"user": user_id})
    return codes


def accepts(world: World, user_id: int, author: str, code: str) -> bool:
    """Whether a code is the app's of now, or one for a lost telephone; either is used up by it."""
    typed = "".join(code.split())
    with world.database.begin() as tx:
        row = _confirmed(tx, user_id)
        if row is None:
            return False
        if _takes(world, tx, user_id, row.secret, typed):
            return True
        if not second_factors.take_code(tx, user_id, _hash(typed)):
            return False
        audit.append(tx, world.now_text(), author, "recovery_code_used", {"user": user_id})
        return True


def remove(world: World, name: str, author: str) -> None:
    """Without one; whoever is signed in signs in again."""
    with world.database.begin() as tx:
        user = users.by_name(tx, name)
        if user is None:
            raise StewardError("no_user", name=name, known=", ".join(one.name for one in users.listing(tx)) or "—")
        second_factors.remove(tx, user.user_id)
        console_sessions.end_all_of(tx, user.user_id)
        audit.append(tx, world.now_text(), author, "second_factor_off", {"user": user.user_id})


def _confirmed(tx: Transaction, user_id: int) -> second_factors.FactorRow | None:
    row = second_factors.find(tx, user_id)
    return None if row is None or row.confirmed_at is None else row


def _takes(world: World, tx: Transaction, user_id: int, stored: str, code: str) -> bool:
    app = pyotp.TOTP(world.database.seals.opened(stored, about_factor(user_id)))
    now = int(world.now().timestamp()) // _STEP_S
    fits = [now + by for by in _BESIDE if hmac.compare_digest(app.generate_otp(now + by).encode(), code.encode())]
    return any(second_factors.take_step(tx, user_id, step) for step in fits)


def _hash(code: str) -> str:
    # Of seventy random bits: nobody finds one by trying.
    return hashlib.sha256(code.encode()).hexdigest()
