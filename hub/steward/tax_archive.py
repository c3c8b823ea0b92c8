"""One download for the tax audit: the invoices that are sought, with an index by day, amount and partner, and each
invoice as its system told it, earlier versions among them.

Source of the search terms: 電子帳簿保存法施行規則, 取引年月日・取引金額・取引先. Invariant: a cell never begins a
formula, and the same store gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from hub.model.shown import no_formula
from hub.steward.bills import Bill, all_of
from hub.store import audit, raw, sources
from hub.store.billing_search import Sought
from hub.store.transaction import Transaction
from hub.sync.references import golden_number
from hub.sync.world import World

INDEX, TABLE, ABOUT = "index.csv", "invoices.csv", "README.txt"
_INDEX = ("取引年月日", "取引金額", "取引先", "書類の種類", "書類番号", "ファイル", "版", "SHA-256")
_TABLE = (
    "番号",
    "書類番号",
    "取引年月日",
    "支払期日",
    "金額",
    "通貨",
    "請求先",
    "顧客",
    "顧客名",
    "取消",
    "決めた人",
    "理由",
)
_KINDS = {"invoice": "請求書", "payment": "入金"}
# Zip files carry a time; that of the first day that they know makes equal archives equal.
_TIME = (1980, 1, 1, 0, 0, 0)
_ABOUT = """このアーカイブ / About this archive

index.csv     検索用の索引。取引年月日・取引金額・取引先で、範囲や組み合わせを指定して探せます (UTF-8)。
              The index, to be searched by day, amount and partner, in ranges and in any combination (UTF-8).
invoices.csv  請求書の一覧と、ひもづく顧客。The invoices, and the customers they are linked to.
files/        会計システムから受け取ったままの記録 (JSON)。版 1 が最も古く、訂正のたびに増えます。
              The records as the accounting system gave them; version 1 is the oldest, each correction adds one.
"""


class Archive(NamedTuple):
    """The file, and how many bills it has."""

    content: bytes
    bills: int


class _File(NamedTuple):
    name: str
    version: int
    content: bytes


def tax_archive(world: World, sought: Sought, author: str) -> Archive:
    """The archive of what is sought; that somebody took it is in the audit log."""
    with world.database.begin() as tx:
        bills = all_of(tx, sought)
        files = {bill.bill: list(_files(tx, bill)) for bill in bills}
        asked = {name: value for name, value in sought._asdict().items() if value not in ("", None, ())}
        asked.pop("partner", None)
        personal = {"partner": sought.partner} if sought.partner else None
        facts = {"bills": len(bills), "sought": {name: str(value) for name, value in asked.items()}}
        audit.append(tx, world.now_text(), author, "bills_exported", facts, personal)
    return Archive(_zipped(bills, files), len(bills))


def _zipped(bills: list[Bill], files: dict[str, list[_File]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, ABOUT, _ABOUT.encode())
        _add(archive, INDEX, _sheet(_INDEX, _index_rows(bills, files)))
        _add(archive, TABLE, _sheet(_TABLE, map(_table_row, bills)))
        for found in files.values():
            for file in found:
                _add(archive, file.name, file.content)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _files(tx: Transaction, bill: Bill) -> Iterator[_File]:
    """Each version of each remote record of the bill; the names come from numbers only."""
    entity, _, number = bill.bill.partition("/")
    raw_ids = sorted({row.raw_id for row in sources.of_golden(tx, [golden_number(bill.bill)])})
    for place, raw_id in enumerate(raw_ids, 1):
        for version, content in enumerate(raw.all_payloads(tx, raw_id), 1):
            yield _File(f"files/{entity}-{number}-{place}-v{version}.json", version, content)


def _index_rows(bills: list[Bill], files: dict[str, list[_File]]) -> Iterator[tuple[object, ...]]:
    for bill in bills:
        kind = _KINDS[bill.bill.partition("/")[0]]
        for file in files[bill.bill]:
            digest = hashlib.sha256(file.content).hexdigest()
            yield bill.day, bill.amount, bill.partner, kind, bill.code, file.name, file.version, digest


def _table_row(bill: Bill) -> tuple[object, ...]:
    cancelled = "取消" if bill.is_void else ""
    said = (bill.bill, bill.code, bill.day, bill.due_on, bill.amount, bill.currency, bill.partner)
    return (*said, bill.customer, bill.display, cancelled, bill.author, bill.reason)


def _sheet(headings: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # Excel knows UTF-8 by its mark.
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """A negative amount is no formula."""
    return no_formula(value) if isinstance(value, str) and not _is_amount(value) else value


def _is_amount(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
