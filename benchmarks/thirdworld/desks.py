"""The desks where records are typed: what each asks for, and what its people make of it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.identity.columns import COMPANY, PERSON, Record
from benchmarks.thirdworld import kana, names, people, places, vocabulary
from benchmarks.thirdworld.chance import Chance
from benchmarks.thirdworld.firms import Firm, Site
from benchmarks.thirdworld.people import Human
from benchmarks.thirdworld.reach import (
    NO_MAILBOXES,
    NO_PHONES,
    beside,
    mail_by_hand,
    misread,
    phone_by_hand,
    work_mailbox,
    wrong_digit,
)


@dataclass(slots=True)
class Post:
    """A person's work at one door of one firm."""

    firm: Firm
    site: Site
    department: str
    english: str
    title: str
    english_title: str
    mailbox: str


def post(chance: Chance, person: Human, firm: Firm, *, boss: bool = False) -> Post:
    """A desk for a person: a boss sits in the main office, others may sit in a branch."""
    site = firm.main if boss or chance.often(0.7) else chance.pick(firm.sites)
    department, english, title, english_title = chance.pick(vocabulary.POSTS)
    if boss:
        department, english, (title, english_title) = "", "", vocabulary.BOSS
    elif "public" in firm.tags:
        department, title = site.label, chance.pick(("主事", "係長", "課長", "主任", "事務長", ""))
    name = (person.former or person.surname)[1] if chance.often(0.3) else person.surname[1]
    mailbox = work_mailbox(chance, name, person.given[1], firm.domain, firm.pattern) if firm.domain else ""
    return Post(firm, site, department, english.replace("_", " "), title, english_title.replace("_", " "), mailbox)


def wholesale_master(chance: Chance, firm: Firm, site: Site, *, under_owner: bool = False) -> Record:
    """得意先マスタ, forty years old: thirty half-width columns a name, telephones without hyphens, many hands."""
    record = Record("wholesale_master", COMPANY, chance.typed_since(1988))
    name = names.with_site(chance, names.short(chance, firm), site)
    if under_owner and firm.owner:
        name = f"{firm.owner.surname[0]}{chance.pick(('', '　'))}{firm.owner.given[0]}"
    record.company_name = chance.weigh(
        {name: 70, f"{name} 様": 8, f"{name}御中": 4, name[:12]: 6, f"{name}(閉店)": 3, f"×{name}": 1}
    )
    if firm.reading and not under_owner and chance.often(0.12):
        record.company_name = names.bank_kana(firm)
    if firm.reading and chance.often(0.75):
        record.company_kana = kana.half_width(kana.without_small(firm.reading))[:20]
    if firm.owner and chance.often(0.4):
        record.person_name, record.person_kana = people.by_hand(chance, firm.owner, care=0.95)
    record.phone = phone_by_hand(chance, _number(chance, site.phone), tidy=0.1) if chance.often(0.92) else ""
    record.postal_code = places.postal_by_hand(chance, site.place, tidy=0.2)
    record.address = places.by_hand(chance, site.place, tidy=0.15, old=0.35)[:30]
    return record


def _number(chance: Chance, number: str) -> str:
    return wrong_digit(chance, number) if chance.often(0.015) else number


def client_ledger(chance: Chance, firm: Firm, site: Site) -> Record:
    """The accountant's clients and their suppliers' invoices: registered names, T-numbers, head offices."""
    record = Record("client_ledger", COMPANY, chance.typed_since(2019))
    record.company_name = names.registered(firm, former=chance.often(0.3))
    if firm.owner and not firm.form and chance.often(0.5):
        record.company_name = f"{record.company_name}　{firm.owner.surname[0]}{firm.owner.given[0]}"
    if firm.reading and chance.often(0.5):
        record.company_kana = names.bank_kana(firm) if chance.often(0.6) else names.reading(chance, firm)
    record.invoice_registration_number = firm.tax_number() if chance.often(0.75) else ""
    record.corporate_number = firm.corporate_number() if chance.often(0.35) else ""
    place = site.place
    record.postal_code = places.postal_by_hand(chance, place, tidy=0.9)
    record.address = places.registered(place) if chance.often(0.55) else places.by_hand(chance, place, tidy=0.95)
    record.phone = phone_by_hand(chance, site.phone, tidy=0.8) if chance.often(0.65) else ""
    record.email = firm.mailbox if chance.often(0.25) else ""
    return record


def member_roster(chance: Chance, firm: Firm, site: Site) -> Record:
    """The chamber's roster and the public directory: web sites, representatives, departments."""
    record = Record("member_roster", COMPANY, chance.typed_since(2012))
    record.company_name = names.with_site(chance, names.short(chance, firm), site)
    record.company_kana = names.reading(chance, firm) if chance.often(0.4) else ""
    if firm.owner and chance.often(0.7):
        record.person_name, record.person_kana = people.by_hand(chance, firm.owner)
    record.phone = phone_by_hand(chance, _number(chance, site.phone), tidy=0.6)
    record.postal_code = places.postal_by_hand(chance, site.place, tidy=0.7)
    record.address = places.by_hand(chance, site.place, tidy=0.6, old=0.08)
    record.email = mail_by_hand(chance, firm.mailbox) if chance.often(0.5) else ""
    if firm.domain and chance.often(0.5):
        record.url = chance.pick(("https://www.{}/", "http://{}", "www.{}", "https://{}/company/")).format(firm.domain)
    return record


def store_list(chance: Chance, firm: Firm, site: Site, *, operator: float = 0.6) -> Record:
    """A franchise house's list of its shops, which names the company that runs a shop or only the shop."""
    record = Record("store_list", COMPANY, chance.typed_since(2015))
    shop = f"{firm.brand}{chance.pick((' ', '　', ''))}{site.label}"
    if chance.often(operator):
        own = names.short(chance, firm)
        record.company_name = chance.pick((f"{own}({shop})", f"{own} {shop}", own, f"{shop}（{own}）"))
        record.email = firm.mailbox if chance.often(0.5) else ""
        record.corporate_number = firm.corporate_number() if chance.often(0.2) else ""
    else:
        record.company_name = shop
    record.phone = phone_by_hand(chance, site.phone, tidy=0.6)
    record.postal_code = places.postal_by_hand(chance, site.place, tidy=0.7)
    record.address = places.by_hand(chance, site.place, tidy=0.6)
    record.department = site.label if chance.often(0.2) else ""
    return record


def inbound_lead(chance: Chance, person: Human, job: Post) -> Record:
    """A form filled in on a telephone on the train: half of it missing, private mailboxes, no legal form."""
    record = Record("inbound_leads", PERSON, chance.typed_since(2017))
    record.person_name, record.person_kana = people.by_hand(chance, person, care=0.82)
    record.person_kana = record.person_kana if chance.often(0.6) else ""
    company = chance.weigh({"own": 78, "english": 6, "none": 10, "private": 6})
    if company == "own":
        record.company_name = job.firm.stem if chance.often(0.45) else names.short(chance, job.firm)
        if chance.often(0.03):
            record.company_name = people.mistyped(chance, record.company_name)
    elif company == "english" and job.firm.english:
        record.company_name = names.english(chance, job.firm)
    elif company == "private":
        record.company_name = chance.pick(("個人", "フリーランス", "なし", "自営業", "-", "学生"))
    private = not job.mailbox or chance.often(0.28)
    record.email = mail_by_hand(chance, person.mailbox if private else job.mailbox, care=0.93)
    record.email = chance.pick(NO_MAILBOXES) if chance.often(0.015) else record.email
    _lead_telephone(chance, record, person, job)
    if chance.often(0.25):
        record.address = places.by_hand(chance, job.site.place, tidy=0.4)
        record.postal_code = places.postal_by_hand(chance, job.site.place)
    record.department = job.department if chance.often(0.3) else ""
    record.title = job.title if chance.often(0.3) else ""
    return record


def _lead_telephone(chance: Chance, record: Record, person: Human, job: Post) -> None:
    given = chance.weigh({"mobile": 42, "work": 22, "both": 8, "dummy": 4, "none": 24})
    mobile, work = (phone_by_hand(chance, number, tidy=0.3) for number in (person.mobile, job.site.phone))
    if given == "mobile":
        record.phone, record.mobile = (mobile, "") if chance.often(0.6) else ("", mobile)
    elif given == "work":
        record.phone = work
    elif given == "both":
        record.phone, record.mobile = work, mobile
    elif given == "dummy":
        record.phone = chance.pick(NO_PHONES)


def event_badge(chance: Chance, person: Human, job: Post) -> Record:
    """A badge or a scanned card, Japanese or English side, with its department and a direct line."""
    record = Record("event_badges", PERSON, chance.typed_since(2014))
    if chance.often(0.13) and job.firm.english:
        return _english_side(chance, record, person, job)
    record.person_name, record.person_kana = people.by_hand(chance, person, former=chance.often(0.2), care=0.95)
    record.person_kana = record.person_kana if chance.often(0.3) else ""
    record.company_name = names.registered(job.firm, former=chance.often(0.2))
    if chance.often(0.25):
        record.company_name = names.short(chance, job.firm)
    record.department = f"{job.site.label} {job.department}".strip() if chance.often(0.85) else ""
    record.title = job.title if chance.often(0.8) else ""
    record.email = job.mailbox if chance.often(0.85) else ""
    fixed = job.site.phone != person.mobile
    direct = beside(chance, job.site.phone) if fixed and chance.often(0.15) else job.site.phone
    record.phone = phone_by_hand(chance, direct, tidy=0.75) if chance.often(0.8) else ""
    record.mobile = phone_by_hand(chance, person.mobile, tidy=0.75) if chance.often(0.4) else ""
    if chance.often(0.7):
        record.postal_code = places.postal_by_hand(chance, job.site.place, tidy=0.9)
        record.address = places.by_hand(chance, job.site.place, tidy=0.85)
    record.url = f"https://www.{job.firm.domain}" if job.firm.domain and chance.often(0.3) else ""
    if chance.often(0.06):
        field = chance.pick(("person_name", "company_name", "email"))
        setattr(record, field, misread(chance, getattr(record, field)))
    return record


def _english_side(chance: Chance, record: Record, person: Human, job: Post) -> Record:
    record.person_name = people.in_roman(chance, person)
    record.company_name = names.english(chance, job.firm)
    record.department, record.title = job.english, job.english_title
    record.email = job.mailbox if chance.often(0.92) else ""
    record.phone = f"+81-{job.site.phone[1:]}"
    record.mobile = f"+81-{person.mobile[1:]}" if chance.often(0.4) else ""
    record.address = places.in_english(job.site.place) if job.site.place.english else ""
    return record


def mail_order(
    chance: Chance, person: Human, *, former: bool = False, gift: bool = False, landline: str = ""
) -> Record:
    """通販の注文者と届け先: households, gifts without a mailbox, flats in every spelling, former towns and surnames."""
    record = Record("mail_order", PERSON, chance.typed_since(2009))
    record.person_name, record.person_kana = people.by_hand(chance, person, former=former, care=0.88)
    if gift:
        record.person_name += chance.pick((" 様", "様", ""))
        record.person_kana = record.person_kana if chance.often(0.3) else ""
    record.postal_code = places.postal_by_hand(chance, person.house, tidy=0.85)
    record.address = places.by_hand(chance, person.house, tidy=0.65, old=0.12)
    number = landline if landline and (gift or chance.often(0.45)) else person.mobile
    record.phone = phone_by_hand(chance, _number(chance, number), tidy=0.5)
    if not gift:
        record.email = mail_by_hand(chance, person.mailbox) if chance.often(0.85) else ""
        record.birthday = person.born.isoformat() if chance.often(0.35) else ""
        record.birthday = "1900-01-01" if chance.often(0.02) else record.birthday
    return record


def club_card(chance: Chance, person: Human, *, landline: str = "") -> Record:
    """A paper card filled in at a shop's counter and typed by a temporary hand: guessed characters, era years lost."""
    record = Record("club_card", PERSON, chance.typed_since(2005))
    record.person_name, record.person_kana = people.by_hand(chance, person, care=0.9)
    if chance.often(0.08):
        record.person_name = people.mistyped(chance, record.person_name)
    record.postal_code = places.postal_by_hand(chance, person.house, tidy=0.5)
    record.address = places.by_hand(chance, person.house, tidy=0.35, old=0.15)
    number = landline if landline and chance.often(0.5) else person.mobile
    record.phone = phone_by_hand(chance, _number(chance, number), tidy=0.4) if chance.often(0.9) else ""
    record.email = mail_by_hand(chance, person.mailbox, care=0.9) if chance.often(0.3) else ""
    if chance.often(0.7):
        born = person.born
        record.birthday = chance.weigh(
            {born.isoformat(): 70, f"{born:%Y/%m/%d}": 15, f"{born:%Y%m%d}": 10, f"{born.year}-01-01": 5}
        )
    return record
