from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hub.model import CanonicalSchema, CustomField
from tests.laws import lawful

CUSTOM = {
    "company": {
        "会員区分": CustomField(label_ja="会員区分", label_en="Membership", kind="choice", choices=("A", "B")),
        "credit_limit": CustomField(label_ja="与信限度額", label_en="Credit limit", kind="money"),
        "visited_on": CustomField(label_ja="訪問日", label_en="Visited on", kind="date", personal=False),
    }
}
SCHEMA = CanonicalSchema(CUSTOM)

GOOD: dict[str, Any] = {
    "name": "株式会社山田",
    "capital": "10000000",
    "employees": 30,
    "listed": False,
    "founded_on": "1985-04-01",
    "tags": ["重点", "展示会"],
    "other_addresses": [{"label": "工場", "prefecture": "大阪府"}],
    "custom.会員区分": "A",
    "custom.credit_limit": "500000.50",
}

BAD: list[tuple[dict[str, Any], str]] = [
    ({"founded_on": "20240501"}, "company.founded_on (設立日): a text of length 8 '20240501'; expected a day"),
    ({"founded_on": "2024-02-30"}, "expected a day such as"),
    ({"founded_on": 1714521600}, "company.founded_on (設立日): a number '1714521600'; expected a day"),
    ({"founded_on": "２０２４-05-01"}, "expected a day"),
    ({"capital": "1,200"}, "expected a decimal as text"),
    ({"capital": 1200}, "a number '1200'; expected a decimal as text"),
    ({"capital": "NaN"}, "expected a decimal as text"),
    ({"employees": "30"}, "expected a whole number"),
    ({"employees": True}, "company.employees (従業員数): a truth value"),
    ({"employees": 30.0}, "expected a whole number"),
    ({"tags": [None]}, "company.tags.0 (タグ): nothing"),
    ({"name": {"ja": "x"}}, "company.name (会社名): an object"),
    ({"industry": b"x"}, "company.industry (業種): a bytes"),
    ({"other_addresses": [3]}, "company.other_addresses.0 (その他の住所): a number"),
    ({"listed": "no"}, "expected true or false"),
    ({"listed": 1}, "expected true or false"),
    ({"name": ""}, "company.name (会社名): an empty text ''; expected text that is not empty"),
    ({"name": 5}, "expected text"),
    ({"phone": 312345678}, "company.phone (電話番号): a number; expected text that is not empty"),
    ({"tags": "重点"}, "expected a list of texts"),
    ({"tags": ["重点", ""]}, "company.tags.1 (タグ): an empty text"),
    ({"fiscal_month": 13}, "less than or equal to 12"),
    ({"corporate_number": "123"}, "expected 13 digits"),
    ({"invoice_number": "1234567890123"}, 'expected "T" and 13 digits'),
    ({"other_addresses": [{"street": "1-1", "zip": "1"}]}, "company.other_addresses.0.zip"),
    ({"other_addresses": [{"street": 1}]}, "company.other_addresses.0.street"),
    ({"phnoe": "03"}, "company: there is no field 'phnoe'; did you mean 'phone'?"),
    ({"entirely_else": "x"}, "declare it as a custom field"),
    ({"custom.会員区": "A"}, "did you mean 'custom.会員区分'?"),
    ({"custom.会員区分": "C"}, "expected one of A, B"),
    ({"custom.credit_limit": "many"}, "company.custom.credit_limit (与信限度額)"),
    ({"custom.visited_on": "yesterday"}, "'yesterday'; expected a day"),
]


def test_a_good_document_passes() -> None:
    assert SCHEMA.validate("company", [GOOD]) == [None]


def test_half_a_character_from_a_terminal_is_refused() -> None:
    [message] = SCHEMA.validate("person", [{"notes": "a\udcff"}])
    assert message is not None
    assert message.startswith("person.notes (備考): a text of length 2")


def test_no_documents_give_no_messages() -> None:
    assert SCHEMA.validate("company", []) == []


@pytest.mark.parametrize(("doc", "words"), BAD)
def test_a_bad_value_is_named_with_what_is_expected(doc: dict[str, Any], words: str) -> None:
    [message] = SCHEMA.validate("company", [doc])
    assert message is not None
    assert words in message


def test_something_that_is_no_document_is_named() -> None:
    docs: list[Any] = [GOOD, ["not", "a", "document"]]
    assert SCHEMA.validate("company", docs) == [
        None,
        "company: the document is a list of 3; expected an object of fields",
    ]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(BAD)), max_size=12))
def test_exactly_the_bad_documents_are_found(picks: list[tuple[bool, tuple[dict[str, Any], str]]]) -> None:
    docs = [{**GOOD, **bad[0]} if is_bad else GOOD for is_bad, bad in picks]
    assert [message is not None for message in SCHEMA.validate("company", docs)] == [is_bad for is_bad, _ in picks]


TEXTS = st.sampled_from(
    ["", "A", "山", "1200", "-1.5", "1e5", "NaN", "1,200", "T" + "1" * 13, "1" * 13, "1" * 13 + "\n", "12\n"]
)
DAYS = st.from_regex(r"(?:19|20)[0-9]{2}-[0-3][0-9]-[0-3][0-9]\n?", fullmatch=True) | st.dates().map(str)
MOMENTS = st.from_regex(
    r"20[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{1,7})?)?"
    r"(Z|z|[+-][0-2][0-9]:[0-9]{2})?",
    fullmatch=True,
)
PLAIN = st.none() | st.booleans() | st.integers(-3, 14) | st.sampled_from([2**63, -(2**63), 2**63 - 1, 1.0, 1.5, b"x"])
SCALARS = TEXTS | DAYS | MOMENTS | PLAIN | st.dates() | st.datetimes(timezones=st.just(UTC)) | st.decimals()
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=2),
    st.lists(st.dictionaries(st.sampled_from(["street", "label", "zip"]), TEXTS, max_size=2), max_size=2),
    st.lists(st.dictionaries(st.sampled_from(["name", "amount"]), TEXTS, max_size=2), max_size=2),
)


@lawful(600)
@given(st.data(), st.sampled_from(SCHEMA.entities))
def test_what_passes_is_what_the_model_takes(data: st.DataObject, entity: str) -> None:
    doc = data.draw(st.dictionaries(st.sampled_from([*SCHEMA.fields(entity), "phnoe"]), VALUES, max_size=3))
    try:
        SCHEMA.load(entity, doc)
        is_taken = True
    except ValidationError:
        is_taken = False
    assert (SCHEMA.validate(entity, [{}, doc])[1] is None) == is_taken


@given(st.text(min_size=2, alphabet="秘密値密秘"))
def test_a_message_never_holds_a_personal_value(secret: str) -> None:
    bad_docs: list[dict[str, Any]] = [
        {"birthday": secret},
        {"sex": secret},
        {"email": [secret]},
        {"household_size": secret},
        {"other_addresses": [{"zip": secret}]},
        {"hobbies": secret},
    ]
    for message in SCHEMA.validate("person", bad_docs):
        assert message is not None
        assert secret not in message


@pytest.mark.parametrize(
    "at", ["2024-05-01T09:00:00", "2024-05-01", "2024-05-01T25:00:00Z", "1714521600", "2024-05-01 09:00:00+09:00"]
)
def test_a_moment_needs_its_offset_and_form(at: str) -> None:
    [message] = SCHEMA.validate("activity", [{"at": at}])
    assert message is not None
    assert "a moment with its offset" in message


def test_a_loaded_record_has_real_days_decimals_and_moments() -> None:
    company = SCHEMA.load("company", GOOD).model_dump()
    assert (company["founded_on"], company["capital"]) == (date(1985, 4, 1), Decimal(10000000))
    activity = SCHEMA.load("activity", {"at": "2024-05-01T09:00:00+09:00"}).model_dump()
    assert activity["at"] == datetime(2024, 5, 1, tzinfo=UTC)


def test_a_loaded_record_cannot_be_changed() -> None:
    company = SCHEMA.load("company", GOOD)
    with pytest.raises(ValidationError, match="frozen"):
        company.name = "別の会社"  # type: ignore[attr-defined]


def test_custom_items_stand_last_under_their_own_key() -> None:
    assert list(SCHEMA.fields("company"))[-3:] == ["custom.会員区分", "custom.credit_limit", "custom.visited_on"]
    assert SCHEMA.label("company", "custom.会員区分", "en") == "Membership"
    assert SCHEMA.load("company", GOOD).model_dump()["custom.credit_limit"] == Decimal("500000.50")


def test_custom_values_count_as_personal_unless_said_otherwise() -> None:
    fields = SCHEMA.fields("company")
    assert fields["custom.credit_limit"].personal
    assert not fields["custom.visited_on"].personal


def test_another_installation_does_not_see_custom_items() -> None:
    assert "custom.会員区分" not in CanonicalSchema().fields("company")


def test_custom_items_of_an_unknown_entity_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown entity 'compny'; known: company, person"):
        CanonicalSchema({"compny": CUSTOM["company"]})


@pytest.mark.parametrize("name", ["", " x", "a.b"])
def test_a_custom_item_needs_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="is no name for a custom field"):
        CanonicalSchema({"company": {name: CUSTOM["company"]["credit_limit"]}})


@pytest.mark.parametrize(("kind", "choices"), [("choice", ()), ("text", ("A",)), ("ref", ())])
def test_a_custom_item_must_hang_together(kind: Any, choices: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        CustomField(label_ja="項目", label_en="Item", kind=kind, choices=choices)


@pytest.mark.parametrize("kind", ["lines", "addresses", "text_list", "boolean", "datetime", "corporate_number", "url"])
def test_every_kind_can_be_a_custom_item(kind: Any) -> None:
    schema = CanonicalSchema({"deal": {"x": CustomField(label_ja="項目", label_en="Item", kind=kind)}})
    assert schema.fields("deal")["custom.x"].kind == kind
    assert schema.validate("deal", [{"custom.x": 1.5}]) != [None]


def test_the_model_of_an_entity_has_its_custom_items() -> None:
    assert "custom.visited_on" in SCHEMA.model("company").model_fields


def test_labels_are_in_both_languages() -> None:
    assert SCHEMA.label("company", "corporate_number") == "法人番号"
    assert SCHEMA.label("company", "corporate_number", "en") == "Corporate number"
    assert SCHEMA.entity_label("company", "ja") == "会社"
    assert SCHEMA.entity_label("company", "en") == "Company"
