"""Every route of the HTTP API, with every role and every scope: it lets in who has both, and nobody else."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from hub.console.security.limits import Limits
from hub.console.security.roles import ROLES, Route
from hub.console.security.scopes import API, LEAST_FOR, NEEDED, SCOPES
from hub.steward.errors import StewardError
from tests.console.office import Office
from tests.console.one_database import office
from tests.console.programs import Program, token_of

__all__ = ["office"]

GUARDED = sorted(route for route, needed in NEEDED.items() if needed is not None)
EVERY = [tuple(some) for count in range(len(SCOPES) + 1) for some in combinations(SCOPES, count)]
EXAMPLES = {"number": "99", "entity": "person"}


def _tokens(office: Office) -> dict[tuple[str, tuple[str, ...]], str]:
    """A token for each role with each set of scopes, those that are of no use to the role included."""
    made: dict[tuple[str, tuple[str, ...]], str] = {}
    for role in ROLES:
        for scopes in EVERY:
            token = token_of(office, "admin", scopes or ["read"])
            made[role, scopes] = token
            with office.lab.database.begin() as tx:
                tx.run(
                    "UPDATE console_token SET scopes = ?, user_id = (SELECT id FROM console_user WHERE name = ?) "
                    "WHERE id = (SELECT max(id) FROM console_token)",
                    *(" ".join(scopes), role),
                )
    return made


def _outcome(asks: Program, route: Route) -> str:
    path = re.sub(r"{(\w+)}", lambda found: EXAMPLES[found[1]], route[1]).removeprefix(API)
    told = asks.get(path) if route[0] == "GET" else asks.post(path, {})
    return {401: "nobody", 403: "forbidden"}.get(told.status, "broken" if told.status >= 500 else "let in")


def test_every_route_lets_in_who_has_the_role_and_the_scope_and_nobody_else(office: Office) -> None:
    made = _tokens(office)
    office.house.__dict__["limits"] = Limits(office.lab.clock, per_minute=10_000)
    expected, found = {}, {}
    for route in GUARDED:
        needed = NEEDED[route]
        assert needed is not None
        for (role, scopes), token in made.items():
            may = needed.scope in scopes and ROLES.index(role) >= ROLES.index(needed.role)
            expected[route, role, scopes] = "let in" if may else "forbidden"
            found[route, role, scopes] = _outcome(Program(office, token), route)
    assert found == expected


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
def test_no_route_is_for_nobody(office: Office, route: Route) -> None:
    assert _outcome(Program(office, None), route) == "nobody"


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("role", ROLES)
def test_no_token_is_made_with_a_scope_that_is_of_no_use(office: Office, role: str, scope: str) -> None:
    is_of_use = ROLES.index(role) >= ROLES.index(LEAST_FOR[scope])  # type: ignore[index]
    if is_of_use:
        assert token_of(office, role, [scope])
        return
    with pytest.raises(StewardError, match=f"{scope} needs the role"):
        token_of(office, role, [scope])
