"""Names of people, as frequent as in the population: surnames by count, given names by sex and generation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from japanese_personal_name_dataset import load_dataset

from benchmarks.identity.chance import Chance, Weighted, by_rank
from benchmarks.identity.data.given_names import FEMALE, MALE, SURNAME_HEADS, SURNAME_TAILS
from benchmarks.identity.spelling.letters import katakana
from benchmarks.identity.world.words import Word, read

# Shares of the population beyond the listed names.
_RARE_SURNAME, _RARE_GIVEN = 0.17, 0.22


@dataclass(frozen=True)
class Names:
    """All names, ready to be drawn."""

    surnames: Weighted[Word]
    rare_surnames: tuple[Word, ...]
    given: dict[tuple[str, int], Weighted[Word]]
    rare_given: dict[str, Weighted[Word]]
    same_sound: dict[str, tuple[str, ...]]
    readings: dict[str, tuple[str, ...]]

    def surname(self, chance: Chance) -> Word:
        if chance.hits(_RARE_SURNAME):
            return chance.pick(self.rare_surnames)
        return self.surnames.draw(chance)

    def given_name(self, chance: Chance, sex: str, born: int) -> Word:
        if chance.hits(_RARE_GIVEN):
            return self.rare_given[sex].draw(chance)
        decade = max((start for start in MALE if start <= born), default=1940)
        return self.given[sex, decade].draw(chance)


@cache
def all_names() -> Names:
    """The names; reading them takes a tenth of a second."""
    men, women, families = load_dataset(kind="opti", include_last_names=True)
    # Of a few entries the reading is missing in the data set.
    known = [(_named(kanji, entry["reading"]), entry["count"]) for kanji, entry in families.items() if entry["reading"]]
    taken = set(families)
    heads, tails = read(SURNAME_HEADS), read(SURNAME_TAILS)
    rare = (head + tail for head in heads for tail in tails if head.text[0] != tail.text[0])
    same_sound: dict[str, tuple[str, ...]] = {}
    readings: dict[str, tuple[str, ...]] = {}
    given_of = {"m": men, "f": women}
    tail_of: dict[str, Weighted[Word]] = {}
    for sex, entries in given_of.items():
        spelled: list[tuple[Word, float]] = []
        for reading, entry in entries.items():
            kana = katakana(reading)
            same_sound[kana] = same_sound.get(kana, ()) + tuple(entry["kanji"])
            for kanji in entry["kanji"]:
                readings[kanji] = (*readings.get(kanji, ()), kana)
                spelled.append((_named(kanji, reading), 1.0))
        tail_of[sex] = Weighted(spelled)
    return Names(
        surnames=Weighted(known),
        rare_surnames=tuple(_named(word.text, word.kana) for word in rare if word.text not in taken),
        given={
            (sex, decade): by_rank(read(listed))
            for sex, table in (("m", MALE), ("f", FEMALE))
            for decade, listed in table.items()
        },
        rare_given=tail_of,
        same_sound=same_sound,
        readings=readings,
    )


def _named(text: str, reading: str) -> Word:
    return read(f"{text}/{reading}")[0]
