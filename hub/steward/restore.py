"""Restoring: a backup takes the place of the store, and no system is written to until a person has seen a plan.

Invariant: until the very last step the store is as it was, and afterwards it is the restored one, whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from hub.merging.rules import EntityRules
from hub.model.schema import CanonicalSchema
from hub.store import audit, decisions, erasures, outbox, renew, restored, swap
from hub.store.backup import Backup, Fault, faults_of, faults_of_copy, write_backup
from hub.store.database import Database, Moments
from hub.store.errors import StoreError, StoreLockedError
from hub.store.lock import hub_lock, process_lock
from hub.store.migrate import HEAD, open_store
from hub.store.times import utc_text
from hub.store.transaction import Transaction
from hub.sync.carry import carry_over
from hub.sync.reasons import Reason
from hub.sync.scrub import scrub_again


class FaultyBackupError(StoreError):
    """The file is no backup, or not as it was made."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.kind}: {fault.where}" for fault in faults))
        self.faults = faults


class Restoration(msgspec.Struct, frozen=True):
    """What was done. `aside` is the store as it was before (None: there was none); `carried` tells whether what must
    not go back in time was brought over from it. `gone` are decisions of people that stood in it and stand no more, and
    `back` those that had been taken back there.
    """

    file: str
    made_at: str
    rows: int
    aside: str | None
    carried: bool
    gone: list[int] = []
    back: list[int] = []
    format: int = 1


@dataclass(frozen=True)
class Store:
    """The store that is to be replaced; `folder` is where the old one is kept unless it is a file of its own."""

    url: str
    schema: CanonicalSchema
    rules: Mapping[str, EntityRules]
    folder: Path
    now: Callable[[], datetime]
    reached: Moments = lambda moment: None


def restore(store: Store, file: Path, author: str) -> Restoration:
    """Put a backup in the place of the store.

    Raises `LockedError` (a hub is at work), `FaultyBackupError`, and `StoreError`; then nothing has changed.
    """
    there = Database(store.url).url
    path = Path(there.database or "") if there.get_backend_name() == "sqlite" else None
    if path is not None and not swap.is_readable(path):
        return _over_ruins(store, path, file, author)
    if path is not None:
        swap.refuse_strangers(path)
    database = open_store(store.url, store.schema, store.reached)
    try:
        with hub_lock(database, store.now), _copy_of(file, (path or store.folder / file.name), store) as (copy, made):
            carried = _renewed(copy, store, made, author, database)
            gone, back = _turned(copy, database) if carried else ([], [])
            aside = _kept(database, store, path.parent if path else store.folder)
            store.reached("before swap")
            swap.put_in_place(database, copy)
            store.reached("after swap")
    finally:
        database.close()
    return msgspec.structs.replace(_told(file, made, aside, carried=carried), gone=gone, back=back)


def _over_ruins(store: Store, path: Path, file: Path, author: str) -> Restoration:
    """The store can't be read, so nothing is brought over from it; its file is kept."""
    with process_lock(Database(store.url)) as taken:
        if not taken:
            raise StoreLockedError(f"another hub works on {path}; stop it and run again")
        with _copy_of(file, path, store) as (copy, made):
            _renewed(copy, store, made, author, None)
            aside = path.with_name(f"{path.stem}-unreadable-{_stamp(store)}{path.suffix}")
            store.reached("before swap")
            swap.put_aside(path, copy, aside)
            store.reached("after swap")
    return _told(file, made, aside, carried=False)


@contextmanager
def _copy_of(file: Path, beside: Path, store: Store) -> Iterator[tuple[Path, Backup]]:
    """A proved copy of a backup, with the tables of this version; it is gone at the end."""
    copy = beside.with_name(beside.name + ".restoring")
    leftovers = [copy.with_name(copy.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        copy.touch(mode=0o600)
        shutil.copyfile(file, copy)
        yield copy, _proved(copy, file, store)
    finally:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)


def _proved(copy: Path, file: Path, store: Store) -> Backup:
    made, faults = faults_of(copy)
    if faults or made is None:
        raise FaultyBackupError([f._replace(where=str(file)) if f.kind == "no_backup" else f for f in faults])
    if made.revision > HEAD:
        raise StoreError(
            f"{file} was made by a newer customer-hub (its tables are {made.revision}, this version knows {HEAD}); "
            "install the newer version"
        )
    open_store(f"sqlite:///{copy}", store.schema).close()
    broken = [] if made.revision == HEAD else faults_of_copy(copy)
    if broken:
        raise FaultyBackupError(broken)
    return made


def _renewed(copy: Path, store: Store, made: Backup, author: str, database: Database | None) -> bool:
    """Make the copy fit to be worked with; whether anything was brought over."""
    backup = Database(f"sqlite:///{copy}")
    try:
        with backup.begin() as tx:
            carried = database is not None and _carried(tx, store, database)
            if not carried:
                renew.skip_numbers(tx)
            now, why = utc_text(store.now()), Reason("restored", {"made_at": made.made_at})
            renew.start_anew(tx, Reason("before_restore").text(), now)
            outbox.hold(tx, why.text())
            restored.mark(tx, restored.Restored(now, made.made_at, carried))
            audit.append(tx, now, author, "store_restored", {"made_at": made.made_at, "carried": carried})
    finally:
        backup.close()
    store.reached("restore prepared")
    return carried


def _carried(copy: Transaction, store: Store, database: Database) -> bool:
    with database.begin() as present:
        renew.carry_lease(copy, present)
        if not renew.is_later_state(present, copy):
            return False
        renew.carry_history(copy, present)
        erasures.carry(copy, present)
        scrub_again(copy)
        carry_over(copy, present, store.rules)
        erasures.carry_wishes(copy, present)
    return True


def _turned(copy: Path, database: Database) -> tuple[list[int], list[int]]:
    """The decisions of people that stand in one of the two stores only: in the present one, and in the copy."""
    backup = Database(f"sqlite:///{copy}")
    try:
        with backup.begin() as tx, database.begin() as present:
            now, then = decisions.of_people(present), decisions.of_people(tx)
            return sorted(now - then), sorted(then - now)
    finally:
        backup.close()


def _kept(database: Database, store: Store, folder: Path) -> Path | None:
    """A backup of the store as it is, unless nothing has ever happened in it."""
    with database.begin() as tx:
        if tx.one("SELECT 1 FROM run LIMIT 1") is None:
            return None
    path = folder / f"hub-before-restore-{_stamp(store)}.db"
    write_backup(database, store.schema, path, utc_text(store.now()))
    return path


def _stamp(store: Store) -> str:
    return store.now().strftime("%Y%m%dT%H%M%S%fZ")


def _told(file: Path, made: Backup, aside: Path | None, *, carried: bool) -> Restoration:
    rows = sum(content.rows for content in made.tables.values())
    return Restoration(str(file), made.made_at, rows, None if aside is None else os.fspath(aside), carried)
