"""Words with a reading, read from the lists of `data`."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.identity.spelling.letters import katakana, roman


class Word(NamedTuple):
    """A word as it is written, its reading in katakana, and how it is put in Roman letters."""

    text: str
    kana: str
    latin: str

    def __add__(self, other: object) -> Word:
        assert isinstance(other, Word)
        latin = f"{self.latin} {other.latin}" if self.latin and other.latin else self.latin + other.latin
        return Word(self.text + other.text, self.kana + other.kana, latin)


NOTHING = Word("", "", "")


def read(listed: str) -> tuple[Word, ...]:
    """The words of a list: `text/reading` or `text/reading/Latin`, or `カナ/Latin`."""
    return tuple(_word(item.split("/")) for item in listed.split())


def _word(parts: list[str]) -> Word:
    text, reading = parts[0], parts[1]
    if reading.isascii():
        return Word(text, katakana(text), reading)
    kana = katakana(reading)
    return Word(text, kana, parts[2] if len(parts) > 2 else roman(kana, "short").capitalize())
