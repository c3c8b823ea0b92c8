"""Connectors name the fields of the records that they make themselves, and those that public pages tell of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from connectors.email.connector import MESSAGES
from connectors.email.document import Reading, StoredMail, to_record
from connectors.email.sides import OurSide
from connectors.sansan.connector import FIELDS
from connectors.sansan.twin import SansanTwin
from connectors.vcard.fields import CARD
from hub.sdk.manifest import StreamManifest
from hub.sdk.records import RawRecord
from tests.connectors.test_vcard_cards import card

MAIL = """\
Message-ID: <m1@client.example>
In-Reply-To: <m0@ours.example>
Date: Wed, 01 May 2024 09:00:00 +0900
From: Taro <taro@client.example>, Jiro <jiro@client.example>
To: Sales <sales@ours.example>
Cc: Hanako <hanako@client.example>
List-Id: <news.client.example>
Subject: Hello
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Good day.
--b
Content-Type: application/pdf; name=offer.pdf
Content-Disposition: attachment; filename=offer.pdf

x
--b--
"""


def paths(value: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*before, key))
    elif isinstance(value, list) and value:
        for inner in value:
            yield from paths(inner, (*before, "*"))
    else:
        yield before


def test_every_field_of_a_mail_is_named() -> None:
    mail = StoredMail(MAIL.replace("\n", "\r\n").encode(), "INBOX", size=1_000_000)
    record = to_record(mail, Reading(OurSide(domains=frozenset({"ours.example"})), keep_text="full"))
    assert isinstance(record, RawRecord)
    made = set(paths(msgspec.json.decode(record.payload)))
    assert {path for path in made if not MESSAGES.has_field(path)} == set()
    assert {path[0] for path in made} == {name.partition(".")[0] for name in MESSAGES.fields}


WORDS = [
    "UID:u1", "REV:2026-04-01", "FN:Taro Yamada", "N:Yamada;Taro;M;Dr.;Jr.", "X-PHONETIC-LAST-NAME:ヤマダ",
    "X-PHONETIC-FIRST-NAME:タロウ", "X-PHONETIC-ORG:カブシキ", "ORG:Acme;Sales", "TITLE:Chief", "ROLE:Buyer", "NOTE:x",
    "BDAY:1980-01-02", "EMAIL:a@b.example", "EMAIL:c@b.example", "TEL;TYPE=WORK:1", "TEL;TYPE=WORK:2",
    "TEL;TYPE=CELL:3", "TEL;TYPE=HOME:4", "TEL;TYPE=FAX:5", "URL:https://a.example", "URL:https://b.example",
    "CATEGORIES:a,b", "X-LINE:taro", "X-UNKNOWN:y", "ADR;TYPE=WORK:p;b;s;c;r;100;JP", "ADR;TYPE=HOME:p;b;s;c;r;1;JP",
]  # fmt: skip


def test_every_field_of_a_card_is_named() -> None:
    manifest = StreamManifest(name="cards", title="c", title_ja="c", fields=CARD, fields_are_all=True)
    of_nobody = [word for word in WORDS if not word.startswith(("N:", "FN:"))]
    made = set(paths({**card(*WORDS), **card("KIND:org", "FN:Acme", *of_nobody)}))
    assert {path for path in made if not manifest.has_field(path)} == set()
    assert {path[0] for path in made} == {name.partition(".")[0] for name in CARD}


def test_every_field_of_a_business_card_is_named() -> None:
    twin = SansanTwin()
    twin.user_creates("bizCards", {"lastName": "髙橋", "tags": [{"id": "T1", "name": "展示会", "type": "public"}]})
    manifest = StreamManifest(name="bizCards", title="c", title_ja="c", fields=FIELDS)
    [card] = twin.tables["bizCards"].values()
    assert {path for path in paths(card) if path != ("seq",) and not manifest.lists(path)} == set()
