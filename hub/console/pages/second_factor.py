"""The second factor: asked for after the password, set up and taken off by its user.

Invariant: a right password alone opens nothing of a user who has one; wrong codes are counted for the user, wherever
they come from.
"""

from __future__ import annotations

import math

from fastapi import APIRouter, Response
from markupsafe import Markup

from hub.console.entering import code_cookie, drop_cookie, let_in
from hub.console.house import Owing
from hub.console.pages.parameters import Admitted
from hub.console.security import second_factor
from hub.console.visit import Visit
from hub.store import audit

router = APIRouter()

_LONGEST_CODE = 64


@router.get("/login/code")
def ask(visit: Admitted) -> Response:
    """The form, for whoever has just given a right password."""
    return visit.to("/login") if _owing(visit) is None else _asked(visit, 200, "")


@router.post("/login/code")
def sign_in(visit: Admitted) -> Response:
    """With a right code the session begins."""
    owing, attempts = _owing(visit), visit.house.attempts
    if owing is None:
        return visit.to("/login?why=over")
    key = f"code of {owing.user_id}"
    wait_s = attempts.wait_s(key, key)
    if wait_s > 0:
        return _asked(visit, 429, visit.telling.say("login.wait", minutes=math.ceil(wait_s / 60)))
    with visit.looking() as world:
        if not second_factor.accepts(world, owing.user_id, owing.name, _code(visit)):
            attempts.failed(key, key)
            with world.database.begin() as tx:
                audit.append(tx, world.now_text(), owing.name, "second_factor_failed", {"user": owing.user_id})
            return _asked(visit, 403, visit.telling.say("factor.wrong"))
        attempts.succeeded(key, key)
        visit.house.owing.take(_ticket(visit))
        answer = let_in(visit, world, owing.user_id, owing.name, owing.there)
    drop_cookie(visit, answer, code_cookie(visit.house))
    return answer


@router.get("/second-factor")
def show(visit: Admitted) -> Response:
    """Whether it is on, and what can be done."""
    needed = visit.telling.say("factor.needed") if visit.query("why") == "needed" else ""
    return _shown(visit, 200, needed)


@router.post("/second-factor/begin")
def begin(visit: Admitted) -> Response:
    """A secret for the app, as picture and text."""
    assert visit.user is not None
    with visit.looking() as world:
        made = second_factor.begin(world, visit.user.user_id, visit.user.name)
    # The picture is made here, of signs that are ours.
    return visit.page("factor_begin.html", made=made, picture=Markup(made.picture))  # noqa: S704 # nosec B704


@router.post("/second-factor/confirm")
def confirm(visit: Admitted) -> Response:
    """A code of the app: it works. The codes for a lost telephone are shown, this once."""
    assert visit.user is not None
    with visit.looking() as world:
        codes = second_factor.confirm(world, visit.user.user_id, visit.author, _code(visit))
    if codes is None:
        return _shown(visit, 422, visit.telling.say("factor.not_confirmed"))
    return visit.page("factor_codes.html", codes=codes)


@router.post("/second-factor/remove")
def remove(visit: Admitted) -> Response:
    """Whoever takes it off shows that they have it; then they sign in again."""
    assert visit.user is not None
    key = f"code of {visit.user.user_id}"
    with visit.looking() as world:
        is_free = visit.house.attempts.wait_s(key, key) == 0
        if not is_free or not second_factor.accepts(world, visit.user.user_id, visit.author, _code(visit)):
            visit.house.attempts.failed(key, key)
            return _shown(visit, 422, visit.telling.say("factor.wrong"))
        second_factor.remove(world, visit.user.name, visit.author)
    return visit.to("/login?why=out")


def _shown(visit: Visit, status: int, notice: str) -> Response:
    assert visit.user is not None
    with visit.looking() as world:
        is_on = second_factor.is_on(world.database, visit.user.user_id)
        left = second_factor.codes_left(world.database, visit.user.user_id)
    return visit.page("factor.html", status=status, is_on=is_on, left=left, notice=notice)


def _asked(visit: Visit, status: int, notice: str) -> Response:
    return visit.page("code.html", status=status, notice=notice)


def _ticket(visit: Visit) -> str:
    return visit.request.cookies.get(code_cookie(visit.house), "")


def _owing(visit: Visit) -> Owing | None:
    return visit.house.owing.find(_ticket(visit))


def _code(visit: Visit) -> str:
    return visit.form.get("code", "")[:_LONGEST_CODE]
