"""`hub init` of a workbook with several sheets: each that holds a list becomes a stream with a mapping of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from hub.config import load_config
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office

__all__ = ["office", "types"]

CUSTOMERS = [
    ["取引先コード", "会社名", "電話番号"],
    ["C1", "株式会社山田商事", "03-1234-5678"],
    ["C2", "佐藤工業㈱", ""],
]
MEMBERS = [["会員番号", "氏名", "メール"], ["0001", "鈴木 花子", "hanako@example.jp"], ["0002", "田中 一郎", ""]]
GUIDE = [["このブックの使い方"], ["一、毎月末に更新してください。"], ["二、行を消さないでください。"]]
CHOICES = [["業種", "地域"], ["卸売", "関東"], ["小売", "関西"]]


@pytest.fixture
def folder(office: Office) -> Path:
    """A folder without a configuration yet."""
    for name in ("config.yaml", "rows.yaml"):
        (office.folder / name).unlink()
    return office.folder


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]], hidden: Sequence[str] = ()) -> Path:
    """A workbook with these sheets."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    workbook.save(path)
    workbook.close()
    return path


def connection(folder: Path) -> Any:
    """The only connection of the configuration that was written."""
    [found] = load_config(folder / "config.yaml").settings.connections.values()
    return found


def test_every_sheet_that_holds_a_list_becomes_a_stream_with_a_mapping_of_its_own(folder: Path, types: Types) -> None:
    source = book(folder / "台帳.xlsx", {"取引先": CUSTOMERS, "会員 名簿": MEMBERS})
    document = types("init", source.name, "--json").document
    assert [(one["sheet"], one["used"], one["good"]) for one in document["sheets"]] == [
        ("取引先", 3, 2),
        ("会員 名簿", 3, 2),
    ]
    assert [Path(one["mapping"]).name for one in document["sheets"]] == [
        "excel.台帳.取引先.yaml",
        "excel.台帳.会員_名簿.yaml",
    ]
    assert connection(folder).settings["sheet"] == ["取引先", "会員 名簿"]
    assert list(connection(folder).streams) == ["取引先", "会員_名簿"]
    assert types("check", "--connect").code == 0
    golden = types("sync", "--json").document["golden"]
    assert (golden["company"], golden["person"]) == (2, 2)


def test_each_sheet_gets_the_key_that_tells_its_rows(folder: Path, types: Types) -> None:
    cards = [["取引先コード", "会社名", "担当者名"], ["C1", "山田商事", "山田 太郎"], ["C1", "山田商事", "佐藤 花子"]]
    source = book(folder / "台帳.xlsx", {"取引先": CUSTOMERS, "担当者": cards})
    document = types("init", source.name, "--json").document
    assert [one["good"] for one in document["sheets"]] == [2, 2]
    assert connection(folder).settings["key"] == {"担当者": ["取引先コード", "担当者名"]}
    assert types("check", "--connect").code == 0


def test_each_sheet_has_its_own_row_of_headings(folder: Path, types: Types) -> None:
    upper = ["得意先コード", "企業名", "業種", "住所", "備考", "担当者", "", "連絡先", ""]
    lower = ["", "", "", "", "", "氏名", "フリガナ", "電話番号", "FAX"]
    row = ["1", "山田商事", "卸売", "東京都千代田区丸の内1-1", "", "山田 太郎", "ヤマダ タロウ", "03-1234-5678", ""]
    two_rows = [["顧客一覧"], upper, lower, row]
    source = book(folder / "台帳.xlsx", {"得意先": two_rows, "取引先": CUSTOMERS})
    workbook = load_workbook(source)
    for cells in ("F2:G2", "H2:I2"):
        workbook["得意先"].merge_cells(cells)
    workbook.save(source)
    document = types("init", source.name, "--json").document
    assert [one["good"] for one in document["sheets"]] == [1, 2]
    assert connection(folder).settings["header_row"] == {"得意先": "3"}
    assert types("check", "--connect").code == 0
    assert types("sync", "--json").document["golden"]["person"] == 1


def test_sheets_without_a_list_are_left_out_and_told_with_the_reason(folder: Path, types: Types) -> None:
    sheets = {"使い方": GUIDE, "取引先": CUSTOMERS, "会員": MEMBERS, "選択肢": CHOICES, "旧": MEMBERS}
    source = book(folder / "台帳.xlsx", sheets, hidden=["旧"])
    said = types("--lang", "ja", "init", source.name)
    told = " ".join(said.out.split())
    assert connection(folder).settings["sheet"] == ["取引先", "会員"]
    assert "提案に入れていません: 台帳.xlsx:選択肢: 行の目印になる見出しがありません" in told
    assert "台帳.xlsx:使い方" in told
    assert "旧" not in told
    assert types("check").code == 0


def test_what_to_do_with_a_sheet_that_is_not_meant_is_told(folder: Path, types: Types) -> None:
    source = book(folder / "台帳.xlsx", {"会員": MEMBERS, "旧会員": MEMBERS})
    told = "".join(types("--lang", "ja", "init", source.name).out.split())
    assert "台帳.xlsxの2枚のシート（会員、旧会員）を提案しました" in told


def test_of_a_book_with_one_list_that_sheet_is_named(folder: Path, types: Types) -> None:
    source = book(folder / "台帳.xlsx", {"使い方": GUIDE, "会員": MEMBERS})
    types("init", source.name)
    assert (connection(folder).settings["sheet"], list(connection(folder).streams)) == ("会員", ["rows"])
    assert types("sync", "--json").document["golden"]["person"] == 2


def test_one_sheet_can_be_chosen(folder: Path, types: Types) -> None:
    source = book(folder / "台帳.xlsx", {"取引先": CUSTOMERS, "会員": MEMBERS})
    assert types("init", source.name, "--sheet", "会員").code == 0
    assert connection(folder).settings["sheet"] == "会員"
    assert types("sync", "--json").document["golden"] == {"person": 2}


def test_a_book_without_any_list_says_why_of_each_sheet(folder: Path, types: Types) -> None:
    source = book(folder / "台帳.xlsx", {"選択肢": CHOICES, "選択肢2": CHOICES})
    said = types("--lang", "ja", "init", source.name)
    assert said.code == 1
    assert "台帳.xlsx:選択肢: 行の目印になる見出しがありません" in said.err
    assert "台帳.xlsx:選択肢2" in said.err
    assert not (folder / "config.yaml").exists()
