"""A database that cannot be used: the reason and what to do, and the next run takes everything up."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from hub.store.errors import StoreError
from hub.sync.run import run_pipeline
from tests.e2e.worlds import GOOD_ROWS, Installation, csv_text, sheet_world

ERROR, LOCKED = 1, 6
FULL = "disk/hub.db: the disk is full; free some space and run again, nothing was lost"
HELD = "hub.db: another program holds the database; close it (or stop the other hub) and run again"
MANY = [(f"C{number}", f"会社{number}", "", "", "", "備考" * 40) for number in range(4000)]


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    made = sheet_world(tmp_path)
    made.write("customers.csv", csv_text(*GOOD_ROWS))
    made.sync()
    return made


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds an empty hub and little more."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk; the test beside this one fills a database instead")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"this machine lets nobody mount a small disk: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_told_with_what_to_do_and_space_is_all_it_needs(world: Installation, small_disk: Path) -> None:
    text = (world.folder / "config.yaml").read_text(encoding="utf-8")
    world.write("config.yaml", f"{text}store: {{url: 'sqlite:///{small_disk}/hub.db'}}\n")
    world.write("customers.csv", csv_text(*MANY))
    said = world.hub("sync")
    assert said.exit == ERROR
    [problem] = said.problems
    assert problem == f"The database refused: {FULL}"
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert world.pulled().adds_up
    assert len(world.names()) == len(MANY)


def test_a_disk_that_was_made_read_only_is_told_and_loses_nothing(world: Installation, small_disk: Path) -> None:
    text = (world.folder / "config.yaml").read_text(encoding="utf-8")
    world.write("config.yaml", f"{text}store: {{url: 'sqlite:///{small_disk}/hub.db'}}\n")
    world.sync()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    said = world.hub("sync")
    assert said.exit == ERROR
    [problem] = said.problems
    assert problem.endswith("check that its folder exists and is writable")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert world.hub("sync").exit == 0
    assert world.names() == {"青空商店", "みどり商会"}


@pytest.fixture
def little_room() -> Iterator[None]:
    """SQLite's own limit on a file gives the same answer as a full disk."""

    def limit(connection: Any, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 120")

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


def test_a_database_that_cannot_grow_keeps_what_it_has(world: Installation, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("little_room")
    world.write("customers.csv", csv_text(*GOOD_ROWS, *MANY))
    with pytest.raises(StoreError, match="the disk is full; free some space and run again, nothing was lost"):
        world.sync()
    assert world.names() == {"青空商店", "みどり商会"}


@pytest.mark.long
def test_a_database_that_another_program_holds_is_told_and_left_as_it_is(world: Installation) -> None:
    with closing(sqlite3.connect(world.folder / "hub.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = world.hub("sync")
    assert said.exit == LOCKED
    [problem] = said.problems
    assert problem == f"The database refused: {HELD}"
    assert world.names() == {"青空商店", "みどり商会"}


@pytest.fixture
def at_work(world: Installation) -> Iterator[Installation]:
    """A hub at work by the clock by which commands are typed: a lease ends by the clock that both can see."""
    world.clock.moment = datetime.now(UTC)
    with world.hub_at_work():
        yield world


def test_a_second_hub_on_one_database_is_refused(at_work: Installation) -> None:
    said = at_work.hub("sync")
    assert said.exit == LOCKED
    [problem] = said.problems
    assert problem.startswith(
        f"Another hub works on hub.db: {socket.gethostname()} process {os.getpid()} (its lease lasts"
    )
    assert problem.endswith("stop it, or wait until it is done.")


def test_a_second_hub_may_look_while_the_first_works(world: Installation) -> None:
    with world.hub_at_work():
        assert world.hub("check").exit == 0
        assert world.names() == {"青空商店", "みどり商会"}


def test_the_first_hub_goes_on_after_a_second_was_refused(world: Installation) -> None:
    world.clock.moment = datetime.now(UTC)
    with world.hub_at_work() as first:
        assert world.hub("sync").exit == LOCKED
        assert run_pipeline(first).state == "ok"
    assert world.hub("sync").exit == 0


def test_a_file_that_is_no_database_is_named_and_left_alone(world: Installation) -> None:
    (world.folder / "hub.db").unlink()
    world.write("hub.db", "顧客名簿 2023\n" * 500)
    before = (world.folder / "hub.db").read_bytes()
    said = world.hub("sync")
    assert said.exit == ERROR
    assert "the file is not a hub database; name another file in store.url or restore a backup" in said.err
    assert (world.folder / "hub.db").read_bytes() == before
