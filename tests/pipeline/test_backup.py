"""A backup is one whole moment of a store of either kind, and shows what was done to it since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hub.store.backup import Fault, faults_of, faults_of_copy, write_backup
from hub.store.errors import StoreError
from hub.store.scratch import scratch_copy
from tests.pipeline.lab import SCHEMA, Lab

NOW = "2026-04-01T09:00:00.000Z"


def synced(lab: Lab) -> Lab:
    lab["alpha"].user_creates("a1", family="山田", email="a@example.com", job="部長")
    lab.sync()
    return lab


def changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute(statement)


def test_a_backup_is_whole_and_says_how_much_it_holds(lab: Lab, tmp_path: Path) -> None:
    made = write_backup(synced(lab).database, SCHEMA, tmp_path / "b.db", NOW)
    assert faults_of(tmp_path / "b.db") == (made, [])
    assert (made.tables["golden"].rows, made.tables["raw_record"].rows) == (1, 2)
    assert [path.name for path in tmp_path.glob("b.db*")] == ["b.db"]


@pytest.mark.parametrize("moment", ["page arrived", "before send", "after answer"])
def test_a_backup_in_the_middle_of_a_sync_is_whole(lab: Lab, tmp_path: Path, moment: str) -> None:
    files: list[Path] = []

    def reached(name: str) -> None:
        if name == moment:
            files.append(tmp_path / f"b{len(files)}.db")
            write_backup(lab.database, SCHEMA, files[-1], NOW)

    lab.database.reached = reached
    synced(lab)
    assert files
    assert [faults_of(file)[1] for file in files] == [[]] * len(files)


def test_tokens_stay_out_of_a_backup(lab: Lab, tmp_path: Path) -> None:
    with lab.database.begin() as tx:
        tx.run("INSERT INTO token (connection, document, saved_at) VALUES ('alpha', 'very-secret', ?)", NOW)
    write_backup(lab.database, SCHEMA, tmp_path / "b.db", NOW)
    assert b"very-secret" not in (tmp_path / "b.db").read_bytes()


def test_a_flipped_byte_is_found(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    write_backup(synced(lab).database, SCHEMA, path, NOW)
    content = bytearray(path.read_bytes())
    content[content.index("部長".encode())] ^= 1
    path.write_bytes(content)
    assert faults_of(path)[1] != []


def test_a_row_that_was_deleted_is_found(lab: Lab, tmp_path: Path) -> None:
    write_backup(synced(lab).database, SCHEMA, tmp_path / "b.db", NOW)
    changed(tmp_path / "b.db", "DELETE FROM match_key")
    assert faults_of(tmp_path / "b.db")[1] == [Fault("altered", "match_key")]


def test_a_cut_file_and_a_strange_one_are_told_of(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    write_backup(synced(lab).database, SCHEMA, path, NOW)
    path.write_bytes(path.read_bytes()[:20_000])
    assert faults_of(path)[1] != []
    path.write_bytes(b"not a database, and long enough to be looked at" * 100)
    assert faults_of(path)[1][0].kind == "unreadable"


def test_a_backup_never_replaces_a_file(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"mine")
    with pytest.raises(StoreError, match="name another"):
        write_backup(lab.database, SCHEMA, tmp_path / "b.db", NOW)
    assert (tmp_path / "b.db").read_bytes() == b"mine"


def test_a_death_before_the_end_leaves_no_file(lab: Lab, tmp_path: Path) -> None:
    def dies(moment: str) -> None:
        if moment == "backup written":
            raise KeyboardInterrupt

    lab.database.reached = dies
    with pytest.raises(KeyboardInterrupt):
        write_backup(lab.database, SCHEMA, tmp_path / "b.db", NOW)
    assert list(tmp_path.glob("b.db*")) == []


def test_a_store_that_lost_a_raw_record_is_found_broken(lab: Lab) -> None:
    with synced(lab).database.begin() as tx:
        tx.run("DELETE FROM raw_record WHERE external_id = 'a1'")
    with scratch_copy(lab.database, SCHEMA) as url:
        found = faults_of_copy(Path(url.removeprefix("sqlite:///")))
    assert found == [Fault("broken", "source record without raw record: 1")]
