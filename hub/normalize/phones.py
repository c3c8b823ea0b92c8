"""Phone numbers in E.164 where they are valid, with their extension; a key of digits for those that nobody can call.

Invariant: a number that is not valid stays the text that it was, so nothing typed by a person is lost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, pairwise

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat

from hub.normalize.text import tidy

REGION = "JP"
_SHORTEST_NUMBER = 6
# The longest beginning that decides about the hyphens.
_AREA = 7

_EXTENSION = re.compile(r"[\s(,;]*(?:内線|内|ext(?:ension|n)?|x|#)[.:=\s]*([0-9]{1,7})\)?\s*$", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?:代表|電話(?:番号)?|携帯(?:電話)?|直通|自宅|会社|固定|ファックス|tel|phone|mobile|fax|℡|[tfm])\s*[.:：]?\s*(?=[0-9(+])"
    r"|\((?:代表?|直通?|携帯|自宅|会社|代表番号)\)|\s*(?:代表|直通|\(代\))\s*$",
    re.IGNORECASE,
)
_BETWEEN_NUMBERS = re.compile(
    r"\s*(?:[/、，;\n]|,(?!\s*ext)|又は|または|・|\bor\b|\|)\s*(?=[^0-9]{0,8}[0-9(+])", re.IGNORECASE
)
_TRUNK_IN_BRACKETS = re.compile(r"(\+[0-9]{1,3})[\s-]*\(0\)")
_INTERNATIONAL_PREFIX = re.compile(r"^010(?=[1-9][0-9]{4,})|^00(?=[1-9][0-9]{8,})")
_NOT_DIGITS = re.compile(r"[^0-9]+")


_PLAIN_JAPANESE = re.compile(r"(?:\+81|0(?!10))([1-9][0-9]{0,3}-?[0-9]{1,4}-?[0-9]{3,4})")


@lru_cache(maxsize=8192)
def phone(text: str) -> str:
    """ "+81312345678" or "+81312345678;ext=12"; the tidy text where it is no valid number.

    A leading zero that Excel swallowed is put back where that alone makes the number valid.
    """
    plain = _PLAIN_JAPANESE.fullmatch(text)
    if plain is not None:
        significant = plain[1].replace("-", "")
        return "+81" + significant if _japanese_plan().fullmatch(significant) else text
    number, extension = _divided(text)
    parsed = _parsed(number)
    if parsed is None:
        return tidy(text)
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return f"{e164};ext={extension}" if extension else e164


def _grouped(significant: str) -> str:
    """A valid number with its hyphens; where they stand depends on how it begins, which few thousand numbers share."""
    groups = _groups_of(significant[:_AREA], len(significant))
    ends = list(accumulate(groups))
    return "-".join(("0" + significant)[start:end] for start, end in pairwise([0, *ends]))


@lru_cache(maxsize=8192)
def _groups_of(head: str, length: int) -> tuple[int, ...]:
    """The lengths of the groups of a number of this length that begins so, the leading zero counted."""
    number = PhoneNumber(country_code=81, national_number=int(head.ljust(length, "0")))
    return tuple(len(group) for group in phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL).split("-"))


@cache
def _japanese_plan() -> re.Pattern[str]:
    """Japan's whole numbering plan as one pattern, thirty times as fast as asking for each kind of number in turn."""
    plan = PhoneMetadata.metadata_for_region(REGION)
    assert plan is not None, "phonenumbers knows Japan"
    kinds = (
        *(plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.shared_cost),
        *(plan.personal_number, plan.voip, plan.pager, plan.uan, plan.voicemail),
    )
    patterns = [kind.national_number_pattern for kind in kinds if kind is not None and kind.national_number_pattern]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def phones(text: str) -> list[str]:
    """All numbers of a cell, the first one first."""
    parts = [part for part in _BETWEEN_NUMBERS.split(tidy(text)) if part]
    numbers = [phone(part) for part in parts]
    if len(numbers) > 1 and not all(number.startswith("+") for number in numbers):
        # What is no list of whole numbers ("03-1234-5678/9") is one remark, not several numbers.
        return [phone(text)]
    return list(dict.fromkeys(numbers))


def _divided(text: str) -> tuple[str, str]:
    bare = _LABEL.sub("", tidy(text))
    found = _EXTENSION.search(bare)
    if found is None:
        return bare, ""
    return bare[: found.start()], found[1]


def _parsed(number: str) -> PhoneNumber | None:
    number = _TRUNK_IN_BRACKETS.sub(r"\1", number)
    digits = _NOT_DIGITS.sub("", number)
    if number.startswith("+"):
        return _valid(number)
    abroad = _INTERNATIONAL_PREFIX.sub("+", digits)
    if abroad != digits:
        return _valid(abroad)
    found = _valid(number)
    if found is None and 9 <= len(digits) <= 10 and not digits.startswith("0"):
        found = _valid("0" + digits)
    return found


def _valid(number: str) -> PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, REGION)
    except NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number(parsed) else None


@lru_cache(maxsize=8192)
def national_phone(text: str) -> str:
    """The number as people in Japan dial it (03-1234-5678 内線12); numbers of other countries stay international."""
    plain = _PLAIN_JAPANESE.fullmatch(text)
    if plain is not None:
        significant = plain[1].replace("-", "")
        return _grouped(significant) if _japanese_plan().fullmatch(significant) else text
    number, extension = _divided(text.replace(";ext=", " ext "))
    parsed = _parsed(number)
    if parsed is None:
        return tidy(text)
    form = PhoneNumberFormat.NATIONAL if parsed.country_code == 81 else PhoneNumberFormat.INTERNATIONAL
    spelled = phonenumbers.format_number(parsed, form)
    return f"{spelled} 内線{extension}" if extension else spelled


@lru_cache(maxsize=8192)
def phone_key(text: str) -> str:
    """The digits that are dialled within Japan, without the extension; other countries keep their +; "" has no digits.

    It asks no numbering plan, which makes it fast enough for every record.
    """
    if text.startswith("+81") and text[3:].isdecimal() and text[3] != "0" and text.isascii():
        return "0" + text[3:]
    number, _extension = _divided(text)
    number = _TRUNK_IN_BRACKETS.sub(r"\1", number)
    digits = _NOT_DIGITS.sub("", number)
    if number.startswith("+") or _INTERNATIONAL_PREFIX.match(digits):
        country = _INTERNATIONAL_PREFIX.sub("", digits)
        return "0" + country[2:].removeprefix("0") if country.startswith("81") else "+" + country
    return "0" + digits if 9 <= len(digits) <= 10 and not digits.startswith("0") else digits


@lru_cache(maxsize=8192)
def phone_spelling(text: str) -> tuple[str, str]:
    """What two spellings of one number have in common: its key and its extension; the text where it is no number."""
    key = phone_key(text)
    if len(key) < _SHORTEST_NUMBER:
        return tidy(text).casefold(), ""
    return key, _divided(text)[1]
