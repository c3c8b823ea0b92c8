"""One database, SQLite or PostgreSQL, behind one way to open a transaction.

One thread of this process writes at a time, so that no step sees half of another; between processes SQLite has BEGIN
IMMEDIATE. Who only looks waits for nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import PoolProxiedConnection

from hub.store.drivers import engine_of, of_one_moment, with_driver
from hub.store.errors import IN_WORDS, Naming, StoreError, is_cut_off
from hub.store.sealing import Seals
from hub.store.transaction import Transaction

Moments = Callable[[str], None]
"""Told the name of each moment at which a death of the process would leave something half done; tests die there."""


Fence = Callable[[Transaction], None]
"""Asked inside each transaction that has written and is about to commit; it raises where this hub may write no more."""


class Database:
    """Opens transactions; one of them may span a whole dry run, in which the inner ones become savepoints.

    `fence` stands before each commit of something while this process holds the hub's lease. `find_seals` is asked
    where a secret is first met, for finding the key may need a person or another program.
    """

    def __init__(self, url: str, reached: Moments = lambda moment: None) -> None:
        self.reached = reached
        self.fence: Fence | None = None
        self.find_seals: Callable[[], Seals] = Seals
        self.url: URL = with_driver(make_url(url))
        self.engine: Engine = engine_of(self.url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._naming = Naming(self.url)
        self._spare: list[PoolProxiedConnection] = []
        self._writer = threading.RLock()
        self._local = threading.local()

    @cached_property
    def seals(self) -> Seals:
        """What keeps secrets."""
        return self.find_seals()

    @contextmanager
    def begin(self, *, durable: bool = False) -> Iterator[Transaction]:
        """A transaction that commits at the end of the block, or leaves nothing behind.

        A power cut may take the last transactions back, whole and in order; what is `durable` it can't, nor what was
        committed before.
        """
        dry: Transaction | None = getattr(self._local, "dry", None)
        if dry is not None:
            yield from _savepoint(dry)
            return
        with self._transaction(self.fence, durable=durable) as tx:
            yield tx

    @contextmanager
    def begin_apart(self) -> Iterator[Transaction]:
        """A transaction of its own, which a dry run does not undo, and at which no fence stands."""
        with self._transaction(None, durable=False) as tx:
            yield tx

    @contextmanager
    def look(self) -> Iterator[Transaction]:
        """A transaction that only reads, of one moment, beside whoever writes; inside a dry run it sees that.

        Raises `StoreError` where the block wrote after all: nothing of it is kept.
        """
        dry: Transaction | None = getattr(self._local, "dry", None)
        if dry is not None:
            yield dry
            return
        with self.session() as connection:
            # One snapshot for the whole block on both: a page must not show half of a run.
            with of_one_moment(connection, is_sqlite=self.is_sqlite):
                tx = Transaction(connection.cursor(), is_sqlite=self.is_sqlite)
                try:
                    yield tx
                finally:
                    tx.close()
                    _undo(connection)
            if tx.has_written:
                raise StoreError("a transaction that only reads has written; nothing of it was kept")

    def check_fence(self) -> None:
        """Raise `LeaseLostError` where this hub may send no more; who holds no lease is not asked for one."""
        if self.fence is not None:
            with self.begin_apart() as tx:
                self.fence(tx)

    @contextmanager
    def _transaction(self, fence: Fence | None, *, durable: bool) -> Iterator[Transaction]:
        with self._writer, self.session() as connection, self._synchronised(connection, durable):
            tx = self._begun(connection)
            try:
                yield tx
                self.reached("before commit")
                if fence is not None and tx.has_written:
                    fence(tx)
            except BaseException:
                tx.close()
                _undo(connection)
                raise
            tx.close()
            with IN_WORDS:
                connection.commit()
            self.reached("after commit")

    @contextmanager
    def _synchronised(self, connection: PoolProxiedConnection, durable: bool) -> Iterator[None]:
        """SQLite waits for the disk at the commits inside; a server does so by itself."""
        if not durable or not self.is_sqlite:
            yield
            return
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=FULL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.close()

    @contextmanager
    def dry_run(self) -> Iterator[None]:
        """Everything that this thread stores inside the block is seen inside it and undone at its end."""
        with self._writer, self.session() as connection:
            self._local.dry = dry = self._begun(connection)
            if not self.is_sqlite:
                # A plan waits for the systems in the middle of its transaction.
                dry.run("SET LOCAL idle_in_transaction_session_timeout = 0")
            try:
                yield
            finally:
                self._local.dry = None
                dry.close()
                _undo(connection)

    @property
    def name(self) -> str:
        """How people call it: the path of a file, or a server and the database's name; no password."""
        return self._naming.name

    @property
    def in_dry_run(self) -> bool:
        """Whether this thread is inside `dry_run`."""
        return getattr(self._local, "dry", None) is not None

    def close(self) -> None:
        """Give back the connections."""
        while self._spare:
            self._spare.pop().close()
        self.engine.dispose()

    def _begun(self, connection: PoolProxiedConnection) -> Transaction:
        cursor = connection.cursor()
        if self.is_sqlite:
            with IN_WORDS:
                cursor.execute("BEGIN IMMEDIATE")
        return Transaction(cursor, is_sqlite=self.is_sqlite)

    @contextmanager
    def session(self) -> Iterator[PoolProxiedConnection]:
        """A driver's connection of the pool: SQLAlchemy's own costs more than a small transaction.

        A file's connection can't be cut off, so it is kept at hand: the pool costs as much as the transaction too.
        """
        with self._naming:
            with IN_WORDS:
                connection = self._at_hand() or self.engine.raw_connection()
            try:
                yield connection
            except BaseException:
                self._let_go(connection)
                raise
        if self.is_sqlite:
            self._spare.append(connection)
        else:
            connection.close()

    def _let_go(self, connection: PoolProxiedConnection) -> None:
        """Give it back after an error; a session that was lost can't be made ready for anybody else."""
        if not self.is_sqlite and getattr(connection.driver_connection, "closed", False):
            connection.invalidate()
        connection.close()

    def _at_hand(self) -> PoolProxiedConnection | None:
        try:
            return self._spare.pop()
        except IndexError:
            return None


def _undo(connection: PoolProxiedConnection) -> None:
    try:
        connection.rollback()
    except Exception as error:
        # A session that was lost is rolled back by its server, and the first error tells more.
        if not is_cut_off(error):
            raise


def _savepoint(dry: Transaction) -> Iterator[Transaction]:
    """A step of a dry run. One whose transaction the database has ended has no more steps: they would be kept."""
    if not dry.stands:
        raise StoreError("the dry run is over: an error before this one has ended its transaction")
    dry.run("SAVEPOINT step")
    try:
        yield dry
    except BaseException:
        if dry.stands:
            dry.run("ROLLBACK TO SAVEPOINT step")
        raise
    dry.run("RELEASE SAVEPOINT step")
