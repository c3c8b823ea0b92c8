"""OAuth tokens outlive dry runs and failures, and nobody else may read them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hub.store.database import Database
from hub.store.tokens import StoredTokens


def _tokens(database: Database, connection: str = "freee") -> StoredTokens:
    return StoredTokens(database, connection, lambda: "2026-04-01T09:00:00.000Z")


def test_there_is_no_token_before_the_first(database: Database) -> None:
    assert _tokens(database).load() is None


def test_the_newest_token_is_loaded(database: Database) -> None:
    for document in ("first", "second"):
        _tokens(database).save(document)
    assert _tokens(database).load() == "second"


def test_each_connection_has_its_own(database: Database) -> None:
    _tokens(database).save("mine")
    assert _tokens(database, "hubspot").load() is None


def test_a_token_saved_in_a_dry_run_is_kept(database: Database) -> None:
    with database.dry_run():
        _tokens(database).save("spent its predecessor")
    assert _tokens(database).load() == "spent its predecessor"


def test_a_token_saved_before_a_failure_is_kept(database: Database) -> None:
    with pytest.raises(KeyError), database.dry_run():
        _save_and_fail(database)
    assert _tokens(database).load() == "spent its predecessor"


def _save_and_fail(database: Database) -> None:
    _tokens(database).save("spent its predecessor")
    raise KeyError


def test_only_the_hubs_user_reads_the_file_of_tokens(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    _tokens(database).save("secret")
    files = [path for path in tmp_path.iterdir() if "tokens" in path.name]
    assert files
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    database.close()


def test_the_refresh_lock_lets_its_own_thread_in_again(database: Database) -> None:
    tokens = _tokens(database)
    with tokens.lock(), tokens.lock():
        tokens.save("x")
