"""One hub on one database: a second one is refused, and the lock dies with its holder, however it dies."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hub.store.database import Database
from hub.store.lock import LockedError, hub_lock
from hub.store.migrate import open_store
from tests.unit.store.conftest import SCHEMA

HOLDER = """
import sys
from hub.model.schema import CanonicalSchema
from hub.store.lock import hub_lock
from hub.store.migrate import open_store
with hub_lock(open_store(sys.argv[1], CanonicalSchema())):
    print("held", flush=True)
    sys.stdin.read()
"""
# A server may notice the death of a client a moment later.
TRIES = 1000


@contextmanager
def _another_process(url: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.kill()


def _can_be_held(url: str) -> bool:
    database = Database(url)
    try:
        with hub_lock(database):
            return True
    except LockedError:
        return False
    finally:
        database.close()


def test_a_second_holder_is_refused(database: Database, store_url: str) -> None:
    with hub_lock(database):
        assert not _can_be_held(store_url)


def test_the_lock_is_free_after_its_block(database: Database, store_url: str) -> None:
    with hub_lock(database):
        pass
    assert _can_be_held(store_url)


def test_the_lock_is_free_after_a_block_that_failed(database: Database, store_url: str) -> None:
    with pytest.raises(KeyError), hub_lock(database):
        raise KeyError
    assert _can_be_held(store_url)


def test_another_process_is_refused_and_told_who_holds_it(store_url: str) -> None:
    database = Database(store_url)
    with (
        _another_process(store_url) as holder,
        pytest.raises(LockedError, match=f"process {holder.pid}, its lease lasts until"),
        hub_lock(database),
    ):
        pass
    database.close()


def test_the_lock_dies_with_a_killed_process(store_url: str) -> None:
    with _another_process(store_url) as holder:
        assert not _can_be_held(store_url)
        holder.send_signal(signal.SIGKILL)
        holder.wait(30)
        assert any(_can_be_held(store_url) for _ in range(TRIES))


def test_a_store_in_memory_needs_no_lock() -> None:
    database = open_store("sqlite://", SCHEMA)
    with hub_lock(database), hub_lock(database):
        pass
    database.close()
