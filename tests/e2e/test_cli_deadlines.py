"""What is due is listed at the command line, for people and for programs."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["office", "types"]

_MAPPING = """
mapping: 1
connector: excel
stream: rows
when: 日付
parts:
  contract:
    fields:
      code: 番号
      name: 内容
      expires_on: {from: 満了, with: date}
      status: 状態
  invoice:
    requires: 期日
    fields:
      code: 請求番号
      amount: {from: 金額, with: money}
      issued_on: {from: 日付, with: date}
      due_on: {from: 期日, with: date}
      partner_name: 請求先
"""
_CONNECTION = """
  contracts:
    connector: excel
    settings: {path: "FOLDER/contracts.csv", key: 番号}
    streams:
      rows: {mapping: contracts.yaml}
"""


@pytest.fixture
def synced(office: Office, types: Types) -> Types:
    """A contract that expires in three days, one in twenty, one that was ended, and a bill that is overdue."""
    today = datetime.now(ZoneInfo("Asia/Tokyo")).date()

    def day(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    rows = [
        ("C1", "保守", day(3), "", "", "", day(-40), "", ""),
        ("C2", "運用", day(20), "", "", "", day(-40), "", ""),
        ("C3", "運用", day(3), "解約済み", "", "", day(-40), "", ""),
        ("C4", "設置", day(300), "", day(-5), "11000", day(-40), "株式会社山田商事", "B4"),
    ]
    office.list_customers("sales", yamada())
    office.list_customers("books", yamada())
    office.write("contracts.yaml", _MAPPING)
    office.configure(_CONNECTION.replace("FOLDER", office.folder.as_posix()))
    with (office.folder / "contracts.csv").open("w", encoding="utf-8", newline="") as file:
        heads = ["番号", "内容", "満了", "状態", "期日", "金額", "日付", "請求先", "請求番号"]
        csv.writer(file).writerows([heads, *rows])
    assert types("sync").code == 0
    return types


def test_what_is_due_is_listed_for_people_and_for_programs(synced: Types) -> None:
    answer = synced("deadlines", "--within", "7d", "--json")
    told = [(one["kind"], one["what"], one["in_days"], one["left"]) for one in answer.document["deadlines"]]
    assert (answer.code, told) == (0, [("invoice", "B4", -5, "11000"), ("contract", "保守", 3, "")])
    assert len(synced("deadlines", "--json").document["deadlines"]) == 3
    shown = synced("--lang", "en", "deadlines", "--within", "7d")
    words = ("5 d over", "in 3 d", "contract", "保守", "11000 JPY")
    assert (shown.code, [word for word in words if word not in shown.out]) == (0, [])


def test_nothing_due_and_a_wrong_number_of_days_are_told_in_words(types: Types) -> None:
    none = types("--lang", "en", "deadlines")
    assert (none.code, "Nothing is due from" in none.out) == (0, True)
    for text in ("soon", "5h", "-1d", "99999999d", "1e999d"):
        refused = types("--lang", "en", "deadlines", f"--within={text}")
        assert (refused.code, f"--within {text} is no number of days" in refused.err) == (1, True)
