"""`hub match explain` says in words and as a picture why two records are one customer or are not."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.cli.entry import run
from hub.cli.exits import Exit
from hub.cli.show.waterfall import Waterfall
from tests.unit.cli.test_match import SHEET

BITS = st.floats(-60, 60).map(lambda bits: round(bits, 2))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def explained(sheet: Path, *more: str) -> int:
    return run(["match", "explain", str(sheet), *more, "--map", "番号=record_id"])


def test_two_records_stand_side_by_side_with_their_bits(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(sheet, "c1", "c2", "--lang", "ja") == Exit.OK
    told = capsys.readouterr().out
    assert told.startswith("c1 と c2 は同じ顧客です。")
    assert re.search(r"会社名 +㈱大和電機 +大和電機株式会社 御中", told)
    assert re.search(r"電話が同じ +\+[\d.]+ +\+[\d.]+", told)


def test_a_program_gets_the_same_as_a_document(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained(sheet, "p1", "p2", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["together"]) == ("joined", True)
    counted = told["prior"] + sum(line["counted"] for line in told["evidence"])
    assert counted == pytest.approx(told["score"], abs=0.01)


def test_other_thresholds_may_part_the_two(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained(sheet, "c1", "c2", "--same", "company=500", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["same"]) == ("ask", 500)


def test_a_company_is_not_compared_with_a_person(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained(sheet, "c1", "p1", "--lang", "en")
    assert capsys.readouterr().out.startswith("c1 and p1 are a company and a person, which are not compared.")


@pytest.mark.parametrize("sides", [("c1", "c200"), ("c200", "c1")])
def test_an_id_that_is_not_there_is_one_line(
    sheet: Path, capsys: pytest.CaptureFixture[str], sides: tuple[str, str]
) -> None:
    sheet.write_text(SHEET.replace("c2,", "c2000,"), encoding="utf-8")
    assert explained(sheet, *sides, "--lang", "en") == Exit.ERROR
    assert capsys.readouterr().err == f"Not done: {sheet}:1:1: no record 'c200' in this file; did you mean 'c2000'?\n"


def test_one_record_twice_is_refused(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(sheet, "c1", "c1", "--lang", "en") == Exit.ERROR
    assert "named twice" in capsys.readouterr().err


def test_the_picture_holds_every_line_in_japanese(sheet: Path) -> None:
    picture = sheet.with_name("evidence.svg")
    explained(sheet, "c1", "c2", "--svg", str(picture), "--lang", "ja")
    texts = [element.text for element in ElementTree.fromstring(picture.read_text("utf-8")).iter() if element.text]
    assert {"c1 × c2", "偶然の組が同じである見込み", "名前が同じ", "電話が同じ", "合計"} <= set(texts)


@given(st.lists(BITS, max_size=12), st.text(max_size=20))
def test_any_picture_is_xml_whose_bars_stay_within_it(steps: list[float], words: str) -> None:
    total = sum(steps)
    picture = Waterfall(words, words, [(words, bits) for bits in steps], (words, total), (("ask", 1.5), ("same", 4.8)))
    root = ElementTree.fromstring(picture.svg())
    bars = [element for element in root if element.tag.endswith("rect")]
    assert len(bars) == len(steps) + 1
    ends = [(float(bar.attrib["x"]), float(bar.attrib["x"]) + float(bar.attrib["width"])) for bar in bars]
    assert all(420 <= left <= right <= 820.5 for left, right in ends)
    assert max(float(bar.attrib["y"]) for bar in bars) + 18 <= float(root.attrib["height"])


@given(st.lists(BITS, min_size=1, max_size=12))
def test_each_bar_begins_where_the_one_before_it_ends(steps: list[float]) -> None:
    picture = Waterfall("", "", [("", bits) for bits in steps], ("", sum(steps)), (("ask", 1.5), ("same", 4.8)))
    bars = [element.attrib for element in ElementTree.fromstring(picture.svg()) if element.tag.endswith("rect")]
    ends = [{float(bar["x"]), float(bar["x"]) + float(bar["width"])} for bar in bars[:-1]]
    assert all(min(abs(a - b) for a in one for b in other) <= 1.2 for one, other in itertools.pairwise(ends))


CHAINS = """番号,person_name,email,mobile
x,高橋 美咲,,090-1234-5678
y,高橋 美咲,misaki.takahashi@yamato-denki.co.jp,090-1234-5678
z,TAKAHASHI Misaki,misaki.takahashi@yamato-denki.co.jp,
f,佐藤 一郎,sato@plala.or.jp,090-1111-2222
u,佐藤,sato@plala.or.jp,090-1111-2222
s,佐藤 健太,sato@plala.or.jp,090-1111-2222
n,鈴木 花子,,
"""


@pytest.fixture
def chains(tmp_path: Path) -> Path:
    path = tmp_path / "chains.csv"
    path.write_text(CHAINS, encoding="utf-8")
    return path


def test_a_chain_is_shown_with_its_weakest_link(chains: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained(chains, "x", "z", "--same", "2.9", "--lang", "en")
    told = capsys.readouterr().out
    assert told.startswith("x and z are the same customer by way of other records.")
    assert re.search(r"x – y .*← the weakest\n +y – z [^←]*\n", told)


def test_a_broken_chain_is_shown_with_the_wall(chains: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained(chains, "u", "s", "--lang", "ja")
    told = capsys.readouterr().out
    assert told.startswith("u と s は同じ顧客とするに足りますが")
    assert re.search(r"u – s .*← 切った", told)
    assert re.search(r"間にある壁\n +- f – s  -[\d.]+  \(名が違う", told)


def test_strangers_are_told_that_they_are_not_compared(chains: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained(chains, "n", "x", "--lang", "en")
    told = capsys.readouterr().out
    assert "share no key" in told
    assert "chain" not in told
