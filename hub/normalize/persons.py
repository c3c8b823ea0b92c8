"""A person's name divided into family and given name, and the key under which its spellings meet.

Invariant: where a division would be a guess it is not made: None says that the whole name is all we know.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hub.normalize.late import late
from hub.normalize.remembered import remembered
from hub.normalize.surnames import GIVEN_NAME_ENDINGS, SURNAMES
from hub.normalize.text import fold, tidy
from hub.normalize.variants import lookalikes, same_letters


class PersonName(NamedTuple):
    """Both halves of a name, as received but for their width."""

    family: str
    given: str


_HONORIFIC = late(r"(?<=.)\s*(?:様|さま|さん|殿|先生|御中)$|(?<=\S)\s+(?:氏|君|くん|社長|部長|課長)$")
_PLAIN_NAME = late(r"[一-鿿々ぁ-ゖァ-ヺー]+(?: [一-鿿々ぁ-ゖァ-ヺー]+)*(?<![様まん殿生中氏君長])")
_LATIN = late(r"[A-Za-zÀ-ɏ.'’-]+")
_KANJI_NAME = late(r"[一-鿿々〆ヶぁ-ゖァ-ヺー\U00020000-\U0002ffff]+")
_LONGEST_SURNAME = 3
_TITLES = frozenset(
    {"社長", "会長", "部長", "課長", "係長", "店長", "専務", "常務", "主任", "先生", "夫妻", "家", "宅", "商店"}
)


def without_honorific(name: str) -> str:
    """The name without 様 and its like."""
    return _HONORIFIC.sub("", tidy(name))


@remembered(16384)
def split_person_name(name: str) -> PersonName | None:
    """Family and given name, or None where nothing tells them apart.

    Japanese names stand family first. Of Latin ones only "Yamada, Taro" and "Taro YAMADA" say which is which.
    """
    text = without_honorific(name).replace("\n", " ")
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        return PersonName(family, given) if family and given else None
    words = text.split(" ")
    if any(_LATIN.fullmatch(word) for word in words):
        return _by_capitals(words)
    if len(words) > 1:
        return PersonName(words[0], " ".join(words[1:]))
    return _by_surname(text)


def _by_capitals(words: list[str]) -> PersonName | None:
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    quiet = [word for word in words if word not in loud]
    return PersonName(" ".join(loud), " ".join(quiet)) if loud and quiet else None


def _by_surname(text: str) -> PersonName | None:
    if text in SURNAMES or not _KANJI_NAME.fullmatch(text):
        return None
    for length in range(min(_LONGEST_SURNAME, len(text) - 1), 0, -1):
        family, given = text[:length], text[length:]
        if family in SURNAMES and _is_likely_given(given, length):
            return PersonName(family, given)
    return None


def _is_likely_given(given: str, surname_length: int) -> bool:
    if given in _TITLES:
        return False
    if surname_length > 1:
        return len(given) <= 3
    # 林|太郎, but 林田|豊 if 林田 happens to be missing from the table.
    return len(given) == 2 and given[-1] in GIVEN_NAME_ENDINGS


def join_person_name(family: str, given: str) -> str:
    """The full name as Japanese forms want it: family name, one space, given name."""
    return f"{family} {given}".strip()


def person_key(name: str) -> str:
    """What persons are looked up by: letters only, in one shape each; Latin names in any order of their words."""
    return lookalikes(name).replace(" ", "") if _PLAIN_NAME.fullmatch(name) else _person_key(name)


@remembered(8192)
def _person_key(name: str) -> str:
    text = lookalikes(fold(without_honorific(name)))
    if text.isascii():
        return " ".join(sorted(re.findall(r"[a-z0-9]+", text))) or text
    return re.sub(r"[\W_]+", "", text) or text


@remembered(8192)
def person_spelling(name: str) -> str:
    """What two spellings of one written name have in common: width, spaces and shapes of letters aside."""
    return re.sub(r"\s+", "", same_letters(fold(name)))
