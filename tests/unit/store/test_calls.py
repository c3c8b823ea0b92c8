"""Requests of a day are counted over restarts, also those that a plan made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from hub.store.calls import StoredCalls
from hub.store.database import Database

TODAY, TOMORROW = date(2026, 4, 1), date(2026, 4, 2)
THREADS, EACH = 4, 10


@contextmanager
def counting(database: Database, connection: str = "books") -> Iterator[StoredCalls]:
    calls = StoredCalls(database, connection)
    yield calls
    calls.close()


def test_a_restarted_hub_knows_how_many_requests_were_made(database: Database) -> None:
    with counting(database) as calls:
        assert [calls.count(TODAY), calls.count(TODAY)] == [1, 2]
    with counting(database) as calls:
        assert calls.spent(TODAY) == 2
        assert calls.count(TODAY) == 3


def test_each_day_begins_at_nothing(database: Database) -> None:
    with counting(database) as calls:
        calls.count(TODAY)
        assert calls.spent(TOMORROW) == 0
        assert calls.count(TOMORROW) == 1


def test_each_connection_has_a_count_of_its_own(database: Database) -> None:
    with counting(database) as books, counting(database, "cards") as cards:
        books.count(TODAY)
        assert (books.spent(TODAY), cards.spent(TODAY)) == (1, 0)


def test_what_a_dry_run_asks_for_is_counted(database: Database) -> None:
    with counting(database) as calls:
        with database.dry_run():
            calls.count(TODAY)
        assert calls.spent(TODAY) == 1


def test_a_thread_that_reads_ahead_of_a_dry_run_does_not_wait_for_it(database: Database) -> None:
    with counting(database) as calls, database.dry_run():
        ahead = threading.Thread(target=calls.count, args=(TODAY,))
        ahead.start()
        ahead.join(30)
        assert calls.spent(TODAY) == 1


def test_no_request_is_lost_between_threads(database: Database) -> None:
    with counting(database) as calls:
        threads = [threading.Thread(target=lambda: [calls.count(TODAY) for _ in range(EACH)]) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert calls.spent(TODAY) == THREADS * EACH
