"""A row of a sheet whose key was corrected is the row that it was, and the correction an edit like any other."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from hub.bootstrap import Surroundings, opened
from hub.config import load_config
from hub.steward.erase import erase
from hub.steward.undo import undo
from hub.steward.undoing import Undoable
from hub.sync.run import Report, run_pipeline
from hub.sync.world import World

CONFIG = """\
hub: 1
language: en
connections:
  cards:
    connector: excel
    settings: {path: cards.csv, page_rows: 2}
    streams:
      rows: {mapping: cards.yaml}
  crm:
    connector: excel
    settings: {path: crm.csv, key: 番号}
    streams:
      rows: {mapping: crm.yaml, push: {update: true}}
"""
CARDS = """\
mapping: 1
connector: excel
stream: rows
parts:
  company:
    requires: 会社名
    fields: {name: 会社名}
  person:
    fields: {name: 氏名, email: {from: メール, with: email}, notes: 備考}
  employment:
    requires: 会社名
    fields: {person: {part: person}, company: {part: company}, title: 役職}
"""
CRM = """\
mapping: 1
connector: excel
stream: rows
parts:
  person:
    fields: {name: 氏名, email: {from: メール, with: email}, notes: 備考}
"""
HEADINGS = ("会社名", "氏名", "メール", "役職", "備考")
SATO = ("株式会社青葉精機", "佐藤 太郎", "sato@aoba-seiki.co.jp", "課長", "展示会")
SUZUKI = ("株式会社青葉精機", "鈴木 花子", "suzuki@aoba-seiki.co.jp", "部長", "")
TAKAHASHI = ("有限会社みなと商会", "高橋 健", "takahashi@minato-shokai.co.jp", "", "紹介")


class Desk:
    """A folder with two sheets, and a hub that keeps them in step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[tuple[str, dict[str, Any]]] = []
        for name, text in (("config", CONFIG), ("cards", CARDS), ("crm", CRM)):
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    def types(self, *rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> None:
        self._write("cards", headings, rows)

    def holds(self, *rows: Sequence[str]) -> None:
        self._write("crm", ("番号", "氏名", "メール", "備考"), rows)

    def _write(self, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *rows])

    def in_crm(self) -> list[list[str]]:
        with (self.folder / "crm.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]

    def syncs(self, look: Callable[[World], Any] = lambda world: None, *, state: str = "ok") -> Report:
        around = Surroundings(log=lambda event, **told: self.events.append((event, told)))
        with opened(load_config(self.folder / "config.yaml", {}), around) as world:
            report = run_pipeline(world)
            self.seen = look(world)
        assert report.state == state
        return report


def _people(world: World) -> list[tuple[int, str]]:
    with world.database.begin() as tx:
        rows = tx.rows("SELECT id, doc FROM golden WHERE entity = 'person' AND redirect_to IS NULL ORDER BY id")
    return [(row[0], row[1]) for row in rows]


def _names(world: World) -> list[str]:
    with world.database.begin() as tx:
        return [row[0] for row in tx.rows("SELECT external_id FROM raw_record WHERE deleted_at IS NULL ORDER BY id")]


def _pulled(report: Report) -> tuple[int, int, int]:
    pull = report.ledger.pulls["cards/rows"]
    return pull.new, pull.changed, pull.deleted


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.types(SATO, SUZUKI, TAKAHASHI)
    desk.holds(("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "展示会"))
    desk.syncs(_people)
    assert len(desk.seen) == 3
    return desk


def _but(row: Sequence[str], **edits: str) -> tuple[str, ...]:
    return tuple(edits.get(heading, cell) for heading, cell in zip(HEADINGS, row, strict=True))


def test_a_mailbox_that_is_part_of_the_key_is_corrected_everywhere(desk: Desk) -> None:
    before = [number for number, _ in desk.seen]
    desk.types(_but(SATO, メール="taro.sato@aoba-seiki.co.jp"), SUZUKI, TAKAHASHI)
    report = desk.syncs(_people)
    assert _pulled(report) == (0, 1, 0)
    assert [number for number, _ in desk.seen] == before
    assert desk.in_crm() == [["1", "佐藤 太郎", "taro.sato@aoba-seiki.co.jp", "展示会"]]
    assert ("records_rekeyed", {"stream": "cards/rows", "records": 1}) in desk.events


def test_a_corrected_row_may_have_moved_and_have_other_edits(desk: Desk) -> None:
    desk.types(TAKAHASHI, SUZUKI, _but(SATO, メール="taro.sato@aoba-seiki.co.jp", 役職="部長", 備考="来社"))
    assert _pulled(desk.syncs(_people)) == (0, 1, 0)
    assert desk.in_crm() == [["1", "佐藤 太郎", "taro.sato@aoba-seiki.co.jp", "来社"]]
    assert len(desk.seen) == 3


def test_a_key_that_is_put_back_is_the_same_record_again(desk: Desk) -> None:
    for mailbox in ("taro@aoba-seiki.co.jp", "sato@aoba-seiki.co.jp", "taro@aoba-seiki.co.jp"):
        desk.types(_but(SATO, メール=mailbox), SUZUKI, TAKAHASHI)
        assert _pulled(desk.syncs(_people)) == (0, 1, 0)
        assert desk.in_crm()[0][2] == mailbox
    assert len(desk.seen) == 3
    assert desk.syncs().ledger.written == 0


def test_a_cell_of_the_key_that_is_emptied_and_filled_again_makes_no_other_record(desk: Desk) -> None:
    desk.types(SATO, SUZUKI, _but(TAKAHASHI, メール=""))
    assert _pulled(desk.syncs()) == (0, 0, 0)
    desk.types(SATO, SUZUKI, _but(TAKAHASHI, メール="ken@minato-shokai.co.jp"))
    assert _pulled(desk.syncs()) == (0, 1, 0)


def test_another_person_of_the_company_is_another_record(desk: Desk) -> None:
    desk.types(SUZUKI, TAKAHASHI, ("株式会社青葉精機", "田中 実", "tanaka@aoba-seiki.co.jp", "課長", ""))
    assert _pulled(desk.syncs(_people)) == (1, 0, 1)
    assert desk.in_crm() == [["1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "展示会"]]


def test_a_row_that_was_copied_is_a_new_one(desk: Desk) -> None:
    desk.types(SATO, _but(SATO, メール="taro@aoba-seiki.co.jp"), SUZUKI, TAKAHASHI)
    assert _pulled(desk.syncs()) == (1, 0, 0)


def test_of_two_that_might_be_meant_none_is_taken(desk: Desk) -> None:
    one, other = (_but(SATO, メール=f"{name}@aoba-seiki.co.jp") for name in ("taro", "t-sato"))
    desk.types(one, other, SUZUKI, TAKAHASHI)
    assert _pulled(desk.syncs()) == (2, 0, 1)


def _notes(desk: Desk) -> list[str]:
    with (desk.folder / "cards.csv").open(encoding="utf-8", newline="") as file:
        return [row[-1] for row in csv.reader(file)][1:]


@pytest.fixture
def two_way(tmp_path: Path) -> Desk:
    """Both sheets are written to; the note of Sato was edited elsewhere, and written into his row by the last run."""
    desk = Desk(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.replace("{mapping: cards.yaml}", "{mapping: cards.yaml, push: {update: true}}"), "utf-8")
    desk.types(SATO, SUZUKI)
    desk.holds(("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "展示会"))
    desk.syncs()
    desk.holds(("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "訪問済み"))
    return desk


def test_a_row_is_written_under_the_key_that_it_was_given_meanwhile(two_way: Desk) -> None:
    two_way.types(_but(SATO, メール="taro@aoba-seiki.co.jp"), SUZUKI)
    two_way.syncs()
    assert _notes(two_way) == ["訪問済み", ""]
    assert two_way.in_crm() == [["1", "佐藤 太郎", "taro@aoba-seiki.co.jp", "訪問済み"]]
    assert two_way.syncs().ledger.written == 0


def test_what_was_written_before_the_key_was_corrected_is_undone_in_the_same_row(two_way: Desk) -> None:
    run = two_way.syncs().run_id
    assert _notes(two_way) == ["訪問済み", ""]
    two_way.types(_but(SATO, メール="taro@aoba-seiki.co.jp", 備考="訪問済み"), SUZUKI)
    two_way.syncs(lambda world: undo(world, Undoable(run=run), "steward"))
    assert two_way.seen.writes
    assert _notes(two_way) == ["展示会", ""]


def test_what_was_written_before_the_hub_wrote_into_the_key_is_undone_in_the_same_row(two_way: Desk) -> None:
    run = two_way.syncs().run_id
    two_way.holds(("1", "佐藤 太郎", "taro@aoba-seiki.co.jp", "訪問済み"))
    two_way.syncs(lambda world: undo(world, Undoable(run=run), "steward"))
    assert two_way.seen.writes
    assert _notes(two_way) == ["展示会", ""]


def test_a_write_that_waits_for_a_row_waits_for_it_under_its_new_key(two_way: Desk) -> None:
    lock = two_way.folder / ".~lock.cards.csv#"
    lock.write_text("someone,pc,who", "utf-8")
    two_way.syncs(state="partial")
    lock.unlink()
    two_way.types(_but(SATO, メール="taro@aoba-seiki.co.jp"), SUZUKI)
    two_way.syncs()
    assert _notes(two_way) == ["訪問済み", ""]


CODED = ("得意先コード", "会社名", "氏名", "メール", "備考")


def _coded(folder: Path, *codes: str) -> tuple[Desk, list[tuple[str, ...]]]:
    desk = Desk(folder)
    desk.holds()
    rows: list[tuple[str, ...]] = [(code, f"株式会社第{code}倉庫", f"山田 {code}", "", "倉庫") for code in codes]
    desk.types(*rows, headings=CODED)
    desk.syncs(_people)
    return desk, rows


def test_codes_may_all_be_given_anew(tmp_path: Path) -> None:
    desk, rows = _coded(tmp_path, *(str(number) for number in range(100, 120)))
    before = desk.seen
    desk.types(*((f"K0{code}", *cells) for code, *cells in rows), headings=CODED)
    assert _pulled(desk.syncs(_people)) == (0, 0, 0)
    assert desk.seen == before
    desk.syncs(_names)
    assert desk.seen == [f"K0{number}" for number in range(100, 120)]


def test_a_code_may_be_corrected_together_with_another_cell(tmp_path: Path) -> None:
    desk, rows = _coded(tmp_path, "100", "101", "102")
    before = [number for number, _ in desk.seen]
    code, *cells = rows[1]
    desk.types(rows[0], (f"K{code}", *cells[:3], "移転"), rows[2], headings=CODED)
    assert _pulled(desk.syncs(_people)) == (0, 1, 0)
    assert [number for number, _ in desk.seen] == before


def test_rows_that_say_the_same_but_for_their_codes_are_not_guessed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.holds()
    desk.types(*((code, "青葉会", "", "", "") for code in ("1", "2", "3")), headings=CODED)
    desk.syncs()
    desk.types(*((code, "青葉会", "", "", "") for code in ("1", "8", "9")), headings=CODED)
    assert _pulled(desk.syncs()) == (2, 0, 2)


INFO = ("株式会社青葉精機", "佐藤 花子", "info@aoba-seiki.co.jp", "課長", "03-1234-5678")


@pytest.mark.parametrize("name", ["田中 実", "佐藤 健一", "田中"])
def test_who_follows_in_the_same_row_is_somebody_else(desk: Desk, name: str) -> None:
    desk.types(INFO, SUZUKI, TAKAHASHI)
    desk.syncs()
    desk.types(_but(INFO, 氏名=name), SUZUKI, TAKAHASHI)
    assert _pulled(desk.syncs()) == (1, 0, 1)


@pytest.mark.parametrize("name", ["佐藤 華子", "田中 花子", "佐藤", "サトウ ハナコ", "佐藤花子 様"])
def test_a_name_may_be_corrected_and_changed_by_a_marriage(desk: Desk, name: str) -> None:
    desk.types(INFO, SUZUKI, TAKAHASHI)
    desk.syncs()
    desk.types(_but(INFO, 氏名=name), SUZUKI, TAKAHASHI)
    assert _pulled(desk.syncs()) == (0, 1, 0)


def test_who_is_alone_in_a_firm_without_a_mailbox_is_not_the_one_who_was_before(desk: Desk) -> None:
    row = ("山川商店", "佐藤 花子", "", "", "")
    desk.types(row, SUZUKI, TAKAHASHI)
    desk.syncs(_people)
    before = desk.seen
    desk.types(_but(row, 氏名="高橋 健"), SUZUKI, TAKAHASHI)
    assert _pulled(desk.syncs(_people)) == (1, 0, 1)
    assert not any(
        number in dict(before) and "高橋 健" in doc and dict(before)[number] != doc for number, doc in desk.seen
    )


def test_a_new_contact_of_the_firm_under_the_next_code_is_somebody_else(tmp_path: Path) -> None:
    desk, rows = _coded(tmp_path, *"123456")
    desk.types(*rows[:5], ("7", *rows[5][1:2], "井上 誠", *rows[5][3:]), headings=CODED)
    assert _pulled(desk.syncs()) == (1, 0, 1)


FIRMS = ("得意先コード", "会社名", "電話", "ランク")
FIRM_CARDS = """\
mapping: 1
connector: excel
stream: rows
parts:
  company:
    fields: {code: 得意先コード, name: 会社名, phone: {from: 電話, with: phone}, rank: ランク}
"""


@pytest.mark.parametrize(
    ("name", "phone", "pulled"),
    [
        ("株式会社若葉運輸", "", (1, 0, 1)),
        ("株式会社若葉運輸", "03-1234-5678", (0, 1, 0)),
    ],
)
def test_a_firm_of_another_name_is_the_same_one_only_where_it_is_reached_as_before(
    tmp_path: Path, name: str, phone: str, pulled: tuple[int, int, int]
) -> None:
    desk = Desk(tmp_path)
    desk.holds()
    (tmp_path / "cards.yaml").write_text(FIRM_CARDS, "utf-8")
    others = [(str(number), f"有限会社第{number}商店", "", "A") for number in range(5)]
    desk.types(("10", "株式会社青葉精機", phone, "A"), *others, headings=FIRMS)
    desk.syncs()
    desk.types(("11", name, phone, "A"), *others, headings=FIRMS)
    assert _pulled(desk.syncs()) == pulled


BILLS = ("請求番号", "得意先名", "請求日", "金額", "件名")
BILL_CARDS = """\
mapping: 1
connector: excel
stream: rows
parts:
  invoice:
    fields: {code: 請求番号, subject: 件名, issued_on: {from: 請求日, with: date}, company: {part: company}}
  company:
    requires: 得意先名
    fields: {name: 得意先名}
"""


def test_the_bill_of_the_next_month_is_another_bill(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.holds()
    (tmp_path / "cards.yaml").write_text(BILL_CARDS, "utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.replace("{path: cards.csv,", "{path: cards.csv, key: 請求番号,"), "utf-8")
    others = [(f"I-{n}", f"有限会社第{n}商店", "2026-05-31", "1000", "保守料") for n in range(5)]
    due = ("I-10", "株式会社青葉精機", "2026-05-31", "33000", "保守料")
    desk.types(due, *others, headings=BILLS)
    desk.syncs()
    desk.types(("I-20", due[1], "2026-06-30", *due[3:]), *others, headings=BILLS)
    assert _pulled(desk.syncs()) == (1, 0, 1)


BOOK = """\
hub: 1
language: en
connections:
  book:
    connector: excel
    settings: {path: book.xlsx, sheet: [customers, bills]}
    streams:
      customers: {mapping: customers.yaml}
      bills: {mapping: bills.yaml}
"""
CUSTOMERS = FIRM_CARDS.replace("stream: rows", "stream: customers")
BOOK_BILLS = """\
mapping: 1
connector: excel
stream: bills
parts:
  invoice:
    fields: {code: 管理番号, subject: 件名, company: {from: 宛先, ref: customers#company}}
"""


class Book:
    """A workbook of customers, and of bills that name them by their codes."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        for name, text in (("config", BOOK), ("customers", CUSTOMERS), ("bills", BOOK_BILLS)):
            (folder / f"{name}.yaml").write_text(text, "utf-8")

    def billed(self, codes: Sequence[str], *bills: Sequence[str]) -> list[tuple[str, str | None]]:
        """The bills and whom they are sent to, once the book holds these."""
        book = Workbook()
        customers, sheet = book.worksheets[0], book.create_sheet("bills")
        customers.title = "customers"
        for row in (FIRMS, *((code, f"株式会社第{i}倉庫", f"03-1234-500{i}", "A") for i, code in enumerate(codes))):
            customers.append(row)
        for bill in (("管理番号", "宛先", "件名"), *bills):
            sheet.append(bill)
        book.save(self.desk.folder / "book.xlsx")
        self.desk.syncs(_billed)
        return [(subject, company) for subject, company in self.desk.seen]


def _billed(world: World) -> list[tuple[str, str | None]]:
    with world.database.begin() as tx:
        bills = [json.loads(row[0]) for row in tx.rows("SELECT doc FROM golden WHERE entity = 'invoice' ORDER BY id")]
        firms = dict(tx.rows("SELECT 'company/' || id, doc FROM golden WHERE entity = 'company'"))
    return [(bill["subject"], json.loads(firms.get(bill.get("company"), "{}")).get("name")) for bill in bills]


def test_bills_that_name_a_customer_by_the_former_code_are_still_that_customers(tmp_path: Path) -> None:
    book, first = Book(tmp_path), "株式会社第0倉庫"
    book.billed(["100", "101", "102"], ("I-1", "100", "保守"))
    told = book.billed(["K100", "101", "102"], ("I-1", "100", "保守料"), ("I-2", "100", "工事"))
    assert told == [("保守料", first), ("工事", first)]
    assert book.billed(["L100", "101", "102"], ("I-1", "100", "点検"), ("I-2", "K100", "修理")) == [
        ("点検", first),
        ("修理", first),
    ]


def test_a_former_code_that_is_given_to_another_customer_is_that_ones(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.billed(["100", "101"], ("I-1", "100", "保守"))
    book.billed(["K100", "101"], ("I-1", "100", "保守"))
    assert book.billed(["K100", "101", "100"], ("I-1", "K100", "保守"), ("I-2", "100", "工事")) == [
        ("保守", "株式会社第0倉庫"),
        ("工事", "株式会社第2倉庫"),
    ]


FIVE = ("100", "101", "102", "103", "104")


def _firms(world: World) -> dict[int, str]:
    """The names of the firms of the list by the numbers of their golden records."""
    with world.database.begin() as tx:
        rows = tx.rows(
            "SELECT c.golden_id, s.doc FROM source_record s JOIN crosswalk c ON c.source_id = s.id "
            "WHERE s.entity = 'company' AND NOT s.deleted ORDER BY c.golden_id"
        )
    return {row[0]: json.loads(row[1])["name"] for row in rows}


@pytest.mark.parametrize(
    "codes",
    [
        ("101", "100", "102", "103", "104"),
        ("101", "102", "103", "104", "100"),
        ("101", "102", "103", "104", "105"),
        ("99", "100", "101", "102", "103"),
    ],
    ids=["two exchanged", "in a circle", "one further", "one back"],
)
def test_who_has_the_code_that_another_one_had_is_still_who_he_was(tmp_path: Path, codes: Sequence[str]) -> None:
    desk, rows = _coded(tmp_path, *FIVE)
    desk.syncs(_firms)
    before = desk.seen
    desk.types(*((code, *row[1:]) for code, row in zip(codes, rows, strict=True)), headings=CODED)
    assert _pulled(desk.syncs(_firms)) == (0, 0, 0)
    assert desk.seen == before
    desk.syncs(_names)
    assert sorted(desk.seen) == sorted(codes)


def test_who_is_deleted_leaves_his_code_to_the_next_and_his_past_to_nobody(tmp_path: Path) -> None:
    firms = [
        (str(100 + n), name, f"03-1234-500{n}", "A") for n, name in enumerate(("東海運輸", "青葉精機", "若葉商店"))
    ]
    desk = Desk(tmp_path)
    desk.holds()
    (tmp_path / "cards.yaml").write_text(FIRM_CARDS, "utf-8")
    desk.types(*firms, headings=FIRMS)
    desk.syncs(_firms)
    before = desk.seen
    desk.types(("100", *firms[1][1:]), ("101", *firms[2][1:]), headings=FIRMS)
    assert _pulled(desk.syncs(_firms)) == (0, 2, 1)
    assert desk.seen == {number: name for number, name in before.items() if name != "東海運輸"}
    desk.types(
        *(("100", *firms[1][1:]), ("101", *firms[2][1:]), ("102", "港海運", "03-9999-0000", "A")), headings=FIRMS
    )
    assert _pulled(desk.syncs(_firms)) == (1, 0, 0)


def test_a_new_customer_may_get_the_code_of_one_who_has_another_now(tmp_path: Path) -> None:
    desk, rows = _coded(tmp_path, *FIVE)
    desk.syncs(_firms)
    before = desk.seen
    desk.types(("100", "港海運", "山下 誠", "", "紹介"), ("200", *rows[0][1:]), *rows[1:], headings=CODED)
    assert _pulled(desk.syncs(_firms)) == (1, 0, 0)
    assert {number: desk.seen[number] for number in before} == before
    assert len(desk.seen) == 6


def test_of_two_rows_that_become_one_the_kept_row_is_edited(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.holds(("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "展示会"))
    twice = [("100", *SATO[:3], "展示会"), ("101", *SATO[:3], "訪問済み")]
    desk.types(*twice, headings=CODED)
    desk.syncs(_people)
    assert len(desk.seen) == 1
    desk.types(("100", *SATO[:3], "訪問済み"), headings=CODED)
    assert _pulled(desk.syncs(_people)) == (0, 1, 1)
    assert len(desk.seen) == 1


def test_bills_follow_the_code_that_two_customers_have_exchanged(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.billed(["100", "101", "102"], ("I-1", "100", "保守"))
    assert book.billed(["101", "100", "102"], ("I-1", "100", "保守")) == [("保守", "株式会社第1倉庫")]


def test_what_was_written_before_two_codes_were_exchanged_is_undone_in_the_row_of_then(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.replace("{mapping: cards.yaml}", "{mapping: cards.yaml, push: {update: true}}"), "utf-8")
    rows = [("100", *SATO[:3], "展示会"), ("101", *SUZUKI[:3], "紹介")]
    desk.types(*rows, headings=CODED)
    desk.holds(("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "展示会"))
    desk.syncs()
    desk.holds(("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "訪問済み"))
    run = desk.syncs().run_id
    assert _notes(desk) == ["訪問済み", "紹介"]
    desk.types(("101", *SATO[:3], "訪問済み"), ("100", *SUZUKI[:3], "紹介"), headings=CODED)
    desk.syncs(lambda world: undo(world, Undoable(run=run), "steward"))
    assert _notes(desk) == ["展示会", "紹介"]


def test_a_code_may_be_corrected_where_a_column_was_put_in_and_another_one_renamed(tmp_path: Path) -> None:
    desk, rows = _coded(tmp_path, *FIVE)
    desk.syncs(_firms)
    before = desk.seen
    noted = [(*row[:3], "済", *row[3:]) for row in rows]
    desk.types(
        ("K100", *noted[0][1:]), *noted[1:], headings=("得意先コード", "会社名", "氏名", "確認", "メール", "メモ")
    )
    assert _pulled(desk.syncs(_firms))[::2] == (0, 0)
    assert desk.seen == before


def test_a_list_may_be_given_codes_that_it_had_not(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.holds()
    desk.types(SATO, SUZUKI, TAKAHASHI)
    desk.syncs(_people)
    before = desk.seen
    coded = [(str(number), *row) for number, row in enumerate((SATO, SUZUKI, TAKAHASHI), 100)]
    desk.types(*coded, headings=("得意先コード", *HEADINGS))
    assert _pulled(desk.syncs(_people)) == (0, 0, 0)
    assert desk.seen == before


def test_a_name_may_be_divided_into_two_columns(desk: Desk) -> None:
    before = desk.seen
    mapping = desk.folder / "cards.yaml"
    mapping.write_text(CARDS.replace("name: 氏名, email", "family_name: 姓, given_name: 名, email"), "utf-8")
    rows = [(row[0], *row[1].split(" "), *row[2:]) for row in (SATO, SUZUKI, TAKAHASHI)]
    desk.types(*rows, headings=("会社名", "姓", "名", "メール", "役職", "備考"))
    assert _pulled(desk.syncs(_people))[::2] == (0, 0)
    assert [number for number, _ in desk.seen] == [number for number, _ in before]


def test_a_code_may_be_corrected_in_a_row_that_the_hub_has_just_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.replace("{mapping: cards.yaml}", "{mapping: cards.yaml, push: {update: true}}"), "utf-8")
    for name, text in (("cards", CARDS), ("crm", CRM)):
        mapped = text.replace("notes: 備考", "notes: 備考, mobile: {from: 携帯, with: phone}")
        (tmp_path / f"{name}.yaml").write_text(mapped, "utf-8")
    headings, crm = (
        ("得意先コード", "会社名", "氏名", "メール", "携帯", "備考"),
        ("番号", "氏名", "メール", "携帯", "備考"),
    )
    rows = [(code, *row[:3], "", "展示会") for code, row in (("100", SATO), ("101", SUZUKI), ("102", TAKAHASHI))]
    desk.types(*rows, headings=headings)
    desk._write("crm", crm, [("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "", "展示会")])
    desk.syncs()
    desk._write("crm", crm, [("1", "佐藤 太郎", "sato@aoba-seiki.co.jp", "090-1234-5678", "訪問済み")])
    desk.syncs()
    written = (tmp_path / "cards.csv").read_text("utf-8")
    assert "090-1234-5678,訪問済み" in written
    (tmp_path / "cards.csv").write_text(written.replace("100,", "K100,"), "utf-8")
    assert _pulled(desk.syncs())[::2] == (0, 0)


def test_a_corrected_code_in_a_row_that_cannot_be_read_keeps_the_customer(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.holds()
    (tmp_path / "cards.yaml").write_text(FIRM_CARDS, "utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG.replace("cards.csv", "cards.xlsx"), "utf-8")

    def has(code: str, rank: str) -> None:
        book = Workbook()
        others = ((str(number), f"有限会社第{number}商店", "", "A") for number in range(5))
        for row in (FIRMS, (code, "株式会社青葉精機", "03-1234-5678", rank), *others):
            book.worksheets[0].append(row)
        book.save(tmp_path / "cards.xlsx")

    has("100", "A")
    desk.syncs(_firms)
    before = desk.seen
    has("K100", "#N/A")
    report = desk.syncs(_firms)
    assert (_pulled(report), report.ledger.pulls["cards/rows"].quarantined) == ((0, 0, 0), 1)
    assert desk.seen == before
    has("K100", "A")
    assert _pulled(desk.syncs(_firms)) == (0, 1, 0)
    assert desk.seen == before


@pytest.mark.parametrize("place", [0, 4], ids=["above the other", "below the other"])
def test_who_was_given_the_code_of_another_row_by_mistake_is_not_gone(tmp_path: Path, place: int) -> None:
    desk, rows = _coded(tmp_path, *FIVE)
    desk.syncs(_firms)
    before = desk.seen
    wrong = [("102", *row[1:]) if number == place else row for number, row in enumerate(rows)]
    desk.types(*wrong, headings=CODED)
    report = desk.syncs(_firms)
    assert (_pulled(report), report.ledger.pulls["cards/rows"].quarantined) == ((0, 0, 0), 1)
    assert desk.seen == before
    desk.types(*rows, headings=CODED)
    assert _pulled(desk.syncs(_firms)) == (0, 0, 0)
    assert desk.seen == before
    desk.syncs(_names)
    assert sorted(desk.seen) == sorted(FIVE)


def test_an_erased_person_does_not_come_back_with_a_corrected_mailbox(desk: Desk) -> None:
    number = next(number for number, doc in desk.seen if "鈴木 花子" in doc)
    desk.syncs(lambda world: erase(world, f"person/{number}", "steward", "asked for it"))
    before = desk.syncs(_people) and desk.seen
    desk.types(SATO, _but(SUZUKI, メール="hanako@aoba-seiki.co.jp"), TAKAHASHI)
    desk.syncs(_people)
    assert desk.seen == before


def test_who_takes_over_the_row_of_an_erased_person_is_let_in(desk: Desk) -> None:
    number = next(number for number, doc in desk.seen if "鈴木 花子" in doc)
    desk.syncs(lambda world: erase(world, f"person/{number}", "steward", "asked for it"))
    desk.types(SATO, _but(SUZUKI, 氏名="井上 誠", メール="inoue@aoba-seiki.co.jp"), TAKAHASHI)
    desk.syncs(_people)
    assert [doc for _, doc in desk.seen if "井上 誠" in doc]


def _employers(world: World) -> list[tuple[str, str]]:
    """Who works where, by the golden posts."""
    with world.database.begin() as tx:
        docs = {f"{row[1]}/{row[0]}": json.loads(row[2]) for row in tx.rows("SELECT id, entity, doc FROM golden")}
    posts = [doc for name, doc in docs.items() if name.startswith("employment/") and "person" in doc]
    return sorted((docs[post["person"]]["name"], docs[post["company"]]["name"]) for post in posts)


PHONED = CARDS.replace("{name: 会社名}", "{name: 会社名, phone: {from: 代表電話, with: phone}}")


@pytest.fixture
def phoned(tmp_path: Path) -> Desk:
    """The contacts of a firm stand in the list with its telephone number, and the accounting knows it, too."""
    desk = Desk(tmp_path)
    desk.holds()
    (tmp_path / "cards.yaml").write_text(PHONED, "utf-8")
    (tmp_path / "crm.yaml").write_text(FIRM_CARDS.replace("電話", "備考").replace("得意先コード", "番号"), "utf-8")
    (tmp_path / "config.yaml").write_text(f"{CONFIG}matching: {{evidence: true}}\n", "utf-8")
    desk._write("crm", ("番号", "会社名", "備考", "ランク"), [("1", SATO[0], "03-1234-5678", "A")])
    desk.types(*PHONES, headings=(*HEADINGS, "代表電話"))
    desk.syncs(_companies)
    return desk


PHONES = (*((*row, "03-1234-5678") for row in (SATO, SUZUKI)), (*TAKAHASHI, "045-222-3333"))


def test_who_gets_another_employer_in_his_row_renames_no_company(phoned: Desk) -> None:
    before = phoned.seen
    moved = ("北陸電装株式会社", *PHONES[1][1:])
    phoned.types(PHONES[0], moved, PHONES[2], headings=(*HEADINGS, "代表電話"))
    assert _pulled(phoned.syncs(_companies)) == (0, 1, 0)
    assert {number: phoned.seen[number] for number in before} == before
    assert phoned.in_crm()[0][1] == "株式会社青葉精機"
    phoned.syncs(_employers)
    assert phoned.seen == [
        ("佐藤 太郎", "株式会社青葉精機"),
        ("鈴木 花子", "北陸電装株式会社"),
        ("高橋 健", "有限会社みなと商会"),
    ]


def test_a_company_that_is_renamed_in_all_its_rows_is_the_same_company(phoned: Desk) -> None:
    before = phoned.seen
    phoned._write("crm", ("番号", "会社名", "備考", "ランク"), [("1", "北陸電装株式会社", "03-1234-5678", "A")])
    renamed = (("北陸電装株式会社", *row[1:]) for row in PHONES[:2])
    phoned.types(*renamed, PHONES[2], headings=(*HEADINGS, "代表電話"))
    phoned.syncs(_companies)
    assert phoned.seen == {
        number: name.replace("株式会社青葉精機", "北陸電装株式会社") for number, name in before.items()
    }


def _companies(world: World) -> dict[int, str]:
    with world.database.begin() as tx:
        rows = tx.rows("SELECT id, doc FROM golden WHERE entity = 'company' AND redirect_to IS NULL ORDER BY id")
    return {row[0]: json.loads(row[1]).get("name", "") for row in rows}


@pytest.mark.parametrize("is_moved", [False, True], ids=["a new customer", "a customer of another code"])
def test_who_is_given_the_code_of_a_deleted_customer_is_not_that_one(tmp_path: Path, *, is_moved: bool) -> None:
    desk = Desk(tmp_path)
    desk.holds()
    rows = [
        (str(n), name, f"山下 {name}", "", "") for n, name in enumerate(("東海運輸", "青葉精機", "若葉商店", "港海運"))
    ]
    desk.types(*rows, headings=CODED)
    desk.syncs(_companies)
    before = desk.seen
    desk.types(*rows[1:], headings=CODED)
    desk.syncs()
    given = ("0", *rows[1][1:]) if is_moved else ("0", "北陸電装", "井上 誠", "", "")
    desk.types(given, *(rows[2:] if is_moved else rows[1:]), headings=CODED)
    assert _pulled(desk.syncs(_companies)) == ((0, 0, 0) if is_moved else (1, 0, 0))
    assert {number: name for number, name in desk.seen.items() if number in before} == before


def test_a_deleted_customer_that_is_put_back_is_that_one(tmp_path: Path) -> None:
    desk, rows = _coded(tmp_path, *FIVE)
    desk.syncs(_firms)
    before = desk.seen
    desk.types(*rows[1:], headings=CODED)
    desk.syncs()
    desk.types((*rows[0][:4], "再開"), *rows[1:], headings=CODED)
    assert _pulled(desk.syncs(_firms)) == (0, 1, 0)
    assert desk.seen == before
