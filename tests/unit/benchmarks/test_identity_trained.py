"""Worlds are made worse in the same way each time, and judged with the shipped and the learned weights."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.identity.make import Order, make
from benchmarks.identity.trained import judge, learned
from benchmarks.identity.worsen import KINDS, worsen
from hub.matching.definition import DEFINITIONS

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(Order(600, 41), tmp_path_factory.mktemp("small"))[0].parent


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "records.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("phones", {"phone", "mobile"}),
        ("mail", {"email"}),
        ("moved", {"address", "postal_code"}),
        ("kana", {"company_kana", "person_kana"}),
    ],
)
def test_only_what_the_kind_is_about_is_made_worse(small: Path, tmp_path: Path, kind: str, columns: set[str]) -> None:
    worse = worsen(small, kind, tmp_path / "one")
    changed = [
        {name for name in one if one[name] != other[name]} for one, other in zip(rows(small), rows(worse), strict=True)
    ]
    assert set().union(*changed) == columns
    assert sum(map(bool, changed)) > 30
    assert (worse / "truth.csv").read_bytes() == (small / "truth.csv").read_bytes()
    again = worsen(small, kind, tmp_path / "other")
    assert (again / "records.csv").read_bytes() == (worse / "records.csv").read_bytes()


def test_a_world_is_judged_with_both_weights(small: Path, tmp_path: Path) -> None:
    worse = worsen(small, next(iter(KINDS)), tmp_path / "worse")
    for definitions in (DEFINITIONS, learned(worse, strength=1)):
        cells = judge(worse, tmp_path / "clusters.csv", definitions).split(" | ")
        assert len(cells) == 5
        assert cells[0].count("/") == 2
