"""Match keys are fixed numbers of facts, their two lowest bits tell how strong the fact is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.cluster import Member
from hub.matching.evidence import wall_between
from hub.matching.keys import IDENTIFYING, NAMED, OFFICIAL, PERSONAL, match_keys, strength

ACME = {"name": "株式会社アクメ", "postal_code": "100-0001", "phone": "+81312345678", "url": "https://acme.example.jp"}
YAMADA = {"name": "山田 太郎", "email": "yamada@example.co.jp", "mobile": "+819012345678"}

ASKED_AND_OTHERS = (
    *ACME,
    *YAMADA,
    *("corporate_number", "invoice_number", "legal_form", "birthday", "family_name", "given_name"),
    *("person", "company", "message_id", "notes"),
)
documents = st.dictionaries(
    st.sampled_from(sorted(set(ASKED_AND_OTHERS))),
    st.sampled_from(["山田 太郎", "株式会社アクメ", "info@example.jp", "T1234567890123", "+819012345678"]),
)


def _shared(entity: str, one: dict[str, Any], other: dict[str, Any]) -> set[int]:
    return {strength(key) for key in set(match_keys(entity, one)) & set(match_keys(entity, other))}


@given(st.dictionaries(st.sampled_from(sorted({*ACME, *YAMADA, "corporate_number"})), st.text(min_size=1, max_size=12)))
def test_keys_of_any_text_are_sorted_distinct_and_fit_a_signed_column(doc: dict[str, str]) -> None:
    for entity in ("company", "person", "deal"):
        keys = match_keys(entity, doc)
        assert list(keys) == sorted(set(keys))
        assert all(0 <= key < 2**63 for key in keys)


def test_a_corporate_number_and_the_invoice_number_made_of_it_are_one_official_key() -> None:
    one, other = {"corporate_number": "1234567890123"}, {"invoice_number": "T1234567890123"}
    assert _shared("company", one, other) == {OFFICIAL}


@pytest.mark.parametrize("fact", ["postal_code", "phone", "url"])
def test_companies_of_one_name_in_one_place_share_a_key(fact: str) -> None:
    assert _shared("company", {"name": "㈱アクメ", fact: ACME[fact]}, ACME) == {NAMED}


def test_a_company_name_alone_is_no_key() -> None:
    assert match_keys("company", {"name": "株式会社アクメ"}) == ()


def test_a_personal_mailbox_is_a_key_whatever_its_case() -> None:
    assert _shared("person", {"email": "Yamada@Example.co.jp"}, YAMADA) == {PERSONAL}


def test_a_role_mailbox_is_a_key_only_with_a_name() -> None:
    info = {"email": "info@example.co.jp"}
    assert match_keys("person", info) == ()
    assert _shared("person", {**info, "name": "山田 太郎"}, {**info, "name": "山田太郎"}) == {NAMED}


def test_one_mobile_is_a_key_only_with_one_name() -> None:
    assert _shared("person", {"mobile": YAMADA["mobile"]}, YAMADA) == set()
    assert _shared("person", {"name": "山田太郎", "mobile": YAMADA["mobile"]}, YAMADA) == {NAMED}


def test_an_employment_is_known_by_its_person_and_company() -> None:
    post = {"person": "person/1", "company": "company/2"}
    assert _shared("employment", post, {**post, "title": "部長"}) == {OFFICIAL}


def test_an_entity_without_keys_is_never_compared() -> None:
    assert match_keys("deal", {"code": "D-1", "name": "案件"}) == ()


class Watched(dict[str, Any]):
    """A document that remembers which of its fields were asked for."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asked: set[object] = set()

    def get(self, field: object, default: Any = None) -> Any:
        self.asked.add(field)
        return super().get(field, default)  # type: ignore[call-overload]

    def __getitem__(self, field: str) -> Any:
        self.asked.add(field)
        return super().__getitem__(field)

    def __contains__(self, field: object) -> bool:
        self.asked.add(field)
        return super().__contains__(field)


@given(st.sampled_from(["company", "person", "employment", "activity"]), documents, documents)
def test_keys_and_walls_ask_for_no_field_but_the_identifying_ones(
    entity: str, one: dict[str, str], other: dict[str, str]
) -> None:
    left, right = Watched(one), Watched(other)
    match_keys(entity, left)
    match_keys(entity, right)
    wall_between(entity)(Member(1, "a", (), left, 7), Member(2, "b", (), right, 7))
    assert left.asked | right.asked <= IDENTIFYING[entity]
