"""A backup is one SQLite file, whatever the store itself is, that can prove that it is whole and unaltered.

Invariant: a file of the wished name is a whole backup, or is not there. Tokens are left out: each use of a refresh
token revokes the ones before, so those of the past would cut off the present ones; and a program's token that was
revoked since must not open anything again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import msgspec

from hub.model.schema import CanonicalSchema
from hub.store import audit
from hub.store.database import Database
from hub.store.errors import StoreError
from hub.store.migrate import HEAD
from hub.store.scratch import copy_to
from hub.store.transaction import Transaction

_NAME = "backup"
# What a backup does not hold, and a restore leaves as it is.
LEFT_OUT = ("token", "daily_calls", "lease", "console_token")
# What it does not hold either, because the next run makes it anew.
_MADE_ANEW = ("search_term", "search_record", "pending_search")
_encode = msgspec.json.Encoder().encode


class Content(msgspec.Struct, frozen=True):
    """How many rows a table has, and the SHA-256 of all of them in the order of their keys."""

    rows: int
    digest: str


class Backup(msgspec.Struct, frozen=True):
    """What a backup tells of itself."""

    revision: str
    made_at: str
    source: str
    tables: dict[str, Content]


class Fault(NamedTuple):
    """Something that is not as it must be: `kind` is unreadable, no_backup, altered or broken; `where` is a table, a
    rule of the store or the driver's own sentence.
    """

    kind: str
    where: str


def write_backup(database: Database, schema: CanonicalSchema, path: Path, now: str) -> Backup:
    """Write one consistent moment of a store, which goes on working. Raises `StoreError` where the file exists."""
    if path.exists():
        raise StoreError(f"{path} exists already; a backup never replaces a file, so name another one")
    beside = path.with_name(path.name + ".part")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    try:
        copy_to(database, beside, schema)
        with closing(sqlite3.connect(beside)) as copy:
            made = _sealed(copy, now, "sqlite" if database.is_sqlite else "postgresql")
        database.reached("backup written")
        synchronise(beside)
        beside.rename(path)
        synchronise(path.parent)
    finally:
        beside.unlink(missing_ok=True)
    return made


def _sealed(copy: sqlite3.Connection, now: str, source: str) -> Backup:
    for table in (*LEFT_OUT, *_MADE_ANEW):
        copy.execute(f"DELETE FROM {table}")
    copy.execute("DELETE FROM counter WHERE name LIKE 'search %'")
    copy.commit()
    # One file: the journal beside it would have to be kept with it.
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.execute("VACUUM")
    made = Backup(HEAD, now, source, dict(_contents(copy)))
    copy.execute("INSERT INTO setting (name, value) VALUES (?, ?)", (_NAME, _encode(made).decode()))
    copy.commit()
    return made


def faults_of(path: Path) -> tuple[Backup | None, list[Fault]]:
    """What a backup tells of itself, and what does not hold; the file is only read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            row = copy.execute("SELECT value FROM setting WHERE name = ?", (_NAME,)).fetchone()
            if row is None:
                return None, [Fault("no_backup", str(path))]
            made, found = msgspec.json.decode(row[0], type=Backup), dict(_contents(copy))
            names = sorted(made.tables.keys() | found.keys())
            altered = [Fault("altered", name) for name in names if made.tables.get(name) != found.get(name)]
            return made, [*altered, *(_broken(copy) if made.revision == HEAD else [])]
    except (sqlite3.Error, msgspec.DecodeError, UnicodeDecodeError) as error:
        return None, [Fault("unreadable", str(error))]


def faults_of_copy(path: Path) -> list[Fault]:
    """What does not hold in a scratch copy of a store."""
    with closing(sqlite3.connect(path)) as copy:
        return list(_broken(copy))


def _contents(copy: sqlite3.Connection) -> Iterator[tuple[str, Content]]:
    """Every table, and under the name of the master table all definitions: a trigger would be an alteration too."""
    for table in ["sqlite_master", *(name for (name,) in copy.execute(_TABLES).fetchall())]:
        digest, count = hashlib.sha256(), 0
        columns = "type, name, tbl_name, sql" if table == "sqlite_master" else "*"
        where = f" WHERE name <> '{_NAME}'" if table == "setting" else ""
        keys = [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")') if row[5]] or ["type", "name"]
        order = ", ".join(f'"{key}"' for key in keys) if table != "alembic_version" else "version_num"
        for row in copy.execute(f'SELECT {columns} FROM "{table}"{where} ORDER BY {order}'):
            digest.update(_encode(row) + b"\n")
            count += 1
        yield table, Content(count, digest.hexdigest())


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
# What must hold of any store, and a question that finds what breaks it.
_LAWS = {
    "source record without raw record": "SELECT 1 FROM source_record s WHERE NOT EXISTS "
    "(SELECT 1 FROM raw_record r WHERE r.id = s.raw_id)",
    "crosswalk without source record": "SELECT 1 FROM crosswalk c WHERE NOT EXISTS "
    "(SELECT 1 FROM source_record s WHERE s.id = c.source_id)",
    "crosswalk without golden record": "SELECT 1 FROM crosswalk c WHERE NOT EXISTS "
    "(SELECT 1 FROM golden g WHERE g.id = c.golden_id)",
    "redirect that leads nowhere": "SELECT 1 FROM golden a WHERE a.redirect_to IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM golden b WHERE b.id = a.redirect_to)",
}


def _broken(copy: sqlite3.Connection) -> Iterator[Fault]:
    for (said,) in copy.execute("PRAGMA integrity_check").fetchall():
        if said != "ok":
            yield Fault("broken", said)
    for law, question in _LAWS.items():
        (count,) = copy.execute(f"SELECT count(*) FROM ({question})").fetchone()
        if count:
            yield Fault("broken", f"{law}: {count}")
    found = audit.verify(Transaction(copy.cursor(), is_sqlite=True))
    if isinstance(found, audit.Break):
        yield Fault("broken", f"audit entry {found.entry_id}: {found.why}")


def synchronise(path: Path) -> None:
    """Have a file or a folder on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows synchronises no folder
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
