"""The features by the columns that they are made of, for whoever has whole columns: each distinct value is read once.

Invariant: part by part the features of a record are those of `features`; where the columns of a part are empty, so are
its features.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from hub.matching.features import (
    OF_COMPANY,
    OF_EMAIL,
    OF_NAME,
    OF_PHONE,
    OF_PLACE,
    company_features,
    email_features,
    local_part,
    mailbox_owner,
    name_features,
    number_features,
    phone_features,
    place_features,
    text_feature,
)
from hub.normalize.identity.birthdays import birthday_key
from hub.normalize.identity.sites import site_owner

Said = tuple[str, ...]


class Part(NamedTuple):
    """Features that depend on some columns only, and the function that makes them."""

    name: str
    columns: tuple[str, ...]
    features: tuple[str, ...]
    of: Callable[..., Said]


def _one(make: Callable[..., str]) -> Callable[..., Said]:
    return lambda *said: (make(*said),)


def _email(text: str) -> Said:
    found = email_features.__wrapped__(text)
    return *found, local_part(text) if found[2] else ""


# What remembers its answers would do so in vain: no value comes twice.
PARTS = (
    Part("name", ("person_name", "person_kana"), OF_NAME, name_features.__wrapped__),
    Part("email", ("email",), (*OF_EMAIL, "local_part"), _email),
    Part("company", ("company_name", "company_kana"), OF_COMPANY, company_features.__wrapped__),
    Part("url", ("url",), ("url",), _one(site_owner.__wrapped__)),
    Part("phone", ("phone", "mobile"), OF_PHONE, phone_features.__wrapped__),
    Part("place", ("address", "postal_code"), OF_PLACE, place_features.__wrapped__),
    Part("number", ("corporate_number", "invoice_registration_number"), ("number", "trader"), number_features),
    Part("birthday", ("birthday",), ("birthday",), _one(birthday_key.__wrapped__)),
    Part("department", ("department",), ("department",), _one(text_feature.__wrapped__)),
    Part("title", ("title",), ("title",), _one(text_feature.__wrapped__)),
)
OWNER = Part("owner", ("local_part", "family_sounds", "given_sounds"), ("owner",), _one(mailbox_owner.__wrapped__))
"""Made of features, where the first and the last say something."""
INSTEAD: Mapping[str, tuple[str, str]] = MappingProxyType({"site": ("url", "domain")})
"""Features that are the first one of two that says something."""
