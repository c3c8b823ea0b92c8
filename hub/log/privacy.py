"""Takes people's values out of an event: what is declared as personal, and what looks like it in free text.

The second is only a net under the first: a name in the middle of a vendor's sentence looks like any other word.
"""

from __future__ import annotations

import re
from typing import Any

FREE_TEXT = frozenset({"error", "message", "reason", "what_to_do", "why"})

# What is masked already is no domain.
_MAIL = re.compile(r"[^\s@<>\"'「『(（:：=＝,、，。;/#\[\]]+[@＠](?!\[mail\])[^\s@<>\"'」』)）,、，。;/#]+")
# Japanese numbers begin with 0, all others with +; numbers that begin otherwise are ids, amounts and days.
_PHONE = re.compile(r"(?<![0-9A-Za-z.])[(（]?(?:[+＋]\d|[0０])[\d\s()（）.ー−‐‑‒–—-]{7,18}\d")
_POSTAL = re.compile(r"〒\s*\d{3}\s*[-ー−‐]?\s*\d{4}|(?<![\w-])\d{3}-\d{4}(?![\w-])")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|「([^」]*)」|『([^』]*)』|“([^”]*)”|‘([^’]*)’")
# What quotes hold is a value, unless it looks like the name of a field, a stream, a file or an option.
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:#/\-*]{0,80}")


def without_people(event: dict[str, Any]) -> dict[str, Any]:
    """The event as it may be written where nobody asked for personal values."""
    event.pop("personal", None)
    for key, value in event.items():
        if key in FREE_TEXT:
            event[key] = masked(value if isinstance(value, str) else str(value))
        elif not isinstance(value, (int, float)):
            event[key] = _without_mail(value)
    return event


def masked(text: str) -> str:
    """Free text without mail addresses, phone numbers, postal codes and quoted values."""
    text = _QUOTED.sub(_mask_quoted, text)
    if "@" in text or "＠" in text:
        text = _MAIL.sub("[mail]", text)
    return _POSTAL.sub("[postal code]", _PHONE.sub("[phone]", text))


def _mask_quoted(match: re.Match[str]) -> str:
    whole = match[0]
    inner = whole[1:-1]
    return whole if _IDENTIFIER.fullmatch(inner) else f"{whole[0]}…{whole[-1]}"


def _without_mail(value: Any) -> Any:
    """The same value with mail addresses masked at any depth: some systems use them as ids."""
    if isinstance(value, str):
        return _MAIL.sub("[mail]", value) if "@" in value else value
    if isinstance(value, dict):
        return {key: _without_mail(inner) for key, inner in value.items() if key != "personal"}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_without_mail(inner) for inner in value]
    return value
