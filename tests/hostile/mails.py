"""Spoilt mails, one by one and in an mbox: each becomes a record or a bad record, and lands."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cached_property
from random import Random

from connectors.email.document import Reading, StoredMail, to_record
from connectors.email.sides import OurSide
from hub.sdk.records import BadRecord, Page, RawRecord
from tests.hostile.house import house
from tests.hostile.kinds import Outcome
from tests.hostile.spoiling import BYTES, LINES, Way, inserting, splicing

READING = Reading(OurSide(frozenset(), frozenset({"ours.example.jp"})), "full")
TOKENS = (
    *(
        b"\r\n",
        b"\r\n\r\n",
        b"\n.\n",
        b"\nFrom x\n",
        b"--b",
        b"--b--",
        b"\0",
        b"\x1b$B",
        b"\x1b(B",
        b"\xff\xfe",
        b"\t",
        b" " * 2000,
    ),
    *(
        b"=?iso-2022-jp?B?GyRCOzNFRBsoQg==?=",
        b"=?utf-8?Q?=E5=B1?=",
        b"=?x?b?!!!?=",
        b"=?utf-7?Q?+ADw-?=",
        b"=??B??=",
        b"=?" * 500,
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: message/rfc822\r\n",
        b'boundary="',
        b"charset=unknown-8bit",
    ),
    *(
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: uuencode\r\n",
        b"filename*0*=utf-8''%E3%81",
        b"(" * 3000,
    ),
    *(
        b"Date: 1 May 2024 25:00:00 +9900\r\n",
        b"Date: 99 Foo 99999999999\r\n",
        b"Date: Mon, 1 Jan 0001 00:00:00 +2359\r\n",
        b"<" * 3000,
    ),
    *(
        b'From: a@b, c@d, <<<>>>, "x: y;\r\n',
        b"To: " + b"a@example.jp, " * 3000,
        b"Subject:\r\n" + b" x\r\n" * 2000,
        b"<!-- <![x[",
        b"&#xffffffff;",
    ),
    *(
        b"X: " + b'";' * 5000 + b"\r\n",
        b"<div>" * 3000,
        b"Received: ; " + b"1 " * 3000 + b"\r\n",
        b"@" * 3000,
        b"," * 5000,
        b"\\" * 3000,
    ),
)


def _plain() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = Address("髙橋 一", "takahashi", "midori.example.jp")
    mail["To"] = "sato@ours.example.jp, Suzuki <suzuki@ours.example.jp>"
    mail["Subject"] = "お見積りの件"
    mail["Date"] = "Wed, 01 Apr 2026 09:00:00 +0900"
    mail["Message-ID"] = "<m1@midori.example.jp>"
    mail.set_content("いつもお世話になっております。\n> 引用\n--\n高橋 一\nみどり商会\n03-3210-0001\n")
    return mail


def _rich() -> bytes:
    mail = _plain()
    mail.add_alternative("<html><body><p>お世話に<br>なって</p><script>x</script></body></html>", subtype="html")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="見積書.pdf")
    return _undivided_by_chance(mail)


def _jis() -> bytes:
    subject = base64.b64encode("株式会社青空の件".encode("iso-2022-jp"))
    return b"".join(
        (
            b"From: =?ISO-2022-JP?B?"
            + base64.b64encode("山田".encode("iso-2022-jp"))
            + b"?= <yamada@aozora.example.jp>\r\n",
            b"To: sato@ours.example.jp\r\nSubject: =?ISO-2022-JP?B?"
            + subject
            + b"?=\r\nMessage-ID: <j1@aozora.example.jp>\r\n",
            b"Date: Wed, 1 Apr 2026 09:00:00 +0900 (JST)\r\nContent-Type: text/plain; charset=ISO-2022-JP\r\n\r\n",
            "お世話になっております。".encode("iso-2022-jp"),
        )
    )


def _nested() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = (
        "sato@ours.example.jp",
        "x@midori.example.jp",
        "Wed, 01 Apr 2026 09:00:00 +0900",
    )
    mail["List-Id"], mail["Received"] = "<news.example.jp>", "from a by b; Wed, 01 Apr 2026 09:00:01 +0900"
    mail.set_content("転送します")
    mail.add_attachment(_plain())
    return _undivided_by_chance(mail)


def _undivided_by_chance(mail: EmailMessage) -> bytes:
    """The mail with boundaries that are the same in every process."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"===={number}====")
    return mail.as_bytes()


class Mails:
    """MIME."""

    name = "mime"
    share = 20
    budget_s = 1.0

    @cached_property
    def samples(self) -> Sequence[bytes]:
        return (_plain().as_bytes(), _rich(), _jis(), _nested())

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        more = {f"insert {again}": inserting(TOKENS) for again in range(4)}
        return {**BYTES, **LINES, **more, "splice": splicing(self.samples)}

    def read(self, data: bytes, sample: int, chance: Random) -> Outcome:
        record: RawRecord | BadRecord = to_record(StoredMail(data, "INBOX", size=len(data)), READING)
        page = Page([record]) if isinstance(record, RawRecord) else Page([], bad=(record,))
        return house().land("mail", "messages", [page], resolves=True)
