"""`hub audit log` tells what was done in the reader's words; programs read the act's own name."""

from __future__ import annotations

from tests.unit.cli.conftest import Types


def test_acts_and_their_facts_are_told_in_the_readers_words(types: Types) -> None:
    assert types("users", "add", "yamada", "--role", "steward").code == 0
    told = types("audit", "log", "--lang", "ja").out
    assert "利用者を加えた" in told
    assert "役割=データ管理" in told
    assert "added a user" in types("audit", "log", "--lang", "en").out


def test_the_document_keeps_the_acts_own_name(types: Types) -> None:
    types("users", "add", "yamada", "--role", "steward")
    entry = types("audit", "log", "--json").document["entries"][0]
    assert (entry["action"], entry["facts"]["role"]) == ("user_added", "steward")
