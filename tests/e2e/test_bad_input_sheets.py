"""A list that cannot be read as it is: one sentence with the file, the place and what to do, and nothing is deleted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.worlds import GOOD_ROWS, ROWS_MAPPING, Installation, csv_text, sheet_world, workbook

GOOD_NAMES = {"青空商店", "みどり商会"}
PARTIAL = 4
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


@pytest.fixture
def world(tmp_path: Path) -> Installation:
    """A hub that has read a good workbook."""
    made = sheet_world(tmp_path, "customers.xlsx")
    made.write("customers.xlsx", workbook(*GOOD_ROWS))
    made.sync()
    return made


def refusal(world: Installation) -> str:
    """Why the sheet is not read now; everything that was read before is still there."""
    before = world.golden()
    said = world.hub("sync")
    assert said.exit == PARTIAL
    assert world.golden() == before
    assert world.quarantined() == []
    [reason] = [line for line in said.out.splitlines() if "a person is needed" in line]
    return reason.strip()


def bomb() -> bytes:
    """A small workbook whose sheet unpacks to 30 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(*GOOD_ROWS))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.namelist():
            bad.writestr(part, b"0" * 30_000_000 if part == "xl/worksheets/sheet1.xml" else good.read(part))
    return out.getvalue()


def test_an_encrypted_workbook_asks_for_a_copy_without_password(world: Installation) -> None:
    world.write("customers.xlsx", ENCRYPTED)
    assert refusal(world) == (
        "- sheet/rows: a person is needed: customers.xlsx: is protected by a password; "
        "save a copy without one and point `path` at it"
    )


def test_a_zip_bomb_is_refused_and_its_part_named(world: Installation) -> None:
    world.write("customers.xlsx", bomb())
    assert "customers.xlsx: the part xl/worksheets/sheet1.xml unpacks to more than 200 times its size" in refusal(world)


def test_two_sheets_with_data_ask_which_one_is_meant(world: Installation) -> None:
    def add_a_sheet(book: Any) -> None:
        book.create_sheet("旧顧客").append(["コード"])
        book["旧顧客"].append(["X1"])

    world.write("customers.xlsx", workbook(*GOOD_ROWS, edit=add_a_sheet))
    assert "customers.xlsx: several sheets hold data (Sheet, 旧顧客); name one with `sheet`" in refusal(world)


def merge_the_header(book: Any) -> None:
    sheet = book.worksheets[0]
    sheet.insert_rows(1)
    sheet["A1"], sheet["D1"] = "基本", "詳細"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D1:F1")


def test_merged_header_cells_that_hide_the_key_are_told_with_all_headings(world: Installation) -> None:
    world.write("customers.xlsx", workbook(*GOOD_ROWS, edit=merge_the_header))
    assert "`key` names コード, but the headings are '基本/コード, 基本/会社名, 基本/電話, 詳細/設立" in refusal(world)


def test_a_sheet_that_has_none_of_the_mapped_headings_makes_no_nameless_customers(world: Installation) -> None:
    config = (world.folder / "config.yaml").read_text(encoding="utf-8")
    world.write("config.yaml", config.replace("コード", "基本/コード"))
    world.write("customers.xlsx", workbook(*GOOD_ROWS, edit=merge_the_header))
    assert "会社名, 備考, 設立, 電話 is gone there" in refusal(world)


def test_merged_header_cells_are_read_as_group_and_heading(tmp_path: Path) -> None:
    mapping = "mapping: 1\nconnector: excel\nstream: rows\nparts: {company: {fields: {name: 基本/会社名}}}\n"
    world = sheet_world(tmp_path, "customers.xlsx", mapping)
    world.write("config.yaml", (tmp_path / "config.yaml").read_text(encoding="utf-8").replace("コード", "基本/コード"))
    world.write("customers.xlsx", workbook(*GOOD_ROWS, edit=merge_the_header))
    world.sync()
    assert world.names() == GOOD_NAMES


def test_a_formula_that_was_never_calculated_is_told_with_its_cell(world: Installation) -> None:
    world.write("customers.xlsx", workbook(*GOOD_ROWS, ("C3", '="新"&"社"', "", "", "", "")))
    ledger = world.pulled()
    [waiting] = world.quarantined()
    assert (ledger.read, ledger.quarantined, waiting.external_id) == (3, 1, "C3")
    assert waiting.reason.startswith("customers.xlsx:Sheet: B4: the cell is a formula without a stored result; open")


def test_signs_of_one_maker_in_cp932_are_read(tmp_path: Path) -> None:
    world = sheet_world(tmp_path)
    world.write("customers.csv", csv_text(("C1", "㈱髙島①", "", "", "", "Ⅳ 﨑 ㎡ ～")).encode("cp932"))
    world.sync()
    assert world.golden() == [{"code": "C1", "name": "株式会社髙島①", "notes": "Ⅳ 﨑 ㎡ ～"}]


@pytest.mark.parametrize("line", ["C3,短い", "C3,長い,1,,,,余り,㈱髙", 'C3,"開いたまま,,,,'])
def test_a_ragged_row_is_kept_byte_for_byte_and_the_rest_goes_on(tmp_path: Path, line: str) -> None:
    world = sheet_world(tmp_path)
    raw = f"{line}\r\n".encode("cp932")
    world.write(
        "customers.csv", csv_text(GOOD_ROWS[0]).encode("cp932") + raw + csv_text(headings=GOOD_ROWS[1]).encode("cp932")
    )
    ledger = world.pulled()
    [waiting] = world.quarantined()
    assert (ledger.read, ledger.quarantined, world.names()) == (3, 1, GOOD_NAMES)
    assert waiting.payload == raw
    assert waiting.reason.startswith("customers.csv: line 3: ")


def test_a_ragged_row_deletes_nobody(tmp_path: Path) -> None:
    world = sheet_world(tmp_path)
    world.write("customers.csv", csv_text(*GOOD_ROWS))
    world.sync()
    world.write("customers.csv", csv_text(GOOD_ROWS[0]) + "C2,みどり商会\r\n")
    assert world.pulled().deleted == 0
    assert world.names() == GOOD_NAMES


RENAMED = ("コード", "会社名", "電話番号", "設立", "ランク", "備考")


def test_a_renamed_heading_is_told_by_the_run_that_reads_it_even_of_a_short_list(world: Installation) -> None:
    before = world.golden()
    world.write("customers.xlsx", workbook(*GOOD_ROWS, headings=RENAMED))
    said = world.hub("sync")
    assert said.exit == 0
    assert "sheet/rows: the mapping names 電話, which is not there. Is it 電話番号 now? It gets" in said.out
    assert "sheet/rows: new there: 電話番号 (map them if they are needed)" in said.out
    assert world.golden() == before


def test_a_plan_tells_of_a_renamed_heading_and_of_rows_that_cannot_be_read(world: Installation) -> None:
    bad = ("C3", "甲", "", "いつか", "", "")
    world.write("customers.xlsx", workbook(*GOOD_ROWS, bad, headings=RENAMED))
    said = world.hub("plan")
    assert "sheet/rows: the mapping names 電話, which is not there. Is it 電話番号 now?" in said.out
    assert "1 record can't be read and would stand in quarantine" in said.out
    assert world.quarantined() == []


def test_a_renamed_heading_is_told_in_japanese(world: Installation) -> None:
    world.write("customers.xlsx", workbook(*GOOD_ROWS, headings=RENAMED))
    said = world.hub("--lang", "ja", "sync")
    assert "sheet/rows: 対応表にある 電話 が相手にありません。電話番号 に変わりましたか。" in said.out


def test_check_compares_the_headings_with_the_mapping(world: Installation) -> None:
    assert world.hub("check", "--connect").exit == 0
    world.write("customers.xlsx", workbook(*GOOD_ROWS, headings=RENAMED))
    said = world.hub("check", "--connect")
    assert said.exit == PARTIAL
    assert "rows.yaml:9:21: excel.rows has no field '電話'; did you mean '電話番号'?" in said.out


def test_a_new_column_is_told_once_and_by_no_first_run(world: Installation) -> None:
    wide = (*RENAMED[:2], "電話", *RENAMED[3:], "担当")
    world.write("customers.xlsx", workbook(*((*row, "田中") for row in GOOD_ROWS), headings=wide))
    assert world.pulled().appeared == ["担当"]
    world.write("customers.xlsx", workbook(*((*row, "佐藤") for row in GOOD_ROWS), headings=wide))
    assert world.pulled().appeared == []


def test_a_heading_that_decides_whether_a_customer_is_there_stops_its_sheet_while_it_is_gone(tmp_path: Path) -> None:
    made = sheet_world(tmp_path, mapping=ROWS_MAPPING.replace("  company:\n", "  company:\n    requires: 会社名\n"))
    made.write("customers.csv", csv_text(*GOOD_ROWS))
    made.sync()
    made.write("customers.csv", csv_text(*GOOD_ROWS, headings=("コード", "社名", *RENAMED[2:])))
    said = made.hub("sync")
    assert said.exit == PARTIAL
    assert "a person is needed: 会社名 is gone there, which decides whether a customer is there" in said.out
    assert made.names() == GOOD_NAMES
    made.write("customers.csv", csv_text(*GOOD_ROWS, ("C3", "甲", "", "", "", "")))
    assert made.sync().state == "ok"
    assert made.names() == {*GOOD_NAMES, "甲"}


def test_a_list_that_is_mended_goes_on_where_it_was(world: Installation) -> None:
    world.write("customers.xlsx", ENCRYPTED)
    world.sync()
    world.write("customers.xlsx", workbook(*GOOD_ROWS, ("C3", "甲", "", "", "", "")))
    assert world.sync().state == "ok"
    assert world.names() == {*GOOD_NAMES, "甲"}
