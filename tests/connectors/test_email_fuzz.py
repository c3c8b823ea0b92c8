"""Any bytes at all become a record or a bad record, and never an exception."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.email.document import Reading, StoredMail, to_record
from connectors.email.folder_names import decode_folder, encode_folder
from connectors.email.html_text import html_to_text
from connectors.email.imap_answers import read_fetch
from connectors.email.sides import OurSide
from hub.sdk.records import RawRecord
from tests.laws import lawful

READING = Reading(OurSide(frozenset(), frozenset({"ours.jp"})), "full", max_bytes=20_000)

NAMES = ["From", "To", "Cc", "Date", "Subject", "Message-ID", "Received", "List-Id"]
NAMES += ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]
VALUES = st.sampled_from(
    [
        b"=?iso-2022-jp?B?GyRCOzNFRBsoQg==?=",
        b"=?utf-8?Q?=E5=B1?= =?x?b?!!!?=",
        b"multipart/mixed; boundary=b",
        b"text/html; charset=iso-2022-jp",
        b"attachment; filename*0*=utf-8''%E3%81; filename*1=x",
        b'\x1b$B;3\x1b(B <a@ours.jp>, (((, "x: y;',
        b"base64",
        b"1 May 2024 25:00:00 +9900",
    ]
)
FIELD = st.tuples(st.sampled_from(NAMES), VALUES | st.binary(max_size=80)).map(
    lambda pair: pair[0].encode() + b": " + pair[1].replace(b"\n", b"\n ") + b"\r\n"
)
MAIL = st.tuples(
    st.lists(FIELD, max_size=12).map(b"".join),
    st.sampled_from([b"\r\n", b"\n", b""]),
    st.lists(st.binary(max_size=60) | st.just(b"\r\n--b\r\n") | st.just(b"<!-- <![x["), max_size=10).map(b"".join),
).map(b"".join)


@lawful(150)
@given(st.binary(max_size=600) | MAIL)
def test_any_bytes_become_a_record_or_a_bad_record(raw: bytes) -> None:
    found = to_record(StoredMail(raw, "INBOX"), READING)
    assert found.external_id
    if isinstance(found, RawRecord):
        assert found.external_id.startswith(json.loads(found.payload)["message_id"])


@given(MAIL)
def test_the_same_bytes_always_become_the_same_record(raw: bytes) -> None:
    assert to_record(StoredMail(raw, "INBOX"), READING) == to_record(StoredMail(raw, "INBOX"), READING)


@given(st.text(max_size=200))
def test_any_html_gives_text(html: str) -> None:
    assert "\0" not in html_to_text(html)


@pytest.mark.parametrize("html", ["<![foo[", "<!DOCTYPE [<!x", "<!", "&#xffffffff;", "</", "<a b='", "<?x"])
def test_malformed_declarations_give_text(html: str) -> None:
    assert html_to_text(f"<p>before</p>{html}").strip().startswith("before")


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_a_folder_name_survives_the_way_there_and_back(name: str) -> None:
    assert decode_folder(encode_folder(name)) == name


def test_a_japanese_folder_name_is_written_as_the_standard_says() -> None:
    assert encode_folder("日本語") == "&ZeVnLIqe-"


@given(st.text(max_size=40))
def test_any_folder_name_of_a_server_is_readable(name: str) -> None:
    assert isinstance(decode_folder(name), str)


@given(st.lists(st.binary(max_size=40) | st.tuples(st.binary(max_size=40), st.binary(max_size=40)) | st.none()))
def test_any_answer_to_fetch_gives_mails_or_none(data: list[object]) -> None:
    assert all(uid >= 0 for uid in read_fetch(data))
