"""Whose bill it is: the grounds one by one, what forbids a link, and that no order matters."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.linking import Facts, Linking, Party, facts_of, keys_of, link, signature
from tests.laws import lawful

YAMADA = {
    "name": "株式会社山田商店",
    "kana": "ヤマダショウテン",
    "corporate_number": "7000012050002",
    "postal_code": "100-0005",
    "prefecture": "東京都",
    "city": "千代田区",
    "street": "丸の内1-1-1",
    "phone": "03-1234-5670",
    "email": "keiri@yamada-shoten.co.jp",
}
OTHER = {"name": "有限会社山田商店", "kana": "ヤマダショウテン", "phone": "06-6345-6701", "city": "大阪市北区"}
NUMBER, OTHERS_NUMBER = "7000012050002", "5010401067252"


def linked(party: Mapping[str, str], *customers: Mapping[str, str], **pointed: object) -> Linking:
    """The answer for a party among customers that are numbered from 1."""
    known = {number: facts_of(doc) for number, doc in enumerate(customers, 1)}
    return link(Party(facts_of(party), **pointed), known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("party", "ground"),
    [
        ({"name": "ヤマダ", "corporate_number": NUMBER}, "corporate_number"),
        ({"name": "ヤマダ", "invoice_number": f"T{NUMBER}"}, "corporate_number"),
        ({"name": "㈱山田商店", "city": "千代田区", "street": "丸の内一丁目1番1号"}, "name_and_address"),
        ({"name": "(株)山田商店 御中", "phone": "０３（１２３４）５６７０"}, "name_and_phone"),
        ({"name": "山田商店", "email": "billing@yamada-shoten.co.jp"}, "name_and_mail"),
        ({"name": "経理部", "email": "keiri@yamada-shoten.co.jp"}, "mail"),
        ({"name": "㈱山田商店"}, "full_name"),
        ({"name": "株式会社山田商店 大阪支店", "phone": "06-6345-6702"}, "full_name"),
    ],
)  # fmt: skip
def test_a_party_is_linked_by(party: Mapping[str, str], ground: str) -> None:
    found = linked(party, YAMADA, {"name": "株式会社鈴木"})
    assert (found.verdict, found.customer, found.candidates[0].grounds[0]) == ("linked", 1, ground)


def test_the_partners_crosswalk_comes_before_everything_that_is_said() -> None:
    found = linked({"name": "やまだ屋"}, YAMADA, partner=1)
    assert (found.customer, found.candidates[0].grounds) == (1, ("partner",))


def test_a_transfer_finds_its_payer_where_a_bill_of_that_amount_is_open() -> None:
    payer = {"kana": "ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ"}
    assert linked(payer, YAMADA, owed=frozenset({1})).customer == 1
    assert linked(payer, YAMADA).verdict == "doubtful"


def test_the_form_in_a_transfer_tells_two_payers_of_one_sound_apart() -> None:
    found = linked({"kana": "ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ"}, YAMADA, OTHER, owed=frozenset({1}))
    assert found.customer == 1
    assert [c.customer for c in found.candidates] == [1, 2]


def test_a_bank_writes_a_long_vowel_as_a_hyphen() -> None:
    assert facts_of({"kana": "ﾃﾞ-ﾀｼｽﾃﾑ(ｶ"}).sounds == facts_of({"kana": "データシステム"}).sounds


def test_what_a_person_taught_links_the_next_one() -> None:
    assert linked({"kana": "ﾔﾏﾀﾞ ﾀﾛｳ"}, YAMADA, taught=frozenset({1})).customer == 1


def test_a_persons_word_about_just_such_a_party_goes_over_its_partner_and_its_number() -> None:
    child = {"name": "株式会社山田物流", "corporate_number": OTHERS_NUMBER}
    found = linked(YAMADA, YAMADA, child, partner=1, taught=frozenset({2}))
    assert (found.verdict, found.why, found.customer) == ("linked", "taught", 2)
    assert found.candidates[0].against == ("other_number",), "it is told all the same"


def test_two_who_were_taught_for_one_party_are_left_to_a_person() -> None:
    found = linked({"kana": "ﾔﾏﾀﾞ ﾀﾛｳ"}, YAMADA, OTHER, taught=frozenset({1, 2}))
    assert (found.verdict, found.why) == ("doubtful", "rivals")


def test_a_name_that_two_customers_bear_links_neither() -> None:
    elsewhere = {"name": "株式会社山田商店", "phone": "06-6345-6701"}
    found = linked({"name": "株式会社山田商店"}, YAMADA, elsewhere)
    assert (found.verdict, found.why, len(found.candidates)) == ("doubtful", "rivals", 2)


def test_a_full_name_at_another_place_is_asked_about() -> None:
    party = {"name": "株式会社山田商店", "city": "札幌市北区", "street": "北七条西2-6", "phone": "011-222-3330"}
    assert linked(party, YAMADA).why == "weak"


@pytest.mark.parametrize("pointed", [{"partner": 1}, {"owed": frozenset({1})}, {}], ids=["partner", "owed", "nothing"])
def test_another_corporate_number_is_never_linked_whatever_points_there(pointed: dict[str, object]) -> None:
    found = linked({**YAMADA, "corporate_number": OTHERS_NUMBER}, YAMADA, **pointed)
    assert (found.verdict, found.why, found.candidates[0].against) == ("doubtful", "contradicted", ("other_number",))


def test_a_crosswalk_and_a_number_that_name_two_customers_are_left_to_a_person() -> None:
    found = linked({"name": "山田商店", "corporate_number": NUMBER}, YAMADA, {"name": "株式会社鈴木"}, partner=2)
    assert (found.verdict, found.why) == ("doubtful", "rivals")


def test_a_corporate_number_and_a_t_number_that_differ_on_one_bill_are_left_to_a_person() -> None:
    found = linked({"name": "山田商店", "corporate_number": NUMBER, "invoice_number": f"T{OTHERS_NUMBER}"}, YAMADA)
    assert (found.why, found.candidates[0].against) == ("contradicted", ("own_numbers_differ",))


def test_a_parents_number_on_its_childs_bill_is_seen_by_the_childs_name() -> None:
    child = {"name": "株式会社山田物流", "corporate_number": OTHERS_NUMBER, "phone": "03-1234-5671"}
    found = linked({"name": "株式会社山田物流", "corporate_number": NUMBER, "phone": "03-1234-5671"}, YAMADA, child)
    assert found.why == "rivals"


def test_a_mistyped_t_number_of_a_company_speaks_neither_for_nor_against() -> None:
    found = linked({**YAMADA, "corporate_number": "", "invoice_number": "T7000012050020"}, YAMADA)
    assert found.verdict == "linked"


def test_nobody_is_found_where_nothing_agrees() -> None:
    assert linked({"name": "株式会社佐藤"}, YAMADA) == Linking("none", "nobody", None, ())


def test_parties_of_one_name_at_two_places_are_remembered_apart() -> None:
    here, there = ({"name": "株式会社山田", "phone": phone} for phone in ("03-1234-5670", "06-6345-6701"))
    assert signature(facts_of(here)) != signature(facts_of(there))
    assert signature(facts_of({})) == 0


_TEXTS = {
    "name": st.sampled_from(
        ["株式会社山田商店", "㈱山田商店", "有限会社山田商店", "山田商店 大阪支店", "鈴木(株)", ""]
    ),
    "kana": st.sampled_from(["ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ", "ヤマダショウテン", "スズキ", ""]),
    "corporate_number": st.sampled_from([NUMBER, OTHERS_NUMBER, "", "7000012050003"]),
    "invoice_number": st.sampled_from([f"T{NUMBER}", "T1234567890123", ""]),
    "city": st.sampled_from(["千代田区", "大阪市北区", ""]),
    "street": st.sampled_from(["丸の内1-1-1", "丸の内一丁目1番1号", "梅田3-2-1", ""]),
    "phone": st.sampled_from(["03-1234-5670", "+81 3 1234 5670", "06-6345-6701", ""]),
    "email": st.sampled_from(["keiri@yamada-shoten.co.jp", "info@suzuki.co.jp", "someone@gmail.com", ""]),
}
_DOCS = st.fixed_dictionaries(_TEXTS)
_POINTED = st.frozensets(st.integers(1, 5), max_size=2)


@lawful(100)
@given(_DOCS, st.lists(_DOCS, min_size=1, max_size=5), st.none() | st.integers(1, 5), _POINTED, _POINTED, st.integers())
def test_a_link_keeps_its_laws(
    party: dict[str, str],
    docs: list[dict[str, str]],
    partner: int | None,
    taught: frozenset[int],
    owed: frozenset[int],
    seed: int,
) -> None:
    customers = {number: facts_of(doc) for number, doc in enumerate(docs, 1)}
    asked = Party(facts_of(party), partner, taught, owed)
    found = link(asked, customers)
    shuffled = list(customers.items())
    Random(seed).shuffle(shuffled)
    assert link(asked, dict(shuffled)) == found
    assert (found.customer is not None) == (found.verdict == "linked")
    if found.customer is not None:
        _check_linked(asked.facts, customers[found.customer], found)
    taught_here = asked.taught & customers.keys()
    assert (found.why == "taught") == (len(taught_here) == 1)
    for candidate in found.candidates:
        pointed = candidate.customer in {partner, *taught}
        shared = set(keys_of(asked.facts)) & set(keys_of(customers[candidate.customer]))
        assert pointed or shared, "a candidate shares a key, or the index would not find it"


def _check_linked(party: Facts, customer: Facts, found: Linking) -> None:
    assert found.candidates[0].grounds
    if found.why != "taught":
        assert not (party.number and customer.number and party.number != customer.number)
        assert not found.candidates[0].against
