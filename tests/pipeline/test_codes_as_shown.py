"""A code that begins to read as its number format shows it is no other customer's."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from hub.bootstrap import Surroundings, opened
from hub.config import load_config
from hub.sync.run import run_pipeline

CONFIG = """\
hub: 1
connections:
  ledger:
    connector: excel
    settings: {path: ledger.xlsx, key: [顧客コード]}
    streams:
      rows: {mapping: ledger.yaml}
"""
MAPPING = """\
mapping: 1
connector: excel
stream: rows
parts:
  company:
    fields: {code: {from: 顧客コード, write: fill-blank}, name: 会社名, phone: {from: 電話番号, with: phone}}
"""


def companies_after_a_sync(folder: Path, number_format: str) -> dict[str, int]:
    """The customers by code, from a ledger that shows its codes in that way."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["顧客コード", "会社名", "電話番号"])
    for number, name, phone in ((7, "株式会社山田商事", "03-1111-2222"), (8, "佐藤工業株式会社", "03-3333-4444")):
        sheet.append([number, name, phone])
        sheet.cell(sheet.max_row, 1).number_format = number_format
    made.save(folder / "ledger.xlsx")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "ledger.yaml").write_text(MAPPING, encoding="utf-8")
    with opened(load_config(folder / "config.yaml", {}), Surroundings(log=lambda event, **told: None)) as world:
        run_pipeline(world)
        with world.database.begin() as tx:
            rows = tx.rows("SELECT id, doc FROM golden WHERE entity = 'company' AND redirect_to IS NULL ORDER BY id")
    return {json.loads(doc)["code"]: number for number, doc in rows}


def test_codes_that_begin_to_read_with_their_words_are_those_of_the_same_customers(tmp_path: Path) -> None:
    before = companies_after_a_sync(tmp_path, "0")
    assert companies_after_a_sync(tmp_path, '"C-"0000') == {"C-0007": before["7"], "C-0008": before["8"]}
