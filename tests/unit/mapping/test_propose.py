"""Proposing a mapping from headings: what people call things, in Japanese and English."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.mapping.compile import CompiledMapping
from hub.mapping.load import compile_text
from hub.mapping.propose import propose
from hub.model import CanonicalSchema
from tests.laws import lawful

ROW = {
    "企業名": "㈱山田商店",
    "業種": "卸売業",
    "所在地": "〒100-0005 東京都千代田区丸の内1-1-1 見本ビル10F",
    "電話番号": "03-1234-5678",
    "企業URL": "https://yamada.example.com",
    "担当者氏名": "山田 太郎",
    "部署・役職名": "営業部 部長",
    "メールアドレス": "Taro@yamada.example.com",
    "商談開始日": "2024/4/1",
    "契約日": "令和6年5月1日",
    "契約内容・金額": "保守契約 120万円",
    "商談ステータス": "成約",
    "訪問履歴": "5/1 訪問、見積提示",
    "次回アクション": "6月に更新の提案",
}
SHEET = list(ROW)


def compiled(headings: list[str], **options: Any) -> CompiledMapping:
    text = propose(headings, options.pop("samples", []), "excel", "customers", **options)
    return compile_text(text, "proposed.yaml", CanonicalSchema())


def test_the_usual_sheet_is_mapped_without_help() -> None:
    assert compiled(SHEET).map(ROW).parts == {
        "company": {
            "name": "株式会社山田商店",
            "industry": "卸売業",
            "postal_code": "100-0005",
            "prefecture": "東京都",
            "city": "千代田区",
            "street": "丸の内1-1-1",
            "building": "見本ビル10F",
            "phone": "+81312345678",
            "url": "https://yamada.example.com",
        },
        "contact": {
            "name": "山田 太郎",
            "family_name": "山田",
            "given_name": "太郎",
            "email": "taro@yamada.example.com",
        },
        "employment": {"person": "#contact", "company": "#company", "department": "営業部", "title": "部長"},
        "deal": {
            "company": "#company",
            "person": "#contact",
            "created_on": "2024-04-01",
            "stage": "成約",
            "next_action": "6月に更新の提案",
        },
        "contract": {
            "company": "#company",
            "person": "#contact",
            "deal": "#deal",
            "signed_on": "2024-05-01",
            "products": ["保守契約"],
            "amount": "1200000",
        },
        "activity": {"company": "#company", "person": "#contact", "kind": "visit", "text": "5/1 訪問、見積提示"},
    }


def test_no_heading_of_the_usual_sheet_is_left_over() -> None:
    assert "custom." not in propose(SHEET, [], "excel", "customers")


def test_what_is_proposed_passes_the_model() -> None:
    schema, mapping = CanonicalSchema(), compiled(SHEET)
    for name, doc in mapping.map(ROW).parts.items():
        assert schema.validate(mapping.parts[name].entity, [doc]) == [None]


def test_a_row_with_a_company_only_is_a_company_only() -> None:
    assert compiled(SHEET).map({"企業名": "山田商店"}).parts == {"company": {"name": "山田商店"}}


def test_english_headings_are_known() -> None:
    headings = ["Company", "Contact Name", "E-mail", "Phone", "Job Title", "Deal Stage", "Website", "Zip Code"]
    fields = {name: set(part.fields) for name, part in compiled(headings).parts.items()}
    assert fields["company"] == {"name", "phone", "url", "postal_code"}
    assert fields["contact"] >= {"name", "email"}
    assert "title" in fields["employment"]
    assert "stage" in fields["deal"]


def test_a_consumers_sheet_has_persons_and_no_companies() -> None:
    mapping = compiled(["氏名", "フリガナ", "住所", "電話番号", "メールアドレス", "性別", "生年月日"])
    row = {"氏名": "佐藤 花子", "性別": "女", "電話番号": "090-1234-5678", "生年月日": "昭和45年1月2日"}
    assert mapping.map(row).parts == {
        "contact": {
            "name": "佐藤 花子",
            "family_name": "佐藤",
            "given_name": "花子",
            "sex": "female",
            "phone": "+819012345678",
            "birthday": "1970-01-02",
        }
    }


_ADDRESS = ("postal_code", "prefecture", "city", "street", "building")
COMPANY, PERSON = ("company", "kana"), ("contact", "kana")


def owners(headings: list[str]) -> dict[str, tuple[str, str]]:
    """The part and the field of each heading that found one."""
    parts = compiled(headings).parts
    rules = [(part, rule) for part, found in parts.items() for rule in found.rules]
    return {rule.path[0]: (part, rule.name) for part, rule in rules if rule.path}


@pytest.mark.parametrize("reading", ["フリガナ", "ﾌﾘｶﾞﾅ", "ふりがな", "カナ", "かな", "読み仮名", "Kana"])
def test_a_reading_beside_a_name_is_the_names(reading: str) -> None:
    assert owners(["企業名", reading, "TEL"])[reading] == COMPANY
    assert owners(["担当者名", reading, "TEL"])[reading] == PERSON


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["企業名", "フリガナ", "担当者名"], [COMPANY]),
        (["企業名", "担当者名", "フリガナ"], [PERSON]),
        (["企業名", "住所", "フリガナ", "担当者名"], [COMPANY]),
        (["フリガナ", "企業名", "担当者名"], [COMPANY]),
        (["企業名", "フリガナ", "担当者名", "フリガナ (2)"], [COMPANY, PERSON]),
        (["企業名", "ふりがな", "担当者名", "フリガナ"], [COMPANY, PERSON]),
        (["フリガナ", "企業名", "フリガナ (2)", "担当者名"], [COMPANY, PERSON]),
        (["企業名", "担当者名", "フリガナ", "フリガナ (2)"], [PERSON, COMPANY]),
        (["企業名", "担当者名", "担当者カナ", "フリガナ"], [COMPANY]),
        (["企業名", "フリガナ", "姓", "名", "フリガナ (2)"], [COMPANY, PERSON]),
        (["姓", "フリガナ", "名", "フリガナ (2)"], [("contact", "family_kana"), ("contact", "given_kana")]),
    ],
)
def test_the_nearest_name_to_its_left_has_a_reading(headings: list[str], expected: list[tuple[str, str]]) -> None:
    found = owners(headings)
    assert [found[heading] for heading in headings if heading.startswith(("フリガナ", "ふりがな"))] == expected


def test_a_reading_of_a_name_that_has_no_field_for_it_is_left_to_people() -> None:
    assert "フリガナ" not in owners(["企業名", "代表者名", "フリガナ"])


CODES = [
    "得意先CD",
    "得意先ＣＤ",
    "取引先CD",
    "顧客CD",
    "得意先コード",
    "得意先番号",
    "取引先No.",
    "取引先№",
    "顧客ID",
    "お客様番号",
]
CODES += ["企業コード", "会社CD", "法人コード", "会員番号", "会員No.", "管理番号", "Customer No.", "コード"]


@pytest.mark.parametrize("heading", CODES)
def test_a_code_is_the_companys_where_the_sheet_names_companies(heading: str) -> None:
    assert owners([heading, "企業名", "担当者名"])[heading] == ("company", "code")


@pytest.mark.parametrize("heading", CODES)
def test_a_code_is_the_persons_where_the_sheet_names_persons_only(heading: str) -> None:
    assert owners([heading, "氏名", "住所"])[heading] == ("contact", "code")


@pytest.mark.parametrize("heading", ["No.", "番号", "法人番号", "担当者コード", "電話番号", "郵便番号", "登録番号"])
def test_what_counts_lines_or_is_another_number_is_no_code(heading: str) -> None:
    assert owners([heading, "企業名"]).get(heading) != ("company", "code")


def test_a_deals_own_number_is_the_deals() -> None:
    found = owners(["管理番号", "案件名", "顧客コード", "顧客名", "担当者名"])
    assert found["管理番号"] == ("deal", "code")
    assert found["顧客コード"] == ("company", "code")


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ["会員No", "事業所名", "事業所名カナ", "担当者"],
            {"事業所名": ("company", "name"), "会員No": ("company", "code")},
        ),
        (["会社名", "事業所名"], {"会社名": ("company", "name")}),
        (["氏名", "住所", "勤務先", "勤務先電話番号"], {"勤務先": ("company", "name"), "住所": ("contact", "address")}),
        (["氏名", "勤務先", "勤務先電話番号"], {"勤務先電話番号": ("company", "phone")}),
        (["得意先CD", "得意先名", "担当者CD", "担当者名"], {"担当者名": ("company", "owner")}),
        (["会員番号", "姓", "名", "担当者"], {"姓": ("contact", "family_name"), "担当者": ("contact", "owner")}),
        (["会員番号", "担当者", "氏名"], {"氏名": ("contact", "name"), "担当者": ("contact", "owner")}),
        (["会社名", "先方担当者", "担当"], {"先方担当者": ("contact", "name"), "担当": ("company", "owner")}),
        (
            ["会社名", "担当者姓", "担当者名", "メール"],
            {"担当者姓": ("contact", "family_name"), "担当者名": ("contact", "given_name")},
        ),
        (
            ["会社名", "対応者", "日時", "件名", "内容"],
            {"日時": ("activity", "at"), "件名": ("activity", "subject"), "内容": ("activity", "text")},
        ),
        (["会社名", "Eメール", "担当者", "担当者メールアドレス"], {"Eメール": ("company", "email")}),
        (
            ["会社名", "TEL(代表)", "氏名", "TEL(直通)"],
            {"TEL(代表)": ("company", "phone"), "TEL(直通)": ("contact", "phone")},
        ),
        (["会社名", "氏名", "電話番号（自宅）", "TEL（携帯）"], {"TEL（携帯）": ("contact", "mobile")}),
        (
            ["案件No", "案件名", "顧客名", "見込み金額（円）"],
            {"案件No": ("deal", "code"), "見込み金額（円）": ("deal", "amount")},
        ),
    ],
)
def test_whose_a_heading_is_is_told_by_the_headings_beside_it(
    headings: list[str], expected: dict[str, tuple[str, str]]
) -> None:
    found = owners(headings)
    assert {heading: found.get(heading) for heading in expected} == expected


def test_a_sheet_of_consumers_makes_no_companies_without_a_name() -> None:
    assert list(compiled(["氏名", "TEL", "紹介者名", "ニーズ", "SNS"]).parts) == ["contact"]
    assert owners(["氏名", "SNS"])["SNS"] == ("contact", "sns")


def test_the_reading_of_a_place_that_stands_for_the_company_is_the_companys() -> None:
    assert owners(["会員No", "事業所名", "事業所名カナ", "担当者"])["事業所名カナ"] == COMPANY
    assert "事業所名カナ" not in owners(["会社名", "事業所名", "事業所名カナ"])


def test_a_workplace_has_only_what_is_said_of_it() -> None:
    found = owners(["氏名", "勤務先", "勤務先電話番号", "紹介者名", "備考"])
    assert {heading for heading, (part, _) in found.items() if part == "company"} == {"勤務先", "勤務先電話番号"}


def test_a_consumer_without_a_workplace_is_a_person_only() -> None:
    mapping = compiled(["氏名", "勤務先", "役職"])
    assert list(mapping.map({"氏名": "佐藤 花子"}).parts) == ["contact"]
    assert set(mapping.map({"氏名": "佐藤 花子", "勤務先": "山田商事"}).parts) == {"contact", "company", "employment"}


@pytest.mark.parametrize("heading", ["資本金（千ドル）", "請求先（千円）", "ヨミ", "担当者CD", "請求先CD", "DM不要"])
def test_what_would_be_read_wrongly_is_left_to_people(heading: str) -> None:
    assert heading not in owners(["企業名", heading, "担当者名"])


@pytest.mark.parametrize("entity", ["company", "person"])
def test_a_field_is_known_by_the_name_that_the_hub_itself_gives_it(entity: str) -> None:
    fields = CanonicalSchema().fields(entity)
    found = {owners(["会社名", "氏名", field.label_ja]).get(field.label_ja, ("", ""))[1] for field in fields.values()}
    assert set(fields) - found - {"address", *_ADDRESS} == set()


def test_two_telephones_are_each_of_the_name_before_them() -> None:
    found = owners(["会社名", "TEL", "メール", "担当者名", "TEL (2)", "メール (2)"])
    assert found["TEL"] == ("company", "phone")
    assert found["TEL (2)"] == ("contact", "phone")
    assert found["メール"] == ("company", "email")
    assert found["メール (2)"] == ("contact", "email")


@pytest.mark.parametrize("heading", ["会社の電話番号", "会社電話", "企業 電話番号", "代表電話番号"])
def test_a_heading_that_names_the_company_belongs_to_it(heading: str) -> None:
    assert "phone" in compiled(["会社名", "氏名", heading]).parts["company"].fields


@pytest.mark.parametrize("heading", ["担当者の電話番号", "担当者TEL", "直通電話"])
def test_a_heading_that_names_the_person_belongs_to_them(heading: str) -> None:
    assert "phone" in compiled(["会社名", "氏名", heading]).parts["contact"].fields


@pytest.mark.parametrize(
    "heading",
    [" 企業名 ", "企業名（必須）", "【企業名】", "企業名*", "企業　名", "企業名：", "Company_Name", "COMPANY NAME"],
)
def test_a_heading_is_known_whatever_its_spelling(heading: str) -> None:
    assert "name" in compiled([heading]).parts["company"].fields


def test_merged_groups_of_headings_tell_whose_each_is() -> None:
    found = compiled(["会社/名称", "会社/電話番号", "会社/住所", "担当者/氏名", "担当者/メール"])
    assert {"name", "phone", "address"} <= {rule.name for rule in found.parts["company"].rules}
    assert {rule.name for rule in found.parts["contact"].rules} >= {"name", "email"}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("連絡先/電話番号", ("company", "phone")),
        ("連絡先/FAX", ("company", "fax")),
        ("連絡先/メール", ("contact", "email")),
        ("連絡先/携帯", ("contact", "mobile")),
        ("会社情報/住所", ("company", "address")),
        ("会社情報/メール", ("company", "email")),
        ("会社情報/コード", ("company", "code")),
        ("担当者情報/TEL", ("contact", "phone")),
        ("担当者情報/カナ", ("contact", "kana")),
        ("ご担当者様/役職", ("employment", "title")),
        ("住所/〒", ("company", "postal_code")),
        ("住所/都道府県", ("company", "prefecture")),
        ("商談情報/金額", ("deal", "amount")),
        ("商談/備考", ("deal", "notes")),
        ("契約/金額", ("contract", "amount")),
        ("自社情報/担当者", ("company", "owner")),
        ("基本情報/連絡先/FAX", ("company", "fax")),
        ("基本情報/得意先CD", ("company", "code")),
    ],
)
def test_the_upper_of_two_headings_tells_whose_the_lower_is(heading: str, expected: tuple[str, str]) -> None:
    assert owners(["会社情報/会社名", "担当者情報/氏名", heading])[heading] == expected


@pytest.mark.parametrize("heading", ["請求先/住所", "送付先/TEL", "2024年度/売上", "基本情報/請求先/住所", "TEL/FAX"])
def test_below_a_group_that_is_not_understood_nothing_is_the_customers_own(heading: str) -> None:
    assert heading not in owners(["会社情報/会社名", "担当者情報/氏名", heading])
    name = heading.replace("/", "_")
    assert f"#     custom.{name}: " in propose(["会社情報/会社名", heading], [], "excel", "c")


def test_a_reading_below_a_group_is_the_nearest_names_of_the_group() -> None:
    found = owners(["基本情報/会社名", "基本情報/フリガナ", "基本情報/担当者名", "基本情報/フリガナ (2)"])
    assert found["基本情報/フリガナ"] == COMPANY
    assert found["基本情報/フリガナ (2)"] == PERSON


def test_an_unknown_heading_becomes_a_suggestion() -> None:
    text = propose(["企業名", "好きな色 (1)"], [], "excel", "customers")
    assert '#     custom.好きな色_1: "好きな色 (1)"' in text


def test_a_second_heading_for_a_field_is_told() -> None:
    assert "custom.会社名: 会社名   （同じ項目に別の見出しを使いました）" in propose(
        ["企業名", "会社名"], [], "excel", "c"
    )


def test_a_date_of_change_names_the_event_time() -> None:
    assert (
        compiled(["企業名", "最終更新日"]).map({"企業名": "x", "最終更新日": "2024/5/1"}).at
        == "2024-04-30T15:00:00+00:00"
    )


def test_samples_that_cannot_be_read_are_counted_and_not_shown() -> None:
    samples = [{"企業名": "x", "従業員数": value} for value in ("120名", "たくさん", "", "300")]
    text = propose(["企業名", "従業員数"], samples, "excel", "customers")
    assert "見本3件のうち1件は読めません" in text
    assert "たくさん" not in text


def test_remarks_are_english_on_request() -> None:
    assert "Read it and mend what is wrong" in propose(["Company"], [], "excel", "customers", lang="en")


def test_posts_without_a_person_are_left_to_people() -> None:
    assert "custom.役職: 役職" in propose(["企業名", "役職"], [], "excel", "customers")


@lawful(60)
@given(st.lists(st.text(max_size=12) | st.sampled_from(SHEET), max_size=12))
def test_whatever_the_headings_are_the_proposal_compiles(headings: list[str]) -> None:
    compiled([heading for heading in headings if heading.isprintable()])


BILL = {
    "請求番号": "INV-001",
    "請求日": "2025/04/01",
    "支払期限": "2025/04/30",
    "取引先名": "㈱青空商店",
    "取引先コード": "C001",
    "件名": "4月分",
    "金額（税抜）": "10,000",
    "消費税": "1,000",
    "合計金額": "11,000",
    "入金日": "2025/04/28",
}


def test_a_list_of_invoices_makes_bills_and_no_customers() -> None:
    assert compiled(list(BILL)).map(BILL).parts == {
        "invoice": {
            "code": "INV-001",
            "issued_on": "2025-04-01",
            "due_on": "2025-04-30",
            "partner_name": "株式会社青空商店",
            "subject": "4月分",
            "tax": "1000",
            "amount": "11000",
            "settled_on": "2025-04-28",
        }
    }


@pytest.mark.parametrize(
    "headings",
    [
        ["請求書番号", "請求日", "請求先", "金額"],
        ["請求日", "得意先名", "請求金額", "入金状況"],
        ["Invoice No.", "Customer", "Total", "Due date"],
        ["Invoice number", "Invoice date", "Customer", "Total"],
    ],
)
def test_lists_of_invoices_are_known_by_their_number_or_by_day_and_sum(headings: list[str]) -> None:
    assert set(compiled(headings).parts) == {"invoice"}


@pytest.mark.parametrize(
    "headings",
    [
        ["会社名", "請求先住所", "支払条件", "締日"],
        ["案件名", "企業名", "受注金額", "請求書番号", "請求日", "請求金額"],
        ["企業名", "商談ステータス", "請求日", "請求金額"],
        ["Company", "Invoice number", "Phone"],
    ],
)
def test_a_list_of_customers_or_deals_is_none_of_invoices(headings: list[str]) -> None:
    assert "invoice" not in compiled(headings).parts


def test_a_code_that_tells_the_rows_is_proposed_to_be_written_into_new_rows_only() -> None:
    text = propose(["得意先No.", "契約コード", "企業名"], [], "excel", "customers", key=["得意先No.", "企業名"])
    rules = compile_text(text, "proposed.yaml", CanonicalSchema()).spec.parts
    assert rules["company"].fields["code"].write == "fill-blank"
    assert (rules["company"].fields["name"].write, rules["contract"].fields["code"].write) == (None, None)


@pytest.mark.parametrize(
    ("heading", "cell", "amount"),
    [
        ("資本金（千円）", "10,000", "10000000"),
        ("資本金 [百万円]", "10", "10000000"),
        ("資本金（単位：万円）", "1,000", "10000000"),
        ("資本金・億円", "0.1", "10000000"),
        ("資本金（円）", "10,000,000", "10000000"),
        ("資本金", "1,000万円", "10000000"),
    ],
)
def test_the_unit_in_a_heading_of_amounts_is_read_and_written_back(heading: str, cell: str, amount: str) -> None:
    mapping = compiled(["企業名", heading])
    assert mapping.map({"企業名": "A", heading: cell}).parts["company"]["capital"] == amount
    back = mapping.unmap("company", {"capital": amount}, ["capital"])[heading]
    assert mapping.map({"企業名": "A", heading: back}).parts["company"]["capital"] == amount


@pytest.mark.parametrize(
    ("heading", "transform"),
    [
        ("請求金額（千円）", "thousand_yen"),
        ("請求額（税込・百万円）", "million_yen"),
        ("ご請求額（千円、税込）", "thousand_yen"),
        ("請求金額 [単位:万円]", "man_yen"),
        ("請求金額（税込）（千円）", "thousand_yen"),
        ("請求金額（千円）【税込】", "thousand_yen"),
        ("請求額（税込・円）", "money"),
        ("請求金額（単位：円）【必須】", "money"),
    ],
)
def test_the_amount_of_a_bill_is_known_with_its_unit_and_notes(heading: str, transform: str) -> None:
    rules = compile_text(propose(["請求日", "請求先", heading], [], "excel", "bills"), "p.yaml", CanonicalSchema())
    assert rules.spec.parts["invoice"].fields["amount"].with_ == (transform,)


def test_of_a_bills_amounts_the_one_with_tax_is_meant_and_the_tax_is_read_in_its_unit() -> None:
    row = {
        "請求書番号": "1",
        "請求先": "A",
        "金額（税抜・千円）": "10",
        "消費税（千円）": "1",
        "請求額（税込／千円）": "11",
    }
    told = compiled(list(row)).map(row).parts["invoice"]
    assert (told["amount"], told["tax"]) == ("11000", "1000")


def test_the_amount_of_a_bill_in_yen_goes_before_the_same_one_in_a_unit() -> None:
    text = propose(["請求書番号", "請求先", "請求金額（千円）", "請求金額（円）"], [], "excel", "bills")
    assert 'amount: {from: "請求金額（円）", with: money}' in text


def test_a_day_of_a_bill_is_known_with_its_notes() -> None:
    told = compiled(["請求書番号", "請求先", "請求日（必須・西暦）", "支払期限【任意】"]).parts["invoice"].fields
    assert {"issued_on", "due_on"} <= told.keys()


@pytest.mark.parametrize(
    ("part", "heading", "transform"),
    [
        ("deal", "見込金額（百万円・税抜）", "million_yen"),
        ("deal", "見積金額（税抜、円）", "money"),
        ("contract", "契約金額（千円）（税込）", "thousand_yen"),
        ("contract", "契約額【税別・万円】", "man_yen"),
    ],
)
def test_the_amount_of_a_deal_or_contract_is_known_with_its_unit_and_notes(
    part: str, heading: str, transform: str
) -> None:
    told = compile_text(propose(["会社名", "案件名", heading], [], "excel", "d"), "p.yaml", CanonicalSchema())
    assert told.spec.parts[part].fields["amount"].with_ == (transform,)


def test_an_amount_in_a_unit_says_what_to_do_where_only_its_format_is_one() -> None:
    assert "千円単位の数" in propose(["企業名", "資本金（千円）"], [], "excel", "customers")


@pytest.mark.parametrize("heading", ["売上高（百万円）", "年商(億円)", "与信限度額（千円）"])
def test_a_unit_over_a_field_of_words_is_not_proposed_and_says_why(heading: str) -> None:
    text = propose(["企業名", heading], [], "excel", "customers")
    assert "文字の項目なので換算できません" in text
    assert "sales_size:" not in text
    assert "credit:" not in text


def test_the_same_amount_in_two_units_is_proposed_once() -> None:
    text = propose(["企業名", "資本金（千円）", "資本金（百万円）"], [], "excel", "customers")
    assert (text.count("capital:"), "別の見出しを使いました" in text) == (1, True)


def test_the_number_of_a_bill_is_not_written_and_has_no_rule() -> None:
    assert "write" not in propose(["請求番号", "請求日", "請求金額"], [], "excel", "bills", key=["請求番号"])


CHOSEN = {
    "会社名": "株式会社青空",
    "氏名": "村上 健",
    "希望連絡方法": "電話",
    "商談名": "保守",
    "請求区分": "月額",
    "対応日": "2024-05-01",
    "対応種別": "問い合わせ",
}


def test_the_words_of_a_choice_are_proposed_with_its_heading() -> None:
    parts = compiled(list(CHOSEN)).map(CHOSEN).parts

    assert parts["contact"]["preferred_contact"] == "phone"
    assert parts["deal"]["billing"] == "monthly"
    assert parts["activity"]["kind"] == "inquiry"


def test_samples_with_a_word_that_a_proposed_choice_lacks_are_counted() -> None:
    samples = [{"氏名": "村上 健", "請求区分": "月額"}, {"氏名": "江口 翔", "請求区分": "三か月ごと"}]
    assert "見本2件のうち1件は読めません" in propose(["氏名", "請求区分"], samples, "excel", "customers")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("写真", "photo"),
        ("メール可否", "contact_email"),
        ("電話可否", "contact_phone"),
        ("FAX可否", "contact_fax"),
        ("SNS可否", "contact_sns"),
        ("サブメール", "other_emails"),
    ],
)
def test_what_a_list_of_consumers_says_of_each_has_its_field(heading: str, field: str) -> None:
    assert owners(["会員番号", "氏名", heading])[heading] == ("contact", field)


@pytest.mark.parametrize(
    "heading", ["その他住所", "支店住所", "送付先住所", "お届け先住所", "工場/住所", "納品先 住所"]
)
@pytest.mark.parametrize(("name", "part"), [("会社名", "company"), ("氏名", "contact")])
def test_further_addresses_are_proposed_beside_the_first(heading: str, name: str, part: str) -> None:
    row = {name: "山田", "住所": "東京都千代田区丸の内1-1-1", heading: "大阪府大阪市北区梅田2;京都府京都市南区東九条1"}
    told = compiled(list(row)).map(row).parts[part]
    assert told["city"] == "千代田区"
    assert [one["city"] for one in told["other_addresses"]] == ["大阪市北区", "京都市南区"]


def test_a_number_of_the_tax_agency_is_known_by_both_its_names_at_once() -> None:
    assert owners(["会社名", "登録番号(T番号)"])["登録番号(T番号)"] == ("company", "invoice_number")
