"""The hub's lock: one hub works on a database, and a second one is refused; the lock dies with its process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.store.database import Database

# Any fixed number serves; PostgreSQL's advisory locks are named by one.
_ADVISORY_LOCK = 7_305_011


class LockedError(Exception):
    """Another hub holds this database."""


@contextmanager
def hub_lock(database: Database) -> Iterator[None]:
    """Hold the lock for the block, or raise `LockedError` at once."""
    with _postgresql_lock(database) if not database.is_sqlite else _file_lock(database):
        yield


@contextmanager
def _postgresql_lock(database: Database) -> Iterator[None]:
    with database.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SELECT pg_try_advisory_lock(%s)", (_ADVISORY_LOCK,))
        if cursor.fetchone() != (True,):
            raise LockedError(
                f"another hub works on {database.url.render_as_string()}; stop it, or wait until it is done"
            )
        connection.connection.commit()
        try:
            yield
        finally:
            # The lock belongs to the session, which lives on in the pool.
            cursor.execute("SELECT pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))
            connection.connection.commit()


@contextmanager
def _file_lock(database: Database) -> Iterator[None]:
    if not database.url.database or database.url.database == ":memory:":
        yield
        return
    path = Path(database.url.database + ".lock")
    with path.open("a+") as handle:
        if not _taken(handle.fileno()):
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise LockedError(
                f"another hub (process {holder}) works on {database.url.database}; stop it, or wait until it is done"
            )
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


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
