"""What is known of records: their facts as a list, and their block keys, read from the store once and worked out once.

Invariant: facts are what the record says, and what agreement on it is worth by the book that is in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from hub.matching.blocks import block_keys
from hub.matching.rarity import Book, asked, asked_of_shares, bits
from hub.matching.weigher import Weigher
from hub.store import evidence
from hub.store.evidence import TraitRow
from hub.store.transaction import Encoded, Transaction
from hub.sync.census import Census
from hub.sync.traits import Features

_encode = msgspec.json.Encoder().encode
_decode_facts = msgspec.json.Decoder(list[str | float]).decode
_decode_keys = msgspec.json.Decoder(frozenset[int]).decode


class Known:
    """Records of one entity within one transaction; `facts` of those that were asked for, or learned;
    `by_this_book` are those of them whose bits are of the book that is in force.
    """

    def __init__(self, tx: Transaction, weigher: Weigher, census: Census) -> None:
        self._tx, self._weigher, self._census = tx, weigher, census
        self.facts: dict[int, Sequence[str | float]] = {}
        self.by_this_book: set[int] = set()
        self._keys: dict[int, frozenset[int]] = {}

    def recall(self, source_ids: Iterable[int]) -> None:
        """Read the facts of those of these records that were looked at before."""
        unread = [source_id for source_id in source_ids if source_id not in self.facts]
        for source_id, book, text in evidence.facts(self._tx, unread):
            self.facts[source_id] = _decode_facts(text)
            if book == self._census.number:
                self.by_this_book.add(source_id)

    def keys_of(self, source_ids: Iterable[int]) -> dict[int, frozenset[int]]:
        """The block keys of records that were looked at."""
        wanted = list(source_ids)
        self._read_keys([source_id for source_id in wanted if source_id not in self._keys])
        return {source_id: self._keys[source_id] for source_id in wanted}

    def says_the_same(self, row: TraitRow, told: Features) -> bool:
        """Whether a record was looked at as it is now, and by the book that is in force."""
        if row.book != self._census.number:
            return False
        said = _decode_facts(row.facts)
        return all(one == told[feature] for feature, one in zip(self._weigher.features, said, strict=False))

    def learn(self, changed: Mapping[int, Features], number: int | None = None) -> None:
        """Store the facts of these records, under another number than that of the book in force where one is given."""
        definition, book = self._weigher.definition, self._book(changed.values())
        rows = []
        for source_id, told in changed.items():
            facts: list[str | float] = [told[feature] for feature in self._weigher.features]
            facts.extend(bits(definition, told, book).values())
            self.facts[source_id] = facts
            self.by_this_book.add(source_id)
            keys = block_keys(definition, told)
            self._keys[source_id] = frozenset(keys)
            written = self._census.number if number is None else number
            rows.append(TraitRow(source_id, written, _encode(facts), _encode(keys)))
        evidence.store_traits(self._tx, rows)

    def _book(self, told: Collection[Features]) -> Book:
        """The part of the book that these records' bits are made of."""
        if not self._census.records:
            return Book()
        definition, records = self._weigher.definition, self._census.records
        values = set(chain.from_iterable(asked(definition, one) for one in told))
        counted = evidence.counted(self._tx, sorted(values))
        book = Book(records, counted)
        shares = set(chain.from_iterable(asked_of_shares(definition, one, book) for one in told))
        return Book(records, counted | evidence.counted(self._tx, sorted(shares - counted.keys())))

    def _read_keys(self, source_ids: Sequence[int]) -> None:
        rows = evidence.traits(self._tx, source_ids).values()
        self._keys.update((row.source_id, read_keys(row.keys)) for row in rows)


def read_keys(text: Encoded) -> frozenset[int]:
    """The block keys of a stored record."""
    return _decode_keys(text)
