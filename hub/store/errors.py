"""What the databases refuse, in words that name what to do."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """The database refused; the text says what happened and what to do. Nothing of the transaction was kept."""


class StoreLockedError(StoreError):
    """Another program holds the database."""


_REASONS = {
    "database is locked": "another program holds the database; close it (or stop the other hub) and run again",
    "database or disk is full": "the disk is full; free some space and run again, nothing was lost",
    "disk i/o error": "the disk failed to read or write; check it (dmesg, SMART) before running again",
    "readonly database": "the database file is read-only; give the hub's user the right to write it",
    "file is not a database": "the file is not a hub database; name another file in store.url or restore a backup",
    "unable to open database file": "the database file could not be opened; check that its folder "
    "exists and is writable",
    "due to lock timeout": "another program is in the middle of writing; wait until it is done, and run again",
    "connection refused": "the database server does not answer; start it or correct store.url",
}


_LOCKED = ("database is locked", "due to lock timeout")


_CUT_OFF = "the database server went away or ended the session; see that it runs, and run again: nothing was lost"


def explained(error: Exception) -> StoreError:
    """The error of a driver in words that name what to do."""
    error = getattr(error, "orig", None) or error
    text = str(error).strip().split("\n")[0]
    for sign, advice in _REASONS.items():
        if sign in text.lower():
            kind = StoreLockedError if sign in _LOCKED else StoreError
            return kind(f"{text}: {advice}")
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
