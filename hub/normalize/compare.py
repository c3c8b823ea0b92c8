"""When two values say the same: the one spelling of each kind of value, by which equality is decided everywhere.

Invariant: only a difference in writing is forgiven (width, ㈱, separators of a number, the words of a block, order of a
list). What changes the meaning of the words, such as the case of free text or 前株 and 後株, stays a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from hub.model.address import Address
from hub.model.line import Line
from hub.model.spec import specs_of
from hub.normalize.emails import email_key
from hub.normalize.kana import kana_key
from hub.normalize.names import company_spelling
from hub.normalize.numbers import number_key
from hub.normalize.persons import person_spelling
from hub.normalize.phones import phone_spelling
from hub.normalize.postal import postal_key
from hub.normalize.prefectures import prefecture
from hub.normalize.streets import street_spelling
from hub.normalize.text import plain
from hub.normalize.urls import url_key


def comparable(kind: str, value: Any) -> Hashable:
    """What equal values of a kind have in common; None for None."""
    if value is None:
        return None
    of_list = _OF_LISTS.get(kind)
    if of_list is not None and isinstance(value, list | tuple):
        return of_list(value)
    if isinstance(value, str):
        return _OF_TEXTS.get(kind, plain)(value)
    return _of_json(value)


def same(kind: str, a: Any, b: Any) -> bool:
    """Whether two values of a kind differ in writing at most."""
    if a == b:
        return True
    return a is not None and b is not None and comparable(kind, a) == comparable(kind, b)


def _decimal(value: str) -> Hashable:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return plain(value)
    return number if number.is_finite() else value


def _moment(value: str) -> Hashable:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return plain(value)
    return moment if moment.tzinfo is not None else value


def _exactly(value: str) -> Hashable:
    return value


_OF_TEXTS: dict[str, Callable[[str], Hashable]] = {
    "company_name": company_spelling,
    "person_name": person_spelling,
    "kana": kana_key,
    "phone": phone_spelling,
    "email": email_key,
    "url": url_key,
    "postal_code": postal_key,
    "prefecture": prefecture,
    "street": street_spelling,
    "corporate_number": number_key,
    "invoice_number": number_key,
    "datetime": _moment,
    "number": _decimal,
    "money": _decimal,
    "choice": _exactly,
    "ref": _exactly,
}

_LINE_KINDS = {name: spec.kind for name, spec in specs_of(Line).items()}
_ADDRESS_KINDS = {name: spec.kind for name, spec in specs_of(Address).items()}


def _texts(items: list[Any] | tuple[Any, ...]) -> Hashable:
    return frozenset(comparable("text", item) for item in items)


def _records(kinds: Mapping[str, str]) -> Callable[[list[Any] | tuple[Any, ...]], Hashable]:
    def spelled(items: list[Any] | tuple[Any, ...]) -> Hashable:
        # Two equal lines of an invoice are two lines, so they are counted; frozenset alone would make one of them.
        counts: dict[Hashable, int] = {}
        for item in items:
            key = _record(kinds, item) if isinstance(item, dict) else _of_json(item)
            counts[key] = counts.get(key, 0) + 1
        return frozenset(counts.items())

    return spelled


def _record(kinds: Mapping[str, str], item: Mapping[str, Any]) -> Hashable:
    spelled = ((name, comparable(kinds.get(name, "text"), value)) for name, value in item.items())
    return frozenset((name, value) for name, value in spelled if value is not None)


def _of_json(value: Any) -> Hashable:
    match value:
        case dict():
            return frozenset((name, _of_json(item)) for name, item in value.items())
        case list() | tuple():
            return tuple(_of_json(item) for item in value)
        case str():
            return plain(value)
        case _:
            return value if isinstance(value, Hashable) else repr(value)


_OF_LISTS: dict[str, Callable[[list[Any] | tuple[Any, ...]], Hashable]] = {
    "text_list": _texts,
    "lines": _records(_LINE_KINDS),
    "addresses": _records(_ADDRESS_KINDS),
}
