"""Old .xls workbooks, built record by record (BIFF8 in a compound file), because no library at hand writes them."""

from __future__ import annotations

import contextlib
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.excel import CONNECTOR, ExcelConnector, xls_child
from connectors.excel.settings import ExcelSettings
from hub.sdk.connector import Context
from hub.sdk.errors import ConnectorError, PersonNeededError
from hub.sdk.records import Change

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
DATE_STYLE = 1


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(value: str, width: str) -> bytes:
    return struct.pack(width, len(value)) + b"\1" + value.encode("utf-16-le")


def cell(row: int, column: int, value: object) -> bytes:
    at = struct.pack("<HH", row, column)
    if isinstance(value, bool):
        return record(0x205, at + struct.pack("<HBB", 0, value, 0))
    if isinstance(value, str):
        return record(0x204, at + struct.pack("<H", 0) + text(value, "<H"))
    if isinstance(value, tuple):
        return record(0x203, at + struct.pack("<Hd", DATE_STYLE, value[0]))
    return record(0x203, at + struct.pack("<Hd", 0, value))


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    formats = record(0xE0, struct.pack("<HHH14x", 0, 0, 0)) + record(0xE0, struct.pack("<HHH14x", 0, 14, 0))
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + formats
    bodies = [
        record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
        + b"".join(cell(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row) if v is not None)
        + record(0x0A, b"")
        for rows in sheets.values()
    ]
    entries = [record(0x85, struct.pack("<IH", 0, 0) + text(name, "<B")) for name in sheets]
    offset = len(start) + sum(map(len, entries)) + 4
    for name, body in zip(sheets, bodies, strict=True):
        start += record(0x85, struct.pack("<IH", offset, 0) + text(name, "<B"))
        offset += len(body)
    return start + record(0x0A, b"") + b"".join(bodies)


def directory_entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, FREE, child)
    return entry + b"\0" * 36 + struct.pack("<IQ", first, size)


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    fat = [FAT, END, *range(3, sectors + 2), END]
    header = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    directory = directory_entry("Root Entry", 5, END, 0, child=1) + directory_entry(name, 2, 2, len(stream))
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    return header + table + directory.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


HEADINGS = ["顧客コード", "企業名", "契約日", "金額", "会員"]
ROWS: list[list[Any]] = [
    HEADINGS,
    ["1", "㈱髙島①", (45413.0,), 1200.5, True],
    [None],
    ["2", "B", (45413.5,), 7.0, False],
]


def made(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    path = folder / "c.xls"
    path.write_bytes(compound(workbook(sheets)))
    return path


def connector(path: Path) -> ExcelConnector:
    return CONNECTOR(ExcelSettings(path=str(path)), Context(connection="sheet"))


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    [page] = connector(made(tmp_path, {"顧客": ROWS})).pull("rows", None)
    assert [list(msgspec.json.decode(record.payload).values()) for record in page.records] == [
        ["1", "㈱髙島①", "2024-05-01", "1200.5", "TRUE"],
        ["2", "B", "2024-05-01T12:00:00", "7", "FALSE"],
    ]


def test_two_sheets_of_an_old_workbook_ask_for_one(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match=r"c\.xls: several sheets hold data \(顧客, 休眠\)"):
        list(connector(made(tmp_path, {"顧客": ROWS, "休眠": ROWS, "空": []})).pull("rows", None))


def test_an_old_workbook_offers_no_writes(tmp_path: Path) -> None:
    assert not connector(made(tmp_path, {"顧客": ROWS})).streams()["rows"].writable


def test_an_old_workbook_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(PersonNeededError, match=r"an \.xls file can only be read; save it as \.xlsx"):
        list(connector(made(tmp_path, {"顧客": ROWS})).push("rows", [Change("k", "update", "1", {"企業名": "C"})]))


def test_an_old_workbook_with_a_password_asks_for_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "c.xls"
    book = workbook({"顧客": ROWS})
    first = 4 + struct.unpack_from("<H", book, 2)[0]
    path.write_bytes(compound(book[:first] + record(0x2F, b"\1\0" + b"\0" * 52) + book[first:]))
    with pytest.raises(PersonNeededError, match="is protected by a password"):
        list(connector(path).pull("rows", None))


def test_damaged_bytes_of_an_old_workbook_give_a_clear_error(tmp_path: Path) -> None:
    data = compound(workbook({"顧客": ROWS}))
    for at in range(0, len(data), 389):
        path = tmp_path / "c.xls"
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        with contextlib.suppress(ConnectorError):
            list(connector(path).pull("rows", None))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_temporary_folder_without_room_is_told_from_a_damaged_workbook(tmp_path: Path) -> None:
    path = made(tmp_path, {"顧客": [["コード"], ["C1"]]})
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-P", xls_child.__file__, str(path)], stdout=full, check=False)
    assert done.returncode == xls_child.NO_ROOM
