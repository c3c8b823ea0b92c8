"""A session that was ended while it lay idle is opened anew; one in use is not asked whether it stands."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
from sqlalchemy.engine.interfaces import DBAPIConnection

from hub.store.database import Database
from hub.store.errors import StoreError
from hub.store.migrate import open_store
from tests.conftest import connected
from tests.pipeline.ready import ReadySchema
from tests.unit.store.conftest import SCHEMA

pytestmark = pytest.mark.postgresql
LATER_S = 2.0


@pytest.fixture
def database(ready_schema: ReadySchema) -> Iterator[Database]:
    with ready_schema.lent() as url:
        opened = open_store(url, SCHEMA)
        yield opened
        opened.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock that tells how long a session has lain idle runs ahead at every look."""
    looks = iter(range(1_000_000))
    monkeypatch.setattr(time, "monotonic", lambda: next(looks) * LATER_S)


def session_of(database: Database) -> int:
    with database.look() as tx:
        ((number,),) = tx.rows("SELECT pg_backend_pid()")
        return int(number)


def end(session: int) -> None:
    with connected() as other:
        # It waits until the session is gone.
        assert other.execute("SELECT pg_terminate_backend(%s, 10000)", [session]).fetchone() == (True,)


@pytest.fixture
def pings(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One for each time that a session is asked."""
    asked: list[str] = []
    dialect = database.engine.dialect
    do_ping = dialect.do_ping

    def counted(connection: DBAPIConnection) -> bool:
        asked.append("?")
        return do_ping(connection)

    monkeypatch.setattr(dialect, "do_ping", counted)
    return asked


@pytest.mark.usefixtures("later")
def test_a_session_that_was_ended_while_it_lay_idle_is_opened_anew(database: Database) -> None:
    first = session_of(database)
    end(first)
    assert session_of(database) != first


def test_a_session_that_is_ended_in_use_is_told_in_words_and_the_next_one_is_new(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    first = session_of(database)
    end(first)
    with caplog.at_level(logging.WARNING), pytest.raises(StoreError, match="ended the session"):
        session_of(database)
    assert session_of(database) != first
    # The error tells everything; the pool has nothing to complain about.
    assert caplog.records == []


def test_a_session_in_use_is_not_asked_whether_it_stands(database: Database, pings: list[str]) -> None:
    assert len({session_of(database) for _ in range(20)}) == 1
    assert pings == []


@pytest.mark.usefixtures("later")
def test_a_session_that_lay_idle_is_asked(database: Database, pings: list[str]) -> None:
    assert len({session_of(database) for _ in range(20)}) == 1
    assert len(pings) == 20


def test_a_look_is_of_one_moment_and_what_follows_it_is_not(database: Database) -> None:
    seen: list[str] = []
    for read in (database.look, database.begin):
        with read() as tx:
            ((level,),) = tx.rows("SELECT current_setting('transaction_isolation')")
            seen.append(level)
    assert seen == ["repeatable read", "read committed"]
