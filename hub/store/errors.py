"""What the databases refuse, in words that name the database and what to do.

Invariant: no text holds a password.
"""

from __future__ import annotations

import errno

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """The database refused; the text says what happened and what to do. Nothing of the transaction was kept.

    `where` is None where the text itself says which database it is about, and empty until somebody knows.
    """

    where: str | None = None

    def __str__(self) -> str:
        text = super().__str__()
        return f"{self.where}: {text}" if self.where else text


class StoreLockedError(StoreError):
    """Another program holds the database."""


_REASONS = {
    "database is locked": "another program holds the database; close it (or stop the other hub) and run again",
    "database or disk is full": "the disk is full; free some space and run again, nothing was lost",
    "disk i/o error": "the disk failed to read or write; check it (dmesg, SMART) before running again",
    "readonly database": "the database file is read-only; give the hub's user the right to write it",
    "file is not a database": "the file is not a hub database; name another file in store.url or restore a backup",
    "disk image is malformed": "the database file is damaged; go back to a backup with `hub db restore`",
    "unable to open database file": "the database file could not be opened; check that its folder "
    "exists and is writable",
    "due to lock timeout": "another program is in the middle of writing; wait until it is done, and run again",
    "connection refused": "the database server does not answer; start it or correct store.url",
    "failed to resolve host": "nobody knows a server of this name; correct store.url",
    "authentication failed": "the database server refuses the user or the password; correct store.url",
    "does not exist": "the database server has no such database or user; make it, or correct store.url",
}
# The only one of these that a statement may say, too, and then it means a table.
_AT_CONNECTING = "does not exist"


_LOCKED = ("database is locked", "due to lock timeout")


_CUT_OFF = "the database server went away or ended the session; see that it runs, and run again: nothing was lost"


def named(url: URL) -> str:
    """How a database is called: a file by its path, another by its server and name."""
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    return f"{url.host or 'localhost'}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def called(url: str) -> str:
    """The same for a URL as it was written."""
    return named(make_url(url))


def explained(error: Exception, where: str = "") -> StoreError:
    """The error of a driver in words that name what to do."""
    error = getattr(error, "orig", None) or error
    text = str(error).strip().split("\n")[0]
    told = _in_words(error, text)
    told.where = where
    return told


def of_file(error: OSError, where: str) -> StoreError:
    """The same of a file beside the database that could not be opened."""
    is_full = error.errno == errno.ENOSPC
    told = StoreError(_REASONS["database or disk is full" if is_full else "unable to open database file"])
    told.where = where
    return told


def _in_words(error: Exception, text: str) -> StoreError:
    """The driver's own words stay only where there are no better ones: nobody but the driver knows their language."""
    for sign, advice in _REASONS.items():
        if sign in text.lower() and (sign != _AT_CONNECTING or getattr(error, "sqlstate", None) is None):
            return (StoreLockedError if sign in _LOCKED else StoreError)(advice)
    return StoreError(f"{text}: {_CUT_OFF}" if is_cut_off(error) else text)


def is_cut_off(error: Exception) -> bool:
    """Whether a server's session was lost; the driver's own words for it have no code."""
    kinds = {f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__}
    return "psycopg.OperationalError" in kinds and (getattr(error, "sqlstate", None) or "08")[:2] in ("08", "57")


class _InWords:
    """Turns the errors of the drivers into words; one for all, for it stands around every statement."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if not isinstance(error, Exception):
            return
        # SQLAlchemy wraps what a driver says while a first connection is made.
        cause = error.orig if isinstance(error, DBAPIError) else error
        if type(cause).__module__.split(".")[0] in {"sqlite3", "psycopg"}:
            raise explained(error) from error


IN_WORDS = _InWords()


class Naming:
    """Puts the name of a database to the errors that pass."""

    def __init__(self, url: URL) -> None:
        self.name = named(url)

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, StoreError) and error.where == "":
            error.where = self.name
