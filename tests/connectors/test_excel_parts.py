"""Workbooks as other programs write them: made part by part, because openpyxl writes one dialect only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.excel import CONNECTOR, ExcelConnector
from connectors.excel.settings import ExcelSettings
from connectors.excel.xmltext import FORBIDDEN, cut, escape, plain
from hub.sdk.connector import Context
from hub.sdk.records import Change

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = {"worksheet": "worksheets/s.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
STRINGS = (
    "<si><t>顧客コード</t></si><si><t>企業名</t></si>"
    '<si><r><rPr><b/></rPr><t>髙島</t></r><r><t xml:space="preserve"> 屋</t></r>'
    '<rPh sb="0" eb="2"><t>タカシマ</t></rPh><phoneticPr fontId="1"/></si>'
)
FIRST = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def workbook(folder: Path, rows: str, prefix: str = "", after: str = "", book: str = "") -> Path:
    path = folder / "c.xlsx"
    p = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    related = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for kind, target in KINDS.items()
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}<sheets>'
        '<sheet name="顧客" sheetId="1" r:id="worksheet"/></sheets><calcPr calcId="1"/></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="31"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{STRINGS}</sst>',
        "xl/worksheets/s.xml": f'<{p}worksheet {space}="{MAIN}">'
        f"<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>",
        "xl/calcChain.xml": "<calcChain/>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, HEAD + text)
    return path


def connector(path: Path) -> ExcelConnector:
    return CONNECTOR(ExcelSettings(path=str(path), header_row=1), Context(connection="sheet"))


def names(path: Path) -> list[str]:
    [page] = connector(path).pull("rows", None)
    return [msgspec.json.decode(record.payload)["企業名"] for record in page.records]


def sheet(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/s.xml").decode()


def push(path: Path, change: Change) -> str:
    [result] = connector(path).push("rows", [change])
    return result.message or result.outcome


def row(cell: str) -> str:
    return f'{FIRST}<row r="2"><c r="A2"><v>1</v></c>{cell}</row>'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2" t="s"><v>2</v></c>', "髙島 屋"),
        ('<c r="B2" t="inlineStr"><is><t>A&amp;B &#x9AD9; _x000D_ _x005F_x000D_</t></is></c>', "A&B 髙 \r _x000D_"),
        ('<c t="str" r="B2"><f>A2</f><v>式の値</v></c>', "式の値"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', ""),
        ('<c s="1" r="B2"><v>45413</v></c>', "2024-05-01"),
        ('<c r="B2" s="1"><v>45413</v></c>', "2024-05-01"),
        ("<c r='B2' s='1'><v>45413</v></c>", "2024-05-01"),
        ('<c r="B2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B2" t="d"><v>2024-05-01T00:00:00</v></c>', "2024-05-01"),
        ('<c r="B2" s="99"><v>5</v></c>', "5"),
        ('<c><f a="b>c">1</f><v>5</v></c>', "5"),
        ('<c r="B2"/>', ""),
        ("", ""),
    ],
)
def test_a_cell_of_any_kind_is_read(tmp_path: Path, cell: str, text: str) -> None:
    assert names(workbook(tmp_path, row(cell))) == [text]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<c r="B2"><f>A2</f></c>', "B2: the cell is a formula without a stored result"),
        ('<c r="B2"><f>A2</f><v/></c>', "B2: the cell is a formula without a stored result"),
        ('<c r="B2" t="e"><f>A2</f><v>#REF!</v></c>', "B2: the cell shows the error #REF!"),
        ('<c r="B2" t="s"><v>99</v></c>', "B2: the cell points to a text that the workbook does not hold"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(tmp_path: Path, cell: str, reason: str) -> None:
    [page] = connector(workbook(tmp_path, row(cell))).pull("rows", None)
    assert reason in page.bad[0].reason


def test_cells_and_rows_without_references_stand_in_order(tmp_path: Path) -> None:
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>1</v></c><c><v>5</v></c></row>'
    assert names(workbook(tmp_path, rows)) == ["5"]


def test_a_namespace_prefix_is_no_obstacle(tmp_path: Path) -> None:
    rows = row('<c r="B2"><v>5</v></c>').replace("</", "</x:").replace("<r", "<x:r").replace("<c", "<x:c")
    assert names(workbook(tmp_path, rows.replace("<v", "<x:v"), prefix="x")) == ["5"]


def test_a_prefixed_sheet_is_written_with_its_prefix(tmp_path: Path) -> None:
    rows = row('<c r="B2"><v>5</v></c>').replace("</", "</x:").replace("<r", "<x:r").replace("<c", "<x:c")
    path = workbook(tmp_path, rows.replace("<v", "<x:v"), prefix="x")
    push(path, Change("k1", "update", "1", {"企業名": "新"}))
    assert names(path) == ["新"]


def test_rows_of_a_drawing_are_no_rows_of_the_sheet(tmp_path: Path) -> None:
    after = '<controls xmlns:xdr="x"><xdr:row>3</xdr:row><row r="9"/></controls>'
    assert names(workbook(tmp_path, row('<c r="B2"><v>5</v></c>'), after=after)) == ["5"]


def test_a_sheet_that_counts_from_1904_is_read_so(tmp_path: Path) -> None:
    path = workbook(tmp_path, row('<c r="B2" s="1"><v>43951</v></c>'), book='<workbookPr date1904="1"/>')
    assert names(path) == ["2024-05-01"]


def test_a_cell_that_is_not_there_yet_is_put_in_its_place(tmp_path: Path) -> None:
    path = workbook(tmp_path, f'{FIRST}<row r="2" spans="1:1"><c r="A2"><v>1</v></c><c r="C2"><v>7</v></c></row>')
    push(path, Change("k1", "update", "1", {"企業名": "新"}))
    text = '<c r="B2" t="inlineStr"><is><t xml:space="preserve">新</t></is></c>'
    assert f'<row r="2"><c r="A2"><v>1</v></c>{text}<c r="C2"><v>7</v></c></row>' in sheet(path)


def test_a_new_row_does_not_inherit_that_the_last_one_is_hidden(tmp_path: Path) -> None:
    path = workbook(tmp_path, f'{FIRST}<row r="2" hidden="1" ht="20"><c r="A2"><v>1</v></c></row>')
    push(path, Change("k1", "create", payload={"顧客コード": "2"}))
    assert '<row r="3" ht="20"><c r="A3"><v>2</v></c></row></sheetData>' in sheet(path)


def test_a_self_closed_blank_row_can_take_a_new_record(tmp_path: Path) -> None:
    path = workbook(tmp_path, row("") + '<row r="3" ht="20"/><row r="5"/>')
    push(path, Change("k1", "create", payload={"顧客コード": "2"}))
    assert '<row r="3" ht="20"><c r="A3"><v>2</v></c></row><row r="5"/>' in sheet(path)


def test_a_new_row_goes_between_rows_that_are_there(tmp_path: Path) -> None:
    path = workbook(tmp_path, row("") + '<row r="5" ht="9"/>')
    push(path, Change("k1", "create", payload={"顧客コード": "2"}))
    assert '<row r="3"><c r="A3"><v>2</v></c></row><row r="5" ht="9"/>' in sheet(path)


def test_a_workbook_with_formulas_is_calculated_when_it_is_opened(tmp_path: Path) -> None:
    path = workbook(tmp_path, row(""))
    push(path, Change("k1", "update", "1", {"企業名": "新"}))
    with zipfile.ZipFile(path) as archive:
        assert b'<calcPr fullCalcOnLoad="1" calcId="1"/>' in archive.read("xl/workbook.xml")


def test_a_formula_with_a_result_is_not_overwritten(tmp_path: Path) -> None:
    path = workbook(tmp_path, row('<c r="B2" t="str"><f>A2</f><v>x</v></c>'))
    assert "is a formula, which the hub never overwrites" in push(path, Change("k1", "update", "1", {"企業名": "新"}))


pieces = st.lists(
    st.sampled_from([b"<row>", b"</row>", b"<row/>", b"<rows>", b"</end>", b"x", b"<", b">"]), max_size=30
)


@given(pieces, st.integers(1, 7))
def test_the_pieces_of_a_cut_joined_are_the_part(parts: list[bytes], size: int) -> None:
    whole = io.BytesIO(b"".join(parts))
    assert b"".join(piece for _, piece in cut(lambda _: whole.read(size), b"row", b"</end>")) == b"".join(parts)


@given(st.text().filter(lambda text: not FORBIDDEN.search(text)))
def test_escaped_text_stands_for_itself(text: str) -> None:
    assert plain(escape(text)) == text
