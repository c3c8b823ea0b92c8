"""An event as a person reads it: one line, values in full, control characters made visible.

Invariant: what a remote system says can neither break the line nor steer the terminal.
"""

from __future__ import annotations

from typing import Any

_COLOURS = {"debug": "\x1b[2m", "info": "\x1b[36m", "warning": "\x1b[33m", "error": "\x1b[31m"}
_END = "\x1b[0m"
_WIDTH = 24


def in_words(event: dict[str, Any], is_coloured: bool = False) -> str:
    """`2026-04-01T09:05:00Z warning conflict_opened golden=person/7 field=phone …`."""
    at, level, name = event.pop("at"), event.pop("level"), event.pop("event")
    title = f"{name:<{_WIDTH}}"
    if is_coloured:
        title = f"{_COLOURS[level]}{title}{_END}"
    told = " ".join(f"{key}={_told(value)}" for key, value in event.items() if value is not None)
    return f"{str(at)[:19]}Z {level:<7} {title} {told}".rstrip()


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return f"({' '.join(f'{key}={_told(inner)}' for key, inner in value.items())})"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_told, value))}]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if not text or not text.isprintable() or " " in text or '"' in text:
        return f'"{"".join(map(_visible, text))}"'
    return text


def _visible(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    # The full-width space is ordinary in Japanese text; other signs of this class move the cursor or turn the text.
    return sign if sign.isprintable() or sign == "\u3000" else sign.encode("unicode_escape").decode()
