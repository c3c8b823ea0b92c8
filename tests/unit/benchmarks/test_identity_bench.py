"""The peers get tidied records, and the best of their thresholds."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from benchmarks.identity.bench import Data, Line, ours, peer
from benchmarks.identity.columns import COLUMNS
from benchmarks.identity.febrl import _entity, _record
from benchmarks.identity.peers.goldenmatch_run import _cut
from benchmarks.identity.peers.process import run
from benchmarks.identity.peers.tidy import TIDY_COLUMNS, tidied
from benchmarks.identity.score import score


def tidy_of(**said: str) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "") | said
    return {name: value for name, value in zip(TIDY_COLUMNS, tidied(row), strict=True) if value}


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        (
            "company_name",
            ("株式会社 山田商事", "㈱山田商事", "山田商事（株）", "山田商事 御中"),
            {"company": "山田商事"},
        ),
        ("company_kana", ("ｶ)ﾔﾏﾀﾞ", "ヤマダ", "やまだ", "ﾔﾏﾀﾞ(ｶ"), {"company_kana": "ヤマダ"}),
        ("person_name", ("山田　太郎", "山田太郎様", "山田 太郎 さん"), {"person": "山田太郎"}),
        (
            "phone",
            ("03-1234-5678", "+81 3 1234 5678", "０３（１２３４）５６７８", "312345678"),
            {"phone": "0312345678"},
        ),
        ("address", ("東京都港区芝一丁目２番３号", "港区芝1-2-3", "港区芝１丁目２ー３"), {"address": "港区芝1-2-3"}),
        ("invoice_registration_number", ("T7000012050002", "7000012050002"), {"number": "7000012050002"}),
        ("birthday", ("1985/4/3", "1985-04-03", "1985年4月3日"), {"birthday": "1985-04-03"}),
        (
            "email",
            ("ＩＮＦＯ@yamada.co.jp", "info@yamada.co.jp "),
            {"email": "info@yamada.co.jp", "domain": "yamada.co.jp"},
        ),
        ("person_name", ("担当者様", "不明", "テスト太郎"), {}),
        ("phone", ("000-0000-0000", "なし"), {}),
    ],
)
def test_spellings_of_one_fact_are_one_for_the_peers(
    column: str, values: tuple[str, ...], expected: dict[str, str]
) -> None:
    assert [tidy_of(**{column: value}) for value in values] == [expected] * len(values)


def test_pairs_are_joined_from_the_threshold_on() -> None:
    pairs = [(0, 1, 0.9), (1, 2, 0.7), (3, 4, 0.5)]
    assert [len(set(_cut(pairs, threshold, 5))) for threshold in (0.5, 0.7, 0.8, 0.95)] == [2, 3, 4, 5]


def test_a_process_that_fails_has_no_figures_but_a_log(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    assert run([sys.executable, "-c", "raise SystemExit('no')"], log) is None
    assert log.read_text().strip() == "no"
    used = run([sys.executable, "-c", "x = bytearray(64 << 20)"], log)
    assert used is not None
    assert used.peak_mb > 64


def write(path: Path, *rows: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture
def data(tmp_path: Path) -> Data:
    found = Data("two companies, two people", tmp_path)
    kinds = {"a": "company", "b": "company", "c": "person", "d": "person"}
    write(found.records, ("record_id", "entity_type"), *kinds.items())
    write(found.truth, ("record_id", "entity_id"), ("a", "1"), ("b", "1"), ("c", "2"), ("d", "3"))
    return found


# Stands where the interpreter of a peer's environment stands, and answers as its runner would.
INTERPRETER = """#!{python}
import json, pathlib, sys
folder = pathlib.Path(sys.argv[-1])
said = {{"company.0": "ax bx", "company.5": "ax by", "person.0": "cx dx", "person.5": "cv dw"}}
for name, places in said.items():
    rows = [f"{{place[0]}},{{place[1]}}" for place in places.split()]
    (folder / f"{{name}}.csv").write_text("\\n".join(["record_id,cluster_id", *rows]))
laps = {{f"company cluster {{one}}": {{"cpu_s": 100.0, "wall_s": 200.0}} for one in (0, 5)}}
(folder / "used.json").write_text(json.dumps({{"laps": laps, "versions": {{"splink": "5"}}}}))
"""


def test_a_peer_is_told_at_its_best_threshold_and_not_charged_for_the_others(data: Data, tmp_path: Path) -> None:
    interpreter = tmp_path / "python"
    interpreter.write_text(INTERPRETER.format(python=sys.executable))
    interpreter.chmod(0o755)
    folder = tmp_path / "splink"
    folder.mkdir()
    line = peer("splink", interpreter, data, folder)
    assert isinstance(line, Line)
    assert line.note.endswith("company 0, person 5")
    assert line.scores["all"].f1 == 1
    assert (line.used.cpu_s < -90, line.used.wall_s < -190) == (True, True)
    assert str(line).startswith("| two companies, two people | splink 5 | 1.0000 / 1.0000 / 1.0000 |")


def test_a_peer_without_its_environment_is_left_out_with_a_word(data: Data, tmp_path: Path) -> None:
    line = peer("splink", tmp_path / "nowhere", data, tmp_path)
    assert line == "splink: left out, `make bench-match` makes its environment"


def test_the_hub_is_left_out_with_a_word_as_long_as_it_has_no_such_command(data: Data, tmp_path: Path) -> None:
    line = ours([sys.executable, "-c", "raise SystemExit(2)"], data, tmp_path)
    assert line == "hub: left out, there is no `hub match file` yet"


HUB = """
import pathlib, sys
if "--out" in sys.argv:
    out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
    out.write_text("record_id,cluster_id\\na,1\\nb,2\\nc,3\\nd,4\\n")
    pathlib.Path(sys.argv[sys.argv.index("--review") + 1]).write_text("left,right,score\\na,b,0.4\\n")
"""


def test_the_hub_is_told_with_what_it_asks(data: Data, tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    line = ours([sys.executable, "-c", HUB], data, folder)
    assert isinstance(line, Line)
    assert "asked 50.0%, recall then 1.0000" in str(line)
    assert line.scores["company"].recall == 0


def test_nothing_joined_and_nothing_to_join_is_a_perfect_score() -> None:
    empty = score([("x", "1"), ("y", "2")])
    assert (empty.precision, empty.recall, empty.f1, empty.largest_wrong_cluster) == (1, 1, 1, 0)


def test_a_record_of_febrl_keeps_its_facts_and_loses_what_tells_the_truth() -> None:
    said = {"given_name": "mitchell", "surname": "green", "street_number": "7", "address_1": "wallaby place"}
    said |= {"address_2": "", "suburb": "cleveland", "state": "sa", "postcode": "2119", "date_of_birth": "19560409"}
    record, number = _record("febrl3", said | {"soc_sec_id": "1804974"})
    assert (record.person_name, record.address) == ("green, mitchell", "7 wallaby place cleveland sa")
    assert (number, record.birthday, record.postal_code) == ("1804974", "1956-04-09", "2119")
    nameless = said | {"soc_sec_id": None, "surname": None, "date_of_birth": float("nan")}
    missing, number = _record("febrl3", nameless)
    assert (missing.person_name, missing.birthday, number) == ("mitchell", "", "")
    assert {_entity("rec-12-org"), _entity("rec-12-dup-3")} == {"rec-12"}
