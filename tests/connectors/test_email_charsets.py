"""What a mail's bytes say, whatever their label claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.email.base64_text import decode_base64
from connectors.email.charsets import decode
from connectors.email.jis import read_euc, read_iso2022jp

LABELS = ["iso-2022-jp", "shift_jis", "euc-jp", "utf-8", "us-ascii", "utf-7", "utf-16", "unicode_escape", "x\0y", ""]


def test_iso_2022_jp_is_read() -> None:
    assert decode("株式会社山田".encode("iso2022_jp"), "ISO-2022-JP") == "株式会社山田"


def test_half_width_kana_in_iso_2022_jp_is_read() -> None:
    assert decode(b"\x1b(I\x36\x45\x28B\x1b(B!".replace(b"\x28B\x1b", b"\x1b"), "iso-2022-jp") == "ｶﾅ!"


def test_half_width_kana_by_shift_out_is_read() -> None:
    assert read_iso2022jp(b"\x0e\x36\x45\x0fok") == "ｶﾅok"


@pytest.mark.parametrize(("pair", "character"), [(b"-!", "①"), (b"-j", "㈱"), (b"|b", "髙"), (b"-@", "㍉")])
def test_the_vendors_characters_in_iso_2022_jp_are_read(pair: bytes, character: str) -> None:
    assert decode(b"\x1b$B" + pair + b"\x1b(B", "iso-2022-jp") == character


def test_jis_x_0212_is_read() -> None:
    assert decode("丂".encode("iso2022_jp_1"), "iso-2022-jp") == "丂"


def test_jis_x_0213_is_read() -> None:
    assert decode("𠮟".encode("iso2022_jp_2004"), "iso-2022-jp") == "𠮟"


def test_a_line_end_returns_to_ascii() -> None:
    assert read_iso2022jp(b"\x1b$B;3ED\nplain") == "山田\nplain"


def test_shift_jis_labelled_as_iso_2022_jp_is_read() -> None:
    assert decode("㈱山田ｶﾅ".encode("cp932"), "iso-2022-jp") == "㈱山田ｶﾅ"


def test_utf_8_labelled_as_iso_2022_jp_is_read() -> None:
    assert decode("山田太郎".encode(), "iso-2022-jp") == "山田太郎"


def test_utf_8_labelled_as_shift_jis_is_read() -> None:
    assert decode("山田太郎様".encode(), "Shift_JIS") == "山田太郎様"


def test_short_kana_labelled_as_shift_jis_stays_kana() -> None:
    assert decode("ﾃｱ".encode("cp932"), "shift_jis") == "ﾃｱ"


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_unlabelled_japanese_is_guessed(codec: str) -> None:
    assert decode("お世話になっております。山田です。".encode(codec)) == "お世話になっております。山田です。"


def test_euc_jp_with_the_vendors_characters_is_read() -> None:
    assert read_euc(b"\xad\xea\xbb\xb3\xc5\xc4") == "㈱山田"


def test_latin_1_is_read_as_windows_reads_it() -> None:
    assert decode(b"\xe9t\xe9 \x93x\x94", "iso-8859-1") == "été “x”"


def test_a_codec_that_is_no_charset_of_mail_is_not_used() -> None:
    assert decode(b"\\u5c71", "unicode_escape") == "\\u5c71"


@pytest.mark.parametrize("label", ["utf-8", None])
def test_a_last_character_that_was_cut_off_costs_only_itself(label: str | None) -> None:
    assert decode("山田太郎".encode()[:-1], label) == "山田太"


def test_one_broken_character_does_not_make_the_label_wrong() -> None:
    text = decode("お世話になっております。".encode() + b"\xe5" + "山田です。".encode(), "utf-8")
    assert text.endswith("山田です。")


@given(st.binary(max_size=300), st.sampled_from(LABELS) | st.text(max_size=10))
def test_any_bytes_are_clean_text(data: bytes, label: str) -> None:
    text = decode(data, label)
    assert "\0" not in text
    text.encode("utf-8")


@given(st.text(alphabet="あいうカキク漢字山田髙①㈱ABC 123", max_size=40))
def test_labelled_cp932_comes_back(text: str) -> None:
    assert decode(text.encode("cp932"), "shift_jis") == text


@given(st.binary(max_size=200))
def test_broken_base64_never_fails(data: bytes) -> None:
    assert isinstance(decode_base64(data), bytes)


def test_base64_in_two_runs_is_read_whole() -> None:
    assert decode_base64(b"YQ==YmM=\r\n!ZGVm") == b"abcdef"
