"""What a value says, whatever its spelling: written for the oracle alone, so that it shares no mistake with the hub."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Mapping
from typing import Any

# The payload's fields, and what the mapping calls them.
CANONICAL = {
    "job": "occupation",
    "notes": "notes",
    "rank": "rank",
    "phone": "phone",
    "mail_ok": "contact_email",
    "email": "email",
    "tags": "tags",
}
PAYLOAD = {canonical: name for name, canonical in CANONICAL.items()}
# Under the default rules the newest word stands in these fields.
NEWEST_WINS = ("job", "notes", "rank", "phone")

Meaning = Hashable


def meaning(field: str, value: Any) -> Meaning:
    """What a payload's value says; None where it says nothing."""
    text = unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""
    if not text:
        return None
    if field == "phone":
        digits = "".join(sign for sign in text if sign.isdigit())
        return "0" + digits[2:] if digits.startswith("81") else digits
    if field == "mail_ok":
        return text == "true"
    if field == "tags":
        return frozenset(item.strip() for item in text.split(";") if item.strip())
    return text.lower() if field == "email" else text


def golden_meaning(field: str, doc: Mapping[str, Any]) -> Meaning:
    """What a document in canonical words says of a payload's field."""
    value = doc.get(CANONICAL[field])
    if value is None or value == []:
        return None
    if field == "mail_ok":
        return bool(value)
    return frozenset(value) if field == "tags" else meaning(field, value)
