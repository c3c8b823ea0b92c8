"""Users: who may sign in, with which role, and where they are signed in; for admins.

Invariant: whatever is done here is done by the functions of `hub users`; a password is on the one page that answers to
its making, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Response

from hub.console.answers import refusal
from hub.console.pages.parameters import Admitted, Number
from hub.console.security import users
from hub.console.security.roles import ROLES
from hub.console.security.users import Made
from hub.console.troubles import TroubleError
from hub.console.visit import Visit
from hub.steward.errors import StewardError
from hub.sync.world import World

router = APIRouter()

DONE = ("role", "disable", "enable", "sign_out")


@router.get("/users")
def listing(visit: Admitted) -> Response:
    """The list."""
    with visit.looking() as world:
        return _shown(visit, world)


@router.post("/users/add")
def add(visit: Admitted) -> Response:
    """A new user; the answer shows the password."""
    name, role = visit.form.get("name", "").strip(), visit.form.get("role", "")
    with visit.looking() as world:
        try:
            made = users.add(world, visit.house.passwords, name, role, visit.author)
        except StewardError as error:
            return _shown(visit, world, refused=error)
        return _shown(visit, world, made=made)


@router.post("/users/{number}/change")
def change(visit: Admitted, number: Number) -> Response:
    """Another role or password, in or out; what the form's button says."""
    what = visit.form.get("what", "")
    with visit.looking() as world:
        name = next((user.name for user in users.listing(world.database) if user.user_id == number), None)
        if name is None:
            raise TroubleError(404, "not_found")
        try:
            if what == "password":
                return _shown(visit, world, made=users.renew_password(world, visit.house.passwords, name, visit.author))
            if what not in _ACTS:
                raise StewardError("no_choice", number=what[:20] or "—", known=", ".join((*_ACTS, "password")))
            _ACTS[what](visit, world, name)
        except StewardError as error:
            return _shown(visit, world, refused=error)
    return visit.to(f"/users?done={what}&name={number}")


_ACTS: Mapping[str, Callable[[Visit, World, str], object]] = {
    "role": lambda visit, world, name: users.give_role(world, name, visit.form.get("role", ""), visit.author),
    "disable": lambda visit, world, name: users.set_disabled(world, name, True, visit.author),
    "enable": lambda visit, world, name: users.set_disabled(world, name, False, visit.author),
    "sign_out": lambda visit, world, name: users.end_sessions(world, name, visit.author),
}


def _shown(visit: Visit, world: World, made: Made | None = None, refused: StewardError | None = None) -> Response:
    done = visit.query("done")
    return visit.page(
        "users.html",
        status=200 if refused is None else 422,
        users=users.listing(world.database),
        sessions=users.session_counts(world.database),
        roles=ROLES,
        made=made,
        done=done if done in DONE else "",
        refused="" if refused is None else refusal(visit, refused),
        given=visit.form.get("name", "") if refused is not None else "",
    )
