"""The halves of a person's name in kanji: told by a space, by the kana beside it, by the table, or by its characters.

Invariant: a half is made of letters of the name in their order; where nothing tells the halves apart both are "".
"""

from __future__ import annotations

from hub.normalize.identity.given_names import is_given_name, may_be_read
from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.late import late
from hub.normalize.surnames import GIVEN_NAME_ENDINGS

_KANA_THEN_KANJI = late("([ぁ-ゖァ-ヺー]{2,5})([一-鿿々]{1,3})")
_KANJI_THEN_KANA = late("([一-鿿々]{1,3})([ぁ-ゖァ-ヺー]{2,5})")
_LEADING_TITLE = late(".{0,8}?(?:取締役社長|[社会部課係次店所室局院園工場支]長|取締役|主任|専務|常務|部|課)(?=..)")
_LONGEST_GIVEN, SHORTEST_FULL_NAME = 3, 2
# Letters that no family name ends on, which a scanner takes for those on which many do: 吉由.
_MISREAD = str.maketrans("由甲曰対材忖択訳釈僑矯丼問厚", "田田田村村村沢沢沢橋橋井間原")
# Letters on which no given name ends: 生田目 is a family, and no 生田.
_ENDS_NO_GIVEN_NAME = frozenset("目部寺切田川場内谷坂屋根崎沢島井")
_ONLY_KANJI = late("[一-鿿々〆ヶ\U00020000-\U0002ffff]+")


def kanji_halves(words: list[str], halves: tuple[str, ...]) -> tuple[str, str]:
    """Family and given name in kanji; two empty ones where nothing tells them apart."""
    if len(words) > 1 and not all(len(word) == 1 for word in words):
        return _of_two(as_known(words[0]), "".join(words[1:]))
    text = _without_leading_title("".join(words))
    return _divided_by_kana(text, halves) or _divided(text)


def as_known(family: str) -> str:
    """A family name, where a scanner took its last letter for another one, as the table knows it."""
    families = surname_tables().readings
    meant = family[:-1] + family[-1:].translate(_MISREAD)
    return meant if len(family) > 1 and family not in families and meant in families else family


def _without_leading_title(text: str) -> str:
    """部長山田太郎 without its title, where what follows is a family name beyond doubt."""
    found = _LEADING_TITLE.match(text)
    return text[found.end() :] if found and by_surname(text[found.end() :]) else text


def without_family(given: str, family: str) -> str:
    """A given name without the family name that somebody typed before it, though it has a field of its own."""
    return given[len(family) :] if len(given) > len(family) > 1 and given.startswith(family) else given


def _of_two(first: str, second: str) -> tuple[str, str]:
    families = surname_tables().readings
    second = without_family(second, first)
    if first in families:
        return first, second
    for word in (second, first):
        # A company without its form before the whole name, or somebody's family behind it.
        whole = by_surname(word) if len(word) > SHORTEST_FULL_NAME else None
        if whole is not None:
            return whole
    return (second, first) if second in families and is_given_name(first) else (first, second)


def _divided_by_kana(text: str, halves: tuple[str, ...]) -> tuple[str, str] | None:
    if len(halves) != 2:
        return None
    families = surname_tables().readings
    cuts = [cut for cut in range(1, len(text)) if may_be_read(text[cut:], halves[1])]
    best = next((cut for cut in cuts if text[:cut] in families), cuts[0] if len(cuts) == 1 else 0)
    if best:
        return text[:best], text[best:]
    turned = (cut for cut in range(1, len(text)) if text[cut:] in families and may_be_read(text[:cut], halves[1]))
    cut = next(turned, 0)
    return (text[cut:], text[:cut]) if cut else None


def _divided(text: str) -> tuple[str, str]:
    families = surname_tables().readings
    if text in families or (len(text) == 3 and text[-1] in _ENDS_NO_GIVEN_NAME):
        return text, ""
    found = by_surname(text)
    if found is not None:
        return found
    by_script = _KANJI_THEN_KANA.fullmatch(text) or _KANA_THEN_KANJI.fullmatch(text)
    if by_script is not None:
        return _of_two(by_script[1], by_script[2])
    if not _ONLY_KANJI.fullmatch(text) or not 3 <= len(text) <= 5:
        return "", ""
    if text[0] in families and len(text) == 3 and text[-1] in GIVEN_NAME_ENDINGS and is_given_name(text[1:]):
        return text[0], text[1:]
    # Most family names that are in no table have two letters as well.
    cut = 3 if len(text) == 5 and text[-1] not in "子郎" else 2
    family = text[:cut] if text[0] in families else as_known(text[:cut])
    family, given = _of_two(family, text[cut:])
    return (family, given) if is_given_name(given) else ("", "")


def by_surname(text: str) -> tuple[str, str] | None:
    """The halves of an undivided name that begins with a family name of the table."""
    families = surname_tables().readings
    for cut in (3, 2):
        if text[:cut] in families and 0 < len(text) - cut <= _LONGEST_GIVEN:
            return text[:cut], text[cut:]
    return None
