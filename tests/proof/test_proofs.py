"""A small share of each proof; `make proof` runs them whole."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.proof.bundled import bundled_world
from tests.proof.cases import Case, Outcome, lived, proved
from tests.proof.explained import explained_world
from tests.proof.merging import merging_case
from tests.proof.planned import planned_world
from tests.proof.undone import undone_world
from tests.proof.webhooks import webhook_event

SHARES: dict[str, tuple[Case, int]] = {
    "bundled": (bundled_world, 3),
    "explained": (explained_world, 8),
    "merging": (merging_case, 500),
    "planned": (planned_world, 12),
    "undone": (undone_world, 12),
    "webhooks": (webhook_event, 100),
}


@pytest.mark.parametrize("name", SHARES)
def test_the_first_cases_break_no_law(name: str) -> None:
    case, count = SHARES[name]
    tally = lived(case, range(1, count + 1))
    assert tally.violations == []
    assert tally.met.total() > count


def _third(number: int) -> Outcome:
    return Outcome(Counter(["seen"]), ["a third"] if number % 3 == 0 else [])


def test_violations_are_told_with_their_numbers() -> None:
    assert proved(_third, range(1, 8), jobs=2, chunk=2).violations == [(3, "a third"), (6, "a third")]


def test_a_proof_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    kept = tmp_path / "progress.json"
    proved(_third, range(1, 5), 1, 2, kept)
    tally = proved(_third, range(1, 9), 1, 2, kept)
    assert (tally.cases, tally.met["seen"], tally.violations) == (8, 8, [(3, "a third"), (6, "a third")])
    assert json.loads(kept.read_text(encoding="utf-8"))["starts"] == [1, 3, 5, 7]
