"""Tokens of programs are made, listed and revoked at the command line."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Types, office, types

__all__ = ["office", "types"]


def test_a_token_is_shown_once_and_listed_without_itself(types: Types) -> None:
    types("users", "add", "hanako", "--role", "steward")
    made = types("tokens", "add", "hanako", "--scope", "decide", "--scope", "read", "--note", "会計", "--json").document
    assert (made["scopes"], made["token"].startswith("hub_")) == (["read", "decide"], True)
    shown = types("tokens", "list")
    assert ("会計" in shown.out, made["token"] in shown.out) == (True, False)
    assert types("tokens", "revoke", "1").code == 0
    (listed,) = types("tokens", "list", "--json").document["tokens"]
    assert (listed["user"], listed["state"], "token" in listed) == ("hanako", "revoked", False)
    assert types("audit", "verify").code == 0


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (["add", "nobody"], "there is no user nobody; the users are hanako"),
        (["add", "hanako", "--scope", "all"], "it is one of read, decide, operate"),
        (["add", "hanako", "--scope", "decide"], "decide needs the role steward, and hanako is viewer"),
        (["revoke", "7"], "there is no token 7"),
    ],
)
def test_tokens_that_cannot_be_are_refused_in_words(types: Types, typed: list[str], what: str) -> None:
    types("users", "add", "hanako")
    refused = types("--lang", "en", "tokens", *typed)
    assert (refused.code, what in refused.err) == (1, True)
