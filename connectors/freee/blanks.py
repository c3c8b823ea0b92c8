"""How a field is emptied at freee, which takes null for a few fields only.

Invariant: a wish to empty a field that freee cannot empty is refused in words, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# The contract lists these as nullable.
_TAKES_NULL = frozenset(
    {
        "org_code",
        "payer_walletable_id",
        "invoice_registration_number",
        "payment_term_attributes",
        "invoice_payment_term_attributes",
        "partner_doc_setting_attributes.sending_method",
    }
)
# The contract names -1 as "no prefecture".
_NO_PREFECTURE = -1
_CANNOT_BE_EMPTY = frozenset(
    {
        "name",
        "code",
        "available",
        "country_code",
        "qualified_invoice_issuer",
        "transfer_fee_handling_side",
        "partner_bank_account_attributes.account_type",
    }
)
_OBJECTS = {
    "address_attributes": ("zipcode", "prefecture_code", "street_name1", "street_name2"),
    "partner_doc_setting_attributes": ("sending_method",),
}


class CannotBeEmptiedError(ValueError):
    """freee has no way to empty this field."""


def body_of_a_create(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a new partner: what is None is left out, for a new record holds nothing yet."""
    return {name: _without_none(value) for name, value in payload.items() if value is not None}


def body_of_an_update(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The changed fields with freee's own sign for "empty" where a value is None.

    Raises `CannotBeEmptiedError`.
    """
    return dict(_emptied(payload, ""))


def _emptied(payload: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in payload.items():
        path = prefix + name
        if isinstance(value, Mapping):
            yield name, dict(_emptied(value, f"{path}."))
        else:
            yield name, _sign_of_empty(path) if value is None else value


def _sign_of_empty(path: str) -> Any:
    if path in _TAKES_NULL:
        return None
    if path in _CANNOT_BE_EMPTY or path == "partner_bank_account_attributes":
        raise CannotBeEmptiedError(f"freee cannot empty `{path}`; give it a value or set `write: never` in the mapping")
    if path in _OBJECTS:
        return {part: _sign_of_empty(f"{path}.{part}") for part in _OBJECTS[path]}
    return _NO_PREFECTURE if path.endswith("prefecture_code") else ""


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_none(part) for name, part in value.items() if part is not None}
    return value
