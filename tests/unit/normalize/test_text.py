from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.text import fold, plain, tidy

JAPANESE = st.text(
    alphabet=st.sampled_from("ｱﾞﾟｶｰー－‐–—−～〜・゛か゛ハパ\u3099\u309a １1Ａa㈱㍿①﨑神髙\u3000\t\n\r\u200b\ufe00´")
)
ANY = st.one_of(st.text(), JAPANESE)


@pytest.mark.parametrize(
    ("received", "stored"),
    [
        ("Ａｂｃ１２３", "Abc123"),
        ("ﾊﾝｶｸﾃﾞﾊﾟｰﾄ", "ハンカクデパート"),
        ("か゛は゜", "がぱ"),
        ("か\u3099", "が"),
        ("サ－ビス", "サービス"),
        ("サ−ビス", "サービス"),
        ("センタ－", "センター"),
        ("タワ－棟", "タワー棟"),
        ("データ—分析", "データ-分析"),
        ("ビル－１０１", "ビル-101"),
        ("１－２－３", "1-2-3"),
        ("１ー２ー３", "1-2-3"),
        ("1‐2–3—4−5", "1-2-3-4-5"),
        ("東京―大阪", "東京-大阪"),
        ("10～20", "10〜20"),
        ("10〜20", "10〜20"),
        ("￥１，２００", "¥1,200"),
        ("　山田　　太郎　", "山田 太郎"),
        ("a\u200bb\ufeffc\x00", "abc"),
        ("一行目 \r\n 二行目\t終", "一行目\n二行目 終"),
    ],
)
def test_text_for_storing_is_brought_to_one_width(received: str, stored: str) -> None:
    assert tidy(received) == stored


@pytest.mark.parametrize("text", ["㈱山田", "①②", "山﨑", "神田", "髙橋", "10〜20", "㎡", "葛\U000e0100城", "½"])
def test_storing_loses_no_sign_that_carries_meaning(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("㈱", "(株)"),
        ("㍿", "株式会社"),
        ("①", "1"),
        ("神", "神"),
        ("ＡＢＣ", "ABC"),
        ("～", "〜"),
        ("葛\U000e0100", "葛"),
    ],
)
def test_comparing_opens_compatibility_forms(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_only_folding_forgives_upper_case() -> None:
    assert plain("ＡＢＣ") != plain("abc")
    assert fold("ＡＢＣ") == fold("abc")


@given(ANY)
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(ANY)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(ANY)
def test_folded_text_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_what_is_stored_compares_as_what_was_received(text: str) -> None:
    assert plain(tidy(text)) == plain(text)
