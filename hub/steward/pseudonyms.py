"""Pseudonyms that behave as the values they replace: equal values stay equal, and a phone stays a phone.

Invariant: under one key a value always gets the same pseudonym, and two values that differ in more than the shapes of
letters, or the writing of an address, get two. Without the key nobody can ask whether a name is in there; but who knows
a record well may still recognize it by its shape.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hub.model.address import Address
from hub.model.spec import specs_of
from hub.normalize.emails import is_free_mail, is_role_mailbox
from hub.normalize.legal_forms import WHOLE, alternatives
from hub.normalize.numbers import check_digit
from hub.normalize.streets import MEANINGFUL, street_spelling
from hub.normalize.variants import same_letters

_DIGITS, _LATIN = "0123456789", "abcdefghijklmnopqrstuvwxyz"
_KANA = [chr(code) for code in range(ord("ア"), ord("ン") + 1)]
_KANJI = [chr(code) for code in range(0x4E00, 0x9FA0)]
_TO_HIRAGANA, _TO_WIDE = ord("ァ") - ord("ぁ"), ord("０") - ord("0")
_FORMS = re.compile(f"({alternatives(WHOLE)})")
# Labels of a domain that tell what it is and not whose.
_KEPT_LABELS = frozenset(
    {"com", "net", "org", "jp", "co", "ne", "or", "go", "ac", "ed", "gr", "lg", "www", "https", "http"}
)
_KEPT_KINDS = frozenset({"prefecture", "integer", "number", "money", "choice", "boolean", "ref", "lines"})
_LONGEST_SHIFT_DAYS = 180
_ADDRESS_KINDS = {name: spec.kind for name, spec in specs_of(Address).items()}


class Pseudonyms:
    """The pseudonyms of one key."""

    def __init__(self, key: str) -> None:
        chance = random.Random(key)  # noqa: S311 - the key is the secret # nosec B311
        self._table = _table(chance)
        self._days = timedelta(days=chance.choice((-1, 1)) * chance.randint(7, _LONGEST_SHIFT_DAYS))
        self._streets = _table(chance, kept=MEANINGFUL)
        self._by_kind: Mapping[str, Callable[[str], str]] = {
            "company_name": self._company,
            "phone": self._phone,
            "email": self._email,
            "url": self._url,
            "street": self._street,
            "corporate_number": self._number,
            "invoice_number": lambda text: text[:1] + self._number(text[1:]),
            "date": self._day,
            "datetime": self._moment,
        }

    def value(self, kind: str, value: Any) -> Any:
        """The pseudonym of a canonical value of a kind; what names nobody (a choice, an amount) stays."""
        if value is None or kind in _KEPT_KINDS:
            return value
        if isinstance(value, list):
            return [self.value("text", item) for item in value]
        if isinstance(value, Mapping):
            return {name: self.value(_ADDRESS_KINDS.get(name, "text"), item) for name, item in value.items()}
        return self._by_kind.get(kind, self.text)(value) if isinstance(value, str) else value

    def text(self, text: str) -> str:
        """Letter by letter within its script, so that two spellings of one word stay two spellings of one word."""
        return text.translate(self._table)

    def _company(self, text: str) -> str:
        return "".join(part if part in WHOLE else self.text(part) for part in _FORMS.split(text))

    def _phone(self, text: str) -> str:
        # The first digit behind the country tells mobile from fixed.
        head = 4 if text.startswith("+81") else 2
        return text[:head] + self.text(text[head:])

    def _email(self, text: str) -> str:
        local, at, domain = text.partition("@")
        kept = local if is_role_mailbox(text) else self.text(local)
        return kept + at + (domain if is_free_mail(domain) else self._url(domain))

    def _url(self, text: str) -> str:
        labels = re.split(r"([./:@?&=#-]+)", text)
        return "".join(label if label in _KEPT_LABELS else self.text(label) for label in labels)

    def _street(self, text: str) -> str:
        # Letter by letter 四番 and 4番 would become two streets, and 丁目 a name.
        return street_spelling(text).translate(self._streets)

    def _number(self, text: str) -> str:
        if len(text) != 13 or not text.isdecimal():
            return self.text(text)
        is_right = check_digit(text[1:]) == int(text[0])
        twelve = self.text(text[1:])
        right = check_digit(twelve)
        # A wrong check digit stays wrong: it is why the number proves nothing.
        return f"{right if is_right else right % 9 + 1}{twelve}"

    def _day(self, text: str) -> str:
        return (date.fromisoformat(text) + self._days).isoformat()

    def _moment(self, text: str) -> str:
        return (datetime.fromisoformat(text) + self._days).isoformat()


def _table(chance: random.Random, kept: str = "") -> dict[int, str]:
    table: dict[int, str] = {}
    for letters in (_DIGITS, _LATIN):
        for one, other in _ring(chance, letters):
            table[ord(one)], table[ord(one.upper())] = other, other.upper()
            table[ord(one) + _TO_WIDE] = chr(ord(other) + _TO_WIDE)
            table[ord(one.upper()) + _TO_WIDE] = chr(ord(other.upper()) + _TO_WIDE)
    for one, other in _ring(chance, [letter for letter in _KANA if letter not in kept]):
        table[ord(one)], table[ord(one) - _TO_HIRAGANA] = other, chr(ord(other) - _TO_HIRAGANA)
    usual = [letter for letter in _KANJI if same_letters(letter) == letter and letter not in kept]
    table |= {ord(one): other for one, other in _ring(chance, usual)}
    # The shapes of one letter (高 and 髙) get one pseudonym: which shape it was is lost, that it is one letter is not.
    table |= {ord(one): table[ord(same_letters(one))] for one in _KANJI if ord(same_letters(one)) in table}
    return table


def _ring(chance: random.Random, letters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each letter with the next one of a shuffled ring, so that none stays itself."""
    drawn = chance.sample(letters, len(letters))
    return zip(drawn, drawn[1:] + drawn[:1], strict=True)
