"""Phone numbers in E.164 where they are valid, with their extension; a key of digits for those that nobody can call.

Invariant: a number that is not valid stays the text that it was, so nothing typed by a person is lost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat

from hub.normalize.late import late
from hub.normalize.remembered import remembered
from hub.normalize.text import tidy

REGION = "JP"
_SHORTEST_NUMBER = 6

# A run of signs is looked at from its beginning only: from each of thousands in turn would take seconds.
_EXTENSION = late(r"(?<![\s(,;])[\s(,;]*+(?:内線|内|ext(?:ension|n)?|x|#)[.:=\s]*([0-9]{1,7})\)?\s*$", re.IGNORECASE)
_LABEL = late(
    r"^\s*(?:代表|電話(?:番号)?|携帯(?:電話)?|直通|自宅|会社|固定|ファックス|tel|phone|mobile|fax|℡|[tfm])\s*+[.:：]?\s*+(?=[0-9(+])"
    r"|\((?:代表?|直通?|携帯|自宅|会社|代表番号)\)|(?<!\s)\s*+(?:代表|直通|\(代\))\s*+$",
    re.IGNORECASE,
)
_BETWEEN_NUMBERS = late(
    r"(?<!\s)(?:\s*+(?:[/、，;]|,(?!\s*ext)|又は|または|・|\bor\b|\|)|[^\S\n]*+\n\s*+)(?=\s*+[^0-9]{0,8}[0-9(+])",
    re.IGNORECASE,
)
_TRUNK_IN_BRACKETS = late(r"(\+[0-9]{1,3})[\s-]*\(0\)")
_INTERNATIONAL_PREFIX = late(r"^010(?=[1-9][0-9]{4,})|^00(?=[1-9][0-9]{8,})")
_NOT_DIGITS = late(r"[^0-9]+")


_PLAIN_JAPANESE = late(r"(?:\+81|0(?!10))([1-9][0-9]{0,3}-?[0-9]{1,4}-?[0-9]{3,4})")


def phone(text: str) -> str:
    """ "+81312345678" or "+81312345678;ext=12"; the tidy text where it is no valid number.

    A leading zero that Excel swallowed is put back where that alone makes the number valid.
    """
    plain = _PLAIN_JAPANESE.fullmatch(text)
    return _spelled(text) if plain is None else _planned(plain) or text


def _planned(plain: re.Match[str]) -> str | None:
    """A plain Japanese number in E.164; None where the numbering plan has no such number."""
    significant = plain[1].replace("-", "")
    return None if _ends_of_groups(significant[:-4], len(significant)) is None else "+81" + significant


@remembered(8192)
def _spelled(text: str) -> str:
    number, extension = _divided(text)
    plain = _PLAIN_JAPANESE.fullmatch(number)
    e164 = _planned(plain) if plain else _parsed_e164(number)
    if e164 is None:
        return tidy(text)
    return f"{e164};ext={extension}" if extension else e164


def _parsed_e164(number: str) -> str | None:
    parsed = _parsed(number)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164) if parsed else None


def _grouped(significant: str) -> str | None:
    """A number with its leading zero and its hyphens; None where the numbering plan has no such number."""
    ends = _ends_of_groups(significant[:-4], len(significant))
    if ends is None:
        return None
    first, second = ends
    return f"0{significant[:first]}-{significant[first:second]}-{significant[second:]}" if second else "0" + significant


@lru_cache(maxsize=16384)
def _ends_of_groups(leading: str, length: int) -> tuple[int, int] | None:
    """Where the first two groups end, (0, 0) where there is but one; None for a number that nobody can call.

    The last four digits tell people apart, and neither areas nor kinds of numbers.
    """
    number = leading + "0000"
    if len(number) != length or not _japanese_plan().fullmatch(number):
        return None
    found = _japanese_groups().fullmatch(number)
    if found is None or found.lastindex is None:
        return 0, 0
    # Each way of grouping has three groups, of which the last one that matched tells the way.
    return found.end(found.lastindex - 2), found.end(found.lastindex - 1)


@cache
def _japanese_groups() -> re.Pattern[str]:
    """Where the hyphens of a number stand, as one pattern of all groupings in the order in which they are tried."""
    return re.compile(
        "|".join(
            f"(?={form.leading_digits_pattern[-1]}){form.pattern}"
            for form in _japan().number_format
            if form.format == r"\1-\2-\3" and form.national_prefix_formatting_rule == r"0\1"
        )
    )


def _japan() -> PhoneMetadata:
    plan = PhoneMetadata.metadata_for_region(REGION)
    assert plan is not None, "phonenumbers knows Japan"
    return plan


@cache
def _japanese_plan() -> re.Pattern[str]:
    """Japan's whole numbering plan as one pattern, thirty times as fast as asking for each kind of number in turn."""
    plan = _japan()
    kinds = (
        *(plan.fixed_line, plan.mobile, plan.toll_free, plan.premium_rate, plan.shared_cost),
        *(plan.personal_number, plan.voip, plan.pager, plan.uan, plan.voicemail),
    )
    patterns = [kind.national_number_pattern for kind in kinds if kind is not None and kind.national_number_pattern]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def phones(text: str) -> list[str]:
    """All numbers of a cell, the first one first."""
    parts = [part for between in _BETWEEN_NUMBERS.split(tidy(text)) if (part := between.strip())]
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


def national_phone(text: str) -> str:
    """The number as people in Japan dial it (03-1234-5678 内線12); numbers of other countries stay international."""
    significant = text[3:]
    is_e164 = text[:3] == "+81" and len(text) > 7 and text.isascii() and significant.isdecimal()
    if not is_e164 or significant[0] == "0":
        plain = _PLAIN_JAPANESE.fullmatch(text)
        if plain is None:
            return _dialled(text)
        significant = plain[1].replace("-", "")
    return _grouped(significant) or text


@remembered(8192)
def _dialled(text: str) -> str:
    number, extension = _divided(text.replace(";ext=", " ext "))
    parsed = _parsed(number)
    if parsed is None:
        return tidy(text)
    form = PhoneNumberFormat.NATIONAL if parsed.country_code == 81 else PhoneNumberFormat.INTERNATIONAL
    spelled = phonenumbers.format_number(parsed, form)
    return f"{spelled} 内線{extension}" if extension else spelled


def phone_key(text: str) -> str:
    """The digits that are dialled within Japan, without the extension; other countries keep their +; "" has no digits.

    It asks no numbering plan, which makes it fast enough for every record.
    """
    if text[:3] == "+81":
        significant = text[3:]
        if significant.isdecimal() and significant.isascii() and significant[0] != "0":
            return "0" + significant
    return _digits_key(text)


@remembered(8192)
def _digits_key(text: str) -> str:
    number, _extension = _divided(text)
    number = _TRUNK_IN_BRACKETS.sub(r"\1", number)
    digits = _NOT_DIGITS.sub("", number)
    if number.startswith("+") or _INTERNATIONAL_PREFIX.match(digits):
        country = _INTERNATIONAL_PREFIX.sub("", digits)
        return "0" + country[2:].removeprefix("0") if country.startswith("81") else "+" + country
    return "0" + digits if 9 <= len(digits) <= 10 and not digits.startswith("0") else digits


def phone_spelling(text: str) -> tuple[str, str]:
    """What two spellings of one number have in common: its key and its extension; the text where it is no number."""
    is_e164 = text[:1] == "+" and text.isascii() and text[1:].isdecimal()
    return (key, "") if is_e164 and len(key := phone_key(text)) >= _SHORTEST_NUMBER else _told_apart(text)


@remembered(8192)
def _told_apart(text: str) -> tuple[str, str]:
    key = phone_key(text)
    return (tidy(text).casefold(), "") if len(key) < _SHORTEST_NUMBER else (key, _divided(text)[1])
