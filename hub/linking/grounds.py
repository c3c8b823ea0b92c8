"""What speaks for a customer and what speaks against one, each with its name; how strong the grounds are together.

Invariant: strengths are a ladder and no probabilities: from `SURE` on the ground is an identifier, from `ENOUGH` on it
links where nothing speaks against it, and below that it only proposes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from hub.linking.facts import Facts
from hub.linking.keys import spot_of

Ground = Literal[
    "partner",
    "corporate_number",
    "trader_number",
    "taught",
    "name_and_address",
    "name_and_phone",
    "name_and_mail",
    "mail",
    "payer_and_amount",
    "full_name",
    "name",
    "payer_name",
    "address_and_phone",
    "phone",
    "address",
]
Against = Literal["other_number", "other_form", "own_numbers_differ"]

STRENGTH: Mapping[Ground, int] = MappingProxyType(
    {
        "partner": 100,
        "corporate_number": 95,
        "trader_number": 95,
        "taught": 90,
        "name_and_address": 80,
        "name_and_phone": 80,
        "name_and_mail": 75,
        "mail": 70,
        "payer_and_amount": 65,
        "full_name": 60,
        "name": 45,
        "payer_name": 40,
        "address_and_phone": 40,
        "phone": 25,
        "address": 20,
    }
)
SURE, ENOUGH = 90, 60
_IMPLIED: Mapping[Ground, frozenset[Ground]] = MappingProxyType(
    {
        "name_and_address": frozenset({"name", "full_name", "address"}),
        "name_and_phone": frozenset({"name", "full_name", "phone"}),
        "name_and_mail": frozenset({"name", "full_name", "mail"}),
        "payer_and_amount": frozenset({"payer_name", "name"}),
        "full_name": frozenset({"name"}),
        "address_and_phone": frozenset({"address", "phone"}),
    }
)


def grounds(party: Facts, customer: Facts, *, is_owed: bool) -> list[Ground]:
    """What the facts of the two have in common, the strongest first."""
    named, sounds = is_named_alike(party, customer), bool(party.sounds & customer.sounds)
    there, dialled = _is_at(party, customer), bool(party.phones & customer.phones)
    mail = bool(party.mail & customer.mail)
    found: dict[Ground, bool] = {
        "corporate_number": bool(party.number) and party.number == customer.number,
        "trader_number": bool(party.trader) and party.trader == customer.trader,
        "name_and_address": named and there,
        "name_and_phone": named and dialled,
        "name_and_mail": named and (mail or bool(party.sites & customer.sites)),
        "mail": mail,
        "payer_and_amount": (named or sounds) and is_owed,
        "full_name": named and _is_full_name(party, customer),
        "name": named,
        "payer_name": party.is_heard and sounds,
        "address_and_phone": there and dialled,
        "phone": dialled,
        "address": spot_of(party) == spot_of(customer) != "",
    }
    return sorted((ground for ground, holds in found.items() if holds), key=lambda ground: (-STRENGTH[ground], ground))


def worth_telling(found: Sequence[Ground]) -> list[Ground]:
    """The grounds without those that another one says already."""
    implied = {other for ground in found for other in _IMPLIED.get(ground, ())}
    return [ground for ground in found if ground not in implied]


def against(party: Facts, customer: Facts) -> list[Against]:
    """What forbids to link the two without a person."""
    found: dict[Against, bool] = {
        "other_number": _differ(party.number, customer.number) or _differ(party.trader, customer.trader),
        "other_form": _are_two_forms(party, customer),
        "own_numbers_differ": party.numbers_differ and customer.number in ("", party.number),
    }
    return [code for code, holds in found.items() if holds]


def _is_full_name(party: Facts, customer: Facts) -> bool:
    """Whether the registered names are one, with the form at its place, and no place or telephone
    differs; where both tell one and it is the same, a stronger ground holds."""
    one, other = party.name, customer.name
    if party.is_heard or not one.legal_form or (one.legal_form, one.side) != (other.legal_form, other.side):
        return False
    if one.branch:
        # A branch has an address and a telephone of its own.
        return True
    return not ((party.phones and customer.phones) or (party.place.town and customer.place.town))


def is_named_alike(party: Facts, customer: Facts) -> bool:
    """Whether both have the same name, whatever the spelling of its form."""
    return bool(party.name.core) and party.name.core == customer.name.core


def are_named_apart(party: Facts, customer: Facts) -> bool:
    """Whether the two have names, and neither their letters nor their sounds are the same."""
    both = bool(party.name.core and customer.name.core)
    return both and not is_named_alike(party, customer) and not party.sounds & customer.sounds


def _is_at(party: Facts, customer: Facts) -> bool:
    """At one house; or in one town where one of the two addresses says no more."""
    one, other = party.place, customer.place
    if one.block and other.block:
        return spot_of(party) == spot_of(customer) != ""
    same_town = bool(one.town) and (one.city, one.town) == (other.city, other.town)
    return same_town or bool(one.postal_code and one.postal_code == other.postal_code)


def _are_two_forms(party: Facts, customer: Facts) -> bool:
    """株式会社ヤマダ and 有限会社ヤマダ; with the same number it is one company that has changed its form."""
    if party.number and party.number == customer.number:
        return False
    return is_named_alike(party, customer) and _differ(party.name.legal_form, customer.name.legal_form)


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
