"""Admins make tokens for programs on a page, see each once and its use ever after, and revoke them."""

from __future__ import annotations

import re

import pytest

from tests.console.browser import Page
from tests.console.office import Office
from tests.console.one_database import office
from tests.console.programs import Program

__all__ = ["office"]
READ = {"scope.read": "on"}


def added(office: Office, **fields: str) -> Page:
    """A browser sends the boxes that are ticked, and what is chosen of a list."""
    admin = office.browser("admin")
    served = admin.get("/tokens").form("/tokens/add").fields
    unticked = {name: value for name, value in served.items() if not name.startswith("scope.")}
    return admin.post("/tokens/add", {**unticked, "user": "viewer", "days": "30", **fields})


def test_a_token_is_seen_once_works_and_is_revoked(office: Office) -> None:
    page = added(office, note="請求 <システム>", **READ)
    found = re.search(r"<code>(hub_[\w-]+)</code>", page.text)
    assert found is not None
    program = Program(office, found[1])
    assert program.get("/status").status == 200
    admin = office.browser("admin")
    page = admin.get("/tokens")
    assert (
        found[1] in page.text,
        "請求 &lt;システム&gt;" in page.text,
        '<td data-label="Last used">never' in page.text,
    ) == (False, True, False)
    page = admin.follow(admin.sends(page, "/tokens/1/revoke"))
    assert ("Token 1 is revoked" in page.words, "/tokens/1/revoke" in page.text) == (True, False)
    assert program.get("/status").status == 401
    assert [action for action in office.audited() if action.startswith("token")] == ["token_added", "token_revoked"]


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"user": "nobody", **READ}, "there is no user nobody"),
        ({}, "it is one of read, decide, operate"),
        ({"scope.decide": "on"}, "decide needs the role steward"),
        ({"days": "9999", **READ}, "it is one of 30, 90, 180, 366"),
    ],
)
def test_a_token_that_cannot_be_is_refused_in_words_and_what_was_typed_stays(
    office: Office, fields: dict[str, str], what: str
) -> None:
    page = added(office, note="for billing", **fields)
    assert (page.status, what in page.words, 'value="for billing"' in page.text) == (422, True, True)
    assert "There are no tokens yet" in page.words


def test_a_token_is_revoked_once(office: Office) -> None:
    added(office, **READ)
    admin = office.browser("admin")
    page = admin.get("/tokens")
    assert [admin.sends(page, "/tokens/1/revoke").status for _ in range(2)] == [303, 422]
