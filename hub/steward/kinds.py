"""What people type has to look like what it is called: a phone number is of digits, a mailbox has an @.

Invariant: it judges only what is new. What a system said, or what stood there before, a person may choose again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from hub.model.spec import FieldSpec
from hub.normalize.emails import is_email
from hub.normalize.phones import phone, phone_key
from hub.normalize.urls import url_domain
from hub.steward.errors import StewardError

# Shorter ones are extensions and remarks.
_FEWEST_DIGITS = 6
_OF_ITEMS = MappingProxyType({"other_phones": "phone", "other_emails": "email"})


class _Look(NamedTuple):
    fits: Callable[[str], bool]
    example: str


def _is_phone(text: str) -> bool:
    spelled = phone(text)
    number, _, _ = spelled.partition(";ext=")
    digits = phone_key(spelled).removeprefix("+")
    return len(digits) >= _FEWEST_DIGITS and not any(sign.isalpha() for sign in number)


def _is_postal_code(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


_LOOKS = MappingProxyType(
    {
        "phone": _Look(_is_phone, "03-1234-5678"),
        "email": _Look(is_email, "taro@example.co.jp"),
        "url": _Look(lambda text: url_domain(text) != "", "https://example.co.jp"),
        "postal_code": _Look(_is_postal_code, "100-0005"),
    }
)
_EXAMPLES = MappingProxyType(
    {
        **{kind: look.example for kind, look in _LOOKS.items()},
        "corporate_number": "7000012050002",
        "invoice_number": "T7000012050002",
        "date": "2026-04-01",
        "datetime": "2026-04-01T09:00:00+09:00",
        "integer": "120",
        "number": "1.5",
        "money": "12000",
        "boolean": "true",
    }
)


def is_told_by_its_look(spec: FieldSpec) -> bool:
    """Whether a value of this field can be told from any other word."""
    return spec.kind in _EXAMPLES or bool(spec.choices)


def example_of(spec: FieldSpec) -> str:
    """A value that the field could have; an ellipsis where any text will do."""
    return spec.choices[0].value if spec.choices else _EXAMPLES.get(spec.kind, "…")


def check_looks(specs: Mapping[str, FieldSpec], given: Mapping[str, Any], known: Iterable[Mapping[str, Any]]) -> None:
    """Refuse what is no value of its field, unless one of the known documents says it."""
    said = list(known)
    for field, value in given.items():
        kind = _OF_ITEMS.get(field, specs[field].kind)
        look = _LOOKS.get(kind)
        if look is None or any(doc.get(field) == value for doc in said):
            continue
        there = [item for doc in said for item in _items(doc.get(field))]
        for item in _items(value):
            if item not in there and not look.fits(item):
                raise StewardError("not_of_kind", field=field, typed=item, example=look.example)


def _items(value: Any) -> list[str]:
    found = value if isinstance(value, list | tuple) else [value]
    return [item for item in found if isinstance(item, str)]
