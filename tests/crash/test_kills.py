"""A small share of the stories; `python -m tests.crash --kills 10000 --jobs 2` lives many."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.crash.server import program

QUIET = "lost 0, doubled 0, unclean 0, failed 0, unplanned 0"


def _lived(*words: str) -> subprocess.CompletedProcess[str]:
    return _in_its_own_process("tests.crash", "--jobs", "1", *words)


def _in_its_own_process(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A process that forks must have no other thread, and pytest's workers have."""
    return subprocess.run([sys.executable, "-m", module, *words], capture_output=True, text=True, check=False)


def test_killed_hubs_lose_nothing_and_repeat_nothing() -> None:
    """Some forty deaths; strace looks on at the second story, so that they are of every way."""
    told = _lived("--databases", "sqlite", "--stories", "2")
    assert (told.returncode, QUIET in told.stdout) == (0, True), told.stdout


@pytest.mark.long
@pytest.mark.postgresql
def test_killed_hubs_lose_nothing_and_repeat_nothing_on_a_server() -> None:
    told = _lived("--databases", "postgresql", "--start", "100", "--stories", "1")
    assert (told.returncode, QUIET in told.stdout) == (0, True), told.stdout


@pytest.mark.parametrize(
    ("database", "step"),
    [
        pytest.param("sqlite", "83", marks=pytest.mark.long),
        pytest.param("postgresql", "167", marks=[pytest.mark.long, pytest.mark.postgresql]),
    ],
)
def test_an_apply_and_an_undo_that_are_killed_end_where_they_may(database: str, step: str) -> None:
    told = _in_its_own_process("tests.crash.acts", "--database", database, "--step", step)
    assert (told.returncode, "0 ended otherwise" in told.stdout) == (0, True), told.stdout + told.stderr


@pytest.mark.parametrize(
    ("database", "step"),
    [("sqlite", "13"), pytest.param("postgresql", "120", marks=[pytest.mark.long, pytest.mark.postgresql])],
)
def test_a_hub_that_dies_at_its_first_start_is_followed_by_one_with_a_whole_store(database: str, step: str) -> None:
    told = _in_its_own_process("tests.crash.births", "--database", database, "--step", step)
    assert (told.returncode, "every next one whole" in told.stdout) == (0, True), told.stderr


@pytest.mark.long
@pytest.mark.postgresql
@pytest.mark.skipif(program("initdb") is None, reason="PostgreSQL's server programs are absent (Debian: postgresql)")
def test_a_server_that_fails_under_the_hub_loses_no_acknowledged_write() -> None:
    told = _in_its_own_process("tests.crash.postgresql", "--kills", "2")
    assert (told.returncode, QUIET in told.stdout) == (0, True), told.stdout
