"""What bills say of their parties: the bill's own words over what its partner's record says in its system.

Invariant: only read here; an amount, a day or a name of a bill is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from hub.linking import Facts, facts_of
from hub.model.derived import VOID
from hub.normalize.addresses import split_address
from hub.normalize.kana import is_kana
from hub.normalize.text import fold
from hub.store import billing, billing_index, golden, sources
from hub.store.golden import GoldenRow
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.references import golden_number
from hub.sync.world import Document

BILLS = ("invoice", "payment")
_FACTS = (
    *("name", "kana", "corporate_number", "invoice_number", "postal_code", "prefecture", "city", "street", "building"),
    *("phone", "other_phones", "email", "other_emails"),
)
_PLACE = ("postal_code", "prefecture", "city", "street", "building")
_BANK_SIGNS = str.maketrans("", "", "()（）-‐－.,/｢｣0123456789０１２３４５６７８９")
_SHOWN = ("code", "amount", "currency", "issued_on", "paid_on", "due_on")
# A payment mostly comes within half a year of its bill, and now and then before it.
_LATE, _EARLY = timedelta(days=200), timedelta(days=31)
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Bill(NamedTuple):
    """A bill with what is said of its party; `partner` is the customer that it refers to, and `anchor_id` the source
    record of the partner. `is_gone` tells that no system has it any more.
    """

    bill_id: int
    entity: str
    doc: Document
    party: Document
    facts: Facts
    partner: int | None
    anchor_id: int | None
    is_gone: bool

    @property
    def day(self) -> str:
        """When it was issued or paid; empty where nobody tells."""
        return str(self.doc.get("issued_on") or self.doc.get("paid_on") or "")

    @property
    def hundredths(self) -> int | None:
        """The amount as it is searched for."""
        amount = self.doc.get("amount")
        return None if amount is None else int(Decimal(amount) * 100)

    @property
    def is_void(self) -> bool:
        """Whether it asks for no money: cancelled, a draft, or deleted in its system."""
        return self.is_gone or str(self.doc.get("status", "")).lower() in VOID

    @property
    def search_text(self) -> str:
        """The party's name as it is searched for: so much of it as a server takes into an index."""
        return fold(str(self.party.get("name") or self.party.get("kana") or "")).replace(" ", "")[
            : billing.LONGEST_PARTNER
        ]

    def snapshot(self) -> bytes:
        """What the bill and its partner say now."""
        shown = {name: self.doc[name] for name in _SHOWN if name in self.doc}
        return msgspec.json.encode({**shown, "party": self.party}, order="sorted")

    def window(self) -> tuple[str, str] | None:
        """Between which days the bill was issued that a payment may pay."""
        if not self.day:
            return None
        paid = date.fromisoformat(self.day)
        return (paid - _LATE).isoformat(), (paid + _EARLY).isoformat()


def read_bills(tx: Transaction, bill_ids: Sequence[int]) -> list[Bill]:
    """The living ones of these bills."""
    rows = {g: row for g, row in golden.by_ids(tx, bill_ids).items() if row.redirect_to is None and row.entity in BILLS}
    said = {row.golden_id: _decode(row.doc) for row in rows.values()}
    members = [row for row in sources.of_golden(tx, sorted(said)) if not row.deleted]
    alive, named = {row.golden_id for row in members}, _references(members)
    partners = billing_index.remote_records(tx, sorted(set(named.values())))
    pays = _customers_of_paid(tx, said)
    lead = golden.living(tx, sorted({n for doc in said.values() if (n := _customer_of(doc)) is not None}))
    found = []
    for bill_id, doc in said.items():
        name = named.get(bill_id, "")
        bill = _bill(rows[bill_id], doc, name, partners.get(name, []), lead, pays.get(bill_id))
        found.append(bill._replace(is_gone=bill_id not in alive))
    return found


def _bill(
    row: GoldenRow,
    doc: Document,
    reference: str,
    records: Sequence[SourceRow],
    lead: Mapping[int, int],
    paid: int | None,
) -> Bill:
    partner = next((one for one in records if reference.endswith(f"#{one.part}")), None)
    party = {**_partner_says(partner), **_bill_says(doc)}
    customer = _customer_of(doc)
    known = lead[customer] if customer is not None else partner.golden_id if partner is not None else paid
    anchor = partner.source_id if partner is not None and partner.golden_id == known else None
    return Bill(row.golden_id, row.entity, doc, party, facts_of(party), known, anchor, is_gone=False)


def _customer_of(doc: Document) -> int | None:
    """Whom the golden record refers to: a company, else a person who buys for himself."""
    name = doc.get("company") or doc.get("person")
    return None if name is None else golden_number(name)


def _references(members: Sequence[SourceRow]) -> dict[int, str]:
    """How each bill names its partner in the words of its system; the oldest living record tells."""
    found: dict[int, str] = {}
    for row in members:
        name = _decode(row.doc).get("company")
        if name is not None and row.golden_id is not None:
            found.setdefault(row.golden_id, name)
    return found


def _customers_of_paid(tx: Transaction, said: Mapping[int, Document]) -> dict[int, int]:
    """The customer of the invoice that a payment names."""
    named = {bill_id: golden_number(doc["invoice"]) for bill_id, doc in said.items() if doc.get("invoice")}
    links = billing.by_ids(tx, sorted(set(named.values())))
    customers = billing.customers_of(tx, list(links.values()))
    return {bill_id: customers[invoice] for bill_id, invoice in named.items() if invoice in customers}


def _partner_says(partner: SourceRow | None) -> Document:
    """What the partner's record says of the company; of its contact, who is a person, nothing is kept here."""
    return {} if partner is None else {name: v for name, v in _decode(partner.doc).items() if name in _FACTS}


def _bill_says(doc: Document) -> Document:
    """What stands on the bill itself, in the fields of a company."""
    payer = str(doc.get("payer_name") or "")
    is_reading = bool(payer) and is_kana(payer.translate(_BANK_SIGNS) or "-")
    said = {
        "name": doc.get("partner_name") or ("" if is_reading else payer),
        "kana": payer if is_reading else "",
        "invoice_number": doc.get("partner_invoice_number"),
        **_address_said(str(doc.get("partner_address") or "")),
    }
    return {name: value for name, value in said.items() if value or (name in _PLACE and doc.get("partner_address"))}


def _address_said(line: str) -> dict[str, str]:
    return split_address(line)._asdict() if line else {}
