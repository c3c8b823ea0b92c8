"""What a person says of a bill, what it teaches, what accountants miss, and what the tax audit is given."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest

from hub.steward.bill_links import link_bill, unlink_bill
from hub.steward.bills import page_of, story, typed_amount
from hub.steward.debts import debts
from hub.steward.errors import StewardError
from hub.steward.figures import figures_of
from hub.steward.missing import missing
from hub.steward.register import read_register
from hub.steward.tax_archive import tax_archive
from hub.store.billing_search import Sought
from tests.pipeline.books import SUZUKI, YAMADA, Books
from tests.pipeline.ready import ready_file


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """Yamada is company/1 and Suzuki company/2; two payers are unknown."""
    made = Books(ready_file(tmp_path / "hub.db"))
    _begin(made)
    yield made
    made.close()


@pytest.fixture
def books_on_each(store_url: str) -> Iterator[Books]:
    """The same on each database."""
    made = Books(store_url)
    _begin(made)
    yield made
    made.close()


def _begin(books: Books) -> None:
    books["crm"].user_creates("c1", **YAMADA)
    books["crm"].user_creates("c2", **SUZUKI)
    books.sync()
    books.bills("I-1", 11000, "2026-02-28", billed="株式会社山田商店", due="2026-03-31")
    books.is_paid("P-1", "ｻﾄｳ ﾊﾅｺ", 500, "2026-03-05")
    books.is_paid("P-2", "ｻﾄｳ ﾊﾅｺ", 700, "2026-04-05")
    books.sync()


def name(books: Books, code: str) -> str:
    return f"{'invoice' if code[0] == 'I' else 'payment'}/{books.number(code)}"


def audited(books: Books) -> list[str]:
    with books.database.begin() as tx:
        return [row[0] for row in tx.rows("SELECT action FROM audit_entry ORDER BY id")]


def test_a_persons_word_stands_and_teaches_the_others_of_that_payer(books_on_each: Books) -> None:
    books = books_on_each
    done = link_bill(books.world, name(books, "P-1"), "company/1", "keiri", "社長の奥様")
    assert (done.others, books.customer("P-1"), books.customer("P-2")) == (1, YAMADA["name"], YAMADA["name"])
    books.is_paid("P-3", "ｻﾄｳ ﾊﾅｺ", 900, "2026-05-05")
    books.sync()
    assert books.customer("P-3") == YAMADA["name"]
    assert (books.link("P-1").author, books.link("P-3").author) == ("keiri", "hub")


def test_a_partner_who_is_billed_for_another_customer_is_asked_about_once(books: Books) -> None:
    books["partners"].user_creates("p1", **YAMADA)
    books.bills("I-2", partner="p1", billed=YAMADA["name"])
    books.sync()
    link_bill(books.world, name(books, "I-2"), "company/2", "keiri", "鈴木さんの分も山田さんが払う")
    books.bills("I-3", partner="p1", billed=YAMADA["name"])
    books.sync()
    assert (books.customer("I-3"), books.verdict("I-3")) == (SUZUKI["name"], ("linked", "taught"))
    assert books.customer("I-1") == YAMADA["name"], "it says less of its party"


def test_a_word_is_taken_back_with_what_it_taught(books: Books) -> None:
    link_bill(books.world, name(books, "P-1"), "company/1", "keiri")
    assert unlink_bill(books.world, name(books, "P-1"), "keiri").others == 1
    assert [books.verdict(code)[0] for code in ("P-1", "P-2")] == ["none", "none"]
    assert audited(books) == ["bill_linked", "bill_unlinked"]
    with pytest.raises(StewardError, match="nobody has decided"):
        unlink_bill(books.world, name(books, "P-1"), "keiri")


def test_a_person_goes_over_what_the_hub_has_found_and_no_run_goes_over_the_person(books: Books) -> None:
    link_bill(books.world, name(books, "I-1"), "none", "keiri")
    books["crm"].user_edits("c1", phone="03-9999-8880")
    books["invoices"].user_edits("I-1", amount=12000)
    books.sync()
    assert (books.verdict("I-1"), books.link("I-1").amount) == (("none", "person"), 1200000)
    link_bill(books.world, name(books, "I-1"), "company/2", "keiri")
    assert books.customer("I-1") == SUZUKI["name"]


def test_who_decides_on_what_has_changed_meanwhile_is_told(books: Books) -> None:
    seen = story(books.world, name(books, "P-1")).seen
    link_bill(books.world, name(books, "P-1"), "company/1", "sato", seen=seen)
    with pytest.raises(StewardError, match="changed since it was shown"):
        link_bill(books.world, name(books, "P-1"), "company/2", "suzuki", seen=seen)
    assert books.customer("P-1") == YAMADA["name"]


@pytest.mark.parametrize(
    ("bill", "customer", "said"),
    [("company/1", "none", "no invoice"), ("invoice/3", "invoice/3", "no customer"), ("invoice/99", "none", "no gol")],
)  # fmt: skip
def test_what_is_no_bill_or_no_customer_is_refused(books: Books, bill: str, customer: str, said: str) -> None:
    with pytest.raises(StewardError, match=said):
        link_bill(books.world, bill, customer, "keiri")


def test_a_customers_figures_count_the_bills_that_are_linked_to_it(books: Books) -> None:
    def outstanding(number: int) -> str | None:
        with books.database.look() as tx:
            found = figures_of(tx, books.world, "company", number, UTC)
        return None if found is None else str(found.outstanding)

    assert (outstanding(1), outstanding(2)) == ("11000", None)
    books["partners"].user_creates("p1", **YAMADA)
    books["invoices"].user_edits("I-1", partner="p1")
    books.sync()
    link_bill(books.world, name(books, "I-1"), "company/2", "keiri")
    assert (outstanding(1), outstanding(2)) == (None, "11000")


def codes(books: Books, **sought: object) -> list[str]:
    return [bill.code for bill in page_of(books.world, Sought(**sought)).bills]  # type: ignore[arg-type]


def test_bills_are_sought_by_days_amounts_and_parties_in_any_combination(books_on_each: Books) -> None:
    books = books_on_each
    assert codes(books) == ["P-2", "P-1", "I-1"]
    with books.database.look() as tx:
        assert tx.rows("SELECT code, customer_id, company_id FROM invoices") == [("I-1", 1, None)]
    assert codes(books, since="2026-02-28", until="2026-03-05") == ["P-1", "I-1"]
    assert codes(books, low=typed_amount("500"), high=typed_amount("￥７００")) == ["P-2", "P-1"]
    assert codes(books, partner="山田 商店") == ["I-1"]
    assert codes(books, partner="%") == []
    assert codes(books, partner="ｻﾄｳ", low=60000, until="2026-12-31") == ["P-2"]
    assert codes(books, verdict="linked", entity="invoice", customers=(1,)) == ["I-1"]


def test_the_next_bill_of_a_list_follows(books: Books) -> None:
    sought = Sought(verdict="none")
    found = story(books.world, name(books, "P-2"), sought)
    assert (found.after, found.bill.code) == (name(books, "P-1"), "P-2")
    assert story(books.world, name(books, "P-1"), sought).after == ""


def test_what_is_missing_between_deals_invoices_and_payments_is_listed(books_on_each: Books, tmp_path: Path) -> None:
    books = books_on_each
    books["deals"].user_creates("d1", customer="c1", name="保守", amount=11000, stage="closedwon", on="2026-02-01")
    books["deals"].user_creates("d2", customer="c2", name="導入", amount=5000, stage="受注", on="2026-02-01")
    books["deals"].user_creates("d3", customer="c2", name="追加", amount=1, stage="受注", on="2026-03-30")
    books["deals"].user_creates("d4", customer="c2", name="提案", amount=9, stage="提案中", on="2026-01-01")
    books.bills("I-2", 300, "2025-12-10", billed=SUZUKI["name"], t_number="T5010401067252")
    books.is_paid("P-4", "ｽｽﾞｷ", 300, "2025-12-20", pays="I-2")
    books.sync()
    register = tmp_path / "list.csv"
    register.write_text("登録番号,取消年月日,失効年月日\nT5010401067252,,2025/12/01\nT7000012050002,,\n", "utf-8-sig")
    found = missing(books.world, 30, UTC, read_register([register]))
    assert [(deal.name, deal.customer) for deal in found.deals] == [("導入", "company/2")]
    assert [bill.code for bill in found.invoices] == ["I-2"]
    assert [bill.code for bill in found.payments] == ["P-1", "P-2"]
    assert [(one.bill.code, one.number, one.ended_on) for one in found.lapsed or ()] == [
        ("I-2", "T5010401067252", "2025-12-01")
    ]


def test_a_list_of_numbers_without_its_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("番号\n1\n", "utf-8")
    with pytest.raises(StewardError, match="登録番号"):
        read_register([file])
    assert read_register_of(tmp_path, "登録番号,失効年月日\n7000012050002,2026-03-31\n") == {
        "T7000012050002": date(2026, 3, 31)
    }


def read_register_of(folder: Path, text: str) -> dict[str, date]:
    (folder / "register.csv").write_text(text, "utf-8")
    return read_register([folder / "register.csv"])


# Behind the days stand place, name and sundries, cut here.
AGENCYS = """"1","T7000012050002","01","0","2","1","1","2023-10-01","2023-10-02","","2026-03-31","東京都千代田区"
"2","T5010401067252","04","0","2","1","1","2023-10-01","2025-12-02","2025-12-01","","東京都港区"
"3","T1180301018771","01","0","2","1","1","2023-10-01","2023-10-02","","","愛知県豊田市"
"4","T1180301018771","03","0","2","1","0","2023-10-01","2024-10-02","","2024-10-01","愛知県豊田市"
"""


def test_the_tax_agencys_files_are_read_as_they_are_downloaded(tmp_path: Path) -> None:
    first, second = AGENCYS.splitlines()[:1], AGENCYS.splitlines()[1:]
    files = []
    for number, lines in enumerate((first, second)):
        files.append(tmp_path / f"{number}.csv")
        files[-1].write_text("\n".join(lines) + "\n", "utf-8")
    assert read_register(files) == {"T7000012050002": date(2026, 3, 31), "T5010401067252": date(2025, 12, 1)}


def test_debts_leave_out_what_is_settled_cancelled_or_paid(books_on_each: Books) -> None:
    books = books_on_each
    books.bills("I-2", 300, "2026-03-10", billed=SUZUKI["name"], status="settled")
    books.bills("I-3", 400, "2026-03-11", billed=SUZUKI["name"], status="canceled")
    books.bills("I-4", 500, "2026-03-12", billed=SUZUKI["name"], due="2026-09-30")
    books.bills("I-5", 800, "2026-03-12", billed=SUZUKI["name"], due="2026-01-31")
    books.is_paid("P-4", "ｽｽﾞｷ", 300, "2026-03-20", pays="I-2")
    books.is_paid("P-5", "ｽｽﾞｷｺｳｷﾞﾖｳ(ｶ", 500, "2026-03-20")
    books.sync()
    found = debts(books.world, UTC)
    assert [(one.display, one.total) for one in found.debts] == [(YAMADA["name"], "11000"), (SUZUKI["name"], "800")]
    assert found.totals == {
        "not_due": "0",
        "one_month": "11000",
        "two_months": "800",
        "three_months": "0",
        "older": "0",
    }


def test_the_tax_archive_has_an_index_every_version_and_no_formula(books: Books) -> None:
    books["invoices"].user_edits("I-1", billed="=HYPERLINK(1)", amount=-5)
    books.sync()
    done = tax_archive(books.world, Sought(entity="invoice", until="2026-12-31"), "keiri")
    assert done.bills == 1
    with zipfile.ZipFile(io.BytesIO(done.content)) as archive:
        index = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
        files = [one for one in archive.namelist() if one.startswith("files/")]
        newest = archive.read(files[-1]).decode()
    assert [(row["取引年月日"], row["取引金額"], row["取引先"]) for row in index] == [
        ("2026-02-28", "-5", "'=HYPERLINK(1)")
    ] * 2
    assert ([row["ファイル"] for row in index], len(files)) == (files, 2)
    assert "HYPERLINK" in newest
    assert audited(books)[-1] == "bills_exported"
    assert tax_archive(books.world, Sought(entity="invoice", until="2026-12-31"), "keiri") == done
