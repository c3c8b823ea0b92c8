"""What becomes of one mail: its identity, its sides, its text, and whether a person wrote it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.email.document import Reading, StoredMail, to_record
from connectors.email.sides import OurSide
from connectors.email.twin import Message, compose
from hub.sdk.records import BadRecord, RawRecord

OURS = OurSide(frozenset({"boss@private.jp"}), frozenset({"ours.jp"}))
READING = Reading(OURS)
BASE = (
    "From: 山田太郎 <taro@client.jp>\nTo: 営業 <sales@ours.jp>\n"
    "Date: 1 May 2024 09:00:00 +0900\nMessage-ID: <m1@client.jp>\n"
)
MAY = datetime(2024, 5, 1, tzinfo=UTC)


def record(text: str | bytes, reading: Reading = READING, **more: Any) -> RawRecord:
    raw = text.encode() if isinstance(text, str) else text
    found = to_record(StoredMail(raw, "INBOX", **more), reading)
    assert isinstance(found, RawRecord)
    return found


def payload(text: str | bytes, reading: Reading = READING, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record(text, reading, **more).payload)
    return found


def test_the_message_id_with_the_time_of_sending_is_the_identity() -> None:
    assert record(BASE + "\n").external_id == "m1@client.jp~20240501T000000"


def test_a_mail_without_a_date_is_known_by_its_message_id_alone() -> None:
    assert (
        record("Message-ID: <m1@client.jp>\nReceived: a; 1 May 2024 00:00:00 +0000\n\n").external_id == "m1@client.jp"
    )


def test_the_date_is_the_time_of_the_record() -> None:
    assert record(BASE + "\n").modified_at == datetime(2024, 5, 1, tzinfo=UTC)


def test_a_mail_without_an_id_has_the_same_identity_in_every_copy() -> None:
    text = BASE.replace("Message-ID: <m1@client.jp>\n", "")
    assert record(f"Received: a\n{text}\nx").external_id == record(f"{text}X-Seen: 1\n\nx").external_id


def test_two_mails_without_ids_are_two() -> None:
    text = BASE.replace("Message-ID: <m1@client.jp>\n", "")
    assert record(text + "Subject: a\n\n").external_id != record(text + "Subject: b\n\n").external_id


def test_a_message_id_of_absurd_length_is_replaced() -> None:
    assert record(f"Message-ID: <{'x' * 3000}>\n\n").external_id.startswith("no-id-")


def test_what_comes_from_outside_is_inbound() -> None:
    found = payload(BASE + "\n")
    assert (found["direction"], found["counterpart"]) == ("inbound", {"name": "山田太郎", "address": "taro@client.jp"})


def test_what_we_send_is_outbound_and_its_first_external_recipient_the_counterpart() -> None:
    found = payload("From: a@ours.jp\nTo: b@mail.ours.jp, c@client.jp\nCc: d@other.jp, c@client.jp\n\n")
    addresses = [one["address"] for one in found["counterparts"]]
    assert (found["direction"], found["counterpart"]["address"], addresses) == (
        "outbound",
        "c@client.jp",
        ["c@client.jp", "d@other.jp"],
    )


def test_our_own_address_on_another_domain_is_ours() -> None:
    assert payload("From: Boss@private.jp\nTo: c@client.jp\n\n")["direction"] == "outbound"


def test_a_mail_among_ourselves_has_no_counterpart() -> None:
    found = payload("From: a@ours.jp\nTo: b@ours.jp\n\n")
    assert (found["internal"], found.get("counterpart")) == (True, None)


def test_a_domain_that_only_ends_alike_is_not_ours() -> None:
    assert payload("From: a@notours.jp\nTo: b@ours.jp\n\n")["direction"] == "inbound"


def test_the_first_of_several_senders_counts() -> None:
    found = payload("From: a@client.jp, b@client.jp\nSender: b@client.jp\nTo: x@ours.jp\n\n")
    assert (found["from"]["address"], len(found["senders"])) == ("a@client.jp", 2)


def test_a_sender_stands_in_for_a_missing_from() -> None:
    assert payload("From: \nSender: s@client.jp\nTo: x@ours.jp\n\n")["counterpart"]["address"] == "s@client.jp"


AUTOMATIC = [
    "List-Id: News <news.client.jp>",
    "List-Unsubscribe: <mailto:off@client.jp>",
    "Precedence: bulk",
    "Auto-Submitted: auto-replied",
    "X-Autoreply: yes",
    "Return-Path: <>",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
]


@pytest.mark.parametrize("header", AUTOMATIC)
def test_what_a_program_sent_is_automatic(header: str) -> None:
    assert payload(f"{BASE}{header}\n\n")["automatic"] is True


@pytest.mark.parametrize("local", ["no-reply", "noreply", "donotreply", "MAILER-DAEMON", "bounce+17", "sales-noreply"])
def test_a_sender_that_takes_no_answer_is_automatic(local: str) -> None:
    assert payload(f"From: {local}@client.jp\n\n")["automatic"] is True


@pytest.mark.parametrize("header", ["Auto-Submitted: no", "List-Id: <info.ours.jp>", "Return-Path: <taro@client.jp>"])
def test_what_a_person_wrote_is_not_automatic(header: str) -> None:
    assert payload(f"{BASE}{header}\n\n")["automatic"] is False


def test_a_name_that_only_begins_like_a_robot_is_a_person() -> None:
    assert payload("From: norepresentative@client.jp\n\n")["automatic"] is False


def test_the_summary_is_short_and_on_one_line() -> None:
    found = payload(BASE + "\n" + "お世話になります。\n" * 100)
    assert (len(found["summary"]), found["summary"][-1], "\n" in found["summary"]) == (200, "…", False)


def test_quoted_lines_are_left_out_of_the_summary() -> None:
    assert payload(BASE + "\n> 昔の話\n了解しました。\n")["summary"] == "了解しました。"


def test_headers_only_keeps_no_text() -> None:
    assert "summary" not in payload(BASE + "\nhimitsu", Reading(OURS, "headers"))


def test_full_keeps_the_whole_text() -> None:
    assert payload(BASE + "\na\n\nb", Reading(OURS, "full"))["text"] == "a\n\nb"


def test_html_alone_gives_its_visible_words() -> None:
    html = "<head><title>t</title><style>p{}</style></head><body><script>x</script><p>見積&amp;納期</p><p>B</p>"
    assert payload(f"{BASE}Content-Type: text/html; charset=utf-8\n\n{html}")["summary"] == "見積&納期 B"


def test_plain_text_is_preferred_to_html() -> None:
    body = "--b\nContent-Type: text/html\n\n<p>H</p>\n--b\nContent-Type: text/plain\n\nP\n--b--\n"
    assert payload(f"{BASE}Content-Type: multipart/alternative; boundary=b\n\n{body}")["summary"] == "P"


def test_shift_jis_labelled_as_iso_2022_jp_is_readable() -> None:
    raw = f"{BASE}Content-Type: text/plain; charset=ISO-2022-JP\n\n".encode() + "㈱山田です".encode("cp932")
    assert payload(raw)["summary"] == "㈱山田です"


def test_attachments_are_named() -> None:
    mail = Message("a1", MAY, ("", "t@client.jp"), [("", "s@ours.jp")], "S", "本文", files=["見積書.pdf"])
    found = payload(compose(mail))
    assert (found["attachments"], found["attachment_count"], found["summary"]) == (["見積書.pdf"], 1, "本文")


def test_a_picture_within_html_is_no_attachment() -> None:
    body = "--b\nContent-Type: text/html\n\nx\n--b\nContent-Type: image/png; name=i.png\nContent-ID: <1>\n\n..\n--b--\n"
    assert payload(f"{BASE}Content-Type: multipart/related; boundary=b\n\n{body}")["attachment_count"] == 0


def test_a_forwarded_mail_is_an_attachment() -> None:
    body = "--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ninner\n--b--\n"
    found = payload(f"{BASE}Content-Type: multipart/mixed; boundary=b\n\n{body}")
    assert (found["summary"], found["attachments"]) == ("see below", ["message/rfc822"])


def test_a_hundred_nested_parts_are_walked() -> None:
    lines = []
    for depth in range(99):
        lines += [f"Content-Type: multipart/mixed; boundary=b{depth}", "", f"--b{depth}"]
    text = "\n".join([*lines, "Content-Type: text/plain", "", "innermost", ""])
    assert payload(BASE + text)["summary"] == "innermost"


def test_ten_thousand_nested_parts_do_no_harm() -> None:
    text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 10_000
    assert record(BASE + text).external_id.startswith("m1@client.jp")


def test_base64_garbage_is_read_as_far_as_it_goes() -> None:
    body = base64.b64encode("お世話になります".encode()).decode()
    head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    assert payload(f"{BASE}{head}*{body[:8]}\n!!{body[8:]}#")["summary"] == "お世話になります"


def test_nul_bytes_disappear() -> None:
    assert payload(b"Subject: a\0b\nFrom: x@y.jp\n\nc\0d")["subject"] == "ab"


def test_a_huge_mail_is_read_up_to_the_cap() -> None:
    found = payload(BASE.encode() + b"\n" + b"x" * 200_000, Reading(OURS, "full", max_bytes=10_000))
    assert (found["cut"], len(found["text"]) < 10_000) == (True, True)


def test_a_mail_fetched_in_part_says_so() -> None:
    assert payload(BASE + "\nx", size=5_000_000)["cut"] is True


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\x89PNG\r\n\x1a\n\0\0", b"X-Only: 1\n\nbody"])
def test_what_is_no_mail_is_a_bad_record(raw: bytes) -> None:
    found = to_record(StoredMail(raw, "INBOX"), READING)
    assert isinstance(found, BadRecord)
    assert found.reason.startswith("INBOX: ")


def test_a_message_that_answers_another_names_it() -> None:
    assert payload(BASE + "In-Reply-To: Your mail <m0@ours.jp>\n\n")["in_reply_to"] == "m0@ours.jp"
