"""`hub match tune` says what other thresholds would change, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.cli.entry import run
from hub.cli.exits import Exit
from tests.unit.cli.test_match import SHEET


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def tuned(sheet: Path, *more: str) -> int:
    return run(["match", "tune", str(sheet), "--map", "番号=record_id", *more])


def test_a_threshold_out_of_reach_loses_every_join(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tuned(sheet, "--same", "500", "--json") == Exit.OK
    company, person = json.loads(capsys.readouterr().out)["entities"]
    assert (company["now"]["joins"], company["then"]["joins"], company["lost_count"]) == (1, 0, 1)
    assert {company["lost"][0]["left"], company["lost"][0]["right"]} == {"c1", "c2"}
    assert (person["entity"], person["then"]["joins"]) == ("person", 0)


def test_figures_stand_side_by_side_and_lost_joins_below(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tuned(sheet, "--same", "500", "--entity", "company", "--lang", "ja")
    told = capsys.readouterr().out
    assert "なくなる統合 1 件" in told
    assert "c1 – c2" in told
    assert "人（記録" not in told


def test_nothing_is_written(sheet: Path) -> None:
    tuned(sheet, "--ask", "1")
    assert list(sheet.parent.iterdir()) == [sheet]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((), "Give the new thresholds with --same or --ask"),
        (("--same", "0.4"), "company: --ask 0.5 must be a number that is not above --same 0.4"),
        (("--same", "nan"), "must be a number"),
        (("--ask", "1", "--entity", "site"), "type of records 'site' is not known; known: company, person"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(
    sheet: Path, capsys: pytest.CaptureFixture[str], typed: tuple[str, ...], told: str
) -> None:
    assert tuned(sheet, *typed, "--lang", "en") == Exit.ERROR
    assert told in capsys.readouterr().err
