"""Tells a card of a namesake from an older state of the same card, where neither has a UID."""

from __future__ import annotations

import re
import unicodedata

import msgspec

_NO_DIGIT = re.compile(r"\D")
_DIGITS_COMPARED = 9
"""So many at the end are the same with and without the code of the country."""


class Reach(msgspec.Struct, frozen=True):
    """By what a card's person is reached, and their name."""

    name: str = ""
    family: str = ""
    given: str = ""
    company: str = ""
    email: str = ""
    mobile: str = ""
    phone: str = ""
    home_phone: str = ""
    fax: str = ""
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """The name as people read it."""
        return self.name or f"{self.family} {self.given}".strip() or self.company

    def is_strange_to(self, other: Reach) -> bool:
        """Whether both tell numbers or addresses, and share none."""
        return bool(self._ways and other._ways) and self._ways.isdisjoint(other._ways)

    @property
    def _ways(self) -> set[str]:
        numbers = (self.mobile, self.phone, self.home_phone, self.fax, *self.other_phones)
        mails = (self.email, *self.other_emails)
        return {_digits(number) for number in numbers if number} | {mail.casefold() for mail in mails if mail}


def _digits(number: str) -> str:
    return _NO_DIGIT.sub("", unicodedata.normalize("NFKC", number))[-_DIGITS_COMPARED:]


READ_REACH = msgspec.json.Decoder(Reach)
