"""A share of the hostile input in each run of the suite, in a process of its own so that its memory can be told.

All of it: `python -m tests.hostile --cases 60000`.
"""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest

from tests.hostile.__main__ import KINDS
from tests.hostile.kinds import Case
from tests.hostile.runner import run_cases

CASES = 600


def test_hostile_input_ends_in_records_quarantine_or_a_clear_error() -> None:
    command = [sys.executable, "-m", "tests.hostile", "--cases", str(CASES), "--seed", "1"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", KINDS)
def test_a_sample_that_nobody_spoilt_is_no_failure(name: str) -> None:
    kind = KINDS[name]
    outcomes = [kind.read(data, number, Random(1)) for number, data in enumerate(kind.samples)]
    assert "read" in outcomes or "quarantined" in outcomes


@pytest.mark.parametrize("name", KINDS)
def test_a_case_is_the_same_each_time(name: str) -> None:
    first, again = Case.of(KINDS[name], 7, 11), Case.of(KINDS[name], 7, 11)
    assert (first.steps, first.data()) == (again.steps, again.data())


class Fragile:
    """A reader that fails on one letter, takes in some, and never sees the rest."""

    name = "fragile"
    share = 1
    budget_s = 1.0
    samples = (b"abcdefghij" * 20,)

    @property
    def ways(self) -> dict[str, object]:
        return {"mark": lambda data, chance: data[:50] + b"!" + data[50:]}

    def read(self, data: bytes, sample: int, chance: Random) -> str:
        if b"!" in data:
            raise KeyError("!")
        return "read"


def test_a_failure_is_told_with_its_seed_and_the_smallest_input_that_shows_it() -> None:
    tally = run_cases(Fragile(), 3, range(2))  # type: ignore[arg-type]
    assert tally.outcomes["failed"] == 2
    failure = tally.failures[0]
    assert failure.repro == b"!"
    assert "fragile, seed 3, case 0" in str(failure)
    assert "KeyError" in failure.reason


def test_a_case_over_its_budget_is_a_failure() -> None:
    slow = Fragile()
    slow.budget_s = -1.0
    slow.samples = (b"",)
    [failure] = run_cases(_Whole(slow), 1, range(1)).failures  # type: ignore[arg-type]
    assert "CPU" in failure.reason


class _Whole:
    """The same reader, of samples that nobody spoils."""

    def __init__(self, inner: Fragile) -> None:
        self.name, self.share, self.budget_s, self.samples = inner.name, inner.share, inner.budget_s, inner.samples
        self.ways = {"none": lambda data, chance: data}
        self.read = inner.read
