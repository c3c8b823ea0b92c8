"""Transforms of names: people's whole names and halves, and companies' names and legal forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.mapping.transforms.kind import Transform, as_text
from hub.normalize.kana import katakana
from hub.normalize.late import late
from hub.normalize.names import join_legal_form, split_legal_form
from hub.normalize.persons import join_person_name, split_person_name, without_honorific
from hub.normalize.remembered import remembered
from hub.normalize.text import tidy

NAME = ("name", "family_name", "given_name")
KANA = ("kana", "family_kana", "given_kana")
HALVES = {"name": NAME[1:], "kana": KANA[1:]}

_TO_A_COMPANY = late(r"(?<!\s)\s*+御中$")


def _name_halves(name: str) -> tuple[str, str] | None:
    return split_person_name(name)


def _kana_halves(reading: str) -> tuple[str, str] | None:
    # Two words are family and given name; more words, or one, may be anything.
    words = reading.split(" ")
    return (words[0], words[1]) if len(words) == 2 else None


_SPLITTERS = {"name": _name_halves, "kana": _kana_halves}


def _in_parts(whole: str, text: str) -> dict[str, str]:
    halves = _SPLITTERS[whole](text)
    return {whole: text, **dict(zip(HALVES[whole], halves, strict=True))} if halves else {whole: text}


def person_name(value: Any) -> dict[str, str]:
    """A whole name without 様, and its halves where they can be told apart."""
    text = without_honorific(as_text(value))
    return _in_parts("name", text) if text else {}


def person_kana(value: Any) -> dict[str, str]:
    """A whole reading in full-width katakana, and its halves where a space divides it in two."""
    text = katakana(as_text(value))
    return _in_parts("kana", text) if text else {}


def join_halves(doc: Mapping[str, Any], whole: str) -> str:
    """Family and given name with a space between, as far as they are known."""
    family, given = HALVES[whole]
    return join_person_name(doc.get(family) or "", doc.get(given) or "")


def complete(doc: Mapping[str, Any]) -> Mapping[str, Any]:
    """A person with both the whole names and their halves; a whole that cannot be split is all family name."""
    full: dict[str, Any] | None = None
    for whole, (family, given) in HALVES.items():
        text = doc.get(whole)
        knows_a_half = doc.get(family) is not None or doc.get(given) is not None
        if text is None and knows_a_half:
            full = {**(full or doc), whole: join_halves(doc, whole)}
        elif text is not None and not knows_a_half:
            full = {**(full or doc), family: text, **_in_parts(whole, text)}
    return full or doc


def _whole_name(doc: Mapping[str, Any]) -> str:
    return str(doc.get("name") or join_halves(doc, "name"))


def _whole_kana(doc: Mapping[str, Any]) -> str:
    return str(doc.get("kana") or join_halves(doc, "kana"))


@remembered(16384)
def company_name(text: str) -> str:
    """A company's name with its legal form written out: ㈱山田商店 is 株式会社山田商店."""
    name = _TO_A_COMPANY.sub("", tidy(text))
    bare, form, position = split_legal_form(name)
    # A name in Latin letters keeps its K.K. or Co., Ltd., which is part of how it writes itself.
    return name if form is None or form.isascii() or name.isascii() else join_legal_form(bare, form, position)


def legal_form(text: str) -> str:
    """The legal form within a company's name; nothing where it has none."""
    return split_legal_form(text).legal_form or ""


NAMES = (
    Transform("person_name", person_name, _whole_name, NAME),
    Transform("person_kana", person_kana, _whole_kana, KANA),
    Transform.from_text("company_name", company_name, as_text),
    Transform.from_text("legal_form", legal_form),
)
