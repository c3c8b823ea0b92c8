"""The halves of a person's name in Latin letters.

Invariant: every word of a name but initials in its middle is in one half.
"""

from __future__ import annotations

from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.identity.romaji import romaji_key
from hub.normalize.late import late

_MUCH_RARER = 8
_TWO_CAPITALIZED = late("([A-Z][a-z]+)([A-Z][a-z]+|[A-Z]{2,})|([A-Z]{2,})([A-Z][a-z]+)")


def apart(word: str) -> list[str]:
    """Both words of a name that lost its space, where one of them is a family name in Japan: MisakiMorishita."""
    found = _TWO_CAPITALIZED.fullmatch(word)
    words = [half for half in found.groups() if half] if found else []
    families = surname_tables().romaji
    return words if any(romaji_key(half) in families for half in words) else [word]


def latin_halves(words: list[str]) -> tuple[str, str]:
    """Family and given name, by a comma, by capitals, by what is a family name in Japan, or else given name first."""
    for place, word in enumerate(words):
        if word.endswith(","):
            return " ".join(words[: place + 1]), " ".join(words[place + 1 :])
    if len(words) > 2:
        words = [word for word in words if len(word) > 1] or words
    if len(words) == 1:
        return (words[0], "") if romaji_key(words[0]) in surname_tables().romaji else ("", "")
    first, last = words[0], words[-1]
    if _is_loud(first) != _is_loud(last):
        return (first, " ".join(words[1:])) if _is_loud(first) else (last, " ".join(words[:-1]))
    if _is_rather_family(romaji_key(first), romaji_key(last)):
        return first, " ".join(words[1:])
    return last, " ".join(words[:-1])


def _is_rather_family(first: str, last: str) -> bool:
    """Whether the first word is a family name and the last none, or a much rarer one: Inoue Yoko, but Yoko Inoue."""
    families = surname_tables().romaji
    return first in families and (last not in families or (families[first] + 1) * _MUCH_RARER < families[last])


def _is_loud(word: str) -> bool:
    return len(word) > 1 and word.isupper()
