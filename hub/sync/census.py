"""The census of a store: when values were last counted for their rarity, and counting them anew.

Invariant: all likenesses of one entity rest on one book; another book weighs all of its records anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Self

import msgspec
import xxhash

from hub.matching.census import asked_of, count
from hub.matching.evidence_model import FEWEST_RECORDS, Definition
from hub.matching.reading import READING
from hub.matching.weigher import weigher
from hub.store import evidence, resolve_queue, setting, sources
from hub.store.apart import Apart
from hub.store.tally import Tally
from hub.store.transaction import Transaction
from hub.sync.traits import take_apart
from hub.sync.world import World

_NAME = "rarities"
_PAGE = 1000
# How much a store of up to so many source records has to grow until it is counted anew: what few records show of the
# world changes with each, and weighing many again takes time.
_GROWTH = ((5_000, 1.05), (50_000, 1.25))
_GROWTH_OF_LARGE = 2.0


class Counted(msgspec.Struct):
    """What is remembered: how many records each entity had, the highest source id, the digest of the book, and the
    number of the reading, when they were counted.
    """

    turn: int = 0
    upto: int = 0
    records: dict[str, int] = {}
    digest: str = ""
    reading: int = 1


class Census(msgspec.Struct):
    """The book that is in force: `number` names it and the definition that it is read by."""

    number: int
    records: int

    @classmethod
    def of(cls, tx: Transaction, definition: Definition) -> Self:
        """That of one entity."""
        counted = _remembered(tx)
        number = xxhash.xxh3_64_intdigest(f"{weigher(definition).text} {counted.turn}".encode()) >> 1
        return cls(number, counted.records.get(definition.entity, 0))

    @property
    def count(self) -> int:
        """Among how many records a pair is found by chance."""
        return max(self.records, FEWEST_RECORDS)


def count_rarities(world: World, apart: Apart) -> None:
    """Count anew where a store has grown since the last time, or was read in an older way; a small one whenever any
    record waits, because with few records each one changes what is rare. What everybody was taken apart into is kept
    in `apart`.
    """
    if not world.definitions:
        return
    with world.database.begin() as tx:
        counted, newest = _remembered(tx), evidence.newest_source(tx)
        if counted.reading != READING:
            is_due = True
            if counted.turn:
                # It takes a millisecond or two a record, once; whoever waits should know why.
                world.log("records_read_anew", records=newest, reading=READING, before=counted.reading)
        elif newest >= FEWEST_RECORDS:
            is_due = newest >= _growth(counted.upto) * counted.upto
        else:
            is_due = any(entity in world.definitions for entity in resolve_queue.pending_entities(tx))
        if is_due:
            _count(tx, world.definitions, counted, newest, apart)


def recount(tx: Transaction, definitions: Mapping[str, Definition], apart: Apart) -> None:
    """Count anew by other definitions, where anything was counted before."""
    counted = _remembered(tx)
    if counted.turn:
        _count(tx, definitions, counted, evidence.newest_source(tx), apart)


def _growth(upto: int) -> float:
    return next((growth for most, growth in _GROWTH if upto <= most), _GROWTH_OF_LARGE)


def _remembered(tx: Transaction) -> Counted:
    text = setting.remembered(tx, _NAME)
    return msgspec.json.decode(text, type=Counted) if text else Counted()


def _count(tx: Transaction, definitions: Mapping[str, Definition], last: Counted, newest: int, apart: Apart) -> None:
    """Everybody is weighed anew where the book is another one than the last."""
    evidence.empty_book(tx)
    digest = xxhash.xxh3_64()
    records: dict[str, int] = {}
    for entity, definition in definitions.items():
        features = asked_of(definition)
        with Tally.of(features) as tally:
            records[entity] = tally.add(_said(tx, entity, features, apart))
            count(definition, tally)
            evidence.add_to_book(tx, _noted(digest, tally.lines()))
        digest.update(f"{entity} {records[entity]}".encode())
    is_another = digest.hexdigest() != last.digest or last.reading != READING
    counted = Counted(last.turn + is_another, newest, records, digest.hexdigest(), READING)
    setting.remember(tx, _NAME, msgspec.json.encode(counted).decode())
    for entity in definitions if is_another else ():
        resolve_queue.enqueue_entity(tx, entity)


def _noted(digest: xxhash.xxh3_64, lines: Iterator[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    for line in lines:
        digest.update(f"{line}".encode())
        yield line


def _said(tx: Transaction, entity: str, features: Sequence[str], apart: Apart) -> Iterator[list[str]]:
    """These features of each record."""
    for ids in sources.ids_by_page(tx, [entity], _PAGE):
        for told in take_apart(tx, entity, ids, apart):
            yield [told[feature] for feature in features]
