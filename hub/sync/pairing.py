"""Pairing: which former state of a list's records is which of the rows that it shows now under another key.

Invariant: each means one other alone, and nobody else by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from typing import TypeVar
from unicodedata import normalize

from hub.sync.world import Document

MOST = 5000
"""More rows than that are a list that was never seen; more pairs of rows that say the same tell nothing."""
_TELLING = 2
"""So many cells that are not blank have to be equal, where more than a cell of the key has changed."""

Sign = tuple[str, frozenset[tuple[str, str]]]
"""What two states of one record have in common, and the name of the cell in which they may differ."""
Signs = Callable[[Document, AbstractSet[str]], Iterator[Sign]]
_Name = TypeVar("_Name", int, str)


def paired(
    left: Mapping[int, Document],
    new: Mapping[str, Document],
    keys: AbstractSet[str],
    may_be_one: Callable[[Document, Document], bool],
    edited: Mapping[str, int],
) -> dict[int, str]:
    """Which former record is which row: first those that are equal but for one cell of the key; of the others, those
    that may be meant by rows of their own (`edited`) are not looked at further.
    """
    before, now, are_all = _in_common(left, new)
    ways: Sequence[tuple[Signs, Mapping[str, int], int]] = (
        (_but_one_of_the_key, {}, 1 if are_all else _TELLING),
        (_but_little, edited, _TELLING),
    )
    found: dict[int, str] = {}
    for signs, settled, least in ways:
        taken, still = {*found.values(), *settled}, {*found, *settled.values()}
        some = {i: doc for i, doc in before.items() if i not in still}
        others = {name: doc for name, doc in now.items() if name not in taken}
        told = _alike(_told(some, keys, signs, least), _told(others, keys, signs, least))
        found |= _only_ones((i, name) for i, name in told if may_be_one(left[i], new[name]))
    return found


def _in_common(
    left: Mapping[int, Document], new: Mapping[str, Document]
) -> tuple[Mapping[int, Document], Mapping[str, Document], bool]:
    """Both with the columns that they have in common, and whether these are all: a column that was put in, taken out,
    renamed or divided in the same save says nothing.
    """
    had, has = ({name for doc in docs.values() for name in doc} for docs in (left, new))
    if had == has:
        return left, new, True
    both = had & has
    return (
        {i: _only(doc, both) for i, doc in left.items()},
        {name: _only(doc, both) for name, doc in new.items()},
        False,
    )


def _only(doc: Document, names: AbstractSet[str]) -> Document:
    return {name: cell for name, cell in doc.items() if name in names}


def _told(docs: Mapping[_Name, Document], keys: AbstractSet[str], signs: Signs, least: int) -> dict[Sign, list[_Name]]:
    """Who gives each sign that has cells enough."""
    told: dict[Sign, list[_Name]] = {}
    for name, doc in docs.items():
        for sign in signs(doc, keys):
            if len(sign[1]) >= least:
                told.setdefault(sign, []).append(name)
    return told


def _alike(lost: Mapping[Sign, Sequence[int]], new: Mapping[Sign, Sequence[str]]) -> set[tuple[int, str]]:
    likely = ((lost[sign], new[sign]) for sign in lost.keys() & new.keys())
    return {pair for some, others in likely if len(some) * len(others) <= MOST for pair in product(some, others)}


def _only_ones(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Those of which each is meant by one other alone."""
    meant: dict[int, set[str]] = {}
    meaning: dict[str, set[int]] = {}
    for raw_id, name in pairs:
        meant.setdefault(raw_id, set()).add(name)
        meaning.setdefault(name, set()).add(raw_id)
    only = ((raw_id, next(iter(names))) for raw_id, names in meant.items() if len(names) == 1)
    return {raw_id: name for raw_id, name in only if len(meaning[name]) == 1}


def _but_one_of_the_key(doc: Document, keys: AbstractSet[str]) -> Iterator[Sign]:
    yield from ((key, _cells(doc, {key})) for key in keys)


def _but_little(doc: Document, keys: AbstractSet[str]) -> Iterator[Sign]:
    """The rest of a key of several cells tells a record whatever else was edited; a code has no rest, and all but one
    cell of the record tells it.
    """
    for key in keys:
        if len(keys) > 1:
            yield key, _cells({one: doc.get(one) for one in keys}, {key})
        else:
            yield from ((f"{key}\n{one}", _cells(doc, {key, one})) for one in doc.keys() - keys)


def _cells(doc: Document, without: AbstractSet[str]) -> frozenset[tuple[str, str]]:
    """What stands in the cells that are not blank, however wide it is written."""
    said = ((name, _folded(cell)) for name, cell in doc.items() if name not in without and cell is not None)
    return frozenset((name, text) for name, text in said if text)


def _folded(cell: object) -> str:
    text = str(cell)
    return (text if text.isascii() else normalize("NFKC", text)).strip()
