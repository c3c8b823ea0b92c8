"""Invoices and sales in the twin's books: made of a few words, listed newest first as nothing promises an order.

Invariant: every document has each field that the vendor's contract requires.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.freee.twin.rules import JsonObject


def new_invoice(invoice_id: int, company_id: int, given: Mapping[str, Any]) -> JsonObject:
    """An invoice as freee 請求書 lists it; `given` may hold any of its fields, the amount as `amount_including_tax`."""
    total = float(given.get("amount_including_tax", 11000))
    tax = round(total / 11)
    return {
        "id": invoice_id,
        "company_id": company_id,
        "invoice_number": f"INV-{invoice_id:06}",
        "subject": "",
        "billing_date": "2024-05-31",
        "payment_date": None,
        "memo": "",
        "sending_status": "unsent",
        "payment_status": "unsettled",
        "cancel_status": "uncanceled",
        "deal_status": "unregistered",
        "deal_id": None,
        "total_amount": total,
        "amount_including_tax": total,
        "amount_excluding_tax": total - tax,
        "amount_tax": tax,
        "amount_brought_forward": None,
        "partner_id": 1,
        "partner_code": None,
        "report_url": f"https://invoice.secure.freee.co.jp/reports/invoices/{invoice_id}",
        **given,
    }


def new_deal(deal_id: int, company_id: int, given: Mapping[str, Any]) -> JsonObject:
    """A deal (取引) as the books list it; `given` may hold any of its fields."""
    amount = int(given.get("amount", 11000))
    paid = sum(payment["amount"] for payment in given.get("payments", ()))
    detail = {
        "id": deal_id * 10 + 1,
        "account_item_id": 1,
        "tax_code": 129,
        "item_id": None,
        "section_id": None,
        "tag_ids": [],
        "amount": amount,
        "vat": round(amount / 11),
        "description": given.get("description", ""),
        "entry_side": "credit",
    }
    fields = {name: value for name, value in given.items() if name != "description"}
    return {
        "id": deal_id,
        "company_id": company_id,
        "issue_date": "2024-05-31",
        "due_date": None,
        "amount": amount,
        "due_amount": amount - paid,
        "type": "income",
        "partner_id": None,
        "partner_code": None,
        "ref_number": None,
        "status": "settled" if paid >= amount else "unsettled",
        "deal_origin_name": "手動",
        "details": [detail],
        **fields,
    }


def listed_invoices(invoices: Iterable[JsonObject], params: Mapping[str, str]) -> list[JsonObject]:
    """The invoices within the days and with the statuses asked for."""
    exact = ("payment_status", "deal_status", "sending_status", "cancel_status", "invoice_number")
    return _listed(invoices, params, "billing_date", ("start_billing_date", "end_billing_date"), exact)


def listed_deals(deals: Iterable[JsonObject], params: Mapping[str, str]) -> list[JsonObject]:
    """The deals within the days and of the type asked for."""
    return _listed(deals, params, "issue_date", ("start_issue_date", "end_issue_date"), ("type", "status"))


def _listed(
    documents: Iterable[JsonObject],
    params: Mapping[str, str],
    day: str,
    window: tuple[str, str],
    exact: tuple[str, ...],
) -> list[JsonObject]:
    first, last = params.get(window[0], ""), params.get(window[1], "9999-12-31")
    chosen = [
        document
        for document in documents
        if first <= document[day] <= last
        and all(document[name] == params[name] for name in exact if name in params)
        and params.get("partner_id", str(document["partner_id"])) == str(document["partner_id"])
    ]
    return sorted(chosen, key=lambda document: (document[day], document["id"]), reverse=True)
