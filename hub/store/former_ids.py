"""Ids that records had before their keys were corrected: what others still call by them is meant by them.

Invariant: an id that a record has now is never taken for a former one, for who asks has looked there first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import xxhash

from hub.store.transaction import Transaction

_PREFIX = "former "


def remember(tx: Transaction, stream: int, names: Iterable[tuple[str, int]]) -> None:
    """Remember (former id, raw_id)."""
    tx.many(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [(_setting(f"{stream}/{name}"), str(raw_id)) for name, raw_id in names],
    )


def golden_ids(tx: Transaction, targets: Sequence[str]) -> dict[str, int]:
    """Golden ids by reference text `<stream number>/<former external id>#<part>`; unknown targets are absent."""
    asked = {target: target.rsplit("#", 1) for target in targets}
    settings = {_setting(record) for record, _ in asked.values()}
    found = dict(tx.where_in("SELECT name, value FROM setting WHERE name {in}", sorted(settings)))
    parts = {
        (row[0], row[1]): row[2]
        for row in tx.where_in(
            "SELECT s.raw_id, s.part, c.golden_id FROM source_record s JOIN crosswalk c ON c.source_id = s.id "
            "WHERE s.raw_id {in}",
            sorted({int(raw_id) for raw_id in found.values()}),
        )
    }
    places = {target: (int(found.get(_setting(record), 0)), part) for target, (record, part) in asked.items()}
    return {target: parts[place] for target, place in places.items() if place in parts}


def _setting(record: str) -> str:
    """A digest, because an id may be somebody's mailbox, and outlives him."""
    return _PREFIX + xxhash.xxh3_128_hexdigest(record.encode())
