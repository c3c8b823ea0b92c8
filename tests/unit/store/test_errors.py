"""What a database refuses is told in words that name what to do, and nothing of the transaction is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from hub.store.database import Database
from hub.store.errors import StoreError, StoreLockedError, explained, named
from hub.store.migrate import open_store
from tests.postgresql import POSTGRESQL
from tests.unit.store.conftest import SCHEMA


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "hub.db"
    open_store(f"sqlite:///{made}", SCHEMA).close()
    return made


def _impatient(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=1"))
    return database


def test_a_database_that_another_program_holds_is_named_so(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = _impatient(path)
    with (
        pytest.raises(StoreLockedError, match=f"^{path}: another program holds the database; close it"),
        database.begin(),
    ):
        pass
    other.execute("ROLLBACK")
    other.close()
    with database.begin() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES ('a', '1')")
    database.close()


def test_a_dry_run_on_a_held_database_is_told_so_too(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = _impatient(path)
    with pytest.raises(StoreLockedError, match="another program holds the database"), database.dry_run():
        pass
    other.close()
    database.close()


def test_a_read_only_database_is_named_so(path: Path) -> None:
    database = Database(f"sqlite:///file:{path}?mode=ro&uri=true")
    with (
        pytest.raises(StoreError, match="read-only; give the hub's user the right to write it"),
        database.begin() as tx,
    ):
        tx.run("INSERT INTO setting (name, value) VALUES ('a', '1')")
    database.close()


def test_a_file_that_is_no_database_is_named_so_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    path.write_bytes(b"PK\x03\x04 this is a workbook" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a hub database; name another file"):
        open_store(f"sqlite:///{path}", SCHEMA)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_named_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be opened; check that its folder exists"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'hub.db'}", SCHEMA)


def test_a_server_that_does_not_answer_is_named_so() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://hub:geheim@127.0.0.1:9/nowhere", SCHEMA)
    assert str(caught.value) == (
        "127.0.0.1:9/nowhere: the database server does not answer; start it or correct store.url"
    )


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/no_such_hub", "has no such database or user; make it, or correct store.url"),
        ("no-such-server.invalid/hub", "nobody knows a server of this name; correct store.url"),
    ],
)
def test_a_server_or_database_that_is_not_there_is_named_so(place: str, told: str) -> None:
    server = make_url(POSTGRESQL).set(database=None).render_as_string(hide_password=False).rstrip("/")
    url = make_url(f"{server}{place}" if place.startswith("/") else f"postgresql://{place}")
    with pytest.raises(StoreError) as caught:
        open_store(url.render_as_string(hide_password=False), SCHEMA)
    assert str(caught.value).startswith(f"{named(url)}: ")
    assert str(caught.value).endswith(told)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    mount = shutil.which("mount")
    if os.name != "posix" or os.geteuid() != 0 or mount is None:
        pytest.skip("a small disk can be mounted only by root")
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://hub:geheim@db.example:6543/customers", "db.example:6543/customers"),
        ("postgresql:///customers", "localhost/customers"),
        ("sqlite:////var/lib/hub.db", "/var/lib/hub.db"),
    ],
)
def test_a_database_is_called_by_its_place_and_never_by_its_password(url: str, name: str) -> None:
    assert named(make_url(url)) == name


def test_a_full_disk_is_named_so_and_loses_nothing(small_disk: Path) -> None:
    database = open_store(f"sqlite:///{small_disk / 'hub.db'}", SCHEMA)
    with database.begin() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES ('kept', '1')")
    with pytest.raises(StoreError, match="the disk is full; free some space and run again"), database.begin() as tx:
        tx.run("INSERT INTO setting (name, value) VALUES ('lost', ?)", "x" * 4_000_000)
    with database.begin() as tx:
        assert tx.rows("SELECT name FROM setting WHERE name <> 'views'") == [("kept",)]
    database.close()


def test_a_disk_that_fills_up_in_a_dry_run_is_named_so_and_ends_it(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    with database.dry_run():
        with pytest.raises(StoreError, match="the disk is full; free some space and run again"):
            _fill(database)
        with pytest.raises(StoreError, match="the dry run is over"), database.begin() as tx:
            tx.run("INSERT INTO setting (name, value) VALUES ('kept', '1')")
    with database.begin() as tx:
        assert tx.rows("SELECT name FROM setting WHERE name <> 'views'") == []
    database.close()


def _fill(database: Database) -> None:
    with database.begin() as tx:
        tx.run("PRAGMA max_page_count = 1")
        tx.run("INSERT INTO setting (name, value) VALUES ('lost', ?)", "x" * 4_000_000)


def test_a_disk_that_fails_is_named_so() -> None:
    assert "check it" in str(explained(sqlite3.OperationalError("disk I/O error")))
