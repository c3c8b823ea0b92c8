"""What the matcher compares: each record as short texts of one spelling each, "" where nothing usable was said.

Invariant: a record's features depend on that record only, so one that did not change need not be read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from hub.matching.company_features import OF_COMPANY, company_features
from hub.matching.mailbox_features import OF_EMAIL, email_features, local_part, mailbox_owner, of_desk
from hub.normalize.identity.area_codes import prefectures_of_line
from hub.normalize.identity.birthdays import birthday_key
from hub.normalize.identity.foreign_names import tongue
from hub.normalize.identity.numbers import corporate_digits, identity_key, state_numbers
from hub.normalize.identity.persons import PersonParts, person_parts
from hub.normalize.identity.phones import phone_numbers
from hub.normalize.identity.placeholders import NOBODY, SAYS_NOTHING
from hub.normalize.identity.places import place
from hub.normalize.identity.postal_areas import prefecture_of_postal
from hub.normalize.identity.sites import site_owner
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
OF_NAME = (
    "family",
    "given",
    "whole",
    "head",
    "signs",
    "sound",
    "sounds",
    "family_sounds",
    "given_sounds",
    "initials",
    "tongue",
    "maiden",
)
OF_PHONE = ("phone", "exchange", "mobile", "phones")
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
    local = local_part(written) if email[2] else ""
    owner = mailbox_owner(local, name[7], name[8], email[3], company[6], company[7], name[10])
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
    if parts.script == "latin" and len(parts.given) == 1:
        # T. Yamada tells no given name, and of the family all that Yamada does.
        return ("",) * 7 + (" ".join(families), "", families[0][:1] + parts.given if families else "", "", "")
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
        tongue(parts) if parts.whole else "",
        parts.former,
    )


def _signs(parts: PersonParts) -> str:
    """A family name alone has no order that could be turned."""
    return "".join(sorted(parts.whole)) if parts.given or not parts.family else ""


@lru_cache(maxsize=1 << 12)
def is_desk(name: str) -> bool:
    """Whether a name stands for whoever sits there: ご担当者様, 代表者; 不明 does not."""
    letters = _NO_LETTERS.sub("", fold(name[:_LONGEST]))
    bare = letters.removesuffix("様").removesuffix("殿")
    return (bare in NOBODY and bare not in SAYS_NOTHING) or bool(_ANY_DESK.fullmatch(bare))


@lru_cache(maxsize=1 << 11)
def phone_features(phone: str, mobile: str) -> tuple[str, str, str, str]:
    """A line of a building, what colleagues' lines have in common with it, the first mobile number, and all lines."""
    numbers = [number for cell in (mobile, phone) if cell for number in phone_numbers(cell)]
    mobiles = [number.digits for number in numbers if number.line == "mobile"]
    lines = [number for number in numbers if number.line not in {"mobile", "local"}]
    line = lines[-1] if lines else None
    exchange = line.digits[:-2] if line is not None and line.line == "fixed" else ""
    every = " ".join(dict.fromkeys(number.digits for number in lines)) if len(lines) > 1 else ""
    digits = line.digits if line else ""
    return digits, exchange, mobiles[0] if mobiles else "", every or digits


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
