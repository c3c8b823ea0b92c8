"""`hub db restore` as an operator types it: what it says, what bad input it refuses, and what a death leaves."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hub.store.backup import faults_of
from tests.e2e.test_bad_input_store import small_disk
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, environment, yamada

__all__ = ["office", "small_disk", "types"]


@pytest.fixture
def backed_up(office: Office, types: Types) -> Office:
    """Two lists in step, a backup, and a note that was carried from one to the other since."""
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    types("sync")
    assert types("db", "backup", "b.db").code == 0
    office.list_customers("sales", yamada(notes="重要顧客", at="2026-04-02 09:00"))
    types("sync")
    return office


def note_in(office: Office, name: str) -> str:
    return office.customers(name)[0]["備考"]


def test_a_restore_tells_what_was_done_and_what_is_next(backed_up: Office, types: Types) -> None:
    said = types("--lang", "en", "db", "restore", "b.db")
    assert said.code == 0
    for words in ("Restored to the state of", "as it was before", "Brought over", "hub apply or hub sync --release"):
        assert words in said.out
    assert "控えに戻しました" in types("status").out
    assert types("status").code == 2
    [aside] = backed_up.folder.glob("hub-before-restore-*.db")
    assert faults_of(aside)[1] == []
    assert types("db", "verify").code == 0


def test_a_restore_tells_which_decisions_stand_no_more(backed_up: Office, types: Types) -> None:
    types("pin", "company/1", "notes", "固定")
    assert "もう効いていません: 1（" in types("db", "restore", "b.db").out


def test_what_people_type_after_a_restore_waits_for_the_plan_and_then_travels(backed_up: Office, types: Types) -> None:
    types("db", "restore", "b.db")
    backed_up.list_customers("sales", yamada(notes="最重要", at="2026-04-03 09:00"))
    assert types("sync").code == 2
    assert note_in(backed_up, "books") == "重要顧客"
    shown = types("plan", "--out", "plan.json")
    assert (shown.code, "最重要" in shown.out) == (2, True)
    assert types("apply", "plan.json").code == 0
    assert note_in(backed_up, "books") == "最重要"
    assert types("status").code == 0


def test_release_lets_the_plan_go(backed_up: Office, types: Types) -> None:
    types("db", "restore", "b.db")
    backed_up.list_customers("sales", yamada(notes="最重要", at="2026-04-03 09:00"))
    types("sync")
    assert types("sync", "--release").code == 0
    assert note_in(backed_up, "books") == "最重要"
    assert json.loads(types("--json", "status").out)["restored"] is None


def altered(file: Path) -> None:
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("DELETE FROM match_key")


def test_an_altered_backup_is_refused_and_nothing_changes(backed_up: Office, types: Types) -> None:
    altered(backed_up.folder / "b.db")
    before = types("--json", "explain", "company/1", "notes").out
    said = types("--lang", "en", "db", "restore", "b.db")
    assert said.code == 1
    assert "Altered since it was made: table match_key" in said.out
    assert "the present database is as it was" in said.out
    assert types("--json", "explain", "company/1", "notes").out == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook" * 500])
def test_a_file_of_another_kind_is_refused(backed_up: Office, types: Types, content: bytes) -> None:
    (backed_up.folder / "other.xlsx").write_bytes(content)
    said = types("db", "restore", "other.xlsx")
    assert said.code == 1
    assert "Traceback" not in said.out + said.err


def test_a_file_that_is_not_there_is_named(backed_up: Office, types: Types) -> None:
    said = types("--lang", "en", "db", "restore", "missing.db")
    assert said.code == 1
    assert "missing.db: No such file" in said.err


def test_a_database_of_another_program_is_left_alone(backed_up: Office, types: Types) -> None:
    other = backed_up.folder / "other.db"
    with closing(sqlite3.connect(other)) as strange, strange:
        strange.execute("CREATE TABLE customers (name TEXT)")
    before = other.read_bytes()
    backed_up.configure(**{"sqlite:///hub.db": "sqlite:///other.db"})
    said = types("--lang", "en", "db", "restore", "b.db")
    assert (said.code, "the database of another program" in said.err) == (1, True)
    assert other.read_bytes() == before


def test_a_restore_begins_where_there_is_no_database(backed_up: Office, types: Types) -> None:
    backed_up.configure(**{"sqlite:///hub.db": "sqlite:///new.db"})
    done = json.loads(types("--json", "db", "restore", "b.db").out)
    assert (done["aside"], done["carried"]) == (None, False)
    assert types("--json", "explain", "company/1", "name").code == 0


def test_a_database_that_cannot_be_read_is_kept_and_replaced(backed_up: Office, types: Types) -> None:
    ruin = "名簿".encode() * 4000
    (backed_up.folder / "hub.db").write_bytes(ruin)
    assert types("sync").code == 1
    done = json.loads(types("--json", "db", "restore", "b.db").out)
    assert (Path(done["aside"]).read_bytes(), done["carried"]) == (ruin, False)
    assert types("plan").code == 0


def test_a_full_disk_keeps_the_store_whole(backed_up: Office, types: Types, small_disk: Path) -> None:
    backed_up.configure(**{"sqlite:///hub.db": f"sqlite:///{small_disk.as_posix()}/hub.db"})
    types("sync")
    (small_disk / "filler").write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize))
    assert types("db", "restore", "b.db").code == 1
    (small_disk / "filler").unlink()
    assert sorted(path.name for path in small_disk.glob("*restor*")) == []
    assert types("db", "verify").code == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from hub.store import swap

def busy(status, remaining, total):
    os.kill(os.getpid(), signal.SIGKILL)

moment, step = sys.argv[1], swap.put_in_place
def at(database, prepared):
    if moment == "before":
        busy(0, 0, 0)
    if moment == "within":
        database.engine.dispose()
        swap._PAGES, swap._stop_where_busy = 3, busy
    step(database, prepared)
    busy(0, 0, 0)

swap.put_in_place = at
from hub.cli import main
main(["db", "restore", "b.db"])
"""


@pytest.mark.long
@pytest.mark.parametrize(("moment", "notes"), [("before", "重要顧客"), ("within", "重要顧客"), ("after", "")])
def test_a_kill_leaves_the_old_store_or_the_new_one(backed_up: Office, types: Types, moment: str, notes: str) -> None:
    process = subprocess.run(
        [sys.executable, "-c", KILLED, moment], cwd=backed_up.folder, env=environment({}), check=False, timeout=120
    )
    assert process.returncode == -signal.SIGKILL
    assert types("db", "verify").code == 0
    told = json.loads(types("--json", "explain", "company/1").out)["records"][0]
    # A restored store knows that somebody has typed it since, and holds nothing of it before the systems are read.
    [found] = [field["value"] for field in told["fields"] if field["field"] == "notes"] or [None]
    assert (found or "") == notes
    assert types("db", "restore", "b.db").code == 0
    assert not list(backed_up.folder.glob("*.restoring*"))
