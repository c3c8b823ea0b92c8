"""The roles, each of which may do all that the ones before it may, and the least role for each route.

Invariant: a route that does not stand here does not exist (`hub.console.app` refuses to start with one).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Role = Literal["viewer", "accountant", "steward", "operator", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

Route = tuple[str, str]
"""A method and the path as it is declared."""

ANYBODY = None
LEAST_ROLE: Mapping[Route, Role | None] = MappingProxyType(
    {
        ("GET", "/login"): ANYBODY,
        ("POST", "/login"): ANYBODY,
        ("GET", "/login/code"): ANYBODY,
        ("POST", "/login/code"): ANYBODY,
        ("GET", "/login/oidc"): ANYBODY,
        ("GET", "/login/oidc/back"): ANYBODY,
        ("POST", "/language"): ANYBODY,
        ("GET", "/second-factor"): "viewer",
        ("POST", "/second-factor/begin"): "viewer",
        ("POST", "/second-factor/confirm"): "viewer",
        ("POST", "/second-factor/remove"): "viewer",
        ("POST", "/logout"): "viewer",
        ("GET", "/"): "viewer",
        ("GET", "/deadlines"): "viewer",
        ("GET", "/conflicts"): "viewer",
        ("GET", "/conflicts/{number}"): "viewer",
        ("POST", "/conflicts/{number}/decide"): "steward",
        ("POST", "/conflicts/{number}/undo"): "steward",
        ("POST", "/conflicts/{number}/comment"): "steward",
        ("POST", "/conflicts/{number}/assign"): "steward",
        ("GET", "/rules"): "viewer",
        ("POST", "/rules/decide"): "steward",
        ("POST", "/rules/undo"): "steward",
        ("GET", "/matches"): "viewer",
        ("GET", "/matches/preview"): "viewer",
        ("POST", "/matches/decide"): "steward",
        ("POST", "/matches/undo"): "steward",
        ("GET", "/invoices"): "accountant",
        ("GET", "/invoices/missing"): "accountant",
        ("GET", "/invoices/owed"): "accountant",
        ("POST", "/invoices/archive"): "accountant",
        ("GET", "/invoices/{entity}/{number}"): "accountant",
        ("POST", "/invoices/{entity}/{number}/link"): "accountant",
        ("POST", "/invoices/{entity}/{number}/undo"): "accountant",
        ("GET", "/customers/{entity}/{number}"): "viewer",
        ("POST", "/customers/{entity}/{number}/pin"): "steward",
        ("POST", "/customers/{entity}/{number}/unpin"): "steward",
        ("POST", "/customers/{entity}/{number}/revoke"): "steward",
        ("POST", "/customers/{entity}/{number}/part"): "steward",
        ("POST", "/customers/{entity}/{number}/rejoin"): "steward",
        ("GET", "/search"): "viewer",
        ("GET", "/live"): "viewer",
        ("GET", "/runs"): "viewer",
        ("GET", "/runs/{number}"): "viewer",
        ("GET", "/runs/{number}/undo"): "operator",
        ("POST", "/runs/{number}/undo"): "operator",
        ("POST", "/runs/{number}/retry"): "operator",
        ("GET", "/quarantine"): "steward",
        ("POST", "/quarantine/retry"): "steward",
        ("GET", "/systems"): "viewer",
        ("GET", "/systems/{name}"): "viewer",
        ("GET", "/audit"): "admin",
        ("GET", "/users"): "admin",
        ("POST", "/users/add"): "admin",
        ("POST", "/users/{number}/change"): "admin",
        ("GET", "/tokens"): "admin",
        ("POST", "/tokens/add"): "admin",
        ("POST", "/tokens/{number}/revoke"): "admin",
    }
)


def may(role: str, least: Role) -> bool:
    """Whether a user of this role may do what needs at least that one; an unknown role may do nothing."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)
