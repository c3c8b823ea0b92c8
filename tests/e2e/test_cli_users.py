"""Who may sign in to the console is said at the command line."""

from __future__ import annotations

from tests.unit.cli.conftest import Types, office, types

__all__ = ["office", "types"]


def test_users_are_made_changed_and_shut_out_at_the_command_line(types: Types) -> None:
    made = types("users", "add", "hanako", "--role", "steward", "--json").document
    again = types("--lang", "en", "users", "password", "hanako", "--json").document
    assert made["role"] == "steward"
    assert made["password"] != again["password"]
    assert types("users", "role", "hanako", "operator").code == 0
    assert types("users", "disable", "hanako").code == 0
    listed = types("users", "list", "--json").document["users"]
    told = [(u["name"], u["role"], u["disabled"], u["second_factor_since"]) for u in listed]
    assert told == [("hanako", "operator", True, None)]
    assert types("audit", "verify").code == 0


REFUSED = [
    (["add", "a b"], "can't be a user's name"),
    (["add", "x", "--role", "king"], "it is one of viewer, accountant, steward, operator, admin"),
    (["role", "nobody", "viewer"], "there is no user nobody"),
    (["add", "root"], "there is a user root already"),
    (["disable", "root"], "root is the only admin left"),
    (["role", "root", "viewer"], "root is the only admin left"),
]


def test_users_that_cannot_be_are_refused_in_words(types: Types) -> None:
    types("users", "add", "root", "--role", "admin")
    for typed, what in REFUSED:
        refused = types("--lang", "en", "users", *typed)
        assert (refused.code, what in refused.err) == (1, True), refused.err
