"""A lease says which hub may work on a store: it has a holder, an end, and a token that grows with each new holder.

Invariant: who holds an older token than the newest commits nothing, because each committing transaction compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from hub.store.errors import StoreError
from hub.store.times import utc_text
from hub.store.transaction import Transaction

# Each commit and each request renews it, and no request may last as long as half of this; so it ends under a hub that
# stands still and not under one that is slow. A hub that dies is not waited for: its lock dies with it.
LASTS = timedelta(minutes=5)


class LeaseLostError(StoreError):
    """Another hub has taken over: nothing of the transaction was kept, and nothing may be sent any more."""


class LeaseRow(NamedTuple):
    """A lease as stored; `holder` is empty where nobody has it. `guarded`: its holder also held the process lock."""

    name: str
    token: int
    holder: str
    expires_at: str
    guarded: bool


_COLUMNS = "name, token, holder, expires_at, guarded"


class Lease:
    """The lease of this hub; `check` is the fence before each of its commits."""

    def __init__(self, row: LeaseRow, now: Callable[[], datetime]) -> None:
        self.row, self._now = row, now
        self._renew_at = now() + LASTS / 2

    def check(self, tx: Transaction) -> None:
        """Raise `LeaseLostError` unless this hub's token is the newest; renew the lease where half of it is over."""
        # Locked until the commit, so that nobody takes over in between; a look before a request has no commit.
        lock = tx.for_update if tx.has_written else ""
        found = tx.one(f"SELECT token FROM lease WHERE name = ?{lock}", self.row.name)
        if found is None or found[0] != self.row.token:
            raise LeaseLostError(
                f"this hub lost its lease '{self.row.name}': another one took over while it stood still; nothing more "
                "is stored or sent from here, and the other hub goes on with the work"
            )
        now = self._now()
        if now >= self._renew_at:
            self._renew_at = now + LASTS / 2
            until = utc_text(_moment(tx, self._now) + LASTS)
            tx.run("UPDATE lease SET expires_at = ? WHERE name = ? AND token = ?", until, self.row.name, self.row.token)

    def give_back(self, tx: Transaction) -> None:
        """Let the next hub begin at once, unless it has begun already."""
        tx.run(
            "UPDATE lease SET holder = '', expires_at = '' WHERE name = ? AND token = ?", self.row.name, self.row.token
        )


def acquire(tx: Transaction, name: str, holder: str, now: Callable[[], datetime], *, guarded: bool) -> Lease | LeaseRow:
    """The lease with the next token, or the row of the one who has it.

    It is free where it was given back, where it has ended, and where its holder is dead: that one held the process
    lock, which this hub holds now (`guarded`).
    """
    tx.run(f"INSERT INTO lease ({_COLUMNS}) VALUES (?, 0, '', '', ?) ON CONFLICT (name) DO NOTHING", name, guarded)
    row = stored(tx, name, lock=True)
    assert row is not None
    moment = _moment(tx, now)
    if row.holder and utc_text(moment) < row.expires_at and not (guarded and row.guarded):
        return row
    taken = LeaseRow(name, row.token + 1, holder, utc_text(moment + LASTS), guarded)
    tx.run("UPDATE lease SET token = ?, holder = ?, expires_at = ?, guarded = ? WHERE name = ?", *taken[1:], name)
    return Lease(taken, now)


def stored(tx: Transaction, name: str, *, lock: bool = False) -> LeaseRow | None:
    """The lease of this name, if there ever was one; locked until the transaction ends where asked for."""
    row = tx.one(f"SELECT {_COLUMNS} FROM lease WHERE name = ?{tx.for_update if lock else ''}", name)
    return None if row is None else LeaseRow(row[0], row[1], row[2], row[3], bool(row[4]))


def _moment(tx: Transaction, now: Callable[[], datetime]) -> datetime:
    """The present by the database's clock, which all hubs share; a SQLite file has none but theirs."""
    if tx.is_sqlite:
        return now()
    moment: datetime = tx.rows("SELECT clock_timestamp()")[0][0]
    return moment
