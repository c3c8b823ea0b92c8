"""Customers as golden records hold them, one in three a company, with names as frequent as they are in Japan; and how
people type what they know of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jaconv

from benchmarks.identity.chance import Chance, by_rank
from benchmarks.identity.data.company_words import AUSPICIOUS, COINED, MODERN_TRADES, TRADES
from benchmarks.identity.world.names import all_names
from benchmarks.identity.world.words import read
from hub.normalize.names import split_legal_form
from hub.normalize.numbers import check_digit

Doc = dict[str, Any]
Customer = tuple[str, Doc]

_FORMS = ("株式会社", "株式会社", "株式会社", "有限会社", "合同会社")
_BORN = (1940, 1955, 1965, 1975, 1985, 1995)
_OLD_SHAPES = str.maketrans("高沢浜辺", "髙澤濱邊")


def customers(seed: int = 31) -> Iterator[Customer]:
    """Customers for ever; the same seed makes the same ones."""
    chance = Chance(f"customers {seed}")
    heads, trades = by_rank(read(AUSPICIOUS) + read(COINED)), by_rank(read(TRADES) + read(MODERN_TRADES))
    names = all_names()
    number = 0
    while True:
        number += 1
        if number % 3:
            yield "person", _person(chance, number)
            continue
        head = names.surname(chance) if chance.hits(0.4) else heads.draw(chance) + heads.draw(chance)
        name = head + trades.draw(chance)
        yield "company", _company(chance, number, name.text, name.kana)


def _company(chance: Chance, number: int, name: str, kana: str) -> Doc:
    digits = chance.digits(12)
    corporate = f"{check_digit(digits)}{digits}"
    domain = f"c{number}.example.co.jp"
    form = chance.pick(_FORMS)
    found = {
        "name": f"{form}{name}" if chance.hits(0.7) else f"{name}{form}",
        "kana": kana,
        "corporate_number": corporate,
        "phone": f"+813{chance.digits(8)}",
        "email": f"info@{domain}",
        "url": f"https://www.{domain}/",
    }
    if chance.hits(0.6):
        found["invoice_number"] = f"T{corporate}"
    return {**found, **_place(chance)}


def _person(chance: Chance, number: int) -> Doc:
    names = all_names()
    family, given = names.surname(chance), names.given_name(chance, chance.pick("mf"), chance.pick(_BORN))
    return {
        "name": f"{family.text} {given.text}",
        "family_name": family.text,
        "given_name": given.text,
        "kana": f"{family.kana} {given.kana}",
        "family_kana": family.kana,
        "given_kana": given.kana,
        "email": f"{family.latin}.{given.latin}{number}@c{chance.below(number) + 1}.example.co.jp".lower(),
        "phone": f"+813{chance.digits(8)}",
        "mobile": f"+8190{chance.digits(8)}",
        **_place(chance),
    }


def _place(chance: Chance) -> Doc:
    return {"postal_code": f"{chance.digits(3)}-{chance.digits(4)}", "prefecture": "東京都", "city": "港区"}


def typed(chance: Chance, customer: Customer) -> Iterator[tuple[str, str]]:
    """What somebody who looks for the customer may type, by its kind."""
    _, doc = customer
    name, kana = str(doc["name"]), str(doc["kana"])
    yield "name", name
    yield "name in old shapes", name.translate(_OLD_SHAPES)
    bare = "".join(split_legal_form(name).bare.split())
    yield "part of a name", _part(chance, bare, 2)
    yield "one sign of a name", chance.pick(bare)
    yield "kana", kana
    yield "hiragana", jaconv.kata2hira(kana)
    yield "half-width kana", jaconv.z2h(kana, kana=True)
    yield "beginning of the kana", kana[:3]
    yield "romaji", jaconv.kana2alphabet(jaconv.kata2hira(kana))
    yield from _numbers(doc)
    yield "e-mail", str(doc["email"])
    yield "domain", str(doc["email"]).partition("@")[2]
    yield "nobody", name + "鬱"


def _numbers(doc: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    digits = f"0{doc['phone'][3:]}"
    yield "telephone", f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    yield "telephone, wide", jaconv.h2z(f"({digits[:2]}){digits[2:6]}-{digits[6:]}", digit=True, ascii=True)
    yield "last four digits", digits[-4:]
    yield "postal code", f"〒{doc['postal_code']}"
    if number := doc.get("corporate_number"):
        yield "法人番号", str(number)
        yield "T-number", f"T{number}"


def _part(chance: Chance, text: str, length: int) -> str:
    at = chance.below(max(1, len(text) - length))
    return text[at : at + length]
