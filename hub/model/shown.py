"""Values, moments and durations as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

NOTHING = "—"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def value_text(value: Any) -> str:
    """One value; what is not there is a dash."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return " ".join(value_text(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, list):
        return " / ".join(value_text(item) for item in value)
    return " ".join(str(value).split())


def money_text(value: str) -> str:
    """An amount with its thousands set apart; what is no number stays as it is."""
    try:
        return f"{Decimal(value):,}"
    except InvalidOperation:
        return value


def short(text: str, width: int = 60) -> str:
    """A long text cut for a table or a line."""
    return text if len(text) <= width else text[: width - 1] + "…"


def no_formula(text: str) -> str:
    """The text for a cell of a sheet, which would calculate what begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def record_text(name: str) -> str:
    """A source record's name for a narrow place: a long id, such as a digest, is cut in its middle."""
    connection, _, rest = name.partition("/")
    stream, _, rest = rest.partition("/")
    external_id, mark, part = rest.rpartition("#") if "#" in rest else (rest, "", "")
    cut = f"{external_id[:8]}…" if _columns(external_id) > 16 else external_id
    return f"{connection}/{stream}/{cut}{mark}{part}" if rest else name


def _columns(text: str) -> int:
    """How many columns of a screen a text takes; signs of East Asia take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def values_text(values: Mapping[str, Any]) -> str:
    """The value of a unit: of its only field, or of a group in its order; a full name stands for its halves."""
    spoken = [value_text(value) for field, value in values.items() if not _is_half(field, values)]
    return short(" ".join(spoken)) if spoken else NOTHING


def _is_half(field: str, values: Mapping[str, Any]) -> bool:
    prefix, _, rest = field.partition("_")
    return prefix in ("family", "given") and rest in values


def moment_text(at: str | None, zone: ZoneInfo) -> str:
    """A stored moment or day, in the zone, to the minute."""
    if not at:
        return NOTHING
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    if len(at) <= 10:
        return at
    return (moment.astimezone(zone) if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M")


def duration_text(seconds: float) -> str:
    """A wait: 45s, 3m, 2h 5m."""
    if seconds < 60:
        return f"{seconds:.0f}s"
    minutes = round(timedelta(seconds=seconds).total_seconds() / 60)
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60}h {minutes % 60}m"
