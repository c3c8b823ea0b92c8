"""A customer is found by what people type of them, and by nothing else; what is found by a term fits without it too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.terms import ENTITIES, LONGEST, fit, fit_former, former_probes, probes, shelves, terms
from tests.laws import SHARE, lawful

TARO = {
    "name": "山田 太郎",
    "kana": "ヤマダ タロウ",
    "email": "t.yamada@aoba.example.co.jp",
    "other_emails": ["Taro@Home.example.jp"],
    "phone": "+81312345678",
    "mobile": "+819012345678",
    "postal_code": "100-0005",
    "code": "P-0042",
}
TAKAHASHI = {
    "name": "株式会社髙橋商事",
    "kana": "タカハシショウジ",
    "corporate_number": "7000012050002",
    "invoice_number": "T7000012050002",
    "phone": "+81663410002",
    "url": "https://www.takahashi.example.co.jp/about",
}
CUSTOMERS: dict[str, tuple[str, dict[str, Any]]] = {"taro": ("person", TARO), "takahashi": ("company", TAKAHASHI)}


def found(typed: str) -> dict[str, str]:
    """Who is found by the index alone, and how well they fit."""
    looked = probes(typed)
    hits: dict[str, str] = {}
    for name, (entity, doc) in CUSTOMERS.items():
        held = terms(entity, doc)
        places = list(shelves(entity, looked))
        is_reached = any(t == text if is_whole else t.startswith(text) for text, is_whole in places for t in held)
        how = fit(entity, doc, looked)
        assert is_reached == (how is not None)
        if how is not None:
            hits[name] = how
    return hits


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("山田太郎", {"taro": "exact"}),
        ("山田　太郎 様", {"taro": "exact"}),
        ("山田", {"taro": "prefix"}),
        ("太郎", {"taro": "part"}),
        ("田太", {"taro": "part"}),
        ("やまだ", {"taro": "prefix"}),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", {"taro": "exact"}),
        ("たろう", {"taro": "prefix"}),
        ("yamada", {"taro": "prefix"}),
        ("YAMADA Tarō", {"taro": "exact"}),
        ("Taro Yamada", {"taro": "exact"}),
        ("yamada tarou", {"taro": "exact"}),
        ("高橋商事", {"takahashi": "exact"}),
        ("㈱髙橋商事", {"takahashi": "exact"}),
        ("橋商", {"takahashi": "part"}),
        ("takahasi syouzi", {"takahashi": "exact"}),
        ("たかはし", {"takahashi": "prefix"}),
        ("タカハシシ", {"takahashi": "prefix"}),
        ("しょうじ", {"takahashi": "part"}),
        ("shoji", {"takahashi": "part"}),
        ("03-1234-5678", {"taro": "exact"}),
        ("０３（１２３４）５６７８", {"taro": "exact"}),
        ("+81 90 1234 5678", {"taro": "exact"}),
        ("090-1234", {"taro": "prefix"}),
        ("5678", {"taro": "part"}),
        ("7000012050002", {"takahashi": "exact"}),
        ("T7000012050002", {"takahashi": "exact"}),
        ("７０００-０１２０", {"takahashi": "prefix"}),
        ("〒100-0005", {"taro": "exact"}),
        ("1000005", {"taro": "exact"}),
        ("P-0042", {"taro": "exact"}),
        ("T.Yamada@aoba.example.co.jp", {"taro": "exact"}),
        ("taro@home.example.jp", {"taro": "exact"}),
        ("@aoba.example", {"taro": "part"}),
        ("takahashi.example.co.jp", {"takahashi": "part"}),
        ("鈴木", {}),
        ("郎太", {}),
        ("株式会社", {}),
        ("%", {}),
        ("_", {}),
        ("", {}),
        ("\x00", {}),
    ],
)
def test_customers_are_found_by_what_people_type(typed: str, expected: dict[str, str]) -> None:
    assert found(typed) == expected


def test_a_reading_is_found_before_its_last_syllable_is_whole() -> None:
    kyo = {"name": "三協", "kana": "サンキョウ"}
    assert [fit("company", kyo, probes(typed)) is not None for typed in ("サ", "サンキ", "さんきょ")] == [True] * 3
    assert fit("company", kyo, probes("サンク")) is None


def test_halves_of_a_name_do_where_the_whole_is_not_told() -> None:
    halves = {"family_name": "山田", "given_name": "太郎", "family_kana": "ヤマダ", "given_kana": "タロウ"}
    assert terms("person", halves) == terms("person", {"name": "山田 太郎", "kana": "ヤマダ タロウ"})


RENAMED = {"name": "株式会社ヤマテック", "kana": "ヤマテック"}
FORMER = [("㈱山田製作所", "ヤマダセイサクショ"), ("山田鉄工", "")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("株式会社山田製作所", ("exact", "㈱山田製作所")),
        ("山田製", ("prefix", "㈱山田製作所")),
        ("製作所", ("part", "㈱山田製作所")),
        ("ﾔﾏﾀﾞｾｲｻｸｼｮ", ("exact", "㈱山田製作所")),
        ("yamada seisakusho", ("exact", "㈱山田製作所")),
        ("セイサク", ("part", "㈱山田製作所")),
        ("鉄工", ("part", "山田鉄工")),
        ("鈴木", (None, "")),
    ],
)
def test_a_company_is_found_by_its_former_names_as_by_its_own(typed: str, expected: tuple[str | None, str]) -> None:
    looked = probes(typed)
    assert fit_former(FORMER, looked) == expected
    held = set(terms("company", RENAMED, FORMER)) - set(terms("company", RENAMED))
    places = list(shelves("company", former_probes(looked)))
    is_reached = any(t == text if is_whole else t.startswith(text) for text, is_whole in places for t in held)
    assert is_reached == (expected[0] is not None)


def test_a_former_name_stands_on_no_shelf_of_present_names() -> None:
    held = terms("company", RENAMED, FORMER)
    here = [text for text, _ in shelves("company", probes("山田製作所"))]
    assert [term for term in held if term.startswith(tuple(here))] == []


def test_only_customers_have_terms() -> None:
    assert terms("deal", {"name": "山田商事の件"}) == []


SIGNS = "山田髙橋斎渡邊アオバあおばコーﾀﾞﾛｳabcXYZ 　・㈱株式会社様0123-"
FIELDS = sorted({*TARO, *TAKAHASHI} - {"other_emails"})
entities = st.sampled_from(sorted(ENTITIES))


@lawful(SHARE * 3)
@given(entities, st.text(st.sampled_from(SIGNS), min_size=1, max_size=30), st.text(max_size=12))
def test_whoever_fits_is_found_by_the_index(entity: str, name: str, kana: str) -> None:
    doc = {"name": name, "kana": kana}
    looked = probes(name)
    places = list(shelves(entity, looked))
    is_reached = any(
        term == text if is_whole else term.startswith(text) for text, is_whole in places for term in terms(entity, doc)
    )
    assert is_reached or fit(entity, doc, looked) is None


@lawful(SHARE)
@given(entities, st.dictionaries(st.sampled_from(FIELDS), st.text()))
def test_terms_of_any_text_are_short_sorted_and_distinct(entity: str, doc: dict[str, str]) -> None:
    held = terms(entity, doc)
    assert held == sorted(set(held))
    assert all(2 < len(term) <= LONGEST + 2 and term[0] == ENTITIES[entity] for term in held)


@lawful(SHARE)
@given(st.text(max_size=80))
def test_anything_may_be_typed(typed: str) -> None:
    looked = probes(typed)
    assert {fit(entity, doc, looked) for entity, doc in CUSTOMERS.values()} <= {None, "exact", "prefix", "part"}
