from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalize.legal_forms import BANK_KANA, WHOLE
from hub.normalize.names import company_key, company_spelling, join_legal_form, split_legal_form


@pytest.mark.parametrize(
    ("name", "bare", "form", "position"),
    [
        ("株式会社山田", "山田", "株式会社", "front"),
        ("㈱山田", "山田", "株式会社", "front"),
        ("（株）山田", "山田", "株式会社", "front"),
        ("(株) 山田", "山田", "株式会社", "front"),
        ("山田㍿", "山田", "株式会社", "back"),
        ("山田 株式會社", "山田", "株式会社", "back"),
        ("㈲やまだ", "やまだ", "有限会社", "front"),
        ("合同会社ヤマダ", "ヤマダ", "合同会社", "front"),
        ("一般社団法人山田会", "山田会", "一般社団法人", "front"),
        ("（一社）山田会", "山田会", "一般社団法人", "front"),
        ("医療法人社団 山田会", "山田会", "医療法人社団", "front"),
        ("医療法人山田会", "山田会", "医療法人", "front"),
        ("社会医療法人山田会", "山田会", "社会医療法人", "front"),
        ("NPO法人やまだ", "やまだ", "特定非営利活動法人", "front"),
        ("ＮＰＯ法人やまだ", "やまだ", "特定非営利活動法人", "front"),
        ("税理士法人山田", "山田", "税理士法人", "front"),
        ("山田農業協同組合", "山田", "農業協同組合", "back"),
        ("ヤマダ株式会社 東京支店", "ヤマダ 東京支店", "株式会社", "middle"),
        ("ｶ)ﾔﾏﾀﾞ", "ヤマダ", "株式会社", "front"),
        ("ヤマダ（カ", "ヤマダ", "株式会社", "back"),
        ("ﾔﾏﾀﾞ(ｶ)ﾎﾝﾃﾝ", "ヤマダ ホンテン", "株式会社", "middle"),
        ("ユ）ヤマダ", "ヤマダ", "有限会社", "front"),
        ("シャ)ヤマダ", "シャ)ヤマダ", None, None),
        ("カブシキガイシャヤマダ", "ヤマダ", "株式会社", "front"),
        ("Yamada Co., Ltd.", "Yamada", "Co., Ltd.", "back"),
        ("YAMADA CO.,LTD", "YAMADA", "Co., Ltd.", "back"),
        ("Yamada Company Limited", "Yamada", "Co., Ltd.", "back"),
        ("Yamada K.K.", "Yamada", "株式会社", "back"),
        ("Yamada Kabushiki Kaisha", "Yamada", "株式会社", "back"),
        ("Yamada GK", "Yamada GK", None, None),
        ("Yamada G.K.", "Yamada", "合同会社", "back"),
        ("Yamada, Inc.", "Yamada", "Inc.", "back"),
        ("Yamada Corporation", "Yamada", "Corp.", "back"),
        ("Yamada LLC", "Yamada", "LLC", "back"),
        ("Yamada Pte. Ltd.", "Yamada", "Pte. Ltd.", "back"),
        # No legal form, however much it looks like one.
        ("KKR", "KKR", None, None),
        ("Incline", "Incline", None, None),
        ("株式会社", "株式会社", None, None),
        ("山田（学）の会", "山田(学)の会", None, None),
        ("山田商店", "山田商店", None, None),
        ("山田(カ", "山田(カ", None, None),
        ("", "", None, None),
    ],
)
def test_a_name_is_parted_from_its_legal_form(name: str, bare: str, form: str | None, position: str | None) -> None:
    assert split_legal_form(name) == (bare, form, position)


@pytest.mark.parametrize(
    "names",
    [
        ("株式会社髙島屋", "㈱高島屋", "（株）　髙島屋", "高島屋 株式会社", "株式会社高島屋 御中"),
        ("キヤノン株式会社", "キャノン(株)", "ｷﾔﾉﾝ㈱"),
        ("山﨑製作所㈲", "有限会社山崎製作所"),
        ("斎藤商会", "齋藤商会", "斉藤商会"),
        ("ＡＢＣ・デザイン株式会社", "ABC デザイン", "abcデザイン"),
        ("Yamada & Sons, Inc.", "YAMADA＆SONS INC"),
    ],
)
def test_spellings_of_one_company_meet_under_one_key(names: tuple[str, ...]) -> None:
    assert len({company_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("株式会社山田", "株式会社山口"), ("山田商事", "山田商会"), ("サトー", "サトウ"), ("ABC", "ABD")],
)
def test_different_companies_have_different_keys(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("㈱山田", "株式会社 山田"), ("山田（株）", "山田株式会社"), ("Ａ㈱", "a(株)")]
)
def test_a_difference_in_writing_is_no_difference_of_name(one: str, other: str) -> None:
    assert company_spelling(one) == company_spelling(other)


@pytest.mark.parametrize(
    ("one", "other"), [("㈱山田", "山田㈱"), ("㈱山田", "山田"), ("㈱山田", "㈲山田"), ("㈱斎藤", "㈱斉藤")]
)
def test_another_form_place_or_family_is_another_name(one: str, other: str) -> None:
    assert company_spelling(one) != company_spelling(other)


BARE = st.text(alphabet="山田高橋商事ヤマダ会", min_size=1, max_size=8)


@given(BARE, st.sampled_from(sorted(WHOLE)), st.booleans())
def test_every_spelling_is_found_before_and_after_a_name(bare: str, spelling: str, is_front: bool) -> None:
    name = f"{spelling}{bare}" if is_front else f"{bare}{spelling}"
    parts = split_legal_form(name)
    assert (parts.bare, parts.legal_form) == (bare, WHOLE[spelling])


@given(BARE, st.sampled_from(sorted(set(WHOLE.values()))), st.sampled_from(["front", "back"]))
def test_a_joined_name_parts_again(bare: str, form: str, position: str) -> None:
    joined = join_legal_form(bare, form, "front" if position == "front" else "back")
    assert split_legal_form(joined) == (bare, form, position)


@pytest.mark.parametrize("kana", sorted(BANK_KANA))
def test_every_kana_of_the_banks_is_known(kana: str) -> None:
    assert split_legal_form(f"{kana})ヤマ").legal_form == BANK_KANA[kana]
    assert split_legal_form(f"ヤマ({kana}").legal_form == BANK_KANA[kana]


@given(st.text(max_size=20))
def test_a_key_is_the_key_of_itself(name: str) -> None:
    assert company_key(company_key(name)) == company_key(name)


@pytest.mark.parametrize("name", ["株式会社㈱山田", "山田様㈱", "山田 御中 様"])
def test_what_stands_around_a_name_twice_goes_twice(name: str) -> None:
    assert company_key(name) == "山田"


def test_a_name_with_its_branch_is_joined_around_its_form() -> None:
    assert join_legal_form("ヤマダ 東京支店", "株式会社", "middle") == "ヤマダ株式会社 東京支店"
    assert join_legal_form("Yamada", "Co., Ltd.", "back") == "Yamada Co., Ltd."
    assert join_legal_form("山田", None) == "山田"
