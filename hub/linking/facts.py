"""What a canonical company document tells of who somebody is, in the one spelling in which it is compared.

A billing party is such a document too: what the partner's record says, with what the bill itself says over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from hub.normalize.identity.companies import CompanyParts, company_parts
from hub.normalize.identity.mailboxes import mailboxes
from hub.normalize.identity.numbers import StateNumbers, corporate_digits, state_numbers
from hub.normalize.identity.phones import phone_numbers
from hub.normalize.identity.places import Place, place

Doc = Mapping[str, Any]


class Facts(NamedTuple):
    """`number` is a 法人番号, `trader` a sole trader's T-number; `sounds` are the ways in which the name may be read,
    one where its kana is known. `is_heard` tells of a name of which there is only the reading, as in a transfer, and
    `numbers_differ` of a 法人番号 and a T-number that contradict each other.
    """

    number: str = ""
    trader: str = ""
    numbers_differ: bool = False
    name: CompanyParts = CompanyParts()
    is_heard: bool = False
    sounds: frozenset[str] = frozenset()
    place: Place = Place()
    phones: frozenset[str] = frozenset()
    mail: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()


def facts_of(doc: Doc) -> Facts:
    """The facts of a document in canonical fields; what says nothing is left empty."""
    name, kana = company_parts(str(doc.get("name") or "")), company_parts(_long_vowels(str(doc.get("kana") or "")))
    numbers, differ = _numbers(doc, has_form=bool(name.legal_form or kana.legal_form))
    boxes = [box for text in _texts(doc, "email", "other_emails") for box in mailboxes(text)]
    return Facts(
        numbers.corporate,
        numbers.trader,
        differ,
        _named(name, kana),
        bool(kana.core and not name.core),
        frozenset(kana.readings if kana.script == "kana" and kana.readings else name.readings),
        _place(doc),
        frozenset(n.digits for t in _texts(doc, "phone", "other_phones") for n in _dialled(t)),
        frozenset(box.address for box in boxes),
        frozenset(box.owner for box in boxes if box.owner),
    )


# Banks have no sign for a long vowel, and write a hyphen: ﾃﾞ-ﾀ.
_HYPHEN = re.compile("(?<=[\u30a1-\u30fa\uff66-\uff9f])[-‐－]")


def _long_vowels(kana: str) -> str:
    return _HYPHEN.sub("ー", kana)


def _named(name: CompanyParts, kana: CompanyParts) -> CompanyParts:
    """The name; where there is only its reading, as in a transfer, that with the form that stands beside it."""
    if name.core:
        return name if name.legal_form or not kana.legal_form else name._replace(legal_form=kana.legal_form)
    return kana


def _numbers(doc: Doc, *, has_form: bool) -> tuple[StateNumbers, bool]:
    """A T-number that fails its check is a sole trader's, or of a company a slip of the pen, which tells nobody."""
    told = corporate_digits(str(doc.get("corporate_number") or ""))
    issuer = state_numbers(str(doc.get("invoice_number") or ""))
    differ = bool(told and issuer.corporate and told != issuer.corporate)
    trader = "" if has_form or told else issuer.trader
    return StateNumbers(told or issuer.corporate, trader), differ


@lru_cache(maxsize=4096)
def _where(address: str, postal_code: str) -> Place:
    return place(address, postal_code)


def _place(doc: Doc) -> Place:
    line = "".join(str(doc.get(part) or "") for part in ("prefecture", "city", "street"))
    building = str(doc.get("building") or "")
    return _where(f"{line} {building}".strip(), str(doc.get("postal_code") or ""))


def _dialled(text: str) -> Iterable[Any]:
    # A number without its area code is many people's.
    return (number for number in phone_numbers(text) if number.line != "local")


def _texts(doc: Doc, one: str, more: str) -> list[str]:
    others = doc.get(more)
    found = [doc.get(one), *(others if isinstance(others, list | tuple) else ())]
    return [text for text in found if isinstance(text, str) and text]
