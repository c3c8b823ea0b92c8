"""Header fields, encoded words, parameters, addresses and dates as they really arrive."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.email.addresses import Address, read_addresses
from connectors.email.dates import read_date, sent_at
from connectors.email.headers import decode_words, split_message
from connectors.email.parameters import read_parameters


def _word(data: bytes, charset: str = "iso-2022-jp") -> str:
    return f"=?{charset}?B?{base64.b64encode(data).decode()}?="


def test_a_folded_header_is_one_line() -> None:
    headers, _ = split_message(b"Subject: a\r\n b\r\n\tc\r\n\r\nbody")
    assert headers.text("subject") == "a b c"


def test_the_body_begins_after_the_blank_line() -> None:
    assert split_message(b"A: 1\n\nbody\n")[1] == b"body\n"


def test_a_line_without_a_colon_ends_the_headers() -> None:
    headers, body = split_message(b"A: 1\nnot a field\nB: 2\n\nx")
    assert (len(headers.fields), body.startswith(b"not a field")) == (1, True)


@pytest.mark.parametrize("folded", [b"Subject: a\r\n \r\n", b"Subject: a\r\n\t\r\n \r\n b\r\n", b"Subject: a\n \n"])
def test_a_folded_line_of_nothing_but_blanks_takes_no_other_field_with_it(folded: bytes) -> None:
    headers, body = split_message(folded + b"From: t@client.jp\r\nMessage-ID: <1@client.jp>\r\n\r\nbody")
    assert (headers.text("from"), headers.text("message-id"), body) == ("t@client.jp", "<1@client.jp>", b"body")


def test_a_line_of_blanks_before_the_text_ends_the_headers() -> None:
    headers, body = split_message(b"From: t@client.jp\r\n \r\nNote: this is text\r\n")
    assert (len(headers.fields), b"Note: this is text" in body) == (1, True)


def test_a_mail_of_an_old_macintosh_is_read() -> None:
    assert split_message(b"Subject: x\rTo: y\r\rbody")[0].text("to") == "y"


def test_a_byte_order_mark_and_an_mbox_line_are_passed_over() -> None:
    assert split_message(b"\xef\xbb\xbf\r\nFrom x Wed May 1\nSubject: s\n\n")[0].text("subject") == "s"


def test_a_character_cut_between_two_words_is_whole() -> None:
    data = "山田太郎".encode()
    assert decode_words(f"{_word(data[:4], 'utf-8')}\r\n {_word(data[4:], 'utf-8')}") == "山田太郎"


def test_base64_cut_between_two_words_is_whole() -> None:
    text = base64.b64encode("見積書".encode()).decode()
    assert decode_words(f"=?utf-8?B?{text[:5]}?= =?utf-8?B?{text[5:]}?=") == "見積書"


def test_an_escape_state_cut_between_two_words_is_whole() -> None:
    data = "見積書の件".encode("iso2022_jp")
    assert decode_words(f"{_word(data[:7])} {_word(data[7:])}") == "見積書の件"


def test_words_of_two_charsets_stand_without_a_blank() -> None:
    assert decode_words(f"{_word('見積'.encode('iso2022_jp'))} {_word('書'.encode(), 'utf-8')}") == "見積書"


def test_words_between_plain_text_keep_their_blanks() -> None:
    assert decode_words(f"Re: {_word('見積'.encode('iso2022_jp'))} (2)") == "Re: 見積 (2)"


def test_quoted_words_are_read() -> None:
    assert decode_words("=?UTF-8?Q?=E5=B1=B1_=E7=94=B0?=") == "山 田"


def test_a_word_without_its_end_is_read() -> None:
    assert decode_words("=?utf-8?B?5bGx55Sw") == "山田"


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "iso2022_jp"])
def test_bare_eight_bit_headers_are_read(codec: str) -> None:
    assert decode_words("見積書の件です".encode(codec)) == "見積書の件です"


def test_an_ideographic_blank_stays() -> None:
    assert decode_words("山田　太郎".encode()) == "山田　太郎"


def test_an_rfc_2231_file_name_in_pieces_is_read() -> None:
    value = b"attachment; filename*1*=%9B%B8.pdf;\r\n filename*0*=UTF-8''%E8%A6%8B%E7%A9%8D%E6"
    assert read_parameters(value)[1] == {"filename": "見積書.pdf"}


def test_a_file_name_in_encoded_words_is_read() -> None:
    value = f'attachment; filename="{_word("見積書.pdf".encode("iso2022_jp"))}"'.encode()
    assert read_parameters(value)[1]["filename"] == "見積書.pdf"


def test_a_bare_shift_jis_file_name_is_read() -> None:
    assert read_parameters('attachment; filename="見積書.pdf"'.encode("cp932"))[1]["filename"] == "見積書.pdf"


def test_a_parameter_holds_a_semicolon_in_quotes() -> None:
    assert read_parameters(b'text/plain; name="a;b.txt"; charset=utf-8')[1] == {"name": "a;b.txt", "charset": "utf-8"}


ADDRESSES = [
    ("taro@Example.CO.JP", [("", "taro@example.co.jp")]),
    ('"Yamada, Taro" <taro@example.co.jp>', [("Yamada, Taro", "taro@example.co.jp")]),
    ("taro@example.co.jp (Yamada Taro)", [("Yamada Taro", "taro@example.co.jp")]),
    ("a@x.jp, b@x.jp; c@x.jp", [("", "a@x.jp"), ("", "b@x.jp"), ("", "c@x.jp")]),
    ("Sales team: a@x.jp, B <b@x.jp>;", [("", "a@x.jp"), ("B", "b@x.jp")]),
    ("undisclosed-recipients:;", []),
    ('"foo..bar."@docomo.ne.jp', [("", "foo..bar.@docomo.ne.jp")]),
    ("<foo..bar.@docomo.ne.jp>", [("", "foo..bar.@docomo.ne.jp")]),
    ("<@relay.jp:a@x.jp>", [("", "a@x.jp")]),
    ("<mailto:a@x.jp>", [("", "a@x.jp")]),
    ("'a@x.jp' <a@x.jp>", [("", "a@x.jp")]),
    ("=?utf-8?Q?Yamada,_Taro?= <a@x.jp>", [("Yamada, Taro", "a@x.jp")]),
    ('"=?iso-2022-jp?B?GyRCOzNFRBsoQg==?=" <a@x.jp>', [("山田", "a@x.jp")]),
    ("=?utf-8?B?5bGx55SwIDxhQHguanA+?=", [("山田", "a@x.jp")]),
    ("Yamada (Sales <a@x.jp>", [("", "a@x.jp")]),
    ("a@x.jp, A@X.JP", [("", "a@x.jp")]),
    ("nobody", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), ADDRESSES)
def test_addresses_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert [tuple(address) for address in read_addresses([text.encode()])] == expected


def test_a_bare_iso_2022_jp_name_is_read() -> None:
    assert read_addresses(["山田太郎 <a@x.jp>".encode("iso2022_jp")]) == [Address("山田太郎", "a@x.jp")]


@given(st.binary(max_size=200))
def test_any_bytes_give_addresses_or_none(data: bytes) -> None:
    assert all("@" in address.address for address in read_addresses([data]))


DATES = [
    ("Wed, 01 May 2024 09:00:00 +0900 (JST)", datetime(2024, 5, 1, tzinfo=UTC)),
    ("Wed, 01 May 2024 09:00:00 JST", datetime(2024, 5, 1, tzinfo=UTC)),
    ("1 May 2024 09:00:00", datetime(2024, 5, 1, tzinfo=UTC)),
    ("1 May 2024 09:00:00 GMT", datetime(2024, 5, 1, 9, tzinfo=UTC)),
    ("1 May 2024 09:00:00 -0000", datetime(2024, 5, 1, 9, tzinfo=UTC)),
    ("1 May 24 09:00 +0900", datetime(2024, 5, 1, tzinfo=UTC)),
    ("1 May 0024 09:00:99 +0900", None),
    ("99 May 2024 09:00:00 +9999", None),
    ("1 May 1901 09:00:00 +0900", None),
    ("yesterday", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_are_read(text: str, expected: datetime | None) -> None:
    assert read_date(text) == expected


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert read_date(text) is None or read_date(text).tzinfo is UTC  # type: ignore[union-attr]


RECEIVED = b"from mx by mail; Wed, 1 May 2024 09:00:00 +0900"


def test_a_missing_date_is_the_time_of_receipt() -> None:
    assert sent_at(b"", [RECEIVED], None) == datetime(2024, 5, 1, tzinfo=UTC)


def test_without_any_header_the_mailbox_tells_the_time() -> None:
    assert sent_at(b"", [], datetime(2023, 1, 1, tzinfo=UTC)) == datetime(2023, 1, 1, tzinfo=UTC)


def test_a_date_long_after_the_receipt_is_not_believed() -> None:
    assert sent_at(b"1 May 2038 09:00:00 +0900", [RECEIVED], None) == datetime(2024, 5, 1, tzinfo=UTC)
