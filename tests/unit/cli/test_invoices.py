"""An accountant at the keyboard: the list, the queue, a decision, what is missing and owed, and the archive."""

from __future__ import annotations

import csv
import zipfile

import pytest

from tests.unit.cli.conftest import Types
from tests.unit.cli.office import Office, yamada

_MAPPING = """
mapping: 1
connector: excel
stream: rows
when: 日付
parts:
  invoice:
    fields:
      code: 番号
      amount: {from: 金額, with: money}
      issued_on: {from: 日付, with: date}
      partner_name: 請求先
"""
_CONNECTION = """
  bills:
    connector: excel
    settings: {path: "FOLDER/bills.csv", key: 番号}
    streams:
      rows: {mapping: bills.yaml}
"""
_BILLS = [
    ("B1", "11000", "2026-01-31", "株式会社山田商事"),
    ("B2", "22000", "2026-02-28", "山田商事"),
    ("B3", "33000", "2026-03-31", "山田商事"),
    ("B4", "44000", "2026-03-31", "=知らない商会"),
]


@pytest.fixture
def synced(office: Office, types: Types) -> Types:
    """One customer, and four invoices of which one names it in full."""
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    office.write("bills.yaml", _MAPPING)
    office.configure(_CONNECTION.replace("FOLDER", office.folder.as_posix()))
    with (office.folder / "bills.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["番号", "金額", "日付", "請求先"], *_BILLS])
    assert types("sync").code == 0
    return types


def test_an_accountant_finds_decides_and_takes_back(synced: Types) -> None:
    listed = synced(
        "invoices", "list", "--from", "2026-01-01", "--to", "2026-02-28", "--max", "22,000", "--json"
    ).document
    assert [(bill["code"], bill["customer"]) for bill in listed["bills"]] == [("B2", ""), ("B1", "company/1")]
    queue = synced("invoices", "queue")
    assert (queue.code, "名前が同じ" in queue.out, "B1" in queue.out) == (3, True, False)
    bill = next(one["bill"] for one in synced("invoices", "queue", "--json").document["bills"] if one["code"] == "B2")
    decided = synced("invoices", "link", bill, "company/1", "--reason", "電話で確認")
    assert (decided.code, "ほか" in decided.out or "1 件" in decided.out) == (0, True)
    shown = synced("--lang", "en", "invoices", "show", bill)
    assert (shown.code, "a person has decided" in shown.out, "電話で確認" in shown.out) == (0, True, True)
    assert synced("invoices", "queue").code == 0
    assert synced("invoices", "unlink", bill).code == 0
    assert synced("invoices", "unlink", bill).code == 1
    assert synced("invoices", "queue").code == 3


def test_what_is_owed_and_missing_is_told_and_the_archive_is_written_once(synced: Types, office: Office) -> None:
    owed = synced("invoices", "owed", "--json").document["debts"]
    assert [(one["customer"], one["total"]) for one in owed] == [("company/1", "11000")]
    assert "株式会社山田商事" in synced("invoices", "owed").out
    missing = synced("invoices", "missing")
    assert (missing.code, "請求書のない受注: 0 件" in missing.out) == (0, True)
    written = synced("invoices", "audit", "2026.zip", "--partner", "知らない")
    assert (written.code, "1 件" in written.out) == (0, True)
    with zipfile.ZipFile(office.folder / "2026.zip") as archive:
        assert "'=知らない商会" in archive.read("index.csv").decode("utf-8-sig")
    assert synced("invoices", "audit", "2026.zip").code == 1


def test_what_can_t_be_done_is_told_in_words(synced: Types) -> None:
    for words, told in (
        (("list", "--from", "昨日"), "'昨日' は日付ではありません"),
        (("list", "--min", "たくさん"), "11000 のように"),
        (("list", "--state", "maybe"), "linked, doubtful, none"),
        (("show", "company/1"), "invoice/12 や payment/12"),
        (("missing", "--register", "bills.csv"), "登録番号の一覧として読めません"),
    ):
        typed = synced("invoices", *words)
        assert (typed.code, told in typed.err) == (1, True), typed.err
