"""What there is to be seen of a firm or a person on one day: the truth, before a system writes it down."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.secondworld.addresses import Address
from benchmarks.secondworld.firm_names import FirmName
from benchmarks.secondworld.firms import Firm, Site
from benchmarks.secondworld.people import Name, Person, Post


@dataclass(slots=True)
class FirmSight:
    """A firm on a day, seen at one of its offices."""

    name: FirmName
    branch: str
    address: Address
    phone: str
    mailbox: str
    domain: str
    corporate_number: str
    invoice_number: str
    former: str  # what it was called before, if it was renamed


@dataclass(slots=True)
class PersonSight:
    """A person on a day: at work (`firm` is there) or at home."""

    day: int
    name: Name
    sex: str
    born: str
    firm: FirmSight | None
    department: str
    title: str
    address: Address | None
    phone: str
    mobile: str
    mail: str
    private_mail: str


def see_site(firm: Firm, site: Site, day: int) -> FirmSight:
    """The firm as an office of it shows itself that day."""
    return FirmSight(
        firm.names.at(day),
        site.label,
        site.address.at(day),
        site.line(day),
        firm.mailbox,
        firm.domains.at(day),
        firm.corporate_number,
        firm.invoice_number,
        _former(firm, day),
    )


def _former(firm: Firm, day: int) -> str:
    called = [name.core for since, name in firm.names.entries if since <= day]
    return called[-2] if len(called) > 1 and called[-2] != called[-1] else ""


def see_firm(rnd: Random, firm: Firm, day: int) -> FirmSight:
    """The firm by one of its offices; one that has a free-dial number shows it now and then."""
    sight = see_site(firm, firm.site_on(rnd, day), day)
    if firm.free_dial and rnd.random() < 0.4:
        sight.phone = firm.free_dial
    return sight


def see_at_work(person: Person, post: Post, day: int) -> PersonSight:
    """Somebody with a post, as the card of that day would say."""
    firm = see_site(post.firm, post.site, day)
    return PersonSight(
        day, person.names.at(day), person.sex, person.born.isoformat(), firm, post.department, post.title,
        firm.address, post.direct or firm.phone, post.mobile, post.mail or firm.mailbox, person.mail,
    )  # fmt: skip


def see_at_home(person: Person, day: int) -> PersonSight:
    """Somebody as a customer of their own."""
    home = person.homes.at(day) if person.homes else None
    mobile = person.mobiles.at(day)
    return PersonSight(
        day, person.names.at(day), person.sex, person.born.isoformat(), None, "", "",
        home, person.home_phones.at(day), mobile, person.mail, person.mail,
    )  # fmt: skip
