"""What is read of a card, in the three versions of the format and in what programs make of them."""

from __future__ import annotations

import base64
import io
import quopri
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.vcard.cards import cards_of
from connectors.vcard.text import divided
from hub.sdk.records import BadRecord, RawRecord

SAVED_AT = datetime(2026, 4, 1, tzinfo=UTC)
LONGEST = 10_000


def cards(data: bytes | str) -> list[RawRecord | BadRecord]:
    return list(cards_of(io.BytesIO(data if isinstance(data, bytes) else data.encode()), "x.vcf", LONGEST, SAVED_AT))


def card(*lines: str, version: str = "3.0") -> dict[str, Any]:
    (found,) = cards("\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]))
    assert isinstance(found, RawRecord), found.reason
    payload: dict[str, Any] = msgspec.json.decode(found.payload)
    return payload


def refusal(data: bytes | str) -> str:
    (found,) = cards(data)
    assert isinstance(found, BadRecord)
    return found.reason


def test_a_card_is_read_into_plain_words() -> None:
    assert card(
        "N:山田;太郎;;;",
        "FN:山田 太郎",
        "ORG:㈱ヤマダ;営業本部;第一課",
        "TITLE:課長",
        "TEL;TYPE=CELL,VOICE:090-1111-2222",
        "TEL;TYPE=WORK:03-1111-2222",
        "TEL;TYPE=WORK,FAX:03-1111-3333",
        "TEL;TYPE=HOME:045-111-2222",
        "ADR;TYPE=WORK:;ビル3F;丸の内1-1;千代田区;東京都;100-0005;日本",
    ) == {
        "family": "山田",
        "given": "太郎",
        "name": "山田 太郎",
        "company": "㈱ヤマダ",
        "department": "営業本部 第一課",
        "title": "課長",
        "mobile": "090-1111-2222",
        "phone": "03-1111-2222",
        "fax": "03-1111-3333",
        "home_phone": "045-111-2222",
        "address": {
            "building": "ビル3F",
            "street": "丸の内1-1",
            "city": "千代田区",
            "prefecture": "東京都",
            "postal_code": "100-0005",
            "country": "日本",
        },
    }


@pytest.mark.parametrize("kind", ["", ";TYPE=WORK", ";TYPE=VOICE"])
@pytest.mark.parametrize(
    "number", ["090-1111-2222", "０８０−１１１１−２２２２", "+81 70-1111-2222", "+81(0)90-1111-2222"]
)
def test_a_mobile_number_is_its_owners_and_not_the_companys(kind: str, number: str) -> None:
    told = card("N:山田;太郎;;;", "ORG:㈱ヤマダ", f"TEL{kind}:{number}", "TEL;TYPE=WORK:03-1111-2222")
    assert (told["mobile"], told["phone"]) == (number, "03-1111-2222")


def test_a_number_that_is_called_mobile_comes_before_one_that_only_looks_so() -> None:
    told = card("N:山田;太郎;;;", "TEL;TYPE=WORK:080-1111-2222", "TEL;TYPE=CELL:090-3333-4444")
    assert (told["mobile"], told["other_phones"]) == ("090-3333-4444", ["080-1111-2222"])


def test_the_number_of_somebody_without_a_company_is_their_own() -> None:
    told = card("N:山田;太郎;;;", "TEL;TYPE=VOICE:045-111-2222")
    assert (told["home_phone"], "phone" in told) == ("045-111-2222", False)


def test_the_address_of_somebody_without_a_company_is_their_own() -> None:
    told = card("N:山田;太郎;;;", "ADR:;;丸の内1-1;千代田区;東京都;100-0005;日本")
    assert (told["home_address"]["city"], "address" in told) == ("千代田区", False)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("1985-04-11T15:00:00Z", "1985-04-12"),
        ("19850411T150000Z", "1985-04-12"),
        ("1985-04-12T00:00:00+09:00", "1985-04-12"),
        ("1985-04-12T00:00:00Z", "1985-04-12"),
        ("1985-04-12T00:00:00", "1985-04-12"),
        ("19850412", "19850412"),
    ],
)
def test_a_birthday_that_was_written_as_a_moment_is_its_day_in_japan(told: str, day: str) -> None:
    assert card("N:山田;太郎;;;", f"BDAY:{told}")["birthday"] == day


@pytest.mark.parametrize("folded", ["\r\n ", "\r\n"])
def test_a_text_that_is_wrapped_in_base64_is_read(folded: str) -> None:
    note = base64.b64encode("展示会でお会いした".encode("cp932")).decode()
    told = card("N:山田", f"NOTE;CHARSET=SHIFT_JIS;ENCODING=BASE64:{note[:9]}{folded}{note[9:]}", "", "TEL;CELL:1")
    assert (told["note"], told["mobile"]) == ("展示会でお会いした", "1")


def test_a_base64_that_is_none_is_told_with_its_line() -> None:
    assert "x.vcf:3: " in refusal("BEGIN:VCARD\nN:A\nNOTE;ENCODING=b:abc=d\nEND:VCARD\n")


def test_a_number_that_people_labelled_as_fax_is_a_fax() -> None:
    told = card("N:山田;太郎;;;", "ORG:㈱ヤマダ", "item1.TEL:03-1111-3333", "item1.X-ABLabel:会社FAX")
    assert (told["fax"], "phone" in told) == ("03-1111-3333", False)


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("山田 太郎", "山田", "太郎"),
        ("山田　太郎", "山田", "太郎"),
        ("Taro Yamada", "Yamada", "Taro"),
        ("山田太郎", "山田太郎", None),
    ],
)
def test_a_card_with_nothing_but_a_whole_name_has_its_parts(name: str, family: str, given: str | None) -> None:
    told = card(f"FN:{name}", "EMAIL:a@example.jp", version="4.0")
    assert (told["family"], told.get("given"), told["name"]) == (family, given, name)


@pytest.mark.parametrize("nameless", ["a@example.jp", "03-1111-2222"])
def test_an_address_in_the_place_of_a_name_is_no_name(nameless: str) -> None:
    assert "family" not in card(f"FN:{nameless}", "EMAIL:a@example.jp")


@pytest.mark.parametrize(
    "names", [("FN:サンプル商事", "N:;;;;"), ("FN:サンプル商事", "N:サンプル商事;;;;"), ("FN:サンプル商事",)]
)
def test_a_card_that_names_its_company_alone_is_the_companys(names: tuple[str, ...]) -> None:
    told = card(*names, "ORG:サンプル商事", "TEL;TYPE=WORK:03-1111-2222")
    assert (told["is_company"], told["phone"], "family" in told) == (True, "03-1111-2222", False)


def test_what_is_put_in_its_place_leaves_the_cards_id_as_it_was() -> None:
    one, other = cards("BEGIN:VCARD\nFN:A B\nTEL:090-1111-2222\nEND:VCARD\nBEGIN:VCARD\nFN:A B\nEND:VCARD\n")
    assert one.external_id == other.external_id


def test_the_preferred_address_comes_first_in_each_version() -> None:
    told = {"name": "A", "family": "A", "email": "b@example.jp", "other_emails": ["a@example.jp"]}
    assert card("FN:A", "EMAIL:a@example.jp", "EMAIL;TYPE=PREF:b@example.jp") == told
    assert card("FN:A", "EMAIL:a@example.jp", "EMAIL;PREF=1:b@example.jp", version="4.0") == told
    assert card("FN:A", "EMAIL;INTERNET:a@example.jp", "EMAIL;INTERNET;PREF:b@example.jp", version="2.1") == told


def test_a_value_that_is_told_twice_is_one() -> None:
    told = card("N:A", "EMAIL:a@example.jp", "EMAIL:a@example.jp")
    assert told == {"family": "A", "email": "a@example.jp"}


def test_a_uri_is_a_number_and_a_group_is_nothing() -> None:
    told = card("FN:A", 'item1.TEL;VALUE=uri;TYPE="cell,voice":tel:+81-90-1111-2222', version="4.0")
    assert told["mobile"] == "+81-90-1111-2222"


def test_escapes_and_folded_lines_are_undone() -> None:
    assert card("FN:A", "NOTE:一行目\\n二行目\\, \\;と", " つづき")["note"] == "一行目\n二行目, ;とつづき"


def test_an_old_phones_card_is_read_in_its_code_page() -> None:
    name = quopri.encodestring("髙橋;一郎".encode("cp932")).decode()
    told = card(
        f"N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{name}",
        "SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:ﾀｶﾊｼ;ｲﾁﾛｳ;;;",
        version="2.1",
    )
    assert (told["family"], told["given"], told["family_kana"], told["given_kana"]) == ("髙橋", "一郎", "ﾀｶﾊｼ", "ｲﾁﾛｳ")


def test_soft_line_ends_join_what_they_parted() -> None:
    data = b"BEGIN:VCARD\r\nN;ENCODING=QUOTED-PRINTABLE:=E5=B1=B1=\r\n=E7=94=B0;=E5=A4=AA\r\nEND:VCARD\r\n"
    (found,) = cards(data)
    assert msgspec.json.decode(found.payload) == {"family": "山田", "given": "太"}


def test_raw_code_page_without_a_word_of_it_is_read() -> None:
    (found,) = cards("BEGIN:VCARD\nFN:山田\nEND:VCARD\n".encode("cp932"))
    assert msgspec.json.decode(found.payload)["name"] == "山田"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_letter(codec: str) -> None:
    (found,) = cards("BEGIN:VCARD\nFN:山田\nEND:VCARD\n".encode(codec))
    assert msgspec.json.decode(found.payload)["name"] == "山田"


@pytest.mark.parametrize(
    "picture",
    [
        ("PHOTO;ENCODING=b;TYPE=JPEG:" + "QUJD" * 5000,),
        ("PHOTO;ENCODING=b;TYPE=JPEG:QUJD", *[" QUJD" * 10] * 400),
        ("PHOTO;JPEG;BASE64:", *["QUJD" * 10] * 400, ""),
        ("PHOTO:data:image/jpeg;base64,QUJD",),
    ],
)
def test_pictures_are_read_over_however_they_are_written(picture: tuple[str, ...]) -> None:
    assert card("FN:A", *picture, "NOTE:b") == {"name": "A", "family": "A", "note": "b"}


def test_a_company_has_no_person_in_it() -> None:
    told = {"company": "㈱ヤマダ", "is_company": True}
    assert card("FN:㈱ヤマダ", "KIND:org", version="4.0") == told | {"more": {"KIND": ["org"]}}
    assert card("FN:㈱ヤマダ", "X-ABShowAs:COMPANY") == told | {"more": {"X-ABSHOWAS": ["COMPANY"]}}


def test_what_has_no_place_of_its_own_is_kept() -> None:
    assert card("FN:A", "NICKNAME:たろちゃん", "X-A:1", "X-A:2")["more"] == {
        "NICKNAME": ["たろちゃん"],
        "X-A": ["1", "2"],
    }


def test_a_birthday_without_its_year_is_no_day() -> None:
    assert card("FN:A", "BDAY:1980-05-01T00:00:00Z")["birthday"] == "1980-05-01"
    assert card("FN:A", "BDAY:--0501")["more"] == {"BDAY": ["--0501"]}
    assert card("FN:A", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-01")["more"] == {"BDAY": ["1604-05-01"]}


@pytest.mark.parametrize(
    ("rev", "moment"),
    [
        ("20260301T090000Z", datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("2026-03-01T09:00:00+09:00", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("gestern", SAVED_AT),
        ("20260230T000000Z", SAVED_AT),
        ("00010101T000000+2359", SAVED_AT),
    ],
)
def test_a_card_is_as_old_as_it_says_or_as_its_file(rev: str, moment: datetime) -> None:
    (found,) = cards(f"BEGIN:VCARD\nFN:A\nREV:{rev}\nEND:VCARD\n")
    assert isinstance(found, RawRecord)
    assert found.modified_at == moment


def test_a_card_without_uid_is_known_by_who_it_is_of() -> None:
    one, other = cards("BEGIN:VCARD\nFN:A\nNOTE:x\nEND:VCARD\nBEGIN:VCARD\nFN:A\nORG:B\nEND:VCARD\n")
    (again,) = cards("BEGIN:VCARD\nFN:A\nNOTE:y\nEND:VCARD\n")
    assert one.external_id == again.external_id != other.external_id


def test_equal_cards_give_equal_bytes_whatever_the_order_of_their_lines() -> None:
    assert card("FN:A", "NOTE:b") == card("NOTE:b", "FN:A")
    (one,) = cards("BEGIN:VCARD\nFN:A\nNOTE:b\nEND:VCARD\n")
    (other,) = cards("BEGIN:VCARD\nNOTE:b\nFN:A\nEND:VCARD\n")
    assert one.payload == other.payload


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("BEGIN:VCARD\nFN:A\n", "x.vcf:1: the card that begins here has no end"),
        ("BEGIN:VCARD\nFN:A\nblah\nEND:VCARD\n", "x.vcf:3: this is no property"),
        (b"BEGIN:VCARD\nFN:\xff\xff\nEND:VCARD\n", "x.vcf:2: the bytes of FN are no text"),
        ("BEGIN:VCARD\nNOTE:x\nEND:VCARD\n", "x.vcf:1: the card has no UID, no name and no company"),
        (f"BEGIN:VCARD\nFN:A\nNOTE:{'x' * 10_001}\nEND:VCARD\n", "x.vcf:3: the text of NOTE is longer"),
        ("BEGIN:VCARD\nFN:A\n" + "NOTE:x\n" * 5001 + "END:VCARD\n", "holds more than any card can"),
    ],
)
def test_a_bad_card_says_where_and_why(data: str | bytes, reason: str) -> None:
    assert reason in refusal(data)


def test_a_bad_card_is_told_by_its_uid_and_does_not_take_the_next_one_with_it() -> None:
    bad, good = cards("BEGIN:VCARD\nUID:u1\nblah\nEND:VCARD\nBEGIN:VCARD\nUID:u2\nEND:VCARD\n")
    assert isinstance(bad, BadRecord)
    assert isinstance(good, RawRecord)
    assert (bad.external_id, good.external_id) == ("u1", "u2")


def test_a_card_inside_a_card_is_read_over() -> None:
    (found,) = cards("BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nNOTE:x\nEND:VCARD\n")
    assert msgspec.json.decode(found.payload) == {"name": "A", "family": "A", "note": "x"}


@given(st.lists(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])), min_size=1))
def test_components_come_back_as_they_were_put_together(parts: list[str]) -> None:
    stripped = [part.strip() for part in parts]
    escaped = [p.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n") for p in stripped]
    assert divided(";".join(escaped)) == stripped


@given(st.binary(max_size=300))
def test_any_bytes_are_cards_bad_cards_or_nothing(data: bytes) -> None:
    for found in cards(b"BEGIN:VCARD\n" + data + b"\nEND:VCARD\n"):
        assert found.payload or isinstance(found, BadRecord)
