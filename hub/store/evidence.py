"""What the matcher knows: the traits of source records, their block keys, likenesses of pairs, and the rarity book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import NamedTuple

from hub.store.transaction import Encoded, Transaction

# So many lines of the book are written at a time: memory stays flat.
_LINES = 10_000
# Keys fall anywhere, and in a large tree each costs a page; a tree of so many stays in the memory of the database.
_LATE_KEYS_MAX = 200_000
# Of fewer new ones it is not worth counting those of late.
_KEYS_OF_MANY = 1_000
_OF_KEYS = ("block_key", "late_block_key")
Pair = tuple[int, int]
"""Two source ids, the lesser one first."""


class TraitRow(NamedTuple):
    """`facts` and `keys` are JSON lists."""

    source_id: int
    book: int
    facts: Encoded
    keys: Encoded


LikenessRow = tuple[int, int, float]
"""(one, other, score in bits), the lesser source id first. A tuple as the driver gives it: there are many of them."""


def traits(tx: Transaction, source_ids: Sequence[int]) -> dict[int, TraitRow]:
    """What is known of these records."""
    rows = tx.where_in(
        "SELECT source_id, book, IN_UTF_8(facts), IN_UTF_8(keys) FROM trait WHERE source_id {in}", source_ids
    )
    return {row[0]: TraitRow._make(row) for row in rows}


def facts(tx: Transaction, source_ids: Sequence[int]) -> list[tuple[int, int, Encoded]]:
    """(source_id, book, facts) of those of these records that were looked at."""
    return tx.where_in("SELECT source_id, book, IN_UTF_8(facts) FROM trait WHERE source_id {in}", source_ids)


def store_traits(tx: Transaction, rows: Sequence[TraitRow]) -> None:
    """Store what was found out, in place of what was known."""
    tx.many(
        "INSERT INTO trait (source_id, book, facts, keys) VALUES (?, ?, ?d, ?d) ON CONFLICT (source_id) DO UPDATE "
        "SET book = excluded.book, facts = excluded.facts, keys = excluded.keys",
        rows,
    )


def known_among(tx: Transaction, raw_ids: Sequence[int], entity: str) -> list[int]:
    """The source records of an entity in these remote records that the matcher has looked at."""
    rows = tx.where_in(
        "SELECT s.id FROM source_record s JOIN trait t ON t.source_id = s.id WHERE s.raw_id {in} AND s.entity = ?",
        raw_ids,
        entity,
    )
    return [row[0] for row in rows]


def staff_of(tx: Transaction, companies: Sequence[int]) -> list[int]:
    """The people that the matcher has looked at in whose remote records these companies stand, or whose posts refer to
    them.
    """
    beside = (
        "SELECT p.id FROM source_record c JOIN source_record p ON p.raw_id = c.raw_id AND p.entity = 'person' "
        "JOIN trait t ON t.source_id = p.id WHERE c.id {in}"
    )
    referring = (
        "SELECT p.id FROM crosswalk c JOIN golden_link l ON l.target_id = c.golden_id AND l.field = 'company' "
        "JOIN crosswalk e ON e.golden_id = l.golden_id JOIN source_record s ON s.id = e.source_id "
        "JOIN source_record p ON p.raw_id = s.raw_id AND p.entity = 'person' JOIN trait t ON t.source_id = p.id "
        "WHERE c.source_id {in}"
    )
    return sorted({row[0] for query in (beside, referring) for row in tx.where_in(query, companies)})


def holders(tx: Transaction, keys: Sequence[int]) -> list[tuple[int, int]]:
    """(key, source_id) of every record that has one of the block keys."""
    found = [tx.where_in(f"SELECT key, source_id FROM {table} WHERE key {{in}}", keys) for table in _OF_KEYS]
    return list(chain.from_iterable(found))


def holder_counts(tx: Transaction, keys: Sequence[int], most: int) -> dict[int, int]:
    """How many records hold each of these block keys that anybody holds; no more than `most` are counted."""
    held = (
        "SELECT 1 FROM block_key WHERE key = wanted.value UNION ALL SELECT 1 FROM late_block_key "
        "WHERE key = wanted.value"
    )
    counted = f"(SELECT count(*) FROM ({held} LIMIT ?) held)"
    found = tx.where_in(f"SELECT wanted.value, {counted} FROM {{each}} wanted", keys, most)
    return {key: count for key, count in found if count}


def change_keys(tx: Transaction, gone: Iterable[tuple[int, int]], new: Iterable[tuple[int, int]]) -> None:
    """Drop and add (key, source_id) pairs, no one of them twice."""
    dropped, added = sorted(gone), sorted(new)
    for table in _OF_KEYS:
        tx.many(f"DELETE FROM {table} WHERE key = ? AND source_id = ?", dropped)
    tx.many("INSERT INTO late_block_key (key, source_id) VALUES (?, ?)", added)
    if len(added) > _KEYS_OF_MANY:
        sort_in(tx, _LATE_KEYS_MAX)


def sort_in(tx: Transaction, late_max: int) -> None:
    """Let the keys of late go over where they are more: each page of the large tree is written once for all of them."""
    if tx.rows("SELECT count(*) FROM late_block_key")[0][0] > late_max:
        late = "SELECT key, source_id FROM late_block_key ORDER BY key, source_id"
        tx.run(f"INSERT INTO block_key (key, source_id) {late}")
        tx.run("DELETE FROM late_block_key")


_LIKENESSES = {
    side: f"SELECT one_id, other_id, score FROM likeness WHERE {side} {{in}} AND score >= ?"
    for side in ("one_id", "other_id")
}


def likenesses(tx: Transaction, source_ids: Sequence[int], least: float) -> list[LikenessRow]:
    """Every pair of at least so many bits that one of these records is in."""
    wanted = set(source_ids)
    found = tx.where_in(_LIKENESSES["one_id"], source_ids, least)
    return found + [row for row in tx.where_in(_LIKENESSES["other_id"], source_ids, least) if row[0] not in wanted]


def doubtful(tx: Transaction, entity: str) -> list[tuple[int, int, float, int, int]]:
    """Every pair of records of two living customers that may be one, the likeliest first: (one, other, score, golden id
    of the one, golden id of the other).
    """
    return tx.rows(
        "SELECT l.one_id, l.other_id, l.score, a.golden_id, b.golden_id FROM likeness l "
        "JOIN source_record s ON s.id = l.one_id JOIN crosswalk a ON a.source_id = l.one_id "
        "JOIN crosswalk b ON b.source_id = l.other_id WHERE s.entity = ? AND a.golden_id <> b.golden_id "
        "ORDER BY l.score DESC, l.one_id, l.other_id",
        entity,
    )


def replace_likenesses(tx: Transaction, source_ids: Sequence[int], rows: Sequence[LikenessRow]) -> None:
    """All pairs of these records are those of `rows` from now on, which may be of others, too."""
    for side in ("one_id", "other_id"):
        tx.run_in(f"DELETE FROM likeness WHERE {side} {{in}}", source_ids)
    tx.many("INSERT INTO likeness (one_id, other_id, score) VALUES (?, ?, ?)", sorted(rows))


def counted(tx: Transaction, numbers: Sequence[int]) -> dict[int, float]:
    """What the book has at these places."""
    return dict(tx.where_in("SELECT number, counted FROM rarity WHERE number {in}", numbers))


def empty_book(tx: Transaction) -> None:
    """Take all lines out of the book."""
    tx.run("DELETE FROM rarity")


def add_to_book(tx: Transaction, lines: Iterable[tuple[int, float]]) -> None:
    """Write lines into the book, in the order of their numbers."""
    rest = iter(lines)
    while page := list(islice(rest, _LINES)):
        tx.many("INSERT INTO rarity (number, counted) VALUES (?, ?)", page)


def newest_source(tx: Transaction) -> int:
    """The highest number of a source record: about how many there are."""
    return int(tx.rows("SELECT coalesce(max(id), 0) FROM source_record")[0][0])
