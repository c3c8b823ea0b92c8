"""Spoilt address books: each card becomes a record or a bad record, and lands."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from random import Random

from connectors.vcard.cards import cards_of
from hub.sdk.records import BadRecord, Page, RawRecord
from tests.hostile.house import house
from tests.hostile.kinds import Outcome
from tests.hostile.spoiling import BYTES, LINES, Way, inserting, splicing

SAVED_AT = datetime(2026, 4, 1, tzinfo=UTC)
LONGEST = 262_144
TOKENS = (
    *(
        b"\r\n",
        b"\n ",
        b"\n\t",
        b"=\r\n",
        b":",
        b";",
        b",",
        b"\\",
        b'"',
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1b$B",
    ),
    *(b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"BEGIN:VCARD\r\n" * 2000, b"END:VCARD\r\n" * 2000),
    *(b"PHOTO;ENCODING=b:" + b"QUJD" * 20_000 + b"\r\n", b"NOTE:" + b"x" * 300_000 + b"\r\n", b"X-A:1\r\n" * 6000),
    *(b";CHARSET=UTF-16", b";CHARSET=ISO-2022-JP", b";CHARSET=ROT13", b";ENCODING=QUOTED-PRINTABLE", b";BASE64"),
    *(b"TEL;" + b'X="' * 3000, b"N:" + b";" * 9000, b"NOTE:" + b"\\" * 9000, b"ORG:" + b"\\;" * 9000, b" " * 9000),
    *(
        b"REV:99999999T999999Z\r\n",
        b"BDAY:0000-00-00\r\n",
        b"UID:" + b"u" * 9000 + b"\r\n",
        b"TEL;PREF=999999999:1\r\n",
    ),
)
MODERN = """BEGIN:VCARD\r
VERSION:4.0\r
UID:urn:uuid:4fbe8971\r
N:髙橋;一;;;\r
FN:髙橋 一\r
ORG:㈱みどり商会;営業部\r
TEL;VALUE=uri;TYPE="cell,voice":tel:+81-90-3210-0001\r
EMAIL;PREF=1:takahashi@midori.example.jp\r
ADR;TYPE=work:;;丸の内1-1-1;千代田区;東京都;100-0005;日本\r
REV:20260301T090000Z\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:3.0\r
FN:㈱青空\r
X-ABShowAs:COMPANY\r
ORG:㈱青空;\r
NOTE:一行目\\n二行目\\, と\r
  続き\r
END:VCARD\r
"""
OLD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8D=82=8B=B4;=\r\n=88=EA\r\n"
    b"SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:\xc0\xb6\xca\xbc;\xca\xbc\xde\xd2;;;\r\nTEL;CELL:09032100001\r\n"
    b"PHOTO;JPEG;BASE64:\r\n QUJDREVG\r\n\r\nEND:VCARD\r\n"
)


class Cards:
    """vCard."""

    name = "vcard"
    share = 6
    budget_s = 1.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        return (MODERN.encode(), OLD, MODERN.encode("utf-16"), MODERN.replace("髙", "高").encode("cp932"))

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        more = {f"insert {again}": inserting(TOKENS) for again in range(4)}
        return {**BYTES, **LINES, **more, "splice": splicing(self.samples)}

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        found = list(cards_of(io.BytesIO(data), "x.vcf", LONGEST, SAVED_AT))
        good = [one for one in found if isinstance(one, RawRecord)]
        page = Page(good, bad=tuple(one for one in found if isinstance(one, BadRecord)))
        return house().land("phone", "cards", [page], resolves=True)
