"""Secrets at rest open with their key, for what they are, and with nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.store.database import Database
from hub.store.errors import StoreError
from hub.store.sealing import BadKeyError, Seals, key_of, made_key
from hub.store.tokens import StoredTokens

OLD, NEW = key_of(made_key()), key_of(made_key())


@given(st.text(), st.text())
def test_what_is_sealed_is_opened_again(text: str, about: str) -> None:
    seals = Seals(NEW)
    stored = seals.seal(text, about)
    assert seals.opened(stored, about) == text


def test_the_same_text_is_never_sealed_alike() -> None:
    seals = Seals(NEW)
    assert seals.seal("secret", "a") != seals.seal("secret", "a")


def test_without_a_key_a_text_stays_as_it_is_and_is_read_with_one() -> None:
    assert Seals().seal("plain", "a") == "plain"
    assert Seals(NEW).opened("plain", "a") == "plain"


def test_what_was_sealed_for_one_thing_is_nothing_for_another() -> None:
    stored = Seals(NEW).seal("secret", "connection freee")
    with pytest.raises(StoreError, match="connection hubspot is damaged"):
        Seals(NEW).opened(stored, "connection hubspot")


def test_a_key_that_is_not_named_is_told_by_its_name() -> None:
    stored = Seals(OLD).seal("secret", "a")
    with pytest.raises(StoreError, match=f"sealed with key {Seals(OLD).name}"):
        Seals(NEW).opened(stored, "a")


@pytest.mark.parametrize("place", [0, 12, 30, -5])
def test_what_was_altered_is_not_opened(place: int) -> None:
    stored = Seals(NEW).seal("secret", "a")
    head, _, locked = stored.rpartition(":")
    altered = locked[:place] + ("A" if locked[place] != "A" else "B") + locked[place:][1:]
    with pytest.raises(StoreError, match="damaged"):
        Seals(NEW).opened(f"{head}:{altered}", "a")


def test_a_renewed_seal_opens_with_the_new_key_alone() -> None:
    renewed = Seals(NEW, [OLD]).renewed(Seals(OLD).seal("secret", "a"), "a")
    assert Seals(NEW).opened(renewed, "a") == "secret"
    assert Seals.key_name(renewed) == Seals(NEW).name
    assert Seals(NEW).renewed("plain", "a").startswith("sealed:")


@pytest.mark.parametrize("text", ["", "short", "é" * 44, "A" * 100])
def test_a_text_that_is_no_key_is_none(text: str) -> None:
    with pytest.raises(BadKeyError):
        key_of(text)


def test_a_key_shows_itself_nowhere() -> None:
    assert repr(Seals(NEW)) == f"Seals({Seals(NEW).name})"


def _tokens(database: Database) -> StoredTokens:
    return StoredTokens(database, "freee", lambda: "2026-04-01T09:00:00.000Z")


def test_a_token_is_sealed_at_rest_and_stored_before_it_was_stays_readable(database: Database) -> None:
    _tokens(database).save("refresh-1")
    database.seals = Seals(NEW)
    assert _tokens(database).load() == "refresh-1"
    assert (_tokens(database).key_name(), _tokens(database).renew_seal()) == ("", True)
    assert (_tokens(database).key_name(), _tokens(database).renew_seal()) == (Seals(NEW).name, False)
    assert (_tokens(database).load(), _tokens(database).names()) == ("refresh-1", ["freee"])


def test_the_file_of_tokens_holds_nothing_that_can_be_read(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    database.seals = Seals(NEW)
    _tokens(database).save("refresh-1")
    database.close()
    rows = sqlite3.connect(tmp_path / "hub.tokens.db").execute("SELECT document FROM token").fetchall()
    assert ("refresh-1" in str(rows), str(rows).count("sealed:1:")) == (False, 1)
