"""One card in plain words: the payload that the mapping reads, and the name under which the card is known.

Invariant: every text of the card is in the payload, in its own place or under `more`; pictures, sounds and keys are
left out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec

from connectors.vcard.lines import Property
from connectors.vcard.text import divided, text_of, unescaped

Payload = dict[str, Any]

DIGEST = "~"
"""How the id of a card without a UID begins."""
_LEFT_OUT = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "VERSION", "PRODID"})
_READING = "X-IRMC-N"
BY_NUMBER = "?mobile"
"""Where numbers wait that are mobile ones by nothing but their digits; no other name begins so."""
_ADDRESS = ("pobox", "building", "street", "city", "prefecture", "postal_code", "country")
NAME = ("family", "given", "middle", "prefix", "suffix")
_KANA = {"X-PHONETIC-LAST-NAME": "family_kana", "X-PHONETIC-FIRST-NAME": "given_kana", "X-PHONETIC-ORG": "company_kana"}
_SINGLE = {"UID": "uid", "FN": "name", "TITLE": "title", "ROLE": "role", "NOTE": "note", "REV": "rev"}
_SOCIAL = frozenset({"X-SOCIALPROFILE", "IMPP", "X-TWITTER", "X-FACEBOOK", "X-LINE"})
_FAX_LABEL = re.compile(r"fax|ファック?ス", re.IGNORECASE)
_JAPANESE_MOBILE = re.compile(r"(?:\+?810?|0)[789]0\d{8}")
_NO_DIGIT = re.compile(r"[^\d+]")
_SCHEME = re.compile(r"^(?:tel|mailto):", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d(?:T.*)?", re.DOTALL)
_JAPAN = timezone(timedelta(hours=9))
_REVISION = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")


def payload_of(properties: Sequence[Property]) -> Payload:
    """The card's words. Raises `UnreadableTextError` where a text can't be read."""
    payload: Payload = {}
    labels = {found.group: found for found in properties if found.group and found.name == "X-ABLABEL"}
    for found in sorted(properties, key=_preference):
        if not is_text(found):
            continue
        name = _name_of(found)
        text = text_of(found)
        if name == "TEL" and found.group in labels and _FAX_LABEL.search(text_of(labels[found.group])):
            found = found.with_type("FAX")
        if text.strip() and not text.startswith("data:"):
            _WAYS.get(name, _more)(payload, found, text)
    if _is_company(payload):
        payload["is_company"] = True
        payload.setdefault("company", payload.pop("name", ""))
    return payload


def is_text(found: Property) -> bool:
    """Whether it is something to read. Base64 wraps pictures, and in some old organisers names and notes."""
    name = _name_of(found)
    return name in _WAYS if found.encoding == "BASE64" else name not in _LEFT_OUT


def _name_of(found: Property) -> str:
    return _READING if found.name == "SOUND" and found.has_type(_READING) else found.name


def _preference(found: Property) -> int:
    """Preferred values first; equals stay in the order of the card."""
    if found.has_type("PREF"):
        return 0
    given = found.parameters.get("PREF", ())
    return int(given[0]) if given and given[0].isascii() and given[0].isdigit() and len(given[0]) <= 3 else 100


def _single(payload: Payload, found: Property, text: str) -> None:
    payload.setdefault(_SINGLE[found.name], unescaped(text))


def _kana(payload: Payload, found: Property, text: str) -> None:
    payload.setdefault(_KANA[found.name], unescaped(text))


def _name(payload: Payload, found: Property, text: str) -> None:
    for key, value in zip(NAME, divided(text), strict=False):
        if value:
            payload.setdefault(key, value)


def _reading(payload: Payload, found: Property, text: str) -> None:
    """The reading as Japanese mobile phones write it, as the sound of the name."""
    for key, value in zip(("family_kana", "given_kana"), divided(text), strict=False):
        if value:
            payload.setdefault(key, value)


def _organisation(payload: Payload, found: Property, text: str) -> None:
    company, *units = divided(text)
    if company:
        payload.setdefault("company", company)
    if department := " ".join(unit for unit in units if unit):
        payload.setdefault("department", department)


def _phone(payload: Payload, found: Property, text: str) -> None:
    number = _SCHEME.sub("", unescaped(text))
    types = found.types
    if "FAX" in types:
        kind = "fax"
    elif types & {"CELL", "IPHONE", "MOBILE"}:
        kind = "mobile"
    elif "HOME" in types:
        kind = "home_phone"
    else:
        kind = "phone"
        if _JAPANESE_MOBILE.fullmatch(_NO_DIGIT.sub("", unicodedata.normalize("NFKC", number))):
            payload.setdefault(BY_NUMBER, []).append(number)
            return
    first_or_other(payload, kind, "other_phones", number)


def _email(payload: Payload, found: Property, text: str) -> None:
    first_or_other(payload, "email", "other_emails", _SCHEME.sub("", unescaped(text)))


def first_or_other(payload: Payload, first: str, others: str, value: str) -> None:
    """Put the value in the first place; where another is there, among the others."""
    if payload.setdefault(first, value) != value and value not in payload.setdefault(others, []):
        payload[others].append(value)


def _address(payload: Payload, found: Property, text: str) -> None:
    parts = {key: value for key, value in zip(_ADDRESS, divided(text), strict=False) if value}
    if parts:
        payload.setdefault("home_address" if found.has_type("HOME") else "address", parts)


def _birthday(payload: Payload, found: Property, text: str) -> None:
    """A whole day; many address books keep birthdays without their year, or under a year that means none."""
    is_whole = _DAY.fullmatch(text.strip()) is not None and "X-APPLE-OMIT-YEAR" not in found.parameters
    if is_whole:
        payload.setdefault("birthday", _day(unescaped(text)))
    else:
        _more(payload, found, text)


def _day(text: str) -> str:
    """The day of a moment; a midnight of Japan that a program wrote in another zone is that of its day there."""
    moment = moment_of(text) if "T" in text else None
    in_japan = moment.astimezone(_JAPAN) if moment is not None else None
    return in_japan.date().isoformat() if in_japan is not None and not in_japan.hour else text.partition("T")[0]


def _url(payload: Payload, found: Property, text: str) -> None:
    first_or_other(payload, "url", "other_urls", unescaped(text))


def _categories(payload: Payload, found: Property, text: str) -> None:
    known = payload.setdefault("categories", [])
    known.extend(word for word in divided(text, ",") if word and word not in known)


def _social(payload: Payload, found: Property, text: str) -> None:
    payload.setdefault("sns", []).append(unescaped(text))


def _more(payload: Payload, found: Property, text: str) -> None:
    payload.setdefault("more", {}).setdefault(found.name, []).append(unescaped(text))


Way = Callable[[Payload, Property, str], None]
_WAYS: dict[str, Way] = {
    **dict.fromkeys(_SINGLE, _single),
    **dict.fromkeys(_KANA, _kana),
    **dict.fromkeys(_SOCIAL, _social),
    "N": _name,
    _READING: _reading,
    "ORG": _organisation,
    "TEL": _phone,
    "EMAIL": _email,
    "ADR": _address,
    "BDAY": _birthday,
    "URL": _url,
    "CATEGORIES": _categories,
}


def _is_company(payload: Payload) -> bool:
    """Whether the card stands for a company and for nobody in it, as KIND or Apple's sign says."""
    more = payload.get("more", {})
    kinds = [word.lower() for word in (*more.get("KIND", ()), *more.get("X-ABSHOWAS", ()))]
    return not {"org", "company"}.isdisjoint(kinds)


def id_of(payload: Payload) -> str | None:
    """The card's own UID; without one a digest of who it is of; None where it says neither."""
    if uid := payload.get("uid"):
        return str(uid)[:500]
    told = [str(payload.get(key, "")) for key in ("name", "family", "given", "company")]
    if not any(told):
        return None
    told.append(str(payload.get("email") or payload.get("mobile") or ""))
    return DIGEST + hashlib.sha256("\0".join(told).encode()).hexdigest()[:24]


def encoded(payload: Payload) -> bytes:
    """The payload as stored: equal cards give equal bytes, whatever the order of their lines."""
    return msgspec.json.encode(payload, order="deterministic")


def revised_at(payload: Payload) -> datetime | None:
    """When the card says that it was changed last; a moment without a zone is UTC's."""
    return moment_of(str(payload.get("rev", "")))


def moment_of(text: str) -> datetime | None:
    """The moment that a card's text tells; None where it is none."""
    found = _REVISION.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    offset = "+00:00" if zone in (None, "Z") else f"{zone[:3]}:{zone[-2:]}"
    try:
        text = f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{offset}"
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
