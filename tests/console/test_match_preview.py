"""Before a steward says "the same" a page shows what it comes to; what it shows is what the next sync does."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from hub.console.security.roles import ROLES
from hub.matching.definition import DEFINITIONS
from hub.steward.decide import pin
from hub.steward.doubts import doubts
from hub.steward.merge_preview import MergePreview, merge_preview
from hub.steward.pairs import join, part
from hub.store import golden, sources, streams
from hub.sync.record import record_name
from tests.console.browser import Page
from tests.console.office import Office
from tests.pipeline.books import SUZUKI, YAMADA, Books

ACME = "株式会社千代田精機"
A1, B1 = "alpha/people/a1#company", "beta/people/b1#company"
_SHARE_WITH_NUMBER = 0.3
STORED = ("decision", "golden", "golden_version", "crosswalk", "conflict", "source_record", "pending_resolve")


def _synced(office: Office) -> None:
    for _ in range(3):
        office.lab.sync()


@pytest.fixture
def doubtful(office: Office) -> Office:
    """Two firms of one name in both systems; one works in each, and they differ in telephone and in founding day."""
    office.lab.world = replace(office.lab.world, definitions=DEFINITIONS)
    one = {"family": "渡辺", "given": "美智子", "firm": ACME, "phone": "03-3211-1234", "founded": "1990-04-01"}
    office.lab["alpha"].user_creates("a1", **one)
    office.lab["beta"].user_creates("b1", family="佐藤", given="花子", firm=ACME, phone="03-5534-6480")
    _synced(office)
    assert [pair.verdict for pair in doubts(office.lab.world, "company").pairs] == ["ask"]
    return office


def _docs(office: Office, entity: str = "company") -> dict[str, Any]:
    with office.lab.database.begin() as tx:
        return {f"{entity}/{number}": msgspec.json.decode(doc) for number, doc in golden.documents(tx, entity)}


def _stored(office: Office) -> list[Any]:
    with office.lab.database.begin() as tx:
        return [sorted(map(repr, tx.rows(f"SELECT * FROM {table}"))) for table in STORED]


def _page(office: Office, role: str = "viewer", left: str = A1, right: str = B1) -> Page:
    return office.browser(role).get("/matches/preview?" + urlencode({"left": left, "right": right}))


def _won(found: MergePreview) -> dict[str, Any]:
    return {one.field: one.winner.value for one in found.fields if one.winner.value is not None}


def _holds(office: Office, found: MergePreview) -> dict[str, dict[str, Any]]:
    """What each record that would be written holds over there."""
    held = {}
    for write in found.writes:
        external_id = write.record.split("/", 2)[2].partition("#")[0]
        held[write.record] = office.lab[write.connection].records[external_id]
    return held


def _joined(office: Office, left: str = A1, right: str = B1) -> MergePreview:
    """The preview, and then the deed."""
    found = merge_preview(office.lab.world, left, right)
    join(office.lab.world, left, right, "steward")
    office.lab.sync()
    return found


def test_the_winners_that_are_shown_stand_after_the_join(doubtful: Office) -> None:
    found = _joined(doubtful)
    assert _docs(doubtful) == {found.golden: _won(found)}


def test_who_is_shown_to_stay_stays_and_the_other_number_leads_there(doubtful: Office) -> None:
    found = _joined(doubtful)
    assert [one.becomes for one in found.customers] == ["stays", "redirected"]
    stays, gone = (int(one.golden.partition("/")[2]) for one in found.customers)
    with doubtful.lab.database.begin() as tx:
        assert golden.by_ids(tx, [gone])[gone].redirect_to == stays


def test_just_the_records_that_are_shown_are_written_in_just_these_fields(doubtful: Office) -> None:
    before = doubtful.lab.written()
    found = _joined(doubtful)
    assert doubtful.lab.written() - before == len(found.writes) > 0
    names = {"phone": "phone", "founded_on": "founded"}
    for record, held in _holds(doubtful, found).items():
        (write,) = [one for one in found.writes if one.record == record]
        assert {field: held[names[field]].replace("-", "")[-8:] for field in write.fields} == {
            field: str(after).replace("-", "")[-8:] for field, (_, after) in write.fields.items()
        }


def test_a_look_stores_nothing_but_itself_in_the_audit_log(doubtful: Office) -> None:
    before, written = _stored(doubtful), doubtful.lab.written()
    assert _page(doubtful).status == 200
    assert (_stored(doubtful), doubtful.lab.written()) == (before, written)
    assert doubtful.audited()[-1] == "match_previewed"


def test_everybody_may_look_and_stewards_decide_on_the_spot(doubtful: Office) -> None:
    pages = {role: _page(doubtful, role) for role in ROLES}
    assert {page.status for page in pages.values()} == {200}
    deciding = {role for role, page in pages.items() if "/matches/decide?place=0" in [f.action for f in page.forms()]}
    assert deciding == {"steward", "operator", "admin"}


def test_nobody_sees_it_who_has_not_signed_in(doubtful: Office) -> None:
    page = doubtful.browser().get("/matches/preview?" + urlencode({"left": A1, "right": B1}))
    assert page.location.startswith("/login")


def test_the_page_tells_winners_losers_and_what_is_touched(doubtful: Office) -> None:
    page = _page(doubtful)
    wanted = (
        "03-5534-6480 beta/people/b1",
        "03-3211-1234 alpha/people/a1",
        "most recent",
        "stays (records: 2)",
        "is merged into it (records: 2)",
        "alpha: 2 · beta: 2",
        "Employment 2, of which 1 change their customer",
        "Records that are written",
    )
    assert [word for word in wanted if word not in page.words] == []


def test_the_page_is_told_in_japanese(doubtful: Office) -> None:
    browser = doubtful.browser("viewer")
    browser.cookies["hub_language"] = "ja"
    page = browser.get("/matches/preview?" + urlencode({"left": A1, "right": B1}))
    wanted = (
        "同じにした場合の結果",
        "残ります（記録 2）",
        "影響の範囲",
        "alpha 2 件",
        "書き込まれる記録",
        "採用する値",
    )
    assert [word for word in wanted if word not in page.words] == []


def test_the_pair_leads_to_its_preview_and_from_there_it_is_decided(doubtful: Office) -> None:
    browser = doubtful.browser("steward")
    (place,) = [n for n in range(2) if f'value="{A1}"' in browser.get(f"/matches?place={n}").text]
    link = browser.get(f"/matches?place={place}").text.split('href="/matches/preview?')[1].split('"')[0]
    page = browser.get("/matches/preview?" + link.replace("&amp;", "&"))
    after = browser.follow(browser.sends(page, f"/matches/decide?place={place}", verdict="same"))
    assert "Decided: the same" in after.words


def test_a_value_that_a_person_has_fixed_wins_and_is_told_as_a_decision(doubtful: Office) -> None:
    (company, *_) = [name for name, doc in _docs(doubtful).items() if "founded_on" in doc]
    pin(doubtful.lab.world, company, "founded_on", "1991-05-02", "steward")
    _synced(doubtful)
    page, found = _page(doubtful), _joined(doubtful)
    assert "1991-05-02 a decision" in page.words
    assert _docs(doubtful) == {found.golden: _won(found)}


def test_linked_invoices_and_deals_follow_each_counted_once(store_url: str) -> None:
    books = Books(store_url)
    books.world = replace(books.world, definitions=DEFINITIONS)
    books["crm"].user_creates("c1", **YAMADA)
    books.sync()  # the first to come stays
    books["partners"].user_creates("p2", **SUZUKI)
    books.bills("I-1", billed="株式会社山田商店")
    books.bills("I-2", partner="p2", billed=SUZUKI["name"])
    books["deals"].user_creates("d1", name="工事", customer="c1", amount=1)
    books.sync()
    linked = {code: books.customer(code) for code in ("I-1", "I-2")}
    found = merge_preview(books.world, "crm/people/c1#company", "partners/people/p2#company")
    books.close()
    assert linked == {"I-1": YAMADA["name"], "I-2": SUZUKI["name"]}
    assert [(one.entity, one.count, one.moved) for one in found.follows] == [("deal", 1, 0), ("invoice", 2, 1)]
    assert found.writes == []


def test_a_wall_of_a_person_between_any_of_their_records_is_told_instead(doubtful: Office) -> None:
    part(doubtful.lab.world, A1, "alpha/people/alpha-2#company", "steward")
    page = _page(doubtful)
    assert "were decided to be different" in page.words
    assert "Records that are written" not in page.words


def test_what_a_person_has_said_of_the_two_is_told_instead(doubtful: Office) -> None:
    part(doubtful.lab.world, A1, B1, "steward")
    page = _page(doubtful)
    assert "steward decided at" in page.words
    assert "Records that are written" not in page.words


def test_those_who_are_one_already_need_no_preview(doubtful: Office) -> None:
    _joined(doubtful)
    assert "are one customer already" in _page(doubtful).words


def test_what_is_no_pair_has_no_preview(doubtful: Office) -> None:
    asked = {("", B1): 404, ("../../etc", B1): 404, (A1, A1): 409, (A1, "beta/people/b1#person"): 409}
    assert {pair: _page(doubtful, left=pair[0], right=pair[1]).status for pair in asked} == asked


def _crowd(office: Office, random: Random) -> None:
    """Firms that are much alike, and edits over what the hub has carried over."""
    lab = office.lab
    for number in range(6):
        firm = random.choice([ACME, "千代田精機㈱", "株式会社千代田製作所", "有限会社千代田精機"])
        told = {"phone": f"03-3211-12{random.randrange(9)}4", "founded": f"199{random.randrange(3)}-04-01"}
        if random.random() < _SHARE_WITH_NUMBER:
            told["number"] = random.choice(["7000012050002", "8000012050001"])
        system = lab[random.choice(["alpha", "beta"])]
        system.user_creates(f"x{number}", family="佐藤", given=f"花{number}", firm=firm, **told)
    _synced(office)
    for system in lab.systems.values():
        told = {"phone": f"03-4444-000{random.randrange(9)}", "founded": f"200{random.randrange(3)}-04-01"}
        system.user_edits(random.choice(sorted(system.records)), **told)
    _synced(office)


def _two_customers(office: Office, random: Random) -> tuple[str, str] | None:
    """A record of each of two, if there are as many."""
    numbers = [int(name.partition("/")[2]) for name in _docs(office)]
    with office.lab.database.begin() as tx:
        rows, names = sources.of_golden(tx, numbers), streams.names(tx)
    rows = random.sample(sorted(rows), len(rows))
    other = next((row for row in rows if row.golden_id != rows[0].golden_id), None)
    return None if other is None else (record_name(rows[0], names), record_name(other, names))


@pytest.mark.parametrize("seed", range(3))
def test_whichever_two_are_joined_the_preview_comes_true(office: Office, seed: int) -> None:
    random = Random(seed)
    office.lab.world = replace(office.lab.world, definitions=DEFINITIONS)
    _crowd(office, random)
    for _ in range(3):
        pair = _two_customers(office, random)
        if pair is None:
            return
        assert _page(office, left=pair[0], right=pair[1]).status == 200
        found, before = merge_preview(office.lab.world, *pair), office.lab.written()
        join(office.lab.world, *pair, "steward")
        office.lab.sync(steps=("resolve",))
        docs = _docs(office)
        lives = {one.golden: one.becomes != "redirected" for one in found.customers}
        assert {name: name in docs for name in lives} == lives
        assert not found.golden or docs[found.golden] == _won(found)
        office.lab.sync()
        assert found.parted or office.lab.written() - before == len(found.writes)
        _synced(office)
