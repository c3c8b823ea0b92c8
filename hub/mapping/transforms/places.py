"""Transforms of addresses: a line taken apart into the group `address`, postal codes, prefectures by name or code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.mapping.problems import TransformError
from hub.mapping.transforms.kind import Transform, as_text
from hub.mapping.transforms.numbers import integer
from hub.normalize.addresses import AddressParts, join_address, split_address
from hub.normalize.postal import is_postal_code, postal_code
from hub.normalize.prefectures import PREFECTURES, prefecture, prefecture_named

ADDRESS = ("postal_code", "prefecture", "city", "street", "building")
LINE = ADDRESS[1:]
CITY_STREET = ("city", "street")


def address(value: Any) -> dict[str, str]:
    """A whole address in one text: 〒100-0005 東京都千代田区丸の内1-1-1 見本ビル10F."""
    parts = split_address(as_text(value))._asdict()
    return {name: part for name, part in parts.items() if part}


def address_back(doc: Mapping[str, Any]) -> str:
    """The address in one text, with 〒 where the postal code is known."""
    line = line_back(doc)
    code = doc.get("postal_code")
    return f"〒{code} {line}".strip() if code else line


def line_back(doc: Mapping[str, Any]) -> str:
    """The address in one line without its postal code."""
    return join_address(AddressParts(**{name: doc[name] for name in LINE if doc.get(name)}))


def address_line(value: Any) -> dict[str, str]:
    """An address whose postal code stands elsewhere; so may its prefecture and building."""
    return {name: part for name, part in address(value).items() if name in LINE}


def city_street(value: Any) -> dict[str, str]:
    """Municipality and everything below it, the building included."""
    parts = split_address(as_text(value))
    street = f"{parts.prefecture if not parts.city else ''}{parts.street} {parts.building}".strip()
    return {name: part for name, part in (("city", parts.city), ("street", street)) if part}


def city_street_back(doc: Mapping[str, Any]) -> str:
    """Municipality and street in one text."""
    return f"{doc.get('city') or ''}{doc.get('street') or ''}"


def postal_digits(value: Any) -> str:
    """1000005, as systems without a hyphen want it; a foreign code as it is."""
    code = as_text(value)
    return code.replace("-", "") if is_postal_code(code) else code


def _by_code(code: int) -> str:
    if not 1 <= code <= len(PREFECTURES):
        raise TransformError("is no prefecture's code")
    return PREFECTURES[code - 1].name


def _code_of(value: Any) -> int:
    found = prefecture_named(as_text(value))
    if found is None:
        raise TransformError("is no prefecture of Japan, and this system takes only those")
    return found.code


def prefecture_from_zero(value: Any) -> str:
    """freee's code: 0 is 北海道, 46 is 沖縄県, and -1 is none."""
    code = integer(value)
    return "" if code == -1 else _by_code(code + 1)


def prefecture_to_zero(value: Any) -> int:
    """The prefecture as freee counts."""
    return _code_of(value) - 1


def prefecture_from_jis(value: Any) -> str:
    """JIS X 0401: 1 is 北海道, 47 is 沖縄県, and 0 is none."""
    code = integer(value)
    return "" if code == 0 else _by_code(code)


PLACES = (
    Transform("address", address, address_back, ADDRESS),
    Transform("address_line", address_line, line_back, LINE),
    Transform("city_street", city_street, city_street_back, CITY_STREET),
    Transform.from_text("postal_code", postal_code, as_text),
    Transform.from_text("postal_digits", postal_code, postal_digits),
    Transform.from_text("prefecture", prefecture, as_text),
    Transform("prefecture_from_zero", prefecture_from_zero, prefecture_to_zero),
    Transform("prefecture_from_jis", prefecture_from_jis, _code_of),
)
