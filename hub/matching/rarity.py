"""How rare the values of one record are, by a book of numbers that were counted over many records (`census`).

Invariant: a record's bits depend on its features and the book alone; two hubs that counted the same records agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

import xxhash

from hub.matching.evidence_model import FEWEST_NAMES, FEWEST_RECORDS, LONGEST_SPLIT, Definition, Rarity, rarest

Features = Mapping[str, str]


@dataclass(frozen=True)
class Book:
    """What was counted among `records`, by number; what is not in it was seen once at most."""

    records: int = 0
    counted: Mapping[int, float] = field(default_factory=dict)

    def get(self, kind: str, value: str, default: float) -> float:
        return self.counted.get(number_of(kind, value), default)


# A slice of records is asked for by the numbers of its values, and weighed by them.
@lru_cache(maxsize=1 << 13)
def number_of(kind: str, value: str) -> int:
    """The place of a value in the book."""
    return _number(f"{kind}|{value}")


def _number(said: str) -> int:
    return xxhash.xxh3_64_intdigest(said.encode()) >> 1


def bits(definition: Definition, features: Features, book: Book) -> dict[str, float]:
    """What agreement on each value of a record is worth; 0 where it has none."""
    total = log2(max(book.records, FEWEST_RECORDS))
    found = {}
    for one, kind in _kinds(definition):
        worth = total - _faded(one, _others(kind, one, features, book)) if features[one.feature] else 0.0
        found[one.feature] = max(0.0, worth)
    return found


def asked(definition: Definition, features: Features) -> list[int]:
    """The numbers of a record's values. Of most of them the book tells all that is to be known."""
    return [number_of(kind, features[one.feature]) for one, kind in _kinds(definition) if features[one.feature]]


def asked_of_shares(definition: Definition, features: Features, book: Book) -> list[int]:
    """The numbers that the bits of those names are made of which the book does not have as a whole."""
    numbers: list[int] = []
    for one, kind in _kinds(definition):
        named = (one.parts or one.split) and features[one.feature]
        if named and not book.get(kind, features[one.feature], 0.0):
            numbers.extend(_of_shares(kind, one, features))
    return numbers


def _of_shares(kind: str, one: Rarity, features: Features) -> Iterator[int]:
    """What `_by_chance` reads of a book."""
    if one.parts:
        yield from (number_of(f"{kind}.{place}", features[part]) for place, part in enumerate(one.parts))
    else:
        kind = f"{kind}.{bool(features[one.split])}"
        for head, tail, _ in cuts(kind, features[one.feature]):
            yield head
            yield tail
    yield number_of(f"{kind}#names", "")
    yield number_of(f"{kind}#records", "")


@lru_cache(maxsize=16)
def _kinds(definition: Definition) -> tuple[tuple[Rarity, str], ...]:
    """The rarities with what their values are called in the book."""
    return tuple((one, f"{definition.entity}.{one.feature}") for one in definition.rarities)


def _faded(one: Rarity, others: float) -> float:
    share = log2(others)
    return share + (one.fade - 1) * max(0.0, share)


def _others(kind: str, one: Rarity, features: Features, book: Book) -> float:
    """How many others a value stands for."""
    known = book.get(kind, features[one.feature], 0.0)
    if known:
        return known
    if not one.parts and not one.split:
        return one.alone
    # Where nothing was counted no name is taken for rare: alone it makes nobody the same.
    return _by_chance(kind, one, features, book) if book.records else 1.0


def _by_chance(kind: str, one: Rarity, features: Features, book: Book) -> float:
    """As many others as chance makes of a name."""
    if one.parts:
        return by_parts(kind, tuple(features[part] for part in one.parts), book)
    return by_halves(f"{kind}.{bool(features[one.split])}", features[one.feature], book)


def by_parts(kind: str, parts: tuple[str, ...], book: Book) -> float:
    """As many others as would have both parts if these had nothing to do with each other."""
    if not all(parts):
        return 0.5
    shares = [book.get(f"{kind}.{place}", part, 1.0) - 0.5 for place, part in enumerate(parts)]
    names = book.get(f"{kind}#names", "", FEWEST_NAMES)
    records = book.get(f"{kind}#records", "", 1.0)
    return max(rarest(names), records * shares[0] * shares[1] / names**2)


def by_halves(kind: str, name: str, book: Book) -> float:
    """As many others as chance makes of the likeliest two halves of a name."""
    names = book.get(f"{kind}#names", "", FEWEST_NAMES)
    records = book.get(f"{kind}#records", "", 1.0)
    counted, ways = book.counted.get, 0.0
    for head, tail, alone in cuts(kind, name):
        heads, tails = counted(head, 1.0), counted(tail, alone)
        if tails:
            ways = max(ways, (heads - 0.5) * (tails - 0.5))
    return max(rarest(names), records * ways / names**2)


@lru_cache(maxsize=1 << 11)
def cuts(kind: str, name: str) -> tuple[tuple[int, int, float], ...]:
    """The numbers of each two halves, and how many have the second one where the book does not tell."""
    return tuple(
        (_number(f"{kind}<|{head}"), _number(f"{kind}>|{tail}"), 1.0 if tail else 0.0) for head, tail in halves(name)
    )


def halves(name: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a name in two; the last one leaves nothing behind."""
    return ((name[:place], name[place:]) for place in range(1, min(len(name), LONGEST_SPLIT) + 1))
