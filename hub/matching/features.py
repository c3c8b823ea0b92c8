"""What the matcher compares: each record as short texts of one spelling each, "" where nothing usable was said.

Invariant: a record's features depend on that record only, so one that did not change need not be read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from hub.matching.company_features import OF_COMPANY, company_features
from hub.normalize.identity.area_codes import prefectures_of_line
from hub.normalize.identity.birthdays import birthday_key
from hub.normalize.identity.mailboxes import mailboxes
from hub.normalize.identity.numbers import corporate_digits, identity_key, state_numbers
from hub.normalize.identity.persons import PersonParts, person_parts
from hub.normalize.identity.phones import phone_numbers
from hub.normalize.identity.placeholders import NOBODY, SAYS_NOTHING
from hub.normalize.identity.places import place
from hub.normalize.identity.postal_areas import prefecture_of_postal
from hub.normalize.identity.romaji import romaji_key
from hub.normalize.identity.sites import site_owner
from hub.normalize.identity.skeleton import skeleton
from hub.normalize.late import late
from hub.normalize.text import fold

COLUMNS = (
    "record_id",
    "source",
    "entity_type",
    "company_name",
    "company_kana",
    "person_name",
    "person_kana",
    "email",
    "phone",
    "mobile",
    "postal_code",
    "address",
    "corporate_number",
    "invoice_registration_number",
    "url",
    "department",
    "title",
    "birthday",
    "identity_number",
    "updated_at",
)
COMPANY, PERSON = "company", "person"
OF_NAME = ("family", "given", "whole", "head", "signs", "sound", "sounds", "family_sounds", "given_sounds", "initials")
OF_EMAIL = ("email", "desk", "mailbox", "domain", "unnumbered")
OF_PHONE = ("phone", "exchange", "mobile")
OF_PLACE = ("postal", "city", "town", "place", "spot", "room")
FEATURES = (
    *OF_COMPANY,
    *OF_NAME,
    *OF_EMAIL,
    "owner",
    "site",
    *OF_PHONE,
    *OF_PLACE,
    "regions",
    "number",
    "trader",
    "birthday",
    "identity",
    "department",
    "title",
)
"""The names of the features, in the order in which `features` gives them; plural ones hold several words."""

_LONGEST = 100
_LONGEST_SAID = 1000
# Who tries a form is called so, and so are the examples beside its fields.
_SAMPLES = frozenset(
    {"山田太郎", "山田花子", "日本太郎", "ヤマダタロウ", "ヤマダハナコ", "taro yamada", "hanako yamada"}
)
_ANY_DESK = late(
    "(?:.{2,6}部)?(?:経理|購買|総務|営業|人事|仕入|採用)?[御ご]?担当者?|代表者?|責任者|店長|社長|院長|園長|所長|各位"
)
_NO_LETTERS = late(r"[\W_]+")
_LETTERS_BEFORE_NUMBER = 2
OfEmail = tuple[str, str, str, str, str]
_TYPED_AT_RANDOM = late(r"([a-z])\1*@\1+\.(?:[a-z]+\.)?[a-z]{2,3}")
_NOWHERE = ("",) * (len(OF_PLACE) + 1)


def features(record: Mapping[str, str]) -> tuple[str, ...]:
    """The features of a record of `COLUMNS`; columns may be missing, and of a text without end its beginning counts."""
    if sum(map(len, record.values())) > _LONGEST_SAID:
        record = {column: said[:_LONGEST_SAID] for column, said in record.items()}
    get = record.get
    company = company_features(get("company_name") or "", get("company_kana") or "")
    name = name_features(get("person_name") or "", get("person_kana") or "")
    written = get("email") or ""
    email = email_features(written)
    if email[0] and not name[0] and not name[6] and is_desk(get("person_name") or ""):
        email = of_desk(email)
    owner = mailbox_owner(local_part(written) if email[2] else "", name[7], name[8], email[3], company[6], company[7])
    site = site_owner(url) if (url := get("url")) else ""
    phone = phone_features(get("phone") or "", get("mobile") or "")
    where = place_features(get("address") or "", get("postal_code") or "")
    numbers = number_features(get("corporate_number") or "", get("invoice_registration_number") or "")
    birthday = birthday_key(born) if (born := get("birthday")) else ""
    return (
        *company,
        *name,
        *email,
        owner,
        site or email[3],
        *phone,
        *where[:-1],
        regions(phone[0], phone[1], where[-1]),
        *numbers,
        birthday,
        identity_key(number) if (number := get("identity_number")) else "",
        text_feature(get("department") or ""),
        text_feature(get("title") or ""),
    )


@lru_cache(maxsize=1 << 11)
def name_features(name: str, kana: str) -> tuple[str, ...]:
    """The name as written, and as it sounds or may sound; `signs` do not know their order."""
    parts = person_parts(name, kana) if name or kana else PersonParts()
    if parts.whole in _SAMPLES or len(set(parts.whole)) == 1 < len(parts.whole):
        parts = PersonParts()
    written = parts.script == "kanji"
    families, givens = parts.family_romaji, parts.given_romaji
    is_read = len(families) == len(givens) == 1 and (not written or parts.given_kana != "")
    return (
        parts.family if written else "",
        parts.given if written else "",
        parts.whole if written else "",
        parts.whole[:2] if written else "",
        _signs(parts) if written else " ".join(sorted((families[0], givens[0]))) if is_read else "",
        families[0] + givens[0] if is_read else "",
        " ".join(family + given for family in families[:2] for given in givens[:4]),
        " ".join(families),
        " ".join(givens),
        families[0][:1] + givens[0][:1] if is_read else "",
    )


def _signs(parts: PersonParts) -> str:
    """A family name alone has no order that could be turned."""
    return "".join(sorted(parts.whole)) if parts.given or not parts.family else ""


@lru_cache(maxsize=1 << 11)
def email_features(text: str) -> OfEmail:
    """The mailbox of one person or that of a desk, the local part of the first, the domain of the employer, and for
    one at work the local part without the number by which firms tell namesakes apart.
    """
    found = [box for box in mailboxes(text) if not _TYPED_AT_RANDOM.fullmatch(box.address)] if text else []
    if not found:
        return "", "", "", "", ""
    box = next((box for box in found if not box.is_role), found[0])
    if box.is_role:
        return "", box.address, "", box.owner, ""
    return box.address, "", box.name, box.owner, _unnumbered(box.name) if box.owner else ""


def _unnumbered(name: str) -> str:
    """Of a mailbox that is all number, as of an employee, it is the same whatever the number."""
    bare = name.rstrip("0123456789")
    return "#" if bare != name and len(bare) <= _LETTERS_BEFORE_NUMBER else bare


def local_part(written: str) -> str:
    """As it was written: some providers deliver whatever the dots, and only these part the words."""
    return written[:_LONGEST].partition("@")[0].lower()


_WORDS = late("[a-z]+")


@lru_cache(maxsize=1 << 11)
def mailbox_owner(mailbox: str, families: str, givens: str, domain: str, sounds: str, consonants: str) -> str:
    """Whose a mailbox is by its name: his who has it ("self"), somebody else's ("another"), or "firm" where a free
    provider's is called after the company. Families, givens and sounds are words that may be read so.
    """
    owner = _owner(mailbox, families, givens) if givens else ""
    is_free = mailbox != "" and not domain
    return "firm" if owner != "self" and is_free and _is_of_firm(mailbox, families, sounds, consonants) else owner


def of_desk(email: OfEmail) -> OfEmail:
    """A mailbox that belongs to whoever sits there, and not to a person."""
    return "", email[0], "", email[3], ""


def _owner(mailbox: str, families: str, givens: str) -> str:
    """Whether a mailbox is called after the one whose name may sound so ("self") or after somebody else ("another").

    "" where it tells no given name: taro1980 is, yamada.hanako is not Yamada Taro's; yamada-family and blue-cat may be.
    """
    words = [romaji_key(word) for word in _WORDS.findall(mailbox)]
    own, kin = givens.split(), families.split()
    if any(word in own for word in words):
        return "self"
    if not any(word in kin for word in words):
        return _by_initial(words, own, kin)
    rest = [word for word in words if word not in kin]
    if len(rest) != 1 or rest[0] == "family":
        return ""
    if len(rest[0]) == 1:
        return "" if any(name.startswith(rest[0]) for name in own) else "another"
    return "another"


def _by_initial(words: list[str], own: list[str], kin: list[str]) -> str:
    """suzukit1980 and tsuzuki: a family name with an initial before or after it."""
    joined = "".join(words)
    for family in kin:
        initial = joined.removeprefix(family) if joined.startswith(family) else joined.removesuffix(family)
        if initial in own:
            return "self"
        # A letter that stands alone (p1) is nobody's initial.
        if len(initial) == 1 and initial != joined:
            return "" if any(name.startswith(initial) for name in own) else "another"
    return ""


def _is_of_firm(mailbox: str, families: str, sounds: str, consonants: str) -> bool:
    """Whether a mailbox of a free provider is called after the firm, so that whoever works there reads it."""
    letters = "".join(_WORDS.findall(mailbox))
    said = romaji_key(letters)
    if said in families.split():
        return False
    if any(_begins_alike(said, sound, _LIKE_SOUND) for sound in sounds.split()):
        return True
    return bool(consonants) and _begins_alike(skeleton(letters), consonants, _LIKE_CONSONANTS)


_LIKE_SOUND, _LIKE_CONSONANTS = 8, 5


def _begins_alike(one: str, other: str, letters: int) -> bool:
    """Whether so many first letters are the same, or all of the shorter one where it has but one fewer or two."""
    shared = min(len(one), len(other), letters)
    return shared >= letters - 2 and one[:shared] == other[:shared]


@lru_cache(maxsize=1 << 12)
def is_desk(name: str) -> bool:
    """Whether a name stands for whoever sits there: ご担当者様, 代表者; 不明 does not."""
    letters = _NO_LETTERS.sub("", fold(name[:_LONGEST]))
    bare = letters.removesuffix("様").removesuffix("殿")
    return (bare in NOBODY and bare not in SAYS_NOTHING) or bool(_ANY_DESK.fullmatch(bare))


@lru_cache(maxsize=1 << 11)
def phone_features(phone: str, mobile: str) -> tuple[str, str, str]:
    """The first line of a building, what colleagues' lines have in common with it, and the first mobile number."""
    numbers = [number for cell in (mobile, phone) if cell for number in phone_numbers(cell)]
    mobiles = [number.digits for number in numbers if number.line == "mobile"]
    lines = [number for number in numbers if number.line not in {"mobile", "local"}]
    line = lines[-1] if lines else None
    exchange = line.digits[:-2] if line is not None and line.line == "fixed" else ""
    return line.digits if line else "", exchange, mobiles[0] if mobiles else ""


@lru_cache(maxsize=1 << 11)
def place_features(address: str, code: str) -> tuple[str, ...]:
    """Postal code, city, city with town, the same with the numbers of the block, code with these, room, prefecture."""
    if not address and not code:
        return _NOWHERE
    found = place(address, code)
    # The street of a Latin address is none of a Japanese town's, and a number alone is in every town.
    town = f"{found.city}{found.town}" if found.town and not found.town.isascii() else ""
    block = f"{found.city}{found.town} {found.block}" if found.block and (found.city or found.town) else ""
    spot = f"{found.postal_code} {found.block}" if found.postal_code and found.block else ""
    prefecture = found.prefecture or (prefecture_of_postal(found.postal_code) if len(found.postal_code) == 7 else "")
    return found.postal_code, found.city, town, block, spot, found.room, prefecture


def regions(line: str, exchange: str, prefecture: str) -> str:
    """The prefectures that the address and the area code of a line tell; one without an exchange tells none."""
    told = prefectures_of_line(line) if exchange else ()
    return " ".join(sorted({prefecture, *told})) if prefecture else " ".join(told)


def number_features(corporate: str, invoice: str) -> tuple[str, str]:
    """The 法人番号, whichever column it stands in, and the number of a trader who has none."""
    told = state_numbers(invoice) if invoice else None
    number = (corporate_digits(corporate) if corporate else "") or (told.corporate if told else "")
    return number, told.trader if told and not number else ""


@lru_cache(maxsize=1 << 11)
def text_feature(text: str) -> str:
    """A text that is compared as a whole."""
    return fold(text[:_LONGEST]) if text else ""
