"""The seeded bills: the same each time, and linked as precisely as is promised."""

from __future__ import annotations

import pytest

from benchmarks.billing.__main__ import main
from benchmarks.billing.bills import office
from benchmarks.billing.score import mistakes, scores

pytestmark = pytest.mark.xdist_group("worlds")  # reading all towns of Japan once is enough


def test_bills_are_linked_without_a_person_as_precisely_as_is_promised() -> None:
    made = office(500, 1200, 104)
    found = scores(made)["all"]
    assert (found.precision >= 0.998, found.recall >= 0.965) == (True, True), found
    assert len(list(mistakes(made))) == found.linked - found.right


def test_a_seed_makes_the_same_bills_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert office(60, 90, 5) == office(60, 90, 5) != office(60, 90, 6)
    main(["--customers", "60", "--bills", "90", "--seeds", "5"])
    assert "| all | all | 90 |" in capsys.readouterr().out
