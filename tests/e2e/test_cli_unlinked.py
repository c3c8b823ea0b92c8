"""A purchase of a member whom no list has: the hub tells that it stands alone, and which number it looks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.e2e.test_cli_init_books import book, folder
from tests.unit.cli.conftest import Types, office, types
from tests.unit.cli.office import Office, yamada

__all__ = ["folder", "office", "types"]

MEMBERS = [["会員番号", "氏名"], ["0001", "鈴木 花子"]]
PURCHASES = [
    ["会員番号", "購入日", "商品名", "金額"],
    ["0001", "2025/4/1", "緑茶", "1,000"],
    ["0777", "2025/4/2", "湯呑", "2,000"],
    ["0777", "2025/4/3", "急須", "3,000"],
]


@pytest.fixture
def shop(folder: Path, types: Types) -> Path:
    """A synced workbook in which two purchases name a member who is not there."""
    path = book(folder / "店.xlsx", {"会員": MEMBERS, "購買": PURCHASES})
    types("init", path.name)
    types("sync")
    return path


def told(types: Types) -> str:
    return " ".join(types("--lang", "ja", "status").out.split())


def lonely(types: Types) -> str:
    """A purchase that stands alone, as the status names one."""
    [one] = types("status", "--json").document["unlinked"]
    return str(one["example"])


def write(path: Path, sheet: str, cell: str, text: str) -> None:
    workbook = load_workbook(path)
    workbook[sheet][cell] = text
    workbook.save(path)


def test_the_status_counts_them_by_stream(shop: Path, types: Types) -> None:
    assert "店/購買: 2 件は、参照する相手がまだ読まれていません" in told(types)
    [one] = types("status", "--json").document["unlinked"]
    assert (one["connection"], one["stream"], one["records"]) == ("店", "購買", 2)


def test_a_purchase_tells_which_number_it_looks_for(shop: Path, types: Types) -> None:
    purchase = lonely(types)
    said = " ".join(types("--lang", "ja", "explain", purchase).out.split())
    assert "個人: 店/会員 の 0777 を探しています" in said
    [one] = types("explain", purchase, "--json").document["records"][0]["looked_for"]
    assert (one["field"], one["place"], one["external_id"], one["why"]) == ("person", "店/会員", "0777", "absent")


def test_the_field_alone_tells_it_too(shop: Path, types: Types) -> None:
    purchase = lonely(types)
    assert "0777 を探しています" in types("--lang", "ja", "explain", purchase, "person").out
    assert "を探しています" not in types("--lang", "ja", "explain", purchase, "product").out


def test_nothing_is_told_once_the_member_has_arrived(shop: Path, types: Types) -> None:
    purchase = lonely(types)
    for cell, text in (("A3", "0777"), ("B3", "田中 一郎")):
        write(shop, "会員", cell, text)
    types("sync")
    assert "参照する相手" not in told(types)
    assert types("explain", purchase, "--json").document["records"][0]["looked_for"] == []


def test_nothing_is_told_once_the_number_is_corrected(shop: Path, types: Types) -> None:
    for cell in ("A3", "A4"):
        write(shop, "購買", cell, "0001")
    types("sync")
    assert "参照する相手" not in told(types)


def test_nothing_is_told_once_the_purchase_is_deleted(shop: Path, types: Types) -> None:
    workbook = load_workbook(shop)
    workbook["購買"].delete_rows(3, 2)
    workbook.save(shop)
    types("sync")
    assert "参照する相手" not in told(types)


def test_a_member_in_quarantine_is_named_for_it(shop: Path, types: Types) -> None:
    for cell, text in (("A3", "0777"), ("B3", "=1+1")):
        write(shop, "会員", cell, text)
    types("sync")
    assert "隔離されています: hub quarantine list" in types("--lang", "ja", "explain", lonely(types)).out


def test_a_list_that_is_not_read_is_named(shop: Path, types: Types) -> None:
    config = shop.parent / "config.yaml"
    text = config.read_text(encoding="utf-8")
    start, end = text.index('      "会員":'), text.index('      "購買":')
    config.write_text(text[:start] + text[end:], encoding="utf-8")
    assert "店/会員 はこの設定では読んでいません" in " ".join(
        types("--lang", "ja", "explain", lonely(types)).out.split()
    )


def test_an_office_without_references_tells_nothing(office: Office, types: Types) -> None:
    office.list_customers("sales", yamada())
    types("sync", "--only", "sales")
    assert types("status", "--json").document["unlinked"] == []
