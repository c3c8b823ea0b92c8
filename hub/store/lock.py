"""The hub's lock: one hub works on a store, and a second one is refused.

Two things make it: a lock of the operating system (or a session of PostgreSQL), which ends with its process however
that dies, and a lease, which also ends under a process that stands still. Invariant: a hub whose lease was taken over
can't commit.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy.pool import PoolProxiedConnection

from hub.store.database import Database
from hub.store.errors import IN_WORDS, StoreError, of_file
from hub.store.lease import Lease, LeaseRow, acquire

# One lease for the whole store; hubs that share the connections of one store would hold one for each.
NAME = "hub"
# Any fixed number serves; the second one is the schema's, for a database may hold a hub in each of its schemas.
_ADVISORY_LOCK = "7305011, hashtext(current_schema())"


class LockedError(Exception):
    """Another hub works on this store."""

    def __init__(self, store: str, holder: str, until: str) -> None:
        super().__init__(
            f"another hub works on {store}: {holder}, its lease lasts until {until}; stop it, or wait until it is done"
        )
        self.store, self.holder, self.until = store, holder, until


def _utc_now() -> datetime:
    return datetime.now(UTC)


def this_process() -> str:
    """How a holder is named."""
    return f"{socket.gethostname()} process {os.getpid()}"


@contextmanager
def hub_lock(database: Database, now: Callable[[], datetime] = _utc_now) -> Iterator[Lease]:
    """Hold the lock for the block, in which each commit is fenced by the lease; or raise `LockedError` at once."""
    with process_lock(database) as guarded:
        lease = _leased(database, now, guarded=guarded)
        database.fence = lease.check
        try:
            yield lease
        finally:
            database.fence = None
            # A lease that can't be given back, because the database is gone, is free once its holder is dead.
            with suppress(StoreError), database.begin_apart() as tx:
                lease.give_back(tx)


def _leased(database: Database, now: Callable[[], datetime], *, guarded: bool) -> Lease:
    with database.begin_apart() as tx:
        if not tx.is_sqlite:
            # A hub that stands still in the middle of a commit holds the row.
            tx.run("SET LOCAL lock_timeout = '5s'")
        found = acquire(tx, NAME, this_process(), now, guarded=guarded)
    if isinstance(found, LeaseRow):
        raise LockedError(database.name, found.holder, found.expires_at)
    return found


@contextmanager
def process_lock(database: Database) -> Iterator[bool]:
    """Whether the lock is held; it ends with the block, or with the process."""
    if not database.is_sqlite:
        with _session_lock(database) as taken:
            yield taken
    elif database.url.database in (None, "", ":memory:"):
        yield True
    else:
        with _opened(database) as handle:
            yield _taken(handle.fileno())


def _opened(database: Database) -> IO[str]:
    try:
        return Path(f"{database.url.database}.lock").open("a")
    except OSError as error:
        raise of_file(error, database.name) from error


@contextmanager
def _session_lock(database: Database) -> Iterator[bool]:
    with database.session() as session:
        taken = _asked(session, f"SELECT pg_try_advisory_lock({_ADVISORY_LOCK})")
        try:
            yield taken
        finally:
            # The lock belongs to the session, which lives on in the pool; where it was lost, the lock is free.
            if taken:
                with suppress(StoreError):
                    _asked(session, f"SELECT pg_advisory_unlock({_ADVISORY_LOCK})")


def _asked(session: PoolProxiedConnection, question: str) -> bool:
    with IN_WORDS:
        cursor = session.cursor()
        cursor.execute(question)
        answer = cursor.fetchone() == (True,)
        session.commit()
    return answer


def _taken(descriptor: int) -> bool:
    # fcntl and msvcrt exist on one kind of system each; both locks end with the process, whatever ends it.
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
