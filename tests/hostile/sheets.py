"""Spoilt lists: CSV as text, .xlsx as a zip of parts, .xls as records; each is read as a pull would, and lands."""

from __future__ import annotations

import io
import os
import re
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from connectors.excel import CONNECTOR
from connectors.excel.settings import ExcelSettings
from hub.sdk.connector import Context
from tests.connectors import test_excel_xls as xls
from tests.e2e.worlds import GOOD_ROWS, HEADINGS, LONG_AGO, csv_text, workbook
from tests.hostile.house import house
from tests.hostile.kinds import Outcome
from tests.hostile.spoiling import BYTES, LINES, Way, inserting, splicing

LIST = (*GOOD_ROWS, ("C3", "㈱髙山", "０３−３２１０−０００３", "2020/13/45", "Z", "改\n行"))
CSV_TOKENS = (
    *(
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"\r",
        b"\n",
        b"\r\n",
        b"\0",
        b"\x1a",
        b"=1+1",
        b"@x",
        b"+81",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x81",
    ),
    *(
        b'"' + b"x" * 100_000,
        b"," * 3000,
        b"\n" * 3000,
        b'"\n' * 3000,
        "コード".encode("cp932"),
        "会社名,電話".encode(),
        b"\xe3\x80",
        b"\\",
        b"'",
    ),
)
XML_TOKENS = (
    *(
        b"<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>",
        b"&b;",
        b"&#0;",
        b"&#x110000;",
        b"&#xD800;",
        b"<![CDATA[",
        b"<!-- ",
        b"<?x",
    ),
    *(
        b"<row>",
        b"</row>",
        b'<c r="A1" t="s"><v>99999999</v></c>',
        b'<c r="ZZZZZZZ9" t="inlineStr"><is><t>x</t></is></c>',
        b"<c" * 500,
    ),
    *(
        b'<c r="A0"/>',
        b'<c r="B2" t="d"><v>9999-99-99</v></c>',
        b'<c r="B3" t="n"><v>1e999</v></c>',
        b"<v>" + b"9" * 5000 + b"</v>",
    ),
    *(
        b'<mergeCell ref="A1:XFD1048576"/>',
        b'<mergeCell ref="B2:A1"/>',
        b'<row r="1048577">',
        b'<row r="-1">',
        b'<row r="99999999999999999999">',
    ),
    *(
        b"<a>" * 5000,
        b' xml:space="preserve"',
        b"\xff",
        b'<f t="shared" ref="A1:B9" si="0">A1</f>',
        b' r="A1" r="B1"',
        b"<x:y/>",
        b"\0",
    ),
)


class _Lists:
    """A file that the excel connector reads."""

    ending = ""

    @cached_property
    def _path(self) -> Path:
        folder = tempfile.mkdtemp(prefix="hub-hostile-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        return Path(folder) / f"customers.{self.ending}"

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        self._path.write_bytes(data)
        os.utime(self._path, (LONG_AGO, LONG_AGO))
        settings = ExcelSettings.model_validate({"path": str(self._path), "key": ["コード"]})
        connector = CONNECTOR(settings, Context("sheet", now=house().clock))
        return house().land("sheet", "rows", connector.pull("rows", None), resolves=True)


class CsvLists(_Lists):
    """CSV."""

    name = "csv"
    ending = "csv"
    share = 17
    budget_s = 1.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        text = csv_text(HEADINGS, *(tuple(f'"{cell}"' for cell in row) for row in LIST))
        return (text.encode("utf-8-sig"), text.encode("cp932"), text.replace(",", "\t").encode(), text.encode("utf-16"))

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        more = {f"insert {again}": inserting(CSV_TOKENS) for again in range(3)}
        return {**BYTES, **LINES, **more, "splice": splicing(self.samples)}


def _in_part(edit: Way) -> Way:
    """A way that spoils one part of a zip and packs it again; what is no zip any more is left as it is."""

    def way(data: bytes, chance: Random) -> bytes:
        parts = _unpacked(data)
        if parts is None:
            return data
        name = chance.choice(sorted(parts))
        return _packed({**parts, name: edit(parts[name], chance)})

    return way


def _unpacked(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - zipfile raises a dozen kinds of errors on damaged bytes
        return None


def _packed(parts: Mapping[str, bytes], pack: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", pack) as archive:
        for name, content in parts.items():
            # An entry without a date, so that a seed makes the same bytes on any day.
            archive.writestr(zipfile.ZipInfo(name), content, pack)
    return out.getvalue()


def _undated(part: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-04-01T09:00:00Z", part)


def _parts(edit: Callable[[dict[str, bytes], str, Random], None], pack: int = zipfile.ZIP_STORED) -> Way:
    def way(data: bytes, chance: Random) -> bytes:
        parts = _unpacked(data)
        if not parts:
            return data
        edit(parts, chance.choice(sorted(parts)), chance)
        return _packed(parts, pack)

    return way


def _rename_part(parts: dict[str, bytes], name: str, chance: Random) -> None:
    parts[chance.choice(("../../x", "/etc/passwd", "/", "xl/worksheets/sheet1.xml", "XL/WORKBOOK.XML"))] = parts.pop(
        name
    )


def _swap_parts(parts: dict[str, bytes], name: str, chance: Random) -> None:
    other = chance.choice(sorted(parts))
    parts[name], parts[other] = parts[other], parts[name]


def _bomb(parts: dict[str, bytes], name: str, chance: Random) -> None:
    filler = chance.choice((b" ", b"<row/>", b"<c/>", b"\0"))
    parts[name] = parts[name] + filler * (chance.choice((100_000, 3_000_000)) // len(filler))


class Workbooks(_Lists):
    """.xlsx."""

    name = "xlsx"
    ending = "xlsx"
    share = 9
    budget_s = 3.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        def merged(book: Any) -> None:
            book.worksheets[0].merge_cells("B2:B3")
            book.create_sheet("二枚目")

        books = [workbook(*LIST), workbook(*LIST, edit=merged)]
        return tuple(
            _packed({name: _undated(part) for name, part in (_unpacked(book) or {}).items()}) for book in books
        )

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        inner = {**BYTES, "insert": inserting(XML_TOKENS), "insert too": inserting(XML_TOKENS)}
        parts = {
            "drop part": _parts(lambda parts, name, chance: parts.__delitem__(name)),
            "rename part": _parts(_rename_part),
            "swap parts": _parts(_swap_parts),
            "bomb": _parts(_bomb, zipfile.ZIP_DEFLATED),
        }
        return {**{f"in a part: {name}": _in_part(way) for name, way in inner.items()}, **parts, **BYTES}


class OldWorkbooks(_Lists):
    """.xls."""

    name = "xls"
    ending = "xls"
    share = 1
    budget_s = 3.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        rows: list[list[Any]] = [list(HEADINGS), *(list(row) for row in LIST), ["C4", 1.5, True, None, (45000.0,)]]
        return (xls.compound(xls.workbook({"顧客": rows})),)

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        return {**{f"{name} {again}": way for name, way in BYTES.items() for again in range(2)}, "far cell": _far_cell}


def _far_cell(data: bytes, chance: Random) -> bytes:
    """A cell that says it stands in the last row and column."""
    at = data.find(struct.pack("<H", 0x204), chance.randrange(len(data) or 1))
    place = struct.pack("<HH", chance.choice((65535, 9)), chance.choice((255, 65535)))
    return data if at < 0 else data[: at + 4] + place + data[at + 8 :]
