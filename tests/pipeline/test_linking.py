"""Bills find their customers in the run, and follow them; nothing of a bill is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest

from hub.steward.pairs import join
from hub.steward.revoke import revoke
from hub.store import billing, billing_index, erasures
from hub.sync.linking import link_bills
from tests.pipeline.books import SUZUKI, YAMADA, Books
from tests.pipeline.ready import ready_file


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    """Two customers are known, and nobody was billed yet."""
    made = Books(ready_file(tmp_path / "hub.db"))
    _know_customers(made)
    yield made
    made.close()


@pytest.fixture
def books_on_each(store_url: str) -> Iterator[Books]:
    """The same on each database."""
    made = Books(store_url)
    _know_customers(made)
    yield made
    made.close()


def _know_customers(books: Books) -> None:
    books["crm"].user_creates("c1", **YAMADA)
    books["crm"].user_creates("c2", **SUZUKI)
    books.sync()


def test_a_store_without_bills_holds_nothing_for_them(books: Books) -> None:
    with books.database.begin() as tx:
        assert not billing_index.is_kept(tx)
        for table in ("pending_link", "customer_key", "bill_link"):
            assert tx.rows(f"SELECT * FROM {table}") == []


def test_an_invoice_finds_its_customer_by_its_partner_or_by_what_it_says(books_on_each: Books) -> None:
    books = books_on_each
    books["partners"].user_creates("p1", **YAMADA)
    books.bills("I-1", partner="p1", billed="山田さん")
    books.bills("I-2", billed="鈴木工業㈱", t_number="T5010401067252")
    books.bills("I-3", billed="株式会社知らない商会")
    books.sync()
    assert (books.customer("I-1"), books.customer("I-2")) == (YAMADA["name"], SUZUKI["name"])
    assert books.verdict("I-3") == ("none", "nobody")
    evidence = msgspec.json.decode(books.link("I-2").candidates)
    assert evidence[0]["grounds"] == ["corporate_number", "full_name"]


def test_a_payment_finds_its_payer_by_kana_and_an_open_bill(books: Books) -> None:
    books.bills("I-1", billed="株式会社山田商店")
    books.is_paid("P-1", "ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ")
    books.is_paid("P-2", "ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ", amount=7)
    books.is_paid("P-3", "ｷﾔﾂｼﾕ", pays="I-1")
    books.sync()
    assert [books.customer(code) for code in ("P-1", "P-2", "P-3")] == [YAMADA["name"], "", YAMADA["name"]]
    assert books.verdict("P-2") == ("doubtful", "weak")


def test_a_bill_is_linked_once_its_customer_arrives(books: Books) -> None:
    books.bills("I-1", billed="株式会社佐藤電機", partner="p9")
    books.sync()
    assert books.verdict("I-1") == ("none", "nobody")
    books["crm"].user_creates("c3", name="株式会社佐藤電機")
    books.sync()
    assert books.customer("I-1") == "株式会社佐藤電機"


def test_a_link_is_taken_back_when_a_customer_of_the_same_name_arrives(books: Books) -> None:
    books.bills("I-1", billed="株式会社山田商店")
    books.sync()
    assert books.verdict("I-1")[0] == "linked"
    books["crm"].user_creates("c3", name="株式会社山田商店", phone="011-222-3330")
    books.sync()
    assert books.verdict("I-1") == ("doubtful", "rivals")


def test_a_link_that_begins_to_contradict_its_customers_number_is_asked_about(books: Books) -> None:
    books["crm"].user_creates("c3", name="株式会社佐藤電機", phone="011-222-3330")
    books["partners"].user_creates("p1", name="佐藤電機", t_number="T8010001166930", phone="03-3333-4440")
    books.bills("I-1", partner="p1", billed="株式会社佐藤電機")
    books.bills("I-2", billed="株式会社佐藤電機", t_number="T8010001166930")
    books.sync()
    books["partners"].user_edits("p1", t_number="T4010001166931")
    books.sync()
    assert books.verdict("I-1")[0] == "linked"


def test_a_link_follows_a_merge_and_its_taking_back(books_on_each: Books) -> None:
    books = books_on_each
    books["crm"].user_creates("c3", name="ヤマダ", phone="011-222-3330")
    books["partners"].user_creates("p1", name="ヤマダ屋", phone="03-3333-4440")
    books.bills("I-1", partner="p1")
    books.sync()
    assert books.customer("I-1") == "ヤマダ屋"
    done = join(books.world, "crm/people/c3", "partners/people/p1", "test")
    books.sync()
    merged = books.customer("I-1")
    with books.database.begin() as tx:
        assert tx.rows("SELECT count(*) FROM golden WHERE redirect_to IS NOT NULL")[0][0] == 1
    assert merged in ("ヤマダ", "ヤマダ屋")
    revoke(books.world, done.decision, "test")
    books.sync()
    assert books.customer("I-1") == "ヤマダ屋"


def test_the_snapshot_stays_as_the_bill_was_first_seen(books: Books) -> None:
    books["partners"].user_creates("p1", **YAMADA)
    books.bills("I-1", partner="p1", billed="株式会社山田商店")
    books.sync()
    before = books.link("I-1").snapshot
    books["partners"].user_edits("p1", name="株式会社新山田")
    books["invoices"].user_edits("I-1", amount=5)
    books.sync()
    after = books.link("I-1")
    assert (after.snapshot, after.amount) == (before, 500)
    assert msgspec.json.decode(after.snapshot)["amount"] == "11000"


def test_linking_writes_nothing_into_bills_and_plans_nothing(books: Books) -> None:
    books.bills("I-1", billed="株式会社山田商店")
    books.sync()
    with books.database.begin() as tx:
        golden = tx.rows("SELECT id, doc, version FROM golden ORDER BY id")
        tx.run("INSERT INTO pending_link (entity, golden_id) SELECT entity, id FROM golden")
    link_bills(books.world)
    with books.database.begin() as tx:
        assert tx.rows("SELECT id, doc, version FROM golden ORDER BY id") == golden
        assert tx.rows("SELECT * FROM intent") == []
    assert "company" not in msgspec.json.decode(golden[-1][1])


def test_a_run_that_changes_nothing_looks_at_no_bill_again(books: Books) -> None:
    books.bills("I-1", billed="株式会社山田商店")
    books.sync()
    at = books.link("I-1").at
    books["crm"].user_edits("c1", rank="A")
    books.sync()
    with books.database.begin() as tx:
        assert tx.rows("SELECT * FROM pending_link") == []
    assert books.link("I-1").at == at


def test_a_bill_of_whoever_was_erased_stays_and_is_looked_at_again(books: Books) -> None:
    books.bills("I-1", billed="株式会社山田商店")
    books.sync()
    link, number = books.link("I-1"), books.number("I-1")
    assert link.customer_id is not None
    assert link.anchor_id is not None
    with books.database.begin() as tx:
        erasures.remove(tx, [link.customer_id], [link.anchor_id], [])
        assert billing.by_ids(tx, [number]) == {}
    books.sync()
    assert books.verdict("I-1") == ("none", "nobody")


def test_a_bill_that_its_system_has_deleted_asks_for_no_money(books: Books) -> None:
    books.bills("I-1", billed="株式会社山田商店")
    books.bills("I-2", billed="株式会社山田商店", status="canceled")
    books.bills("I-3", billed="株式会社山田商店")
    books.sync()
    books["invoices"].user_deletes("I-1")
    books.sync()
    assert [books.link(code).is_void for code in ("I-1", "I-2", "I-3")] == [True, True, False]


_FIRMS = [
    {"name": "株式会社山田商店", "kana": "ヤマダショウテン", "number": "7000012050002"},
    {"name": "株式会社山田商店", "phone": "011-222-3330", "kana": "ヤマダショウテン"},
    {"name": "有限会社山田商店", "kana": "ヤマダショウテン", "phone": "06-6345-6701"},
    {"name": "鈴木工業株式会社", "number": "5010401067252", "email": "keiri@suzuki-kogyo.co.jp"},
    {"name": "鈴木工業株式会社", "phone": "052-333-4440"},
]
_SAID = [
    {"billed": "株式会社山田商店"},
    {"billed": "㈱山田商店", "t_number": "T7000012050002"},
    {"billed": "有限会社山田商店", "address": "大阪府大阪市北区梅田3-2-1"},
    {"billed": "鈴木工業(株)"},
    {"billed": "鈴木工業", "partner": "p0"},
    {"billed": "株式会社知らない商会", "partner": "p3"},
]


def _story(chance: Random) -> list[tuple[str, str, dict[str, object]]]:
    """What happens in the systems: records that are made or edited, each with all that it says then."""
    made: list[tuple[str, str, dict[str, object]]] = []
    for place in range(4):
        made += [
            ("crm", f"c{place}", dict(chance.choice(_FIRMS))),
            ("partners", f"p{place}", dict(chance.choice(_FIRMS))),
        ]
        said = {**chance.choice(_SAID), "amount": chance.choice([100, 200]), "on": "2026-03-31"}
        made.append(("invoices", f"I-{place}", {"code": f"I-{place}", **said}))
        paid = {"payer": chance.choice(["ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ", "ｽｽﾞｷｺｳｷﾞﾖｳ"]), "amount": chance.choice([100, 200])}
        pays = {"pays": f"I-{place}"} if chance.random() < 0.3 else {}
        made.append(("payments", f"P-{place}", {"code": f"P-{place}", **paid, **pays, "on": "2026-04-20"}))
    chance.shuffle(made)
    edited = [one for one in made if chance.random() < 0.4]
    return made + [(system, key, {**said, **_edit(chance, system)}) for system, key, said in edited]


def _edit(chance: Random, system: str) -> dict[str, object]:
    if system == "invoices":
        return dict(chance.choice(_SAID))
    return {"amount": 100} if system == "payments" else {"phone": chance.choice(["03-1234-5670", "011-222-3330"])}


def _links(books: Books) -> dict[str, tuple[str, str, int | None]]:
    codes = [f"{kind}-{place}" for kind in "IP" for place in range(4)]
    rows = [books.link(code) for code in codes]
    with books.database.begin() as tx:
        customers = billing.customers_of(tx, rows)
    return {code: (row.verdict, row.why, customers.get(row.bill_id)) for code, row in zip(codes, rows, strict=True)}


@pytest.mark.parametrize("seed", range(6))
def test_links_that_followed_one_by_one_are_those_of_a_store_that_is_linked_at_once(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    books = Books(ready_file(tmp_path / "hub.db"))
    for system, key, said in _story(chance):
        act = books[system].user_edits if key in books[system].records else books[system].user_creates
        act(key, **said)
        if chance.random() < 0.3:
            books.sync()
    books.sync()
    followed = _links(books)
    with books.database.begin() as tx:
        tx.run("INSERT INTO pending_link (entity, golden_id) SELECT entity, bill_id FROM bill_link")
        for table in ("bill_link", "bill_key", "customer_key", "setting"):
            tx.run(f"DELETE FROM {table}")
    link_bills(books.world)
    assert _links(books) == followed
    books.close()
