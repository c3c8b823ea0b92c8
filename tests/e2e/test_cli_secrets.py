"""The key of stored secrets is made, used and replaced at the command line, and no secret is ever shown."""

from __future__ import annotations

import pytest

from hub.store.database import Database
from hub.store.sealing import key_of
from hub.store.tokens import StoredTokens
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office

__all__ = ["office", "types"]


def _with_key(office: Office, words: str) -> None:
    text = (office.folder / "config.yaml").read_text(encoding="utf-8")
    (office.folder / "config.yaml").write_text(
        text.replace("  url: sqlite:///hub.db", f"  url: sqlite:///hub.db\n{words}"), "utf-8"
    )


def test_a_key_is_a_line_of_its_own(types: Types) -> None:
    assert len(key_of(types("secrets", "key").out)) == 32


def test_secrets_are_sealed_with_another_key(office: Office, types: Types) -> None:
    types("db", "check")
    database = Database(f"sqlite:///{office.folder / 'hub.db'}")
    StoredTokens(database, "books", lambda: "").save("refresh-1")
    keys = {name: types("secrets", "key").out for name in ("one", "two")}
    for name, key in keys.items():
        (office.folder / f"{name}.key").write_text(key, encoding="utf-8")
    plain = types("secrets", "list", "--json").document["secrets"]
    assert plain == [{"about": "connection books", "key": ""}]
    _with_key(office, '  key: "${file:one.key}"')
    assert types("secrets", "rotate", "--json").document["renewed"] == ["connection books"]
    first = types("secrets", "list", "--json").document["secrets"][0]["key"]
    _with_key(office, '  old_keys: ["${file:one.key}"]')
    text = (office.folder / "config.yaml").read_text(encoding="utf-8")
    (office.folder / "config.yaml").write_text(text.replace('key: "${file:one', 'key: "${file:two'), "utf-8")
    assert types("secrets", "rotate").code == 0
    second = types("secrets", "list")
    assert (first in second.out, "refresh-1" in second.out) == (False, False)
    assert "refresh-1" not in str((office.folder / "hub.tokens.db").read_bytes())
    database.close()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ('  key: "secret"', "must stand outside of this file"),
        ('  key: "${env:HUB_NO_KEY}"', "the environment variable HUB_NO_KEY is not set"),
        ('  key: "${command:echo short}"', "what stands there is no key"),
        ('  key: "${command:false}"', "the command of a secret failed (it ended with 1)"),
        ('  key: "${command:no-such-program}"', "the command of a secret failed"),
    ],
)
def test_a_key_that_cannot_be_had_is_told_by_check(office: Office, types: Types, words: str, what: str) -> None:
    _with_key(office, words)
    told = types("--lang", "en", "check")
    assert (told.code != 0, what in told.out + told.err) == (True, True)


def test_check_says_that_secrets_are_not_encrypted(types: Types) -> None:
    assert "stored secrets are not encrypted" in types("--lang", "en", "check").out


def test_nothing_is_rotated_without_a_key(types: Types) -> None:
    refused = types("--lang", "en", "secrets", "rotate")
    assert (refused.code, "set store.key to ${file:hub.key}" in refused.err) == (1, True)


def test_a_monitor_needs_no_key_and_whoever_works_does(office: Office, types: Types) -> None:
    _with_key(office, '  key: "${env:HUB_NO_KEY}"')
    assert types("status").code == 0
    assert "HUB_NO_KEY" in types("--lang", "en", "secrets", "rotate").err
