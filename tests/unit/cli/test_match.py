"""`hub match file` clusters a sheet without a configuration, says what it did, and explains each pair to review."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hub.cli.entry import run
from hub.cli.exits import Exit
from hub.cli.words import CATALOGUE
from hub.matching.definition import DEFINITIONS

SHEET = """番号,company_name,person_name,email,phone,address
c1,㈱大和電機,,,03-3333-1111,東京都千代田区神田錦町3-23-15
c2,大和電機株式会社 御中,,,０３（３３３３）１１１１,千代田区神田錦町三丁目23番15号
c3,,,,,
p1,大和電機㈱,高橋 美咲,misaki.takahashi@yamato-denki.co.jp,,
p2,,TAKAHASHI Misaki,misaki.takahashi@yamato-denki.co.jp,,
p3,,高橋 美咲,,,
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def matched(sheet: Path, *more: str) -> int:
    out, review = sheet.with_name("clusters.csv"), sheet.with_name("review.csv")
    return run(
        ["match", "file", str(sheet), "--out", str(out), "--review", str(review), "--map", "番号=record_id", *more]
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_record_is_in_one_cluster_that_is_called_after_its_first(sheet: Path) -> None:
    assert matched(sheet) == Exit.OK
    placed = {row["record_id"]: row["cluster_id"] for row in rows(sheet.with_name("clusters.csv"))}
    assert placed == {"c1": "c1", "c2": "c1", "c3": "c3", "p1": "p1", "p2": "p1", "p3": placed["p3"]}


def test_what_was_done_is_told_in_japanese_and_english(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matched(sheet, "--lang", "ja")
    assert "6 件の記録を" in capsys.readouterr().out
    matched(sheet, "--lang", "en")
    assert "6 records are" in capsys.readouterr().out


def test_a_program_gets_one_document(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matched(sheet, "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["records"], told["records"] - told["clusters"]) == (6, told["joins"])
    assert {"asked_records", "asked_pairs", "seconds", "out", "review"} <= told.keys()


def test_a_pair_to_review_comes_with_its_evidence_in_words(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "番号,company_name,phone,address\na,鈴木商店,03-3333-1111,東京都港区芝5-2-13\nb,鈴木商店,03-5534-6480,東京都港区芝浦1-1-1\n",
        encoding="utf-8",
    )
    matched(sheet, "--lang", "en")
    (row,) = rows(sheet.with_name("review.csv"))
    assert (row["left"], row["right"], row["verdict"]) == ("a", "b", "ask")
    assert row["evidence"].startswith("same name +")
    assert "different telephones -" in row["evidence"]


def test_a_pair_that_only_a_wall_keeps_apart_is_told_and_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.csv"
    said = "090-1111-2222,03-3333-1111,東京都港区芝5-2-13,佐藤商店,営業部"
    heading = "番号,person_name,mobile,phone,address,company_name,department"
    sheet.write_text(f"{heading}\na,佐藤 一郎,{said}\nb,佐藤 二郎,{said}\n", encoding="utf-8")
    matched(sheet, "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["joins"], told["asked_pairs"], told["asked_records"], told["walled_pairs"]) == (0, 0, 0, 1)
    (row,) = rows(sheet.with_name("review.csv"))
    assert (row["left"], row["right"], row["verdict"]) == ("a", "b", "wall")


def test_bad_input_is_one_line_with_its_place(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.write_text(SHEET + "c1,x,,,,\n", encoding="utf-8")
    assert matched(sheet, "--lang", "en") == Exit.ERROR
    told = capsys.readouterr().err
    assert told == f"Not done: {sheet}:8:1: record_id 'c1' stands in line 2 already; each record needs its own\n"


@pytest.mark.parametrize("text", ["会社名", "=company_name", "会社名="])
def test_a_mapping_without_both_names_is_refused(sheet: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert matched(sheet, "--map", text, "--lang", "en") == Exit.ERROR
    assert f"--map '{text}' can't be read" in capsys.readouterr().err


def test_every_level_of_evidence_has_its_words() -> None:
    factors = [factor for definition in DEFINITIONS.values() for factor in definition.plain_factors()]
    keys = {f"evidence.{level.words}" for factor in factors for level in factor.levels}
    assert keys == {key for key in CATALOGUE if key.startswith("evidence.")}


def test_a_threshold_may_hold_for_one_type_of_records_only(sheet: Path) -> None:
    assert matched(sheet, "--same", "company=500", "--ask", "person=1") == Exit.OK
    placed = {row["record_id"]: row["cluster_id"] for row in rows(sheet.with_name("clusters.csv"))}
    assert (placed["c2"], placed["p2"]) == ("c2", "p1")
    matched(sheet, "--same", "500")
    assert all(row["record_id"] == row["cluster_id"] for row in rows(sheet.with_name("clusters.csv")))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("company=much", "The threshold 'company=much' can't be read"),
        ("site=4", "type of records 'site' is not known; known: company, person"),
        ("person=1", "person: --ask 1.6 must be a number that is not above --same 1"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused(
    sheet: Path, capsys: pytest.CaptureFixture[str], typed: str, told: str
) -> None:
    assert matched(sheet, "--same", typed, "--lang", "en") == Exit.ERROR
    assert told in capsys.readouterr().err
    assert not sheet.with_name("clusters.csv").exists()
