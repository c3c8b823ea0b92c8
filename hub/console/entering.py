"""The last step of every way in: a new session and its cookie.

Invariant: an old session of the same browser ends, so that nobody goes on under another one's name.
"""

from __future__ import annotations

from fastapi import Response

from hub.console.gate import cookie_name
from hub.console.house import House
from hub.console.security import sessions
from hub.console.visit import Visit
from hub.store import audit
from hub.sync.world import World


def let_in(visit: Visit, world: World, user_id: int, name: str, there: str) -> Response:
    """Sign a user in, and lead them where they wanted to go."""
    with world.database.begin() as tx:
        if visit.user is not None:
            sessions.end(tx, visit.user.token)
        audit.append(tx, world.now_text(), name, "signed_in", {"user": user_id})
        token = sessions.start(tx, user_id, visit.house.now())
    answer = visit.to(there)
    set_cookie(visit, answer, cookie_name(visit.house), token)
    return answer


def set_cookie(visit: Visit, answer: Response, name: str, value: str) -> None:
    """A cookie that no script reads and no other site sends with a form."""
    answer.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=visit.house.is_secure)


def drop_cookie(visit: Visit, answer: Response, name: str) -> None:
    """The browser forgets it."""
    answer.delete_cookie(name, path="/", secure=visit.house.is_secure, httponly=True)


def code_cookie(house: House) -> str:
    """The ticket of whoever owes a code."""
    return "__Host-hub_code" if house.is_secure else "hub_code"


def away_cookie(house: House) -> str:
    """The ticket of whoever is away to sign in at another site."""
    return "__Host-hub_away" if house.is_secure else "hub_away"
