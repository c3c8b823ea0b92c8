"""The census: how often values, and parts of names, occur among many records; what a book of rarities is made of.

Invariant: the order of the records changes nothing, and what is counted is what SQL counts over the same records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from xxhash import xxh3_64_intdigest

from hub.matching.evidence_model import FEWEST_NAMES, RAREST, Definition, Rarity
from hub.matching.rarity import Book, Features, by_halves, by_parts, halves, number_of

Rows = Callable[[Sequence[str]], Iterable[Features]]
"""All records with these of their features at least, as often as they are asked for."""

_COMMON_HEAD = 3
"""A name with which so many others begin is a word of its own."""


def count(definition: Definition, rows: Rows) -> dict[int, float]:
    """Everything that a book has to hold; one rarity after the other, so that no more than one is in memory."""
    counted: dict[int, float] = {}
    for one in definition.rarities:
        kind = f"{definition.entity}.{one.feature}"
        tell = _count_parts if one.parts else _count_halves if one.split else _count_values
        counted.update((number_of(*name), told) for name, told in tell(kind, one, rows))
    return counted


Told = Iterator[tuple[tuple[str, str], float]]


Seen = dict[str, list[int]]
"""How many distinct values of some features are seen beside each value that more than one record has."""


def _seen(one: Rarity, rows: Rows) -> Seen:
    """Of the features that tell others.

    What was met is noted as a number, because a set for each value and feature takes ten times the memory.
    """
    features = (*one.over, *one.hint)
    held = Counter(row[one.feature] for row in rows((one.feature,)) if row[one.feature])
    found = {value: [0] * len(features) for value, records in held.items() if records > 1}
    held.clear()
    met: set[int] = set()
    for row in rows((one.feature, *features)):
        value = row[one.feature]
        if (counts := found.get(value)) is None:
            continue
        for place, feature in enumerate(features):
            if row[feature]:
                mark = xxh3_64_intdigest(f"{place}\0{value}\0{row[feature]}".encode())
                if mark not in met:
                    met.add(mark)
                    counts[place] += 1
    return found


def _count_values(kind: str, one: Rarity, rows: Rows) -> Told:
    for value, seen in _seen(one, rows).items():
        others = max(1, *seen) - 1
        if others > one.alone:
            yield (kind, value), float(others)


def _count_parts(kind: str, one: Rarity, rows: Rows) -> Told:
    """As many others as would have both parts if these had nothing to do with each other.

    Shares are counted over distinct wholes, so that a person who has many records counts once. Where a whole could not
    be divided, half of its records are taken for others. Of several ways to divide it the commonest parts count.
    """
    assert one.parts is not None, "only a rarity of parts is counted by them"
    told_of = rows((one.feature, *one.parts))
    divided = Counter((row[one.feature], *(row[part] for part in one.parts)) for row in told_of if row[one.feature])
    wholes: tuple[defaultdict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
    for whole, *parts in divided:
        for place, part in enumerate(parts):
            if part:
                wholes[place][part].add(whole)
    names = max(FEWEST_NAMES, len({whole for whole, *_ in divided}))
    told = {(f"{kind}#names", ""): float(names), (f"{kind}#records", ""): float(max(1, divided.total()))}
    for place, shares in enumerate(wholes):
        told |= {(f"{kind}.{place}", part): float(len(some)) for part, some in shares.items() if len(some) > 1}
    yield from told.items()
    book = Book(0, {number_of(*name): value for name, value in told.items()})
    held: Counter[str] = Counter()
    for (whole, *_), records in divided.items():
        held[whole] += records
    others: dict[str, float] = {}
    for (whole, *parts), records in divided.items():
        if held[whole] > 1:
            likely = by_parts(kind, tuple(parts), book) if all(parts) else max(RAREST, records / 2)
            others[whole] = max(others.get(whole, 0.0), likely)
    yield from (((kind, whole), likely) for whole, likely in others.items())


def _count_halves(kind: str, one: Rarity, rows: Rows) -> Told:
    """As many others as chance makes of the name's likeliest two halves, or as other identities show.

    A name that is itself the beginning of others (千代田 of 千代田商事) has an empty second half, whose share is that
    of such names.
    """
    seen = _seen(one, rows)
    records: Counter[str] = Counter()
    formed: dict[str, bool] = {}
    for row in rows((one.feature, one.split)):
        if name := row[one.feature]:
            records[name] += 1
            formed[name] = formed.get(name, False) or bool(row[one.split])
    told: dict[tuple[str, str], float] = {}
    for is_formed in (True, False):
        some = {name: records[name] for name, has in formed.items() if has is is_formed}
        told |= _halves_of(f"{kind}.{is_formed}", some)
    yield from told.items()
    book = Book(0, {number_of(*name): value for name, value in told.items()})
    for name, who in seen.items():
        yield (kind, name), max(by_halves(f"{kind}.{formed[name]}", name, book), _shown(one, who))


def _halves_of(kind: str, names: Mapping[str, int]) -> dict[tuple[str, str], float]:
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for name in names:
        for head, tail in halves(name):
            heads[head] += 1
            tails[tail] += tail != ""
    tails[""] = sum(heads[name] >= _COMMON_HEAD for name in names)
    told = {(f"{kind}#names", ""): float(max(FEWEST_NAMES, len(names)))}
    told[f"{kind}#records", ""] = float(max(1, sum(names.values())))
    told |= {(f"{kind}<", head): float(some) for head, some in heads.items() if some > 1}
    told |= {(f"{kind}>", tail): float(some) for tail, some in tails.items() if some > (tail != "")}
    return told


def _shown(one: Rarity, who: Sequence[int]) -> float:
    """What other identities show; of hints beyond two values half is counted, since a branch or a move shows so too."""
    over, hint = who[: len(one.over)], who[len(one.over) :]
    return max(0.0, *(values - 1 for values in over), *((values - 2) / 2 for values in hint))
