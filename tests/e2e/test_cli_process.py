"""The command as a process: the console script's way in, signals, pipes, colours, both languages by locale."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conftest import office
from tests.unit.cli.office import Office, environment, yamada

__all__ = ["office"]

SCHEDULE = "    schedule: {pull: every 1h}\n"


@pytest.fixture
def working(office: Office) -> Office:
    """Two lists that agree."""
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    return office


@pytest.mark.parametrize(("lang", "word"), [("ja_JP.UTF-8", "実行 1: 完了"), ("en_US.UTF-8", "Run 1: done")])
def test_a_sync_speaks_the_language_of_the_locale(working: Office, lang: str, word: str) -> None:
    done = working.types("sync", LANG=lang)
    assert (done.code, done.out.splitlines()[0]) == (0, word)


def test_stdout_holds_the_document_alone(working: Office) -> None:
    done = working.types("sync", "--json", "--verbose")
    assert done.document["state"] == "ok"
    assert '"event":"run_started"' in done.err


def test_no_colour_where_nobody_sees_it(working: Office) -> None:
    assert "\x1b" not in working.types("sync").out


def test_help_names_every_command(working: Office) -> None:
    text = working.types("--help", COLUMNS="100").out
    names = "init check schema connectors plan apply sync run status explain conflicts quarantine pin unpin join part"
    assert [name for name in names.split() if name not in text] == []


def test_a_reader_that_has_seen_enough_is_no_error(working: Office) -> None:
    command = f"{sys.executable} -m hub schema | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=working.folder, env=environment({}), capture_output=True, check=False
    )
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that can be handled")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_schedule_stops_gracefully(working: Office, number: signal.Signals) -> None:
    text = (working.folder / "config.yaml").read_text(encoding="utf-8")
    working.write("config.yaml", text.rstrip() + "\n" + SCHEDULE)
    process = subprocess.Popen(
        [sys.executable, "-m", "hub", "run"],
        cwd=working.folder,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        assert process.stderr is not None
        for line in process.stderr:
            if "schedule_started" in line:
                break
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, out.strip()) == (0, "止まりました。")


def test_a_schedule_without_times_is_refused(working: Office) -> None:
    refused = working.types("run")
    assert refused.code == 5
    assert "schedule" in refused.err


def test_a_sheet_in_another_folder_is_found_from_anywhere(
    working: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere: Path = tmp_path_factory.mktemp("elsewhere")
    done = subprocess.run(
        [sys.executable, "-m", "hub", "-c", str(working.folder / "config.yaml"), "sync"],
        cwd=elsewhere,
        env=environment({}),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
