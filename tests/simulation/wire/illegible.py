"""What no mapping reads: the property of each desk's records into which somebody may write it, and how it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Spoilt:
    """A property, in whatever table of the record, what is written into it, and what is there otherwise."""

    word: str
    text: str
    table: str = ""
    mended: str | None = None

    def in_record(self, record: Mapping[str, Any]) -> object:
        """What stands there."""
        held = record.get(self.table) or {} if self.table else record
        return held.get(self.word)

    def spoils(self, record: Mapping[str, Any]) -> bool:
        return self.in_record(record) == self.text


# The records of a sheet have none: what their mapping takes, it takes in any spelling.
SPOILT = {
    "cards/bizCards": Spoilt("exchangeDate", "いつか", mended="2024-05-10"),
    "books/partners": Spoilt("invoice_registration_number", "T12"),
    "crm/companies": Spoilt("numberofemployees", "多数", "properties", ""),
    "crm/contacts": Spoilt("hs_email_optout", "たぶん", "properties", ""),
}
