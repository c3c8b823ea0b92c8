"""What goes wrong between a fact and its record: scanners, input methods, fingers, columns that are too narrow."""

from __future__ import annotations

from functools import cache
from random import Random

from benchmarks.secondworld.given_names import sounds_alike
from benchmarks.secondworld.people import Name
from benchmarks.secondworld.surnames import homophones
from benchmarks.secondworld.tables import sections


@cache
def _confused() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in sections("confusions")["scanner"]:
        for one, other in map(tuple, line):
            found[one] = found.get(one, "") + other
            found[other] = found.get(other, "") + one
    return found


def misread(rnd: Random, text: str) -> str:
    """One character is taken for another that looks like it, or drops out."""
    places = [place for place, character in enumerate(text) if character in _confused()]
    if not places:
        return text
    place = rnd.choice(places)
    if rnd.random() < 0.1:
        return text[:place] + text[place + 1 :]
    return text[:place] + rnd.choice(_confused()[text[place]]) + text[place + 1 :]


def mistype(rnd: Random, text: str) -> str:
    """Two neighbours swapped, one letter lost, doubled or hit beside; the ends stay."""
    if len(text) < 4:
        return text
    place = rnd.randrange(1, len(text) - 2)
    match rnd.randrange(4):
        case 0:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        case 1:
            return text[:place] + text[place + 1 :]
        case 2:
            return text[:place] + text[place] + text[place:]
    return text[:place] + _beside(rnd, text[place]) + text[place + 1 :]


def _beside(rnd: Random, key: str) -> str:
    if key.isascii() and key.isdigit():
        return str((int(key) + rnd.choice((1, 9))) % 10)
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm"):
        if key in row:
            place = row.index(key)
            return row[place - 1] if place else row[1]
    return key


def misconverted(rnd: Random, name: Name, sex: str) -> tuple[str, str]:
    """Family and given name of which one is spelled as the input method offered it first."""
    families = [other for other in homophones().get(name.family.kana, ()) if other != name.family.plain]
    givens = [other for other in sounds_alike(sex).get(name.given_kana, ()) if other != name.given]
    if givens and (rnd.random() < 0.65 or not families):
        return name.family.plain, rnd.choice(givens)
    return (rnd.choice(families) if families else name.family.plain), name.given


@cache
def _words() -> tuple[tuple[str, str], ...]:
    pairs = [(line[0], line[1]) for line in sections("confusions")["input-method"]]
    return tuple(pairs + [(other, one) for one, other in pairs])


def misconverted_words(rnd: Random, text: str) -> str:
    """A name of a company with one word of the same sound in place of another."""
    there = [(one, other) for one, other in _words() if one in text]
    if not there:
        return text
    one, other = rnd.choice(there)
    return text.replace(one, other, 1)


def slipped(rnd: Random, text: str, probability: float) -> str:
    """The text, mistyped with this probability."""
    return mistype(rnd, text) if text and rnd.random() < probability else text


def cut(text: str, width: int) -> str:
    """What a column of fixed width keeps."""
    return text[:width].rstrip()
