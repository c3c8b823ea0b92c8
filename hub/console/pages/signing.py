"""Signing in and out, and the language: the pages that need nobody.

Invariant: who fails learns neither whether the name exists nor sooner than others.
"""

from __future__ import annotations

import math

from fastapi import APIRouter, Response

from hub.console.entering import code_cookie, let_in, set_cookie
from hub.console.gate import cookie_name
from hub.console.house import Owing
from hub.console.pages.parameters import Admitted
from hub.console.security import second_factor, sessions
from hub.console.visit import LANGUAGE_COOKIE, Visit
from hub.console.words import LANGUAGES
from hub.store import audit, users
from hub.store.users import UserRow
from hub.sync.world import World

router = APIRouter()

_NOTICES = ("over", "out")
_LONGEST_NAME = 64
_A_YEAR_S = 365 * 24 * 3600


@router.get("/login")
def ask(visit: Admitted) -> Response:
    """The form."""
    why = visit.query("why")
    notice = visit.telling.say(f"login.{why}") if why in _NOTICES else ""
    return visit.page("login.html", next=after_login(visit.query("next")), notice=notice, name="")


@router.post("/login")
def sign_in(visit: Admitted) -> Response:
    """The one who signs in gets a new session; an old one of the same browser ends."""
    name, there = visit.form.get("name", "")[:_LONGEST_NAME].strip(), after_login(visit.form.get("next", ""))
    client = visit.request.client
    address = client.host if client is not None else ""
    wait_s = visit.house.attempts.wait_s(name, address)
    if wait_s > 0:
        notice = visit.telling.say("login.wait", minutes=math.ceil(wait_s / 60))
        return visit.page("login.html", status=429, next=there, notice=notice, name=name)
    with visit.looking() as world:
        user = _user_of(visit, world, name, visit.form.get("password", ""))
        if user is None:
            visit.house.attempts.failed(name, address)
            wrong = visit.telling.say("login.wrong")
            return visit.page("login.html", status=403, next=there, notice=wrong, name=name)
        if second_factor.is_on(world.database, user.user_id):
            return _asked_for_code(visit, Owing(user.user_id, user.name, there))
        visit.house.attempts.succeeded(name, address)
        return let_in(visit, world, user.user_id, user.name, there)


@router.post("/logout")
def sign_out(visit: Admitted) -> Response:
    """The session ends in the store, not only in the browser."""
    assert visit.user is not None
    with visit.looking() as world, world.database.begin() as tx:
        sessions.end(tx, visit.user.token)
        audit.append(tx, world.now_text(), visit.author, "signed_out", {"user": visit.user.user_id})
    answer = visit.to("/login?why=out")
    answer.delete_cookie(cookie_name(visit.house), path="/", secure=visit.house.is_secure, httponly=True)
    return answer


@router.post("/language")
def choose_language(visit: Admitted) -> Response:
    """Remembered by the browser."""
    answer, lang = visit.to(safe_path(visit.form.get("next", ""))), visit.form.get("lang")
    if lang in LANGUAGES:
        secure = visit.house.is_secure
        answer.set_cookie(LANGUAGE_COOKIE, str(lang), _A_YEAR_S, httponly=True, samesite="lax", secure=secure)
    return answer


def safe_path(text: str) -> str:
    """A page of ours, else the home page: nobody is sent to another site from here."""
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if is_ours else "/"


def after_login(text: str) -> str:
    """A page of ours to go to once one is signed in."""
    there = safe_path(text)
    return "/" if there.startswith("/login") else there


def _user_of(visit: Visit, world: World, name: str, password: str) -> UserRow | None:
    with world.database.begin() as tx:
        user = users.by_name(tx, name)
    # Outside of the transaction: the hash takes its time, and nobody else should wait for it.
    is_right = visit.house.passwords.matches(user.password if user is not None and user.password else None, password)
    if user is None or not is_right or user.is_disabled:
        with world.database.begin() as tx:
            audit.append(tx, world.now_text(), "console", "sign_in_failed", {}, {"name": name})
        return None
    return user


def _asked_for_code(visit: Visit, owing: Owing) -> Response:
    answer = visit.to("/login/code")
    set_cookie(visit, answer, code_cookie(visit.house), visit.house.owing.add(owing))
    return answer
