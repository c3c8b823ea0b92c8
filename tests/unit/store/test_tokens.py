"""OAuth tokens outlive dry runs and failures, and nobody else may read them."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.sdk.errors import RetryLaterError
from hub.store.database import Database
from hub.store.errors import StoreError
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


def test_who_waits_too_long_for_the_refresh_lock_goes_on_later(database: Database) -> None:
    mine, theirs = _tokens(database), StoredTokens(database, "freee", lambda: "", longest_wait_s=0.01)
    with mine.lock(), pytest.raises(RetryLaterError, match="freee"), theirs.lock():
        raise AssertionError


def test_another_thread_waits_its_time_for_the_refresh_lock_too(database: Database) -> None:
    tokens = StoredTokens(database, "freee", lambda: "", longest_wait_s=0.01)
    with tokens.lock(), ThreadPoolExecutor(1) as pool, pytest.raises(RetryLaterError, match="freee"):
        pool.submit(tokens.lock().__enter__).result()


def test_the_refresh_lock_of_one_connection_is_in_no_others_way(database: Database) -> None:
    with _tokens(database).lock(), _tokens(database, "sansan").lock():
        assert _tokens(database).load() is None


def test_a_token_is_saved_while_another_thread_holds_a_transaction(database: Database) -> None:
    with database.dry_run(), ThreadPoolExecutor(1) as pool:
        pool.submit(_tokens(database).save, "new").result(timeout=30)
    assert _tokens(database).load() == "new"


def test_a_damaged_file_of_tokens_is_told_in_words(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    (tmp_path / "hub.tokens.db").write_bytes(b"no database at all, but long enough to be read as one" * 100)
    with pytest.raises(StoreError, match="not a hub database"):
        _tokens(database).load()
    database.close()
