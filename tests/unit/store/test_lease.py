"""The lease: one hub holds it, the next one has the next token, and an older token commits and sends nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from hub.store import lease
from hub.store.database import Database
from hub.store.lease import LASTS, LeaseLostError
from hub.store.lock import NAME, LockedError, hub_lock
from hub.store.migrate import open_store
from tests.unit.store.conftest import SCHEMA

HUBS = 2


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def other(store_url: str, database: Database) -> Iterator[Database]:
    """The same store as another hub has opened it."""
    opened = open_store(store_url, SCHEMA)
    yield opened
    opened.close()


def expire(database: Database) -> None:
    """What passing time does; a test does not wait for it."""
    with database.begin_apart() as tx:
        tx.run("UPDATE lease SET expires_at = '2000-01-01T00:00:00.000Z'")


def holder_of(database: Database) -> lease.LeaseRow:
    with database.begin() as tx:
        row = lease.stored(tx, NAME)
    assert row is not None
    return row


@contextmanager
def taken_over(database: Database, other: Database) -> Iterator[None]:
    """Inside, `database` is that of a hub that stood still until another one had taken over."""
    with hub_lock(database):
        expire(other)
        with hub_lock(other):
            yield


def remember(database: Database, value: str) -> None:
    with database.begin() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES (?, ?)", value, value)


def remembered(database: Database) -> list[str]:
    with database.begin() as tx:
        return [row[0] for row in tx.rows("SELECT value FROM setting WHERE name = value ORDER BY value")]


def test_each_holder_has_a_greater_token(database: Database, other: Database) -> None:
    with hub_lock(database) as first:
        pass
    with hub_lock(other) as second:
        assert second.row.token > first.row.token


def test_of_hubs_that_start_at_once_exactly_one_works(store_url: str, database: Database) -> None:
    begun, tried = threading.Barrier(HUBS), threading.Barrier(HUBS)
    working: list[int] = []

    def start(number: int) -> None:
        mine = open_store(store_url, SCHEMA)
        begun.wait(30)
        try:
            with hub_lock(mine):
                working.append(number)
                tried.wait(30)
        except LockedError:
            tried.wait(30)
        mine.close()

    threads = [threading.Thread(target=start, args=(number,)) for number in range(HUBS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(working) == 1


def test_a_hub_that_stands_still_is_taken_over_when_its_lease_has_ended(database: Database, other: Database) -> None:
    with hub_lock(database) as first:
        expire(other)
        with hub_lock(other) as second:
            assert second.row.token == first.row.token + 1


def test_what_a_hub_commits_after_another_one_took_over_is_not_kept(database: Database, other: Database) -> None:
    with taken_over(database, other):
        with pytest.raises(LeaseLostError, match="another one took over"):
            remember(database, "late")
        remember(other, "new")
    assert remembered(other) == ["new"]


def test_a_transaction_that_began_before_the_takeover_is_not_kept_either(database: Database, other: Database) -> None:
    if database.is_sqlite:
        pytest.skip("on SQLite nobody can take over while a transaction is open")

    def stand_still() -> None:
        with database.begin() as tx:
            tx.run("INSERT INTO setting (name, value) VALUES ('late', 'late')")
            expire(other)
            with hub_lock(other):
                pass

    with hub_lock(database), pytest.raises(LeaseLostError):
        stand_still()
    assert remembered(other) == []


def test_a_hub_that_lost_its_lease_may_not_send(database: Database, other: Database) -> None:
    with taken_over(database, other):
        other.check_fence()
        with pytest.raises(LeaseLostError):
            database.check_fence()


def test_a_hub_that_lost_its_lease_can_still_read(database: Database, other: Database) -> None:
    with taken_over(database, other):
        assert remembered(database) == []


def test_a_hub_that_lost_its_lease_does_not_end_that_of_the_other(database: Database, other: Database) -> None:
    with hub_lock(database):
        expire(other)
        second = hub_lock(other)
        second.__enter__()
    assert holder_of(other).holder != ""
    second.__exit__(None, None, None)
    assert holder_of(other).holder == ""


def test_a_hub_that_took_over_is_not_dead_because_the_first_one_is(
    store_url: str, database: Database, other: Database
) -> None:
    third = open_store(store_url, SCHEMA)
    with hub_lock(database):
        expire(other)
        second = hub_lock(other)
        second.__enter__()
    # The process lock went with the first hub, and says nothing of the second.
    with pytest.raises(LockedError), hub_lock(third):
        pass
    second.__exit__(None, None, None)
    third.close()


def test_commits_and_requests_renew_the_lease(database: Database) -> None:
    clock = Clock()
    with hub_lock(database, clock):
        expire(database)
        clock.moment += LASTS / 2
        remember(database, "a")
        assert holder_of(database).expires_at > "2026"
        expire(database)
        clock.moment += LASTS / 2
        database.check_fence()
        assert holder_of(database).expires_at > "2026"


def test_a_fresh_lease_is_not_written_at_each_commit(database: Database) -> None:
    clock = Clock()
    with hub_lock(database, clock):
        before = holder_of(database)
        clock.moment += LASTS / 2 - timedelta(seconds=1)
        remember(database, "a")
        assert holder_of(database) == before


def test_a_lease_ends_by_the_clock_that_all_hubs_share(database: Database, other: Database) -> None:
    clock, late = Clock(), Clock()
    late.moment += LASTS
    with hub_lock(database, clock):
        if database.is_sqlite:
            with hub_lock(other, late) as second:
                assert second.row.token == 2
        else:  # the server's own clock says that it has not ended, whatever this one says
            with pytest.raises(LockedError), hub_lock(other, late):
                pass


def test_a_transaction_that_only_reads_asks_for_no_lease(database: Database, other: Database) -> None:
    asked: list[str] = []
    with hub_lock(database):
        database.fence = lambda tx: asked.append("fence")
        remembered(database)
        assert asked == []
        remember(database, "a")
        assert asked == ["fence"]
