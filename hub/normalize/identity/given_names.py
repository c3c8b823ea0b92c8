"""How a given name in kanji may be read, out of the readings of its characters.

Invariant: a reading that is not found is not thereby wrong: parents may have a name read as they like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import islice, product

from hub.normalize.identity.given_characters import character_readings
from hub.normalize.identity.romaji import kana_keys_of, kana_syllables
from hub.normalize.kana import large_kana, to_katakana

_MOST_READINGS, _MOST_TRIED = 16, 96
_LONGEST_NAME = 5


@lru_cache(maxsize=4096)
def given_readings(given: str) -> tuple[str, ...]:
    """The likeliest romanizations of a name in kanji, at most sixteen; () where a character is none of given names."""
    found: dict[str, None] = {}
    ranked = _ranked(given, _syllables())
    while some := list(islice(ranked, _MOST_READINGS - len(found))):
        found.update(dict.fromkeys(kana_keys_of(some)))
    return tuple(found)


@lru_cache(maxsize=4096)
def may_be_read(given: str, kana: str) -> bool:
    """Whether the name can have the reading, in katakana of any size."""
    large, characters = large_kana(kana), _large_kana()
    within, alone = characters.get(given[:1], _UNKNOWN)
    # Most names are told apart by how they begin.
    return (not given or large.startswith((*within, *alone))) and large in _ranked(given, characters)


def is_given_name(text: str) -> bool:
    """Whether every character is one that given names are written with."""
    characters = _large_kana()
    return 0 < len(text) <= _LONGEST_NAME and all(sign in characters or sign == "々" for sign in text)


Spelled = dict[str, tuple[list[str], list[str]]]


def _ranked(given: str, characters: Spelled) -> Iterator[str]:
    """The readings in the spelling of the table, the likeliest first."""
    if len(given) == 1:
        within, alone = characters.get(given, _UNKNOWN)
        yield from (*alone, *within)
    elif len(given) <= _LONGEST_NAME:
        signs = [given[place - 1] if sign == "々" and place else sign for place, sign in enumerate(given)]
        readings = [characters.get(sign, _UNKNOWN)[0] for sign in signs]
        for ranks in _by_rank(tuple(map(len, readings))):
            yield "".join(map(list.__getitem__, readings, ranks))


@lru_cache(maxsize=1024)
def _by_rank(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The combinations of so many readings, those of low ranks first."""
    return sorted(product(*map(range, sizes)), key=sum)[:_MOST_TRIED]


@cache
def _hiragana() -> Spelled:
    # さくら is read as it stands, and so are the kana within 千ヱ子.
    kana = {chr(code): ([chr(code)], [chr(code)]) for code in range(ord("ぁ"), ord("ゔ"))}
    return character_readings() | kana | {to_katakana(sign): readings for sign, readings in kana.items()}


def _spelled(spell: Callable[[str], str]) -> Spelled:
    return {
        sign: ([spell(one) for one in within], [spell(one) for one in alone])
        for sign, (within, alone) in _hiragana().items()
    }


@cache
def _syllables() -> Spelled:
    return _spelled(lambda kana: kana_syllables(to_katakana(kana)))


@cache
def _large_kana() -> Spelled:
    return _spelled(lambda kana: large_kana(to_katakana(kana)))


_UNKNOWN: tuple[list[str], list[str]] = ([], [])
