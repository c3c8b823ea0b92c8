"""What is owed, paid and bought: invoices, payments and purchases."""

from __future__ import annotations

from typing import Annotated, ClassVar

from hub.model.fields import Field, Noun
from hub.model.line import Line
from hub.model.values import Amount, Day, Moment, Text, TNumber


class Invoice(Noun):
    """A bill that we issued; the `partner_` items are the customer as the bill itself names it."""

    entity: ClassVar[str] = "invoice"
    label_ja: ClassVar[str] = "請求書"
    label_en: ClassVar[str] = "Invoice"

    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    person: Annotated[Text, Field("担当者", "Contact person", "ref", ref="person")] = None
    code: Annotated[Text, Field("請求書番号", "Invoice code", "code")] = None
    subject: Annotated[Text, Field("件名", "Subject", personal=True)] = None
    amount: Annotated[Amount, Field("請求金額", "Amount", "money")] = None
    tax: Annotated[Amount, Field("消費税額", "Tax", "money")] = None
    currency: Annotated[Text, Field("通貨", "Currency", "code")] = None
    issued_on: Annotated[Day, Field("請求日", "Issued on", "date")] = None
    due_on: Annotated[Day, Field("支払期日", "Due on", "date")] = None
    status: Annotated[Text, Field("請求ステータス", "Status")] = None
    settled_on: Annotated[Day, Field("入金完了日", "Settled on", "date")] = None
    partner_name: Annotated[Text, Field("請求先名", "Billed name", "company_name", personal=True)] = None
    partner_address: Annotated[Text, Field("請求先住所", "Billed address", "street", personal=True)] = None
    partner_invoice_number: Annotated[
        TNumber, Field("請求先登録番号", "Billed party's invoice number", "invoice_number")
    ] = None
    lines: Annotated[tuple[Line, ...] | None, Field("明細", "Lines", "lines", personal=True)] = None


class Payment(Noun):
    """Money that arrived; `payer_name` is what the bank statement says (often kana)."""

    entity: ClassVar[str] = "payment"
    label_ja: ClassVar[str] = "入金"
    label_en: ClassVar[str] = "Payment"

    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    invoice: Annotated[Text, Field("請求書", "Invoice", "ref", ref="invoice")] = None
    code: Annotated[Text, Field("入金番号", "Payment code", "code")] = None
    amount: Annotated[Amount, Field("入金額", "Amount", "money")] = None
    currency: Annotated[Text, Field("通貨", "Currency", "code")] = None
    paid_on: Annotated[Day, Field("入金日", "Paid on", "date")] = None
    method: Annotated[Text, Field("入金方法", "Method")] = None
    payer_name: Annotated[Text, Field("振込名義", "Payer name", "company_name", personal=True)] = None


class Purchase(Noun):
    """One thing bought at one time, in a shop or on a site."""

    entity: ClassVar[str] = "purchase"
    label_ja: ClassVar[str] = "購買"
    label_en: ClassVar[str] = "Purchase"

    company: Annotated[Text, Field("会社", "Company", "ref", ref="company")] = None
    person: Annotated[Text, Field("個人", "Person", "ref", ref="person")] = None
    at: Annotated[Moment, Field("購買日時", "At", "datetime")] = None
    product: Annotated[Text, Field("商品", "Product")] = None
    price: Annotated[Amount, Field("単価", "Price", "money")] = None
    quantity: Annotated[Amount, Field("数量", "Quantity", "number")] = None
    amount: Annotated[Amount, Field("購買金額", "Amount", "money")] = None
    discount: Annotated[Amount, Field("値引額", "Discount", "money")] = None
    currency: Annotated[Text, Field("通貨", "Currency", "code")] = None
    cost: Annotated[Amount, Field("原価", "Cost", "money")] = None
    payment_method: Annotated[Text, Field("支払方法", "Payment method")] = None
    staff: Annotated[Text, Field("対応スタッフ", "Staff", "person_name", personal=True)] = None
