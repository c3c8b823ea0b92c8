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
WORD = r'"[^"]*"|\\.|[-+ ()¥$]'
CODED = re.compile(rf'(?P<before>(?:{WORD})*)(?P<places>[0#]+(?:(?:\\?[-() ]|"[-() ]")[0#]+)*)(?P<after>(?:{WORD})*)')
SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;])+')
UNSEEN = re.compile(r'("[^"]*"|\\.)|_.|\*.|\[[^\]]*\]')
MARKS = re.compile(r"[〒第号番年月日度期名様人社件個円¥$約計階室歳才点回台本枚目\s+]*|(?:no|№)[.:]?\s*", re.IGNORECASE)
"""What a number is given as a unit or a mark; anything else beside a padded number is a part of the code."""
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
LAST_SERIAL = 2_958_465  # 9999-12-31
DIGITS_MAX = 15  # Excel keeps no more


class Look(NamedTuple):
    """How a cell's number format shows numbers; `pattern` is like `000-0000` for padded ones, which may have a word
    before and after them.
    """

    kind: Kind = "general"
    pattern: str = ""
    before: str = ""
    after: str = ""


GENERAL = Look()


def look(format_id: int, code: str | None) -> Look:
    """The look of a number format, by its code or, where Excel left the code out, by its number."""
    if code is None:
        return Look(BUILT_IN.get(format_id, "general"))
    if code == "@":
        return Look("text")
    sections = SECTION.findall(code.replace("G/標準", "General")) or [""]
    # Of sections with conditions ([<=999]000;…) the last is for all the rest; else the first is for what is above zero.
    section = sections[-1] if re.match(r"\[[<>=]", sections[0]) else sections[0]
    return _padded_look(UNSEEN.sub(r"\1", section)) or Look(_kind(LITERAL.sub("", sections[0]).lower()))


def _padded_look(section: str) -> Look | None:
    """A code with its zeros, such as `0000`, `"C-"0000` or `"0"#########`; None where the format shows amounts."""
    found = CODED.fullmatch(section)
    if found is None:
        return None
    before, pattern, after = (re.sub(r'\\(.)|"', r"\1", found[name]) for name in ("before", "places", "after"))
    places = pattern.count("0") + pattern.count("#")
    forced = places - pattern.partition("0")[0].count("#") if "0" in pattern else 0
    if forced < 2 and not before.endswith("0"):
        return None
    return Look("padded", pattern, *("" if MARKS.fullmatch(word) else word for word in (before, after)))


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
        return _padded(int(number), shown) or _decimal(number)
    return _decimal(number)


def _decimal(number: float) -> str:
    if number.is_integer() and abs(number) < 10**DIGITS_MAX:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def _padded(number: int, shown: Look) -> str:
    """The number in its places; empty where it has not enough digits for those that need not be filled."""
    digits, places = str(number), shown.pattern.count("0") + shown.pattern.count("#")
    zeros = len(shown.pattern) - len(shown.pattern.lstrip("0"))
    if "#" in shown.pattern and len(digits) < places - zeros:
        return "" if shown.pattern.strip("#") else f"{shown.before}{digits}{shown.after}"
    digits = digits.zfill(places)
    surplus = len(digits) - places
    rest = iter(digits[surplus:])
    told = "".join(next(rest) if sign in "0#" else sign for sign in shown.pattern)
    return f"{shown.before}{digits[:surplus]}{told}{shown.after}"


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
    number = _digits(text, shown) if shown.kind == "padded" else _candidate(text, shown.kind, from_1904)
    return number if number is not None and to_text(number, shown, from_1904) == text else None


def _digits(text: str, shown: Look) -> str | None:
    """The number in a padded text, without the words around it."""
    digits = re.sub(r"[-() ]", "", text.removeprefix(shown.before).removesuffix(shown.after))
    return str(int(digits)) if re.fullmatch(rf"[0-9]{{1,{DIGITS_MAX}}}", digits) else None


def _candidate(text: str, kind: Kind, from_1904: bool) -> str | None:
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
