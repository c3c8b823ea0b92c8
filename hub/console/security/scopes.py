"""What a program may do by its token: a scope allows it, and the role of its user limits it.

Invariant: a route of the HTTP API that does not stand here does not exist (`hub.console.api.app` refuses to start with
one); a token never does more than its user may.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from hub.console.security.roles import ANYBODY, Role, Route

Scope = Literal["read", "decide", "operate"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""read looks; decide answers and discusses conflicts and matches and takes customers apart, as a steward does; operate
takes records in again and, with the role operator, undoes what was written and tries writes again."""

LEAST_FOR: Mapping[Scope, Role] = MappingProxyType({"read": "viewer", "decide": "steward", "operate": "steward"})
"""The least role with which a scope is of any use."""


class Needed(NamedTuple):
    """What a route asks of whoever uses it."""

    scope: Scope
    role: Role


API = "/api/v1"
NEEDED: Mapping[Route, Needed | None] = MappingProxyType(
    {
        ("GET", f"{API}/openapi.json"): ANYBODY,
        ("GET", f"{API}/status"): Needed("read", "viewer"),
        ("GET", f"{API}/systems"): Needed("read", "viewer"),
        ("GET", f"{API}/runs"): Needed("read", "viewer"),
        ("GET", f"{API}/runs/{{number}}"): Needed("read", "viewer"),
        ("GET", f"{API}/runs/{{number}}/unfinished"): Needed("read", "viewer"),
        ("POST", f"{API}/runs/{{number}}/retry"): Needed("operate", "operator"),
        ("GET", f"{API}/conflicts"): Needed("read", "viewer"),
        ("GET", f"{API}/conflicts/{{number}}"): Needed("read", "viewer"),
        ("POST", f"{API}/conflicts/{{number}}/decide"): Needed("decide", "steward"),
        ("POST", f"{API}/conflicts/{{number}}/comment"): Needed("decide", "steward"),
        ("POST", f"{API}/conflicts/{{number}}/assign"): Needed("decide", "steward"),
        ("POST", f"{API}/conflicts/{{number}}/withdraw"): Needed("decide", "steward"),
        ("GET", f"{API}/matches"): Needed("read", "viewer"),
        ("GET", f"{API}/matches/pair"): Needed("read", "viewer"),
        ("POST", f"{API}/matches/decide"): Needed("decide", "steward"),
        ("POST", f"{API}/decisions/{{number}}/revoke"): Needed("decide", "steward"),
        ("POST", f"{API}/undo/plan"): Needed("operate", "operator"),
        ("POST", f"{API}/undo"): Needed("operate", "operator"),
        ("GET", f"{API}/customers"): Needed("read", "viewer"),
        ("GET", f"{API}/customers/{{entity}}/{{number}}"): Needed("read", "viewer"),
        ("GET", f"{API}/customers/{{entity}}/{{number}}/records"): Needed("read", "viewer"),
        ("POST", f"{API}/customers/{{entity}}/{{number}}/part/plan"): Needed("decide", "steward"),
        ("POST", f"{API}/customers/{{entity}}/{{number}}/part"): Needed("decide", "steward"),
        ("POST", f"{API}/customers/{{entity}}/{{number}}/rejoin"): Needed("decide", "steward"),
        ("GET", f"{API}/quarantine"): Needed("read", "steward"),
        ("POST", f"{API}/quarantine/retry"): Needed("operate", "steward"),
    }
)
