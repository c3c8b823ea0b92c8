"""The fields of a card's record, which this connector makes itself; what it has no name for is under `more`."""

from __future__ import annotations

_PLACE = ("pobox", "building", "street", "city", "prefecture", "postal_code", "country")

CARD = (
    *("uid", "rev", "name", "family", "given", "middle", "prefix", "suffix", "family_kana", "given_kana"),
    *("company", "company_kana", "department", "title", "role", "note", "is_company", "birthday"),
    *("email", "phone", "mobile", "home_phone", "fax", "url"),
    *("other_emails.*", "other_phones.*", "other_urls.*", "categories.*", "sns.*", "more.**"),
    *(f"office.{words}" for words in ("email", "note")),
    *(f"office.{words}.*" for words in ("other_phones", "other_emails", "categories", "sns")),
    *(f"{place}.{part}" for place in ("address", "home_address") for part in _PLACE),
)
