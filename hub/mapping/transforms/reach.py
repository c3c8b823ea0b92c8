"""Transforms of the ways to reach somebody: phone, mail address, website and domain."""

from __future__ import annotations

from typing import Any

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text
from hub.normalize import emails as mail
from hub.normalize import phones as dial
from hub.normalize.urls import url, url_domain


def national(value: Any) -> str:
    """The number as Japan writes it: 03-1234-5678."""
    return dial.national_phone(as_text(value))


def first_phone(value: Any) -> str:
    """The first of several numbers in one cell."""
    return next(iter(phones(value)), "")


def phones(value: Any) -> list[str]:
    """All numbers of a cell, or of a list of cells."""
    cells = value if isinstance(value, list) else [value]
    found = [number for cell in cells if cell is not None and as_text(cell) for number in dial.phones(as_text(cell))]
    return list(dict.fromkeys(found))


def nationals(value: Any) -> str:
    """Several numbers as Japan writes them, in one cell."""
    if not isinstance(value, list):
        raise TransformError("is no list")
    return " / ".join(national(number) for number in value)


def emails(value: Any) -> list[str]:
    """All addresses of a cell, or of a list of cells."""
    cells = value if isinstance(value, list) else [value]
    found = [mail.email_key(one) for cell in cells if cell is not None for one in mail.emails(as_text(cell))]
    return list(dict.fromkeys(found))


def joined(value: Any) -> str:
    """Several addresses in one cell."""
    if not isinstance(value, list):
        raise TransformError("is no list")
    return ", ".join(as_text(one) for one in value)


def domain(text: str) -> str:
    """The domain of a mail address or a web address."""
    return mail.email_domain(text) if "@" in text else url_domain(text)


REACH = (
    Transform.from_text("phone", dial.phone, national),
    Transform.from_text("phone_e164", dial.phone, as_text),
    Transform("first_phone", first_phone),
    Transform("phones", phones, nationals),
    Transform.from_text("email", mail.email_key, as_text),
    Transform("emails", emails, joined),
    Transform.from_text("url", url, as_text),
    Transform.from_text("domain", domain),
)
