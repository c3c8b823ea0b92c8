from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.emails import email, email_domain, email_key, emails, is_email, is_free_mail, is_role_mailbox
from hub.normalize.kana import halfwidth_kana, hiragana, is_kana, kana_key, katakana
from hub.normalize.postal import is_postal_code, postal_code, postal_key
from hub.normalize.text import tidy
from hub.normalize.urls import registrable_domain, url, url_domain, url_key


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Taro@Example.CO.JP", "Taro@example.co.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("山田 太郎 <taro@example.jp>", "taro@example.jp"),
        ("mailto:taro@example.jp?subject=x", "taro@example.jp"),
        (" taro @ example.jp ", "taro@example.jp"),
        ("..odd..@docomo.ne.jp", "..odd..@docomo.ne.jp"),
        ("なし", "なし"),
    ],
)
def test_an_address_is_read_bare(text: str, address: str) -> None:
    assert email(text) == address
    assert email(address) == address


def test_all_addresses_of_a_cell_are_read() -> None:
    assert emails("a@x.jp; b@x.jp、a@x.jp") == ["a@x.jp", "b@x.jp"]
    assert emails("なし") == ["なし"]
    assert emails(" ") == []


def test_mailboxes_are_looked_up_without_case() -> None:
    assert email_key("TARO@x.jp") == email_key("taro@X.JP")
    assert email_domain("TARO@X.jp") == "x.jp"
    assert email_domain("なし") == ""


@pytest.mark.parametrize(
    "address", ["info@x.jp", "keiri@x.jp", "keiri-2@x.jp", "no-reply@x.jp", "eigyo_info@x.jp", "INFO@x.jp"]
)
def test_a_departments_mailbox_is_recognised(address: str) -> None:
    assert is_role_mailbox(address)


@pytest.mark.parametrize("address", ["taro@x.jp", "sales.tokyo@x.jp", "infotaro@x.jp", "123@x.jp", "なし"])
def test_a_persons_mailbox_is_not_taken_for_a_departments(address: str) -> None:
    assert not is_role_mailbox(address)


def test_domains_where_anybody_has_a_mailbox_are_known() -> None:
    assert is_free_mail("gmail.com")
    assert is_free_mail("Docomo.ne.jp")
    assert is_free_mail("abc.ocn.ne.jp")
    assert not is_free_mail("example.co.jp")


def test_an_address_needs_a_domain() -> None:
    assert is_email("a@x.jp")
    assert not is_email("a@x")
    assert not is_email("a b@x.jp")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("example.co.jp", "https://example.co.jp"),
        ("HTTP://WWW.Example.co.jp:80/", "http://www.example.co.jp"),
        ("https://a.jp/Path?q=A#part", "https://a.jp/Path?q=A"),
        ("ｗｗｗ．ａ．ｊｐ", "https://www.a.jp"),
        ("//a.jp/x", "https://a.jp/x"),
        ("なし", "なし"),
    ],
)
def test_a_web_address_has_one_spelling(text: str, address: str) -> None:
    assert url(text) == address
    assert url(address) == address


def test_scheme_and_www_are_no_difference() -> None:
    assert url_key("http://www.a.jp/") == url_key("https://a.jp") == url_key("a.jp")
    assert url_key("a.jp/x") != url_key("a.jp/y")


def test_the_domain_of_an_address_is_found() -> None:
    assert url_domain("https://user@www.A.co.jp:8080/x") == "a.co.jp"
    assert url_domain("なし") == ""
    assert registrable_domain("shop.example.co.jp") == "example.co.jp"
    assert registrable_domain("www.example.jp") == "example.jp"


@pytest.mark.parametrize(
    "text", ["100-0005", "1000005", "〒100-0005", "１００－０００５", "〒 100ー0005", "100 0005", "郵便番号:100-0005"]
)
def test_a_postal_code_has_one_spelling(text: str) -> None:
    assert postal_code(text) == "100-0005"
    assert postal_key(text) == "1000005"


def test_a_lost_leading_zero_of_a_postal_code_is_put_back() -> None:
    assert postal_code("600005") == "060-0005"


def test_a_foreign_postal_code_stays() -> None:
    assert postal_code("SW1A 1AA") == "SW1A 1AA"
    assert not is_postal_code("SW1A 1AA")


def test_readings_are_written_in_full_width_katakana() -> None:
    assert katakana("やまだ ﾀﾛｳ") == "ヤマダ タロウ"
    assert hiragana("ヤマダ ﾀﾛｳ") == "やまだ たろう"
    assert halfwidth_kana("がっこう") == "ｶﾞｯｺｳ"


def test_what_a_bank_shrank_is_the_same_reading() -> None:
    assert kana_key("ｷﾔﾉﾝ") == kana_key("キャノン") == kana_key("きゃのん")
    assert kana_key("ヤマダ　タロウ") == kana_key("ﾔﾏﾀﾞ･ﾀﾛｳ")
    assert kana_key("サトー") != kana_key("サトウ")


def test_a_reading_is_told_from_a_name() -> None:
    assert is_kana("ﾔﾏﾀﾞ タロウ")
    assert not is_kana("山田")


KANA = st.text(alphabet="アイガギパピッャンーあいがぎぱぴっゃ")


HALF = st.text(st.characters(min_codepoint=0xFF61, max_codepoint=0xFF9F) | st.just(" "), max_size=8)


@given(HALF | KANA | st.text("やまだヤマダーｰ・･ 　0-", max_size=8))
def test_the_quick_answer_for_plain_readings_is_that_of_the_long_way(text: str) -> None:
    to_katakana = {code: code + 0x60 for code in range(0x3041, 0x3097)}
    assert katakana(text) == tidy(tidy(text).translate(to_katakana))


@given(st.from_regex(r"[a-zA-Z0-9._+-]{1,6}@[a-zA-Z0-9.-]{1,9}", fullmatch=True))
def test_the_quick_answer_for_plain_mailboxes_is_that_of_the_long_way(text: str) -> None:
    assert email_key(text) == email(text).casefold() == email_key(f"<{text}>")


@given(KANA)
def test_half_width_readings_come_back(text: str) -> None:
    assert katakana(halfwidth_kana(text)) == katakana(text)


@given(st.text(max_size=20))
def test_spellings_are_stable(text: str) -> None:
    for function in (katakana, kana_key, email, email_key, postal_code, postal_key):
        assert function(function(text)) == function(text)


@given(st.text(alphabet="aA.:/?#&=wx１ なし@-", max_size=20))
def test_a_web_address_in_its_spelling_stays(text: str) -> None:
    assert url(url(text)) == url(text)
