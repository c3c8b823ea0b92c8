"""Transforms of names: people's whole names and halves, and companies' names and legal forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.mapping.transforms.kind import Transform
from hub.mapping.transforms.text import kana, width

NAME = ("name", "family_name", "given_name")
KANA = ("kana", "family_kana", "given_kana")
HALVES = {"name": NAME[1:], "kana": KANA[1:]}


def _split(text: str, fields: tuple[str, str, str]) -> dict[str, str]:
    # Two words are family and given name in Japan; more words, or one, may be anything.
    words = text.split(" ")
    return dict(zip(fields, (text, *words), strict=True)) if len(words) == 2 else {fields[0]: text} if text else {}


def person_name(value: Any) -> dict[str, str]:
    """A whole name, and its halves where a space divides it in two."""
    return _split(width(value), NAME)


def person_kana(value: Any) -> dict[str, str]:
    """A whole reading in full-width katakana, and its halves likewise."""
    return _split(kana(value), KANA)


def join_halves(halves: Mapping[str, Any], whole: str) -> str:
    """Family and given name with a space between, as far as they are known."""
    return " ".join(halves[half] for half in HALVES[whole] if halves.get(half))


def complete(doc: Mapping[str, Any]) -> dict[str, Any]:
    """A person with both the whole names and their halves; a whole that cannot be split is all family name."""
    full = dict(doc)
    for whole, (family, given) in HALVES.items():
        if full.get(whole) is None and (joined := join_halves(full, whole)):
            full[whole] = joined
        elif full.get(whole) is not None and full.get(family) is None and full.get(given) is None:
            found = _split(full[whole], (whole, family, given))
            full |= found if family in found else {family: full[whole]}
    return full


def _whole_name(doc: Mapping[str, Any]) -> str:
    return str(doc.get("name") or join_halves(doc, "name"))


def _whole_kana(doc: Mapping[str, Any]) -> str:
    return str(doc.get("kana") or join_halves(doc, "kana"))


NAMES = (
    Transform("person_name", person_name, _whole_name, NAME),
    Transform("person_kana", person_kana, _whole_kana, KANA),
)
