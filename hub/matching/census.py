"""The census: how often values, and parts of names, occur among many records; what a book of rarities is made of.

Invariant: the order of the records changes nothing, and what is counted is what SQL counts over the same records. Few
names are in memory at a time, however many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Protocol, TypeVar

from hub.matching.evidence_model import FEWEST_NAMES, LONGEST_SPLIT, RAREST, Definition, Rarity
from hub.matching.rarity import Book, by_halves, by_parts, cuts, number_of

_COMMON_HEAD = 3
"""A name with which so many others begin is a word of its own."""
_PAGE = 500
_T = TypeVar("_T")
Told = tuple[int, float]
"""A line of the book."""


class Tally(Protocol):
    """Counts over records whose features it holds, and what is told of them; "" says nothing."""

    def said(self, feature: str) -> tuple[int, int]:
        """How many records say it, and in how many distinct values."""
        ...

    def values(self, feature: str, over: Sequence[str], split: str = "") -> Iterator[tuple[str, Sequence[int], bool]]:
        """Each value that several records have, how many distinct values of each of `over` are seen beside it, and
        whether any of these records says `split`.
        """
        ...

    def shares(self, part: str, whole: str) -> Iterator[tuple[str, int]]:
        """Each value that a part has in several distinct wholes, and in how many."""
        ...

    def divisions(self, whole: str, parts: tuple[str, str]) -> Iterator[tuple[str, str, str, int]]:
        """Each whole with its two parts, and how many records divide it so; those of one whole after each other."""
        ...

    def names(self, feature: str, split: str) -> Iterator[tuple[str, int, bool]]:
        """Each value in order, how many records have it, and whether any of them says `split`."""
        ...

    def several(self, numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Each of these numbers that is there several times, and how often."""
        ...

    def tell(self, told: Iterable[Told]) -> None:
        """Write lines of the book."""
        ...

    def told(self, numbers: Sequence[int]) -> dict[int, float]:
        """Read lines of the book."""
        ...


def asked_of(definition: Definition) -> list[str]:
    """The features that are counted, sorted."""
    named = ((one.feature, *one.over, *one.hint, *(one.parts or ()), one.split) for one in definition.rarities)
    return sorted({feature for some in named for feature in some} - {""})


def count(definition: Definition, tally: Tally) -> None:
    """Tell everything that a book has to hold."""
    for one in definition.rarities:
        kind = f"{definition.entity}.{one.feature}"
        tell = _count_parts if one.parts else _count_halves if one.split else _count_values
        tell(kind, one, tally)


def _count_values(kind: str, one: Rarity, tally: Tally) -> None:
    others = ((value, max(1, *seen) - 1) for value, seen, _ in tally.values(one.feature, (*one.over, *one.hint)))
    tally.tell((number_of(kind, value), float(some)) for value, some in others if some > one.alone)


def _count_parts(kind: str, one: Rarity, tally: Tally) -> None:
    """As many others as would have both parts if these had nothing to do with each other.

    Shares are counted over distinct wholes, so that a person who has many records counts once. Where a whole could not
    be divided, half of its records are taken for others. Of several ways to divide it the commonest parts count.
    """
    assert one.parts is not None, "only a rarity of parts is counted by them"
    records, names = tally.said(one.feature)
    sums = _sums(kind, names, records)
    tally.tell(sums.items())
    for place, part in enumerate(one.parts):
        shares = tally.shares(part, one.feature)
        tally.tell((number_of(f"{kind}.{place}", value), float(some)) for value, some in shares)
    wholes = (list(ways) for _, ways in groupby(tally.divisions(one.feature, one.parts), key=lambda way: way[0]))
    for page in _paged(ways for ways in wholes if sum(way[3] for way in ways) > 1):
        parts = {(place, part) for ways in page for way in ways for place, part in enumerate(way[1:3])}
        book = Book(0, sums | tally.told([number_of(f"{kind}.{place}", part) for place, part in parts]))
        tally.tell((number_of(kind, ways[0][0]), max(_of_parts(kind, way, book) for way in ways)) for ways in page)


def _of_parts(kind: str, way: tuple[str, str, str, int], book: Book) -> float:
    _, *parts, records = way
    return by_parts(kind, (str(parts[0]), str(parts[1])), book) if all(parts) else max(RAREST, records / 2)


def _count_halves(kind: str, one: Rarity, tally: Tally) -> None:
    """As many others as chance makes of the name's likeliest two halves, or as other identities show.

    A name that is itself the beginning of others (千代田 of 千代田商事) has an empty second half, whose share is that
    of such names.
    """
    kinds = {formed: f"{kind}.{formed}" for formed in (True, False)}
    sums = _tell_sums(kinds, one, tally)
    tally.tell((number, float(some)) for number, some in tally.several(_halves(kinds, one, tally)))
    heads = Counter(formed for formed, some in _as_heads(kinds, one, tally) if some >= _COMMON_HEAD)
    tally.tell((number_of(f"{kinds[formed]}>", ""), float(some)) for formed, some in heads.items())
    for page in _paged(tally.values(one.feature, (*one.over, *one.hint), one.split)):
        numbers = {number for name, _, formed in page for cut in cuts(kinds[formed], name) for number in cut[:2]}
        book = Book(0, sums | tally.told(sorted(numbers)))
        chances = [by_halves(kinds[formed], name, book) for name, _, formed in page]
        told = zip(page, chances, strict=True)
        tally.tell([(number_of(kind, name), max(chance, _shown(one, seen))) for (name, seen, _), chance in told])


Kinds = Mapping[bool, str]
"""What names are called in the book, those that ever have a legal form and those that never have one."""


def _tell_sums(kinds: Kinds, one: Rarity, tally: Tally) -> dict[int, float]:
    names: Counter[bool] = Counter()
    records: Counter[bool] = Counter()
    for _, some, formed in tally.names(one.feature, one.split):
        names[formed] += 1
        records[formed] += some
    sums: dict[int, float] = {}
    for formed, kind in kinds.items():
        sums |= _sums(kind, names[formed], records[formed])
    tally.tell(sums.items())
    return sums


def _halves(kinds: Kinds, one: Rarity, tally: Tally) -> Iterator[int]:
    """The number of each half of each name that is not empty."""
    for name, _, formed in tally.names(one.feature, one.split):
        for head, tail, alone in cuts(kinds[formed], name):
            yield head
            if alone:
                yield tail


def _as_heads(kinds: Kinds, one: Rarity, tally: Tally) -> Iterator[tuple[bool, float]]:
    """How many names begin with each one that is short enough to be half of another."""
    short = ((name, formed) for name, _, formed in tally.names(one.feature, one.split) if len(name) <= LONGEST_SPLIT)
    for page in _paged(short):
        numbers = [number_of(f"{kinds[formed]}<", name) for name, formed in page]
        told = tally.told(numbers)
        yield from ((formed, told.get(number, 1.0)) for (_, formed), number in zip(page, numbers, strict=True))


def _sums(kind: str, names: int, records: int) -> dict[int, float]:
    return {
        number_of(f"{kind}#names", ""): float(max(FEWEST_NAMES, names)),
        number_of(f"{kind}#records", ""): float(max(1, records)),
    }


def _shown(one: Rarity, who: Sequence[int]) -> float:
    """What other identities show; of hints beyond two values half is counted, since a branch or a move shows so too."""
    over, hint = who[: len(one.over)], who[len(one.over) :]
    return max(0.0, *(values - 1 for values in over), *((values - 2) / 2 for values in hint))


def _paged(some: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(some)
    while page := list(islice(rest, _PAGE)):
        yield page
