"""The features by the columns that they are made of, for whoever has whole columns: each distinct value is read once.

Invariant: part by part the features of a record are those of `features`; where the columns of a part are empty, so are
its features.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from hub.matching.company_features import OF_COMPANY, company_features
from hub.matching.features import (
    OF_NAME,
    OF_PHONE,
    OF_PLACE,
    is_desk,
    name_features,
    number_features,
    phone_features,
    place_features,
    regions,
    text_feature,
)
from hub.matching.mailbox_features import OF_EMAIL, email_features, local_part, mailbox_owner, of_desk
from hub.normalize.identity.birthdays import birthday_key
from hub.normalize.identity.numbers import identity_key
from hub.normalize.identity.sites import site_owner

Said = tuple[str, ...]


class Part(NamedTuple):
    """Features that depend on some columns only, and the function that makes them; where none of `needed` columns says
    anything, nor does it (all columns, if none is named).
    """

    name: str
    columns: tuple[str, ...]
    features: tuple[str, ...]
    of: Callable[..., Said]
    needed: tuple[str, ...] = ()

    @property
    def speaking(self) -> tuple[str, ...]:
        """The columns of which one has to say something."""
        return self.needed or self.columns


def _one(make: Callable[..., str]) -> Callable[..., Said]:
    return lambda *said: (make(*said),)


def _email(text: str, name: str, kana: str) -> Said:
    found = email_features.__wrapped__(text)
    if found[0] and is_desk(name):
        named = name_features(name, kana)
        found = found if named[0] or named[6] else of_desk(found)
    return *found, local_part(text) if found[2] else ""


# What remembers its answers would do so in vain: no value comes twice.
PARTS = (
    Part("name", ("person_name", "person_kana"), OF_NAME, name_features.__wrapped__),
    Part("email", ("email", "person_name", "person_kana"), (*OF_EMAIL, "local_part"), _email, ("email",)),
    Part("company", ("company_name", "company_kana"), OF_COMPANY, company_features.__wrapped__),
    Part("url", ("url",), ("url",), _one(site_owner.__wrapped__)),
    Part("phone", ("phone", "mobile"), OF_PHONE, phone_features.__wrapped__),
    Part("place", ("address", "postal_code"), (*OF_PLACE, "prefecture"), place_features.__wrapped__),
    Part("number", ("corporate_number", "invoice_registration_number"), ("number", "trader"), number_features),
    Part("birthday", ("birthday",), ("birthday",), _one(birthday_key.__wrapped__)),
    Part("identity", ("identity_number",), ("identity",), _one(identity_key)),
    Part("department", ("department",), ("department",), _one(text_feature.__wrapped__)),
    Part("title", ("title",), ("title",), _one(text_feature.__wrapped__)),
)
OWNER = Part(
    "owner",
    ("local_part", "family_sounds", "given_sounds", "domain", "company_sounds", "skeleton", "tongue"),
    ("owner",),
    _one(mailbox_owner.__wrapped__),
    ("local_part",),
)
REGIONS = Part("regions", ("phone", "exchange", "prefecture"), ("regions",), _one(regions), ("exchange", "prefecture"))
DERIVED = (OWNER, REGIONS)
"""Made of features."""
INSTEAD: Mapping[str, tuple[str, str]] = MappingProxyType({"site": ("url", "domain")})
"""Features that are the first one of two that says something."""
