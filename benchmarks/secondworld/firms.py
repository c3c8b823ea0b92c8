"""Companies as they are: numbers, sites with addresses and telephones, mail, and what time does to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.secondworld.addresses import Address
from benchmarks.secondworld.dice import LAST_DAY, History
from benchmarks.secondworld.firm_names import FirmName
from benchmarks.secondworld.phones import fixed_line

_KIND_CODES = {"株式会社": "01", "有限会社": "02", "合同会社": "03"}


@dataclass(slots=True)
class Site:
    """An office: the head office has no label. A block of telephone numbers begins with the switchboard."""

    label: str
    address: History[Address]
    blocks: History[tuple[str, int]]
    closed: int = LAST_DAY

    def line(self, day: int, offset: int = 0) -> str:
        """The switchboard's number that day, or a direct one beside it."""
        return fixed_line(self.blocks.at(day), offset)


@dataclass(slots=True)
class Firm:
    """One legal person, or one trader."""

    entity_id: str
    names: History[FirmName]
    sites: list[Site]
    corporate_number: str = ""
    invoice_number: str = ""
    domains: History[str] = field(default_factory=lambda: History.of(""))
    mailbox: str = ""  # the role mailbox, or the trader's free one
    mail_pattern: str = ""
    mobile_block: int = 0
    mobiles_used: int = 0
    free_dial: str = ""
    ends: int = LAST_DAY
    mailboxes: set[str] = field(default_factory=set)

    def site_on(self, rnd: Random, day: int) -> Site:
        """The head office mostly, else a branch that was open then."""
        branches = [site for site in self.sites[1:] if site.closed >= day]
        return rnd.choice(branches) if branches and rnd.random() < 0.45 else self.sites[0]


def check_digit(base: str) -> int:
    """The first digit of a 法人番号, from the twelve after it."""
    return 9 - sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base))) % 9


def corporate_number(rnd: Random, form: str, serial: int) -> str:
    """Registry, kind of company and serial, with the digit that checks them."""
    registry = rnd.choice(("0100", "0104", "0110", "0200", "0210", "0300", "0400", "1200", "1400", "1800", "2900"))
    base = f"{registry}{_KIND_CODES.get(form, '05')}{serial % 1_000_000:06d}"
    return f"{check_digit(base)}{base}"
