"""`hub match train` tells what it learned, and writes weights that the other commands take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.cli.entry import run
from hub.cli.exits import Exit
from hub.config.weights import load_weights
from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office, yamada
from tests.unit.cli.test_match import SHEET

pytestmark = pytest.mark.long


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def trained(sheet: Path, *more: str) -> int:
    return run(["match", "train", str(sheet), "--map", "番号=record_id", *more])


def test_nothing_is_written_where_no_file_is_named(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trained(sheet, "--lang", "ja") == Exit.OK
    assert "何も書いていません" in capsys.readouterr().out
    assert list(sheet.parent.iterdir()) == [sheet]


def test_the_weights_are_written_and_taken(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = sheet.with_name("weights.yaml")
    assert trained(sheet, "--out", str(weights), "--strength", "1", "--json") == Exit.OK
    told = json.loads(capsys.readouterr().out)
    assert [one["entity"] for one in told["entities"]] == ["company", "person"]
    assert load_weights(weights).bits["person"]
    clusters = ("--out", str(sheet.with_name("clusters.csv")), "--map", "番号=record_id", "--weights", str(weights))
    assert run(["match", "file", str(sheet), *clusters]) == Exit.OK
    assert run(["match", "explain", str(sheet), "c1", "c2", *clusters[2:]]) == Exit.OK
    assert run(["match", "tune", str(sheet), "--same", "6", *clusters[2:]]) == Exit.OK


def test_weights_that_are_wrong_are_told_with_their_place(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = sheet.with_name("weights.yaml")
    weights.write_text("weights: 1\nperson: {level: {}}\n", encoding="utf-8")
    out = str(sheet.with_name("clusters.csv"))
    code = run(["match", "file", str(sheet), "--out", out, "--map", "番号=record_id", "--weights", str(weights)])
    assert code == Exit.CONFIG
    assert "weights.yaml:2:10" in capsys.readouterr().err


def test_decisions_beside_the_file_count(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decided = sheet.with_name("decided.csv")
    decided.write_text("left,right,verdict\nc1,c2,same\np1,p3,different\n", encoding="utf-8")
    assert trained(sheet, "--decided", str(decided), "--lang", "en") == Exit.OK
    assert "1 pair that people decided" in capsys.readouterr().out


def test_the_store_is_learned_from_where_no_file_is_named(office: Office, types: Types) -> None:
    office.configure()
    office.list_customers("books", yamada())
    office.list_customers("sales", yamada())
    types("sync")
    assert types("part", "books/rows/C1", "sales/rows/C1").code == Exit.OK
    said = types("--lang", "en", "match", "train", "--out", "weights.yaml")
    assert said.code == Exit.OK, said.err
    assert "2 records" in said.out
    assert "1 pair that people decided" in said.out
    office.configure("matching: {evidence: true, weights: weights.yaml}\n")
    assert types("sync").code == Exit.OK


def test_a_file_is_needed_for_what_only_files_have(office: Office, types: Types) -> None:
    office.configure()
    said = types("--lang", "en", "match", "train", "--map", "a=b")
    assert (said.code, "--map and --decided are for a file" in said.err) == (Exit.ERROR, True)
