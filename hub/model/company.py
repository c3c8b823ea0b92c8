"""A company, as a customer-management sheet describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from hub.model.address import Addressed
from hub.model.fields import Field, Noun
from hub.model.values import Amount, Day, Digits13, Flag, Month, Text, Texts, TNumber, Whole


class CompanyIdentity(Noun):
    """Who the company is, by name and by the numbers of the state."""

    code: Annotated[Text, Field("顧客コード", "Customer code", "code")] = None
    name: Annotated[Text, Field("会社名", "Company name", "company_name")] = None
    kana: Annotated[Text, Field("会社名カナ", "Company name (kana)", "kana")] = None
    legal_form: Annotated[Text, Field("法人格", "Legal form")] = None
    corporate_number: Annotated[Digits13, Field("法人番号", "Corporate number", "corporate_number")] = None
    invoice_number: Annotated[
        TNumber, Field("適格請求書発行事業者登録番号", "Qualified invoice issuer number", "invoice_number")
    ] = None
    representative: Annotated[Text, Field("代表者名", "Representative", "person_name", personal=True)] = None


class CompanyProfile(Noun):
    """What the company does and how large it is. Capital is in yen; `fiscal_month` is the month its year closes."""

    industry: Annotated[Text, Field("業種", "Industry")] = None
    business: Annotated[Text, Field("事業内容", "Business")] = None
    capital: Annotated[Amount, Field("資本金", "Capital", "money")] = None
    employees: Annotated[Whole, Field("従業員数", "Employees", "integer")] = None
    sales_size: Annotated[Text, Field("売上規模", "Sales size")] = None
    listed: Annotated[Flag, Field("上場", "Listed", "boolean")] = None
    fiscal_month: Annotated[Month, Field("決算月", "Fiscal month", "integer")] = None
    founded_on: Annotated[Day, Field("設立日", "Founded on", "date")] = None


class CompanyContact(Addressed):
    """Where the company is reached."""

    phone: Annotated[Text, Field("電話番号", "Phone", "phone", personal=True)] = None
    other_phones: Annotated[Texts, Field("その他の電話番号", "Other phones", "text_list", personal=True)] = None
    fax: Annotated[Text, Field("FAX番号", "Fax", "phone", personal=True)] = None
    email: Annotated[Text, Field("メールアドレス", "E-mail", "email", personal=True)] = None
    other_emails: Annotated[Texts, Field("その他のメールアドレス", "Other e-mails", "text_list", personal=True)] = None
    url: Annotated[Text, Field("企業URL", "Website", "url")] = None
    sns: Annotated[Texts, Field("SNSアカウント", "SNS accounts", "text_list", personal=True)] = None


class CompanySales(Noun):
    """How we trade with the company, and what our side knows and plans."""

    payment_terms: Annotated[Text, Field("支払サイト", "Payment terms")] = None
    payment_method: Annotated[Text, Field("支払方法", "Payment method")] = None
    credit: Annotated[Text, Field("与信", "Credit information", personal=True)] = None
    decision_flow: Annotated[Text, Field("決裁フロー", "Decision flow", personal=True)] = None
    organisation_chart: Annotated[Text, Field("組織図", "Organisation chart", personal=True)] = None
    owner: Annotated[Text, Field("自社担当者", "Owner at our side", "person_name", personal=True)] = None
    rank: Annotated[Text, Field("顧客ランク", "Rank")] = None
    issues: Annotated[Text, Field("課題", "Issues", personal=True)] = None
    strategy: Annotated[Text, Field("戦略", "Strategy", personal=True)] = None
    buying_intent: Annotated[Text, Field("購買意欲", "Buying intent")] = None
    needs: Annotated[Text, Field("ニーズ", "Needs", personal=True)] = None
    brand_awareness: Annotated[Text, Field("ブランド認知", "Brand awareness")] = None
    referrer: Annotated[Text, Field("紹介元", "Referrer", personal=True)] = None
    first_contact_on: Annotated[Day, Field("初回接触日", "First contact on", "date")] = None
    notes: Annotated[Text, Field("備考", "Notes", personal=True)] = None
    tags: Annotated[Texts, Field("タグ", "Tags", "text_list")] = None


class Company(CompanySales, CompanyContact, CompanyProfile, CompanyIdentity):
    """A company or another organisation that is, was or may become a customer."""

    entity: ClassVar[str] = "company"
    label_ja: ClassVar[str] = "会社"
    label_en: ClassVar[str] = "Company"
