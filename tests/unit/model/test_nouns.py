from __future__ import annotations

import re
import typing
from typing import Any

import pytest

from hub.model.fields import Field
from hub.model.nouns import NOUNS
from hub.model.schema import CanonicalSchema

# What the requirements ask for, in the names that all parts of the hub agreed on.
ITEMS = {
    "company": """code name kana legal_form corporate_number invoice_number representative industry business capital
        employees sales_size listed fiscal_month founded_on postal_code prefecture city street building other_addresses
        phone other_phones fax email other_emails url sns payment_terms payment_method credit decision_flow
        organisation_chart owner rank issues strategy buying_intent needs brand_awareness referrer first_contact_on
        notes tags""",
    "person": """code name family_name given_name kana family_kana given_kana sex birthday photo occupation email
        other_emails phone mobile other_phones fax sns postal_code prefecture city street building other_addresses
        preferred_contact contact_email contact_phone contact_mail contact_fax contact_sns key_person household_size
        hobbies lifestyle member_since newsletter satisfaction card_exchanged_on owner rank notes tags""",
    "employment": "person company department title started_on ended_on is_primary",
    "deal": """company person code name amount currency contracts cost products created_on expected_on stage next_action
        next_action_on next_action_by billing owner notes""",
    "contract": "company person deal code name amount currency products signed_on expires_on status notes",
    "quote": "company person code subject amount currency issued_on expires_on status lines",
    "invoice": """company person code subject amount tax currency issued_on due_on status settled_on partner_name
        partner_address partner_invoice_number lines""",
    "payment": "company invoice code amount currency paid_on method payer_name",
    "purchase": """company person at product price quantity amount discount currency cost payment_method staff""",
    "activity": """company person at kind subject text outcome status inquiry_kind staff next_call_at message_id
        direction""",
    "consent": "person channel state at proof",
}
SCHEMA = CanonicalSchema()
ALL = [(entity, name) for entity in SCHEMA.entities for name in SCHEMA.fields(entity)]


def test_the_entities_are_the_agreed_ones() -> None:
    assert set(SCHEMA.entities) == set(ITEMS)


@pytest.mark.parametrize("entity", ITEMS)
def test_an_entity_has_every_item_that_is_asked_for_and_no_other(entity: str) -> None:
    assert set(SCHEMA.fields(entity)) == set(ITEMS[entity].split())


def test_every_item_has_a_japanese_and_an_english_label() -> None:
    specs = [SCHEMA.fields(entity)[name] for entity, name in ALL]
    assert [spec for spec in specs if not re.search(r"[ぁ-ヿ一-鿿]|^(URL|SNS|FAX)$", spec.label_ja)] == []
    assert [spec for spec in specs if not re.fullmatch(r"[A-Z][ -~]*", spec.label_en)] == []


@pytest.mark.parametrize("entity", ITEMS)
def test_labels_of_one_entity_are_all_different(entity: str) -> None:
    specs = SCHEMA.fields(entity).values()
    assert len({spec.label_ja for spec in specs}) == len({spec.label_en for spec in specs}) == len(specs)


@pytest.mark.parametrize("entity", ITEMS)
def test_every_entity_has_labels(entity: str) -> None:
    assert re.search(r"[ぁ-ヿ一-鿿]", SCHEMA.entity_label(entity, "ja"))
    assert SCHEMA.entity_label(entity, "en").isascii()


def test_every_item_may_be_unknown() -> None:
    for noun in NOUNS.values():
        assert not set(noun().model_dump(exclude_none=True))


def test_references_name_entities() -> None:
    for entity, name in ALL:
        spec = SCHEMA.fields(entity)[name]
        assert (spec.kind == "ref") == (spec.ref_entity is not None)
        assert spec.ref_entity is None or spec.ref_entity in ITEMS


def test_the_labels_of_choices_are_those_of_the_values_allowed() -> None:
    for noun in NOUNS.values():
        for info in noun.model_fields.values():
            mark = next(fact for fact in info.metadata if isinstance(fact, Field))
            if mark.kind == "choice":
                assert tuple(choice.value for choice in mark.choices) == _allowed(info.annotation)


def _allowed(annotation: Any) -> tuple[str, ...]:
    literal = next(part for part in typing.get_args(annotation) if part is not type(None))
    return typing.get_args(literal)


_TYPE_OF_KIND = {
    "date": "date",
    "datetime": "datetime",
    "integer": "int",
    "number": "Decimal",
    "money": "Decimal",
    "boolean": "bool",
    "text_list": "tuple",
    "lines": "tuple",
    "addresses": "tuple",
    "choice": "Literal",
}


def _agree(entity: str, name: str) -> bool:
    annotation = str(NOUNS[entity].model_fields[name].annotation)
    return _TYPE_OF_KIND.get(SCHEMA.fields(entity)[name].kind, "str") in annotation


def test_the_kind_of_every_item_agrees_with_its_type() -> None:
    assert [item for item in ALL if not _agree(*item)] == []


def test_the_groups_are_the_agreed_ones() -> None:
    address = ("postal_code", "prefecture", "city", "street", "building")
    assert SCHEMA.groups("company") == {"address": address}
    assert SCHEMA.groups("person") == {
        "person_name": ("name", "family_name", "given_name"),
        "person_kana": ("kana", "family_kana", "given_kana"),
        "address": address,
    }
    assert SCHEMA.groups("employment") == {"post": ("department", "title")}
    assert SCHEMA.groups("contract") == {"contract_text": ("products", "amount")}


def test_all_that_identifies_a_person_is_marked_personal() -> None:
    person = SCHEMA.fields("person")
    for name in ITEMS["person"].split():
        if name.startswith(("name", "family", "given", "kana", "email", "phone", "mobile", "birth", "street", "notes")):
            assert person[name].personal


def test_may_be_contacted_and_newsletter_and_state_are_consent() -> None:
    marked = {(entity, name) for entity, name in ALL if SCHEMA.fields(entity)[name].consent}
    channels = ("contact_email", "contact_phone", "contact_mail", "contact_fax", "contact_sns", "newsletter")
    assert marked == {("person", name) for name in channels} | {("consent", "state")}
