"""A record of the hub as the row of a file that the matcher reads: canonical words, as a card or a sheet has them.

Invariant: a row depends on the record, its employer and its post alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from hub.normalize.names import join_legal_form, split_legal_form

Doc = Mapping[str, Any]
_NOTHING: Doc = MappingProxyType({})
_ADDRESS = ("prefecture", "city", "street", "building")
_NUMBERS = {"corporate_number": "corporate_number", "invoice_number": "invoice_registration_number", "url": "url"}

EVIDENT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "company": frozenset(
            {"name", "legal_form", "kana", "representative", "email", "phone", "postal_code", *_ADDRESS, *_NUMBERS}
        ),
        "person": frozenset(
            {"name", "family_name", "given_name", "kana", "family_kana", "given_kana", "birthday"}
            | {"email", "other_emails", "phone", "mobile", "postal_code", *_ADDRESS}
        ),
        "employment": frozenset({"company", "department", "title", "is_primary"}),
    }
)
"""The canonical fields that the rows are made of; no other says who somebody is."""


def company_row(doc: Doc) -> dict[str, str]:
    """The row of a company; the person of it is who represents it."""
    row = {"company_name": _with_form(doc), "company_kana": _text(doc, "kana"), "email": _text(doc, "email")}
    row["person_name"] = _text(doc, "representative")
    return row | _numbers(doc) | {"phone": _text(doc, "phone")} | _where(doc)


def person_row(doc: Doc, company: Doc = _NOTHING, post: Doc = _NOTHING) -> dict[str, str]:
    """The row of a person, with the employer's telephone and place where the record tells none of its own."""
    own, theirs = _where(doc), _where(company)
    return {
        "person_name": _text(doc, "name") or _joined(doc, "family_name", "given_name"),
        "person_kana": _text(doc, "kana") or _joined(doc, "family_kana", "given_kana"),
        "email": _text(doc, "email") or next(iter(doc.get("other_emails") or ()), ""),
        "phone": _text(doc, "phone") or _text(company, "phone"),
        "mobile": _text(doc, "mobile"),
        "birthday": _text(doc, "birthday"),
        "company_name": _with_form(company),
        "company_kana": _text(company, "kana"),
        "url": _text(company, "url"),
        "department": _text(post, "department"),
        "title": _text(post, "title"),
        **(own if any(own.values()) else theirs),
    }


def _text(doc: Doc, field: str) -> str:
    return str(doc.get(field) or "")


def _joined(doc: Doc, *fields: str) -> str:
    return " ".join(filter(None, (_text(doc, field) for field in fields)))


def _numbers(doc: Doc) -> dict[str, str]:
    return {column: _text(doc, field) for field, column in _NUMBERS.items()}


def _where(doc: Doc) -> dict[str, str]:
    return {"postal_code": _text(doc, "postal_code"), "address": "".join(_text(doc, field) for field in _ADDRESS)}


def _with_form(doc: Doc) -> str:
    """The name with the legal form that stands in a field of its own; on which side it belongs nobody said."""
    name, form = _text(doc, "name"), _text(doc, "legal_form")
    return join_legal_form(name, form) if name and form and not split_legal_form(name).legal_form else name
