"""What is offered and agreed: deals, quotes and contracts."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from hub.model.fields import Choice, Field, Noun
from hub.model.line import Line
from hub.model.values import Amount, Day, Text, Texts, Whole

Billing = Literal["once", "monthly", "yearly"] | None

_BILLINGS = (
    Choice("once", "一括", "Once"),
    Choice("monthly", "月額", "Monthly"),
    Choice("yearly", "年額", "Yearly"),
)


class Deal(Noun):
    """A piece of business that may become a contract."""

    entity: ClassVar[str] = "deal"
    label_ja: ClassVar[str] = "商談"
    label_en: ClassVar[str] = "Deal"

    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    person: Annotated[Text, Field("担当者", "Contact person", "ref", ref="person")] = None
    code: Annotated[Text, Field("商談コード", "Deal code", "code")] = None
    name: Annotated[Text, Field("商談名", "Deal name", personal=True)] = None
    amount: Annotated[Amount, Field("商談金額", "Amount", "money")] = None
    currency: Annotated[Text, Field("通貨", "Currency", "code")] = None
    contracts: Annotated[Whole, Field("契約件数", "Number of contracts", "integer")] = None
    cost: Annotated[Amount, Field("原価", "Cost", "money")] = None
    products: Annotated[Texts, Field("商品", "Products", "text_list")] = None
    created_on: Annotated[Day, Field("商談開始日", "Created on", "date")] = None
    expected_on: Annotated[Day, Field("受注予定日", "Expected on", "date")] = None
    stage: Annotated[Text, Field("商談ステータス", "Stage")] = None
    next_action: Annotated[Text, Field("次回アクション", "Next action", personal=True)] = None
    next_action_on: Annotated[Day, Field("次回アクション日", "Next action on", "date")] = None
    next_action_by: Annotated[Text, Field("次回アクション担当", "Next action by", "person_name", personal=True)] = None
    billing: Annotated[Billing, Field("請求区分", "Billing", "choice", choices=_BILLINGS)] = None
    owner: Annotated[Text, Field("自社担当者", "Owner at our side", "person_name", personal=True)] = None
    notes: Annotated[Text, Field("備考", "Notes", personal=True)] = None


class Contract(Noun):
    """What was signed; a text such as 契約内容・金額 gives products and amount together."""

    entity: ClassVar[str] = "contract"
    label_ja: ClassVar[str] = "契約"
    label_en: ClassVar[str] = "Contract"

    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    person: Annotated[Text, Field("担当者", "Contact person", "ref", ref="person")] = None
    deal: Annotated[Text, Field("商談", "Deal", "ref", ref="deal")] = None
    code: Annotated[Text, Field("契約コード", "Contract code", "code")] = None
    name: Annotated[Text, Field("契約名", "Contract name", personal=True)] = None
    products: Annotated[Texts, Field("契約内容", "Products", "text_list", "contract_text")] = None
    amount: Annotated[Amount, Field("契約金額", "Amount", "money", "contract_text")] = None
    currency: Annotated[Text, Field("通貨", "Currency", "code")] = None
    signed_on: Annotated[Day, Field("契約日", "Signed on", "date")] = None
    expires_on: Annotated[Day, Field("契約満了日", "Expires on", "date")] = None
    status: Annotated[Text, Field("契約ステータス", "Status")] = None
    notes: Annotated[Text, Field("備考", "Notes", personal=True)] = None


class Quote(Noun):
    """An offer with a price and a last day."""

    entity: ClassVar[str] = "quote"
    label_ja: ClassVar[str] = "見積"
    label_en: ClassVar[str] = "Quote"

    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    person: Annotated[Text, Field("担当者", "Contact person", "ref", ref="person")] = None
    code: Annotated[Text, Field("見積番号", "Quote number", "code")] = None
    subject: Annotated[Text, Field("件名", "Subject", personal=True)] = None
    amount: Annotated[Amount, Field("見積金額", "Amount", "money")] = None
    currency: Annotated[Text, Field("通貨", "Currency", "code")] = None
    issued_on: Annotated[Day, Field("見積日", "Issued on", "date")] = None
    expires_on: Annotated[Day, Field("見積有効期限", "Expires on", "date")] = None
    status: Annotated[Text, Field("見積ステータス", "Status")] = None
    lines: Annotated[tuple[Line, ...] | None, Field("明細", "Lines", "lines", personal=True)] = None
