"""The books of one company at freee, as the twin keeps them, and what may be done to the partners in them.

Invariant: every day in the books is a Japanese day of the injected clock, and a partner's name is its alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from operator import itemgetter
from typing import Any

from connectors.freee.days import japanese_day
from connectors.freee.twin.rules import OBJECTS, WRITABLE, JsonObject, check_partner, refused

TERMS = ("payment_term_attributes", "invoice_payment_term_attributes")
ADDRESS: JsonObject = {"zipcode": None, "prefecture_code": None, "street_name1": None, "street_name2": None}


class Books:
    """What one company keeps at freee, by stream and id; `tables` may be looked into from outside."""

    def __init__(
        self,
        company_id: int,
        tables: dict[str, dict[str, JsonObject]],
        now: Callable[[], datetime],
        use_partner_code: bool,
    ) -> None:
        self.company_id = company_id
        self.use_partner_code = use_partner_code
        self.partners = tables.setdefault("partners", {})
        self.invoices = tables.setdefault("invoices", {})
        self.deals = tables.setdefault("deals", {})
        self.archived: set[str] = set()
        self._now = now
        self.last_id = 100

    def today(self) -> str:
        """The day in Japan, as freee writes it."""
        return japanese_day(self._now()).isoformat()

    def next_id(self) -> int:
        """An id that nothing else has."""
        self.last_id += 1
        return self.last_id

    def listed(self, params: Mapping[str, str]) -> list[JsonObject]:
        """The partners that a list shows: none that is archived, by id, within the days and the keywords asked for."""
        first, last = params.get("start_update_date", ""), params.get("end_update_date", "9999-12-31")
        words = params.get("keyword", "").split()
        return [
            self._shown(partner, in_list=True)
            for partner in sorted(self.partners.values(), key=itemgetter("id"))
            if str(partner["id"]) not in self.archived
            and first <= partner["update_date"] <= last
            and all(_mentions(partner, word) for word in words)
        ]

    def partner(self, partner_id: str) -> JsonObject:
        """One partner in full; an archived one is still shown."""
        return self._shown(self._existing(partner_id), in_list=False)

    def create(self, fields: Mapping[str, Any]) -> JsonObject:
        """A new partner by the API, available from the start."""
        self._check_code(fields)
        check_partner(fields)
        if not fields.get("name"):
            raise refused(400, "取引先名 を入力してください。")
        self._check_unique("name", fields["name"], None)
        added = self.add({name: value for name, value in fields.items() if name != "available"})
        return self.partner(added)

    def add(self, fields: Mapping[str, Any]) -> str:
        """A new partner as a person enters it; its id. `fields` may set its id and its day."""
        number = int(fields.get("id") or self.next_id())
        partner = {**_blank_partner(number, self.company_id), "update_date": self.today()}
        self.partners[str(number)] = partner
        merge(partner, fields)
        partner["update_date"] = fields.get("update_date", self.today())
        return str(number)

    def update(self, partner_id: str, fields: Mapping[str, Any]) -> JsonObject:
        """Change what is given and keep the rest; the name must be given even where it stays."""
        partner = self._existing(partner_id)
        if partner_id in self.archived:
            raise refused(400, "アーカイブ済みの取引先は更新できません。")
        if "code" in fields:
            raise refused(400, "code は更新できません。")
        if "name" not in fields:
            raise refused(400, "取引先名 を入力してください。")
        check_partner(fields)
        self._check_unique("name", fields["name"], partner_id)
        before = deepcopy(partner)
        merge(partner, fields)
        if partner != before:
            partner["update_date"] = self.today()
        return self._shown(partner, in_list=False)

    def upsert(self, code: str, fields: Mapping[str, Any]) -> tuple[int, JsonObject]:
        """Update the partner with this code, or create it: 200 or 201 with the partner."""
        if not self.use_partner_code:
            raise refused(400, "取引先コードの利用が有効になっていません。")
        for partner_id, partner in self.partners.items():
            if partner["code"] == code:
                return 200, self.update(partner_id, fields)
        return 201, self.create({**fields, "code": code})

    def delete(self, partner_id: str) -> None:
        """Take a partner away for good, unless something refers to it."""
        self._existing(partner_id)
        if partner_id in self.archived:
            raise refused(400, "アーカイブ済みの取引先は削除できません。")
        documents: Iterable[JsonObject] = (*self.deals.values(), *self.invoices.values())
        if any(str(document.get("partner_id")) == partner_id for document in documents):
            raise refused(400, "取引で使用されている取引先は削除できません。")
        del self.partners[partner_id]

    def _existing(self, partner_id: str) -> JsonObject:
        try:
            return self.partners[partner_id]
        except KeyError:
            raise refused(404, "取引先が見つかりません。") from None

    def _check_code(self, fields: Mapping[str, Any]) -> None:
        if not self.use_partner_code and "code" in fields:
            raise refused(400, "取引先コードの利用が無効のため code は指定できません。")
        if self.use_partner_code and not fields.get("code"):
            raise refused(400, "取引先コード を入力してください。")
        self._check_unique("code", fields.get("code"), None)

    def _check_unique(self, field: str, value: object, own_id: str | None) -> None:
        # Archived partners keep their names and codes.
        holders = (key for key, partner in self.partners.items() if value is not None and partner[field] == value)
        if any(holder != own_id for holder in holders):
            label = {"name": "取引先名", "code": "取引先コード"}[field]
            raise refused(400, f"{label} はすでに登録されています。")

    def _shown(self, partner: JsonObject, *, in_list: bool) -> JsonObject:
        hidden = TERMS if in_list else ()
        shown = {name: value for name, value in partner.items() if value is not None or name not in OBJECTS}
        shown = {name: value for name, value in shown.items() if name not in hidden}
        return deepcopy({**shown, "code": partner["code"] if self.use_partner_code else None})


def _blank_partner(partner_id: int, company_id: int) -> JsonObject:
    texts = dict.fromkeys(
        ("shortcut1", "shortcut2", "org_code", "long_name", "name_kana", "default_title", "phone", "contact_name",
         "email", "payer_walletable_id", "invoice_registration_number", "code")
    )  # fmt: skip
    return {
        "id": partner_id,
        "company_id": company_id,
        **texts,
        "available": True,
        "country_code": "JP",
        "transfer_fee_handling_side": "payer",
        "qualified_invoice_issuer": False,
        **dict.fromkeys(OBJECTS),
    }


def merge(partner: JsonObject, fields: Mapping[str, Any]) -> None:
    """Set what is given; of an address or a bank account, only the parts that are given."""
    for name, value in fields.items():
        if name not in WRITABLE:
            continue
        if name in ("address_attributes", "partner_bank_account_attributes") and value is not None:
            blank = ADDRESS if name == "address_attributes" else {}
            partner[name] = {**(partner[name] or blank), **value}
        elif name == "invoice_registration_number" and value:
            partner[name] = value if value.startswith("T") else f"T{value}"
        else:
            partner[name] = value


def _mentions(partner: JsonObject, word: str) -> bool:
    searched = ("code", "name", "long_name", "name_kana", "shortcut1", "shortcut2")
    return any(word.casefold() in (partner[field] or "").casefold() for field in searched)
