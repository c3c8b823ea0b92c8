"""A reading of a person's name in its halves, and how each half is romanized.

Invariant: family name first, in katakana; a reading that nothing divides is one part.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from hub.normalize.identity.folding import in_one_width
from hub.normalize.identity.name_tables import surname_tables
from hub.normalize.identity.person_words import NO_LETTERS, SEPARATORS, without_courtesy
from hub.normalize.identity.placeholders import NOBODY, is_tester, says_nothing
from hub.normalize.identity.romaji import kana_romaji
from hub.normalize.kana import large_kana, to_katakana
from hub.normalize.late import late


class Heard(NamedTuple):
    """A half in large katakana, and romanized as a family name and as a given name."""

    kana: str
    as_family: str
    as_given: str
    is_family: bool


_LONGEST_NAME = 100
_LONGEST_FAMILY = 6
_COMMON = late("([ァ-ヺー]{2,8})[ 　]([ァ-ヺー]{2,8})")
_KANA = late("[ぁ-ゖァ-ヺー]+")


@lru_cache(maxsize=4096)
def heard(kana: str) -> Heard:
    """A half of a reading. A bank may have made a family name's small kana large: ハツトリ is hattori."""
    large = large_kana(kana)
    usual = surname_tables().kana.get(large)
    as_given = kana_romaji(kana)
    return Heard(large, kana_romaji(usual) if usual else as_given, as_given, usual is not None)


def is_reading(text: str) -> bool:
    """Whether the text is nothing but kana."""
    return _KANA.fullmatch(text) is not None


def kana_halves(kana: str) -> tuple[str, ...]:
    """A reading in its halves, family first; one part where nothing divides it, () where it is no reading."""
    common = _COMMON.fullmatch(kana)
    if common is None:
        kana = to_katakana(in_one_width(kana[:_LONGEST_NAME]))
        common = _COMMON.fullmatch(kana)
    if common is not None and not is_tester(common[1]):
        return in_order([common[1], common[2]], is_western=False)
    letters = to_katakana(without_courtesy(kana))
    words = [word for word in (NO_LETTERS.sub("", part) for part in SEPARATORS.split(letters)) if word]
    joined = "".join(words)
    if not words or not is_reading(joined) or says_nothing(joined, NOBODY) or is_tester(joined):
        return ()
    return in_order(words, is_western=False)


def in_order(words: list[str], *, is_western: bool) -> tuple[str, ...]:
    """The halves with the family name first, whichever came first."""
    if len(words) == 1:
        return _divided(words[0])
    if is_western and not heard(words[0]).is_family:
        # As in Latin letters, further names stand between the first one and the family's.
        words = ["".join(words[:-1]), words[-1]]
    first, second = words[0], "".join(words[1:])
    if heard(first).is_family:
        return first, second
    return (second, first) if is_western or heard(second).is_family else (first, second)


def _divided(kana: str) -> tuple[str, ...]:
    families = surname_tables().kana
    if large_kana(kana) in families:
        # Who gives one word gives the family's: ナカムラ is not Naka Mura.
        return (kana,)
    for cut in range(min(len(kana) - 2, _LONGEST_FAMILY), 1, -1):
        if large_kana(kana[:cut]) in families:
            return kana[:cut], kana[cut:]
    return (kana,)
