"""Re-keyed: where a list names its records by what stands in them, a record whose key was corrected keeps its past.

Who corrects a code or a mailbox in a sheet makes another row of it by name: one is gone from the list and one is new.
Taken so, the correction would reach nobody, and the customer would be there twice. Newcomers are therefore kept back
until the list has ended, and those that are a lost record but for one cell of its key take that one's place.

Invariant: a record takes the place of one other at most, and of none where two might be meant, or somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from itertools import product
from typing import TypeVar

import msgspec

from hub.sdk.records import Page, RawRecord
from hub.store import former_ids, outbox, raw, sources
from hub.store.transaction import Transaction
from hub.sync.payloads import UnreadableError, decode_payload
from hub.sync.subjects import are_documents, may_be_one
from hub.sync.world import Document, StreamSetup, World

_MOST = 5000
"""More newcomers than that are a list that was never seen, and are not kept back; more pairs of rows that say the same
tell nothing.
"""
_TELLING = 2
"""So many cells that are not blank have to be equal, where more than a cell of the key has changed."""

Sign = tuple[str, frozenset[tuple[str, str]]]
"""What two states of one record have in common, and the name of the cell in which they may differ."""
Signs = Callable[[Document, AbstractSet[str]], Iterator[Sign]]
_Name = TypeVar("_Name", int, str)


class Newcomers:
    """What one reading of a list has shown that nobody knows."""

    def __init__(self, world: World, stream: StreamSetup) -> None:
        self._world, self._stream = world, stream
        self._keys = frozenset(path.strip('"') for path in stream.manifest.natural_key)
        is_named = stream.manifest.id_from_key and stream.manifest.deletes == "listing"
        self._waits = is_named and not are_documents(stream.mapping, self._keys)
        self._back: list[RawRecord] = []

    def of_page(self, tx: Transaction, page: Page, seen: AbstractSet[str]) -> Page:
        """What is to be landed now; `seen` is every id that was shown so far, this page's too."""
        if not self._waits:
            return page
        kept = self._keep_back(tx, page.records)
        if page.complete_listing:
            self._take_places(tx, seen)
        # A cursor vouches for all that was shown before it.
        come = self.come() if page.complete_listing or page.cursor is not None or not self._waits else []
        return msgspec.structs.replace(page, records=[*come, *kept])

    def come(self) -> list[RawRecord]:
        """All that was kept back."""
        back, self._back = self._back, []
        return back

    def _keep_back(self, tx: Transaction, records: Sequence[RawRecord]) -> list[RawRecord]:
        known = raw.gate(tx, self._stream.stream_id, [record.external_id for record in records])
        self._back += [record for record in records if record.external_id not in known]
        self._waits = len(self._back) <= _MOST
        return [record for record in records if record.external_id in known]

    def _take_places(self, tx: Transaction, seen: AbstractSet[str]) -> None:
        """The list has ended: lost records are called by their new names."""
        lost = {i: name for i, name in raw.live_ids(tx, self._stream.stream_id) if name not in seen}
        if not self._back or not 0 < len(lost) <= _MOST:
            return
        left = _readable(raw.last_read(tx, sorted(lost)))
        new = _readable({record.external_id: record.payload for record in self._back})
        pairs = _pairs(left, new, self._keys, self._may_be_one)
        renamed = {lost[i]: (i, name) for i, name in pairs.items()}
        for before, (raw_id, name) in renamed.items():
            raw.rename(tx, raw_id, name)
            sources.name_anew(tx, raw_id, self._stream.stream_id, before, name)
        if renamed:
            former_ids.remember(tx, self._stream.stream_id, [(name, i) for name, (i, _) in renamed.items()])
            outbox.name_anew(tx, self._stream.stream_id, {before: name for before, (_, name) in renamed.items()})
            self._world.log("records_rekeyed", stream=self._stream.place, records=len(renamed))

    def _may_be_one(self, before: Document, after: Document) -> bool:
        return may_be_one(self._stream.mapping, before, after)


def _readable(payloads: Mapping[_Name, bytes]) -> dict[_Name, Document]:
    """What nobody can read takes nobody's place, and is told when it is landed."""
    found = {}
    for name, payload in payloads.items():
        with suppress(UnreadableError, msgspec.DecodeError):
            found[name] = decode_payload(payload)
    return found


def _pairs(
    left: Mapping[int, Document],
    new: Mapping[str, Document],
    keys: AbstractSet[str],
    may_be_one: Callable[[Document, Document], bool],
) -> dict[int, str]:
    """Which lost record is which newcomer: first those that are equal but for one cell of the key."""
    found: dict[int, str] = {}
    for signs in (_but_one_of_the_key, _but_little):
        taken = set(found.values())
        some = {i: doc for i, doc in left.items() if i not in found}
        others = {name: doc for name, doc in new.items() if name not in taken}
        told = _alike(_told(some, keys, signs), _told(others, keys, signs))
        found |= _only_ones((i, name) for i, name in told if may_be_one(left[i], new[name]))
    return found


def _told(docs: Mapping[_Name, Document], keys: AbstractSet[str], signs: Signs) -> dict[Sign, list[_Name]]:
    told: dict[Sign, list[_Name]] = {}
    for name, doc in docs.items():
        for sign in signs(doc, keys):
            told.setdefault(sign, []).append(name)
    return told


def _alike(lost: Mapping[Sign, Sequence[int]], new: Mapping[Sign, Sequence[str]]) -> set[tuple[int, str]]:
    likely = ((lost[sign], new[sign]) for sign in lost.keys() & new.keys())
    return {pair for some, others in likely if len(some) * len(others) <= _MOST for pair in product(some, others)}


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
    for key in keys:
        others = _cells(doc, {key})
        if others:
            yield key, others


def _but_little(doc: Document, keys: AbstractSet[str]) -> Iterator[Sign]:
    """The rest of a key of several cells tells a record whatever else was edited; a code has no rest, and all but one
    cell of the record tells it.
    """
    for key in keys:
        if len(keys) > 1:
            likely = [(key, _cells({one: doc.get(one) for one in keys}, {key}))]
        else:
            likely = [(f"{key}\n{one}", _cells(doc, {key, one})) for one in doc.keys() - keys]
        yield from (sign for sign in likely if len(sign[1]) >= _TELLING)


def _cells(doc: Document, without: AbstractSet[str]) -> frozenset[tuple[str, str]]:
    """What stands in the cells that are not blank."""
    return frozenset((name, str(cell)) for name, cell in doc.items() if cell not in ("", None) and name not in without)
