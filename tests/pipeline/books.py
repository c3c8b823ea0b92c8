"""A company's books: a CRM, the partners of its accounting, and invoices, payments and deals that name them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from hub.store import billing
from hub.store.billing import BillRow
from hub.sync.world import PushPolicy
from tests.pipeline.lab import Lab, compiled

_HEAD = "mapping: 1\nconnector: memory\nstream: people\nwhen: at\nwhen_blank: clear\nparts:\n"
_COMPANY = """  company:
    fields:
      name: name
      kana: kana
      corporate_number: number
      invoice_number: t_number
      phone: {from: phone, with: phone}
      email: {from: email, with: email}
      city: city
      street: street
      rank: rank
"""
_INVOICE = """  invoice:
    fields:
      company: {ref: partners#company, from: partner}
      code: code
      amount: {from: amount, with: money}
      currency: currency
      issued_on: {from: on, with: date}
      due_on: {from: due, with: date}
      status: status
      partner_name: billed
      partner_address: address
      partner_invoice_number: t_number
"""
_PAYMENT = """  payment:
    fields:
      invoice: {ref: invoices#invoice, from: pays}
      code: code
      amount: {from: amount, with: money}
      paid_on: {from: on, with: date}
      payer_name: payer
"""
_DEAL = """  deal:
    fields:
      company: {ref: crm#company, from: customer}
      name: name
      amount: {from: amount, with: money}
      stage: stage
      created_on: {from: on, with: date}
      expected_on: {from: won, with: date}
"""
_MAPPINGS = {"crm": _COMPANY, "partners": _COMPANY, "invoices": _INVOICE, "payments": _PAYMENT, "deals": _DEAL}

YAMADA = {"name": "株式会社山田商店", "number": "7000012050002", "phone": "03-1234-5670", "kana": "ヤマダショウテン"}
SUZUKI = {"name": "鈴木工業株式会社", "number": "5010401067252", "phone": "06-6345-6701", "kana": "スズキコウギョウ"}


class Books(Lab):
    """Customers are `crm` and `partners`; nothing is written anywhere."""

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(url, names=tuple(_MAPPINGS), push=PushPolicy(), **options)
        connections = self.world.connections
        numbers = {name: setup.streams["people"].stream_id for name, setup in connections.items()}
        mapped = {
            name: replace(
                setup.streams["people"],
                mapping=compiled(f"{_HEAD}{_MAPPINGS[name]}"),
                stream_ids={**numbers, "people": numbers[name]},
            )
            for name, setup in connections.items()
        }
        kept = {name: replace(setup, streams={"people": mapped[name]}) for name, setup in connections.items()}
        self.world = replace(self.world, connections=kept)

    def bills(self, code: str, amount: int = 11000, on: str = "2026-03-31", **said: Any) -> None:
        """An invoice is issued."""
        self["invoices"].user_creates(code, code=code, amount=amount, on=on, **said)

    def is_paid(self, code: str, payer: str, amount: int = 11000, on: str = "2026-04-20", **said: Any) -> None:
        """Money arrives."""
        self["payments"].user_creates(code, code=code, payer=payer, amount=amount, on=on, **said)

    def number(self, code: str) -> int:
        """The golden number of a bill."""
        with self.database.begin() as tx:
            rows = tx.rows("SELECT id, doc FROM golden WHERE entity IN ('invoice', 'payment') ORDER BY id")
        return next(int(row[0]) for row in rows if _said(row[1])["code"] == code)

    def link(self, code: str) -> BillRow:
        """The link of a bill."""
        number = self.number(code)
        with self.database.begin() as tx:
            return billing.by_ids(tx, [number])[number]

    def customer(self, code: str) -> str:
        """The name of the customer to whom a bill is linked; empty where it is to none."""
        row = self.link(code)
        with self.database.begin() as tx:
            found = billing.customers_of(tx, [row]).get(row.bill_id)
            names = tx.rows("SELECT doc FROM golden WHERE id = ?", found) if found is not None else []
        return str(_said(names[0][0])["name"]) if names else ""

    def verdict(self, code: str) -> tuple[str, str]:
        """What was found of a bill, and what decided."""
        row = self.link(code)
        return row.verdict, row.why


def _said(doc: Any) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(doc) if isinstance(doc, str | bytes) else doc
    return found
