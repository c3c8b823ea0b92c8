"""Numbers that offices give out: 法人番号 with its check digit, telephone numbers."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.identity.chance import Chance


def corporate_number(chance: Chance) -> str:
    """Thirteen digits, of which the first is the check digit by the tax agency's rule."""
    return with_check_digit(f"{chance.between(1, 4999):04d}{chance.pick(('01', '02', '03', '05'))}{chance.digits(6)}")


def with_check_digit(body: str) -> str:
    """The twelve digits behind their check digit: nine less the remainder by nine of the sum weighted 1 and 2."""
    total = sum(int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(body)))
    return f"{9 - total % 9}{body}"


class Phone(NamedTuple):
    """A telephone number in its three groups; `is_mobile` for those that begin 070, 080, 090."""

    area: str
    local: str
    last: str
    is_mobile: bool = False

    @property
    def digits(self) -> str:
        return self.area + self.local + self.last


def landline(chance: Chance, area_code: str) -> Phone:
    """A number of ten digits; two of a hundred companies have one of an IP telephone."""
    if chance.hits(0.02):
        return Phone("050", f"{chance.between(1000, 8999)}", chance.digits(4))
    length = 6 - len(area_code)
    return Phone(area_code, str(chance.between(2 * 10 ** (length - 1), 10**length - 1)), chance.digits(4))


def extension_of(chance: Chance, phone: Phone) -> Phone:
    """A direct line in the same block of numbers."""
    return phone._replace(last=phone.last[:2] + chance.digits(2))


def mobile(chance: Chance) -> Phone:
    """A mobile number."""
    prefix = chance.pick(("090", "090", "090", "080", "080", "080", "070"))
    return Phone(prefix, f"{chance.between(1000, 9999)}", chance.digits(4), is_mobile=True)
