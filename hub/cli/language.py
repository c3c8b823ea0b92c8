"""Which language is spoken: the option, then HUB_LANG, then the locale, then the configuration, then Japanese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, cast

Language = Literal["ja", "en"]

_VARIABLES = ("HUB_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def wanted_language(arguments: Sequence[str], environ: Mapping[str, str]) -> Language | None:
    """What the command line or the environment asks for; None where neither does, or in a language that is not ours.

    The help has to be worded before the arguments are parsed, so they are looked through here.
    """
    asked = [_after(arguments, place) for place in range(len(arguments))]
    spoken = [*(text for text in asked if text), *(environ.get(name, "") for name in _VARIABLES)]
    return next((found for text in spoken if (found := _known(text))), None)


def _after(arguments: Sequence[str], place: int) -> str:
    name, _, value = arguments[place].partition("=")
    if name != "--lang":
        return ""
    return value or (arguments[place + 1] if place + 1 < len(arguments) else "")


def _known(text: str) -> Language | None:
    short = text.lower()[:2]
    is_whole = len(text) == 2 or text[2:3] in ("_", "-", ".")
    return cast("Language", short) if short in ("ja", "en") and is_whole else None
