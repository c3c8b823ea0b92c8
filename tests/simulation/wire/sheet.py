"""The desk of a customer sheet, a CSV file or a workbook; people save the whole of it, as their programs do.

Invariant: a file's time is the virtual one of its last save, whoever saved it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from connectors.excel.twin import write_customer_csv, write_customer_sheet
from tests.pipeline.systems import Clock
from tests.simulation.book import Book
from tests.simulation.wire.desk import Desk
from tests.simulation.wire.shelf import Record, Said
from tests.simulation.wire.words import COMPANIES, FAMILIES, customer_of, mailbox, postal_code, says

HEADINGS = ("企業名", "郵便番号", "代表電話", "事業内容", "担当者氏名", "メールアドレス", "携帯電話番号", "役職")
KEY = "メールアドレス"


class Sheet(Desk):
    """Rows by the mailbox in them."""

    typed = ("phone", "business", "name", "mobile", "title")
    parts = {"company": "company", "person": "contact"}
    is_sure = True
    # Its mapping, like that of cards, takes a blank for no word at all.
    clears = False
    _WORDS = {
        "phone": "代表電話",
        "business": "事業内容",
        "name": "担当者氏名",
        "mobile": "携帯電話番号",
        "title": "役職",
    }

    def __init__(self, place: str, clock: Clock, book: Book, path: Path) -> None:
        super().__init__(place, clock, book)
        self._path = path
        self.is_away = False
        self._read: tuple[bytes, dict[str, dict[str, str]]] = (b"", {})
        self._write({})

    def records(self) -> Mapping[str, Record]:
        content = self.content()
        if content != self._read[0]:
            self._read = (content, {row[KEY]: row for row in self._rows(content)})
        return self._read[1]

    def _rows(self, content: bytes) -> Iterator[dict[str, str]]:
        if self._path.suffix == ".csv":
            yield from csv.DictReader(io.StringIO(content.decode("cp932"), newline=""))
            return
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        for values in sheet.iter_rows(min_row=4, values_only=True):
            if any(values):
                yield {heading: str(text or "") for heading, text in zip(HEADINGS, values, strict=False)}

    def _write(self, rows: Mapping[str, Record]) -> None:
        if self._path.suffix == ".csv":
            write_customer_csv(self._path, rows.values(), HEADINGS)
        else:
            write_customer_sheet(self._path, rows.values(), HEADINGS)
        self.is_saved()

    def content(self) -> bytes:
        """What stands in the file; of one that is away, what stood there when somebody last looked."""
        return self._read[0] if self.is_away else self._path.read_bytes()

    def is_saved(self) -> None:
        at_ns = int(self.clock.moment.timestamp() * 1e9)
        os.utime(self._path, ns=(at_ns, at_ns))

    def says(self, record: Record) -> Said:
        return {name: says(name, record[word]) for name, word in self._WORDS.items() if word in record}

    def whose(self, record: Record) -> int:
        return customer_of(record[KEY])

    def saves(self, record_id: str, field: str, text: str) -> None:
        shown = f"{FAMILIES[customer_of(record_id)]} {text}" if field == "name" else text
        self.edits(record_id, {self._WORDS[field]: shown})

    def edits(self, record_id: str, words: Mapping[str, Any]) -> None:
        rows = dict(self.records())
        self._write(rows | {record_id: {**rows[record_id], **words}})

    def adds(self, customer: int, texts: Mapping[str, str]) -> str:
        key = mailbox(customer)
        row = {
            "企業名": COMPANIES[customer],
            "郵便番号": postal_code(customer),
            "担当者氏名": f"{FAMILIES[customer]} {texts.get('name', '太郎')}",
            KEY: key,
        }
        # A blank says nothing: in a row that is back before the hub missed it, it would be no word of anybody's.
        before = self.states[key][-1].said if key in self.states else {}
        said = {name: text for name, text in before.items() if text is not None}
        said |= texts
        more = {self._WORDS[name]: text for name, text in said.items() if name != "name"}
        self._write({**self.records(), key: {**row, **more}})
        return key

    def takes_away(self, record_id: str) -> None:
        self._write({key: row for key, row in self.records().items() if key != record_id})

    def sent_of(self, changes: Any) -> dict[str, set[str]]:
        """What a batch of changes names; a file knows no requests."""
        return {change.external_id: set(self.says(change.payload)) for change in changes if change.external_id}
