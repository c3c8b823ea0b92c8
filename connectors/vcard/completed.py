"""A card's words in the places where the mapping looks for them, whatever the program that wrote the card left out.

Invariant: the id of a card is told by the card as it was written, before this.
"""

from __future__ import annotations

import re

from connectors.vcard.card import BY_NUMBER, NAME, Payload, first_or_other

_LATIN = re.compile(r"[\x20-\x7e\u00c0-\u024f]+")
_NUMBERS = ("phone", "mobile", "home_phone")
_WORDS = ("other_phones", "email", "other_emails", "note", "categories", "sns")
_TWO_WORDS = re.compile(r"(\S+)\s+(\S+)")


def completed(payload: Payload) -> Payload:
    """The payload of one card."""
    for number in payload.pop(BY_NUMBER, ()):
        # Whatever its label, it rings in somebody's pocket, and would reach other systems as the company's own number.
        first_or_other(payload, "mobile", "other_phones", number)
    if _names_a_company_alone(payload):
        payload["is_company"] = True
        for part in ("family", "given", *(["name"] if payload.get("name") == payload["company"] else [])):
            payload.pop(part, None)
    if payload.get("is_company"):
        return _of_a_company(payload)
    for own, of_work in (("home_phone", "phone"), ("home_address", "address")):
        if "company" not in payload and own not in payload and of_work in payload:
            payload[own] = payload.pop(of_work)
    name = str(payload.get("name", ""))
    if _is_a_name(name) and not any(payload.get(part) for part in NAME):
        payload |= _parts_of(name)
    return payload


def _of_a_company(payload: Payload) -> Payload:
    """Whatever label a number or an address has on the card of a company, it is the company's, and so are its words."""
    numbers = [payload[kind] for kind in _NUMBERS if payload.get(kind)] + payload.get("other_phones", [])
    if numbers:
        payload["phone"], *others = dict.fromkeys(numbers)
        payload["other_phones"] = others
    if "home_address" in payload:
        payload.setdefault("address", payload["home_address"])
    if office := {name: payload[name] for name in _WORDS if payload.get(name)}:
        payload["office"] = office
    return payload


def _names_a_company_alone(payload: Payload) -> bool:
    """Whether it is the company that N, or FN without N, names: few programs have a sign for that."""
    in_parts = " ".join(str(payload[part]) for part in NAME if payload.get(part))
    return bool(payload.get("company")) and payload["company"] == (in_parts or payload.get("name"))


def _is_a_name(text: str) -> bool:
    """Programs put an address or a number where a contact has no name."""
    return "@" not in text and any(letter.isalpha() for letter in text)


def _parts_of(name: str) -> Payload:
    """Family and given name of a card that has no N. Latin letters stand in the order of the West."""
    words = _TWO_WORDS.fullmatch(name)
    if words is None:
        return {"family": name}
    family, given = (words[2], words[1]) if _LATIN.fullmatch(name) else (words[1], words[2])
    return {"family": family, "given": given}
