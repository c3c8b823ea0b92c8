"""What the mapping of mails says holds against mails as the connector really reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.email.document import Reading, StoredMail, to_record
from connectors.email.sides import OurSide
from connectors.email.twin import Message, compose
from hub.mapping import CompiledMapping, compile_mapping
from hub.mapping.examples import run_examples
from hub.mapping.load import load_mapping_file
from hub.model import CanonicalSchema

FILE = Path(__file__).resolve().parents[2] / "mappings" / "email.messages.yaml"
READING = Reading(OurSide(domains=frozenset({"ours.example"})))
CUSTOMER, SALES = ("山田 太郎", "taro@client.example"), ("営業部", "sales@ours.example")


def mapping() -> CompiledMapping:
    schema = CanonicalSchema()
    return compile_mapping(load_mapping_file(FILE, schema), schema)


def mapped(sender: tuple[str, str], to: tuple[str, str], *extra: tuple[str, str]) -> dict[str, Any]:
    mail = Message(
        "m1@x", datetime(2024, 5, 1, tzinfo=UTC), sender, [to], "件名", "本文", charset="iso-2022-jp", extra=extra
    )
    record = to_record(StoredMail(compose(mail), "INBOX"), READING)
    return dict(mapping().map(json.loads(record.payload)).parts)


def test_the_examples_hold() -> None:
    assert run_examples(mapping()) == []


def test_a_mail_is_an_activity_of_the_person_at_the_other_side() -> None:
    parts = mapped(CUSTOMER, SALES)
    assert (parts["activity"]["person"], parts["counterpart"]["email"]) == ("#counterpart", "taro@client.example")


def test_a_mail_of_ours_is_one_of_its_recipient() -> None:
    parts = mapped(SALES, CUSTOMER)
    assert (parts["activity"]["direction"], parts["counterpart"]["name"]) == ("outbound", "山田 太郎")


def test_a_newsletter_is_no_activity() -> None:
    assert mapped(CUSTOMER, SALES, ("List-Unsubscribe", "<mailto:off@client.example>")) == {}


def test_a_mail_among_ourselves_is_no_activity() -> None:
    assert mapped(SALES, ("", "boss@ours.example")) == {}
