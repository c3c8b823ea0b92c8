"""Numbers as a person sees them: a date is a day, a customer code keeps its zeros, a whole number has no point.

Invariant: `to_number(text, look)` gives a number only where `to_text` of it is the same text again.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["general", "text", "number", "date", "datetime", "time", "elapsed", "padded"]

# Excel leaves out the code of its built-in formats; 27-36 and 50-58 are dates in Japanese Excel (32, 33 are times).
BUILT_IN_RANGES: tuple[tuple[Kind, tuple[int, ...]], ...] = (
    ("date", (14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59))),
    ("time", (18, 19, 20, 21, 32, 33)),
    ("number", (1, 2, 3, 4, 9, 10, 11, 12, 13, *range(37, 45), 48)),
    ("datetime", (22,)),
    ("elapsed", (45, 46, 47)),
    ("text", (49,)),
)
BUILT_IN: dict[int, Kind] = {number: kind for kind, numbers in BUILT_IN_RANGES for number in numbers}
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
ZEROS = re.compile(r'0+(?:(?:\\?-|"-")0+)*')
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
LAST_SERIAL = 2_958_465  # 9999-12-31
DIGITS_MAX = 15  # Excel keeps no more


class Look(NamedTuple):
    """How a cell's number format shows numbers; `pattern` is like `000-0000` for padded ones."""

    kind: Kind = "general"
    pattern: str = ""


GENERAL = Look()


def look(format_id: int, code: str | None) -> Look:
    """The look of a number format, by its code or, where Excel left the code out, by its number."""
    if code is None:
        return Look(BUILT_IN.get(format_id, "general"))
    if code == "@":
        return Look("text")
    last = code.split(";")[-1]
    if ZEROS.fullmatch(last) and len(last) > 1:
        return Look("padded", re.sub(r'[\\"]', "", last))
    return Look(_kind(LITERAL.sub("", code.split(";")[0]).lower()))


def _kind(code: str) -> Kind:
    if "general" in code or code == "":
        return "general"
    if "[" in code:
        return "elapsed"
    days = re.search(r"[ydge]|aaa", code.replace("e+", "").replace("e-", ""))
    hours = re.search(r"[hs]", code)
    if days or hours:
        return "datetime" if days and hours else "date" if days else "time"
    return "date" if "m" in code else "number" if re.search(r"[0#?]", code) else "general"


def to_text(value: str, shown: Look = GENERAL, from_1904: bool = False) -> str:
    """The text for a cell's stored number; a number that is none passes as it is."""
    kind = shown.kind
    if kind in ("general", "number", "text") and value.isascii() and value.isdigit() and len(value) <= DIGITS_MAX:
        return value if value[0] != "0" else str(int(value))
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    if kind in ("date", "datetime", "time") and 0 <= number < LAST_SERIAL + 1:
        return _moment(number, kind, from_1904)
    if kind == "padded" and number >= 0 and number.is_integer():
        return _padded(int(number), shown.pattern)
    return _decimal(number)


def _decimal(number: float) -> str:
    if number.is_integer() and abs(number) < 10**DIGITS_MAX:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def _padded(number: int, pattern: str) -> str:
    digits = str(number).zfill(pattern.count("0"))
    surplus = len(digits) - pattern.count("0")
    rest = iter(digits[surplus:])
    return digits[:surplus] + "".join(next(rest) if sign == "0" else sign for sign in pattern)


def _epoch(days: int, from_1904: bool) -> date:
    if from_1904:
        return date(1904, 1, 1)
    return date(1899, 12, 30) if days > 60 else date(1899, 12, 31)  # Excel believes in 29 February 1900


def _moment(number: float, kind: Kind, from_1904: bool) -> str:
    seconds = round(number * 86_400)
    days, seconds = divmod(seconds, 86_400)
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if kind == "time" or (days == 0 and not from_1904):
        return clock.isoformat("seconds" if clock.second else "minutes")
    try:
        day = _epoch(days, from_1904) + timedelta(days=days)
    except OverflowError:
        return _decimal(number)
    return day.isoformat() if kind == "date" else f"{day.isoformat()}T{clock.isoformat()}"


def to_number(text: str, shown: Look, from_1904: bool = False) -> str | None:
    """The number to store so that the cell shows exactly `text`; None where there is none."""
    number = _candidate(text, shown.kind, from_1904)
    return number if number is not None and to_text(number, shown, from_1904) == text else None


def _candidate(text: str, kind: Kind, from_1904: bool) -> str | None:
    if kind == "padded" and (digits := text.replace("-", "")).isdecimal() and digits.isascii():
        return str(int(digits)) if len(digits) <= DIGITS_MAX else None
    if kind in ("date", "datetime"):
        return _serial(text, from_1904)
    if kind in ("general", "number") and PLAIN_NUMBER.fullmatch(text):
        return text
    return None


def _serial(text: str, from_1904: bool) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return None
    days = (moment.date() - _epoch(61, from_1904)).days
    of_day = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return str(days) if moment.time() == time() else repr(days + of_day / timedelta(days=1))
