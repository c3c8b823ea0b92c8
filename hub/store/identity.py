"""Identity as stored: which golden record each source record belongs to, and the keys that candidates are found by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.store import former_ids
from hub.store.transaction import Transaction


def candidates(tx: Transaction, keys: Sequence[int]) -> list[tuple[int, int]]:
    """(key, source_id) of every stored record that has one of the keys."""
    return tx.where_in("SELECT key, source_id FROM match_key WHERE key {in}", keys)


def holder_counts(tx: Transaction, keys: Sequence[int]) -> dict[int, int]:
    """How many records hold each of these keys that anybody holds."""
    return dict(tx.where_in("SELECT key, count(*) FROM match_key WHERE key {in} GROUP BY key", keys))


def store_keys(tx: Transaction, rows: Iterable[tuple[int, int]]) -> None:
    """Add (key, source_id) pairs; sorted, because random inserts into a large tree cost a page each."""
    tx.many("INSERT INTO match_key (key, source_id) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(rows))


def drop_keys(tx: Transaction, rows: Sequence[tuple[int, int]]) -> None:
    """Remove (key, source_id) pairs."""
    tx.many("DELETE FROM match_key WHERE key = ? AND source_id = ?", rows)


def link_new(tx: Transaction, rows: Sequence[tuple[int, int, str | None]]) -> None:
    """Put source records that have no golden record yet under one: (source_id, golden_id, keys)."""
    tx.many(
        "INSERT INTO crosswalk (source_id, golden_id, born_id, keys) VALUES (?, ?, ?, ?)",
        [(source_id, golden_id, golden_id, keys) for source_id, golden_id, keys in rows],
    )


def link(tx: Transaction, rows: Sequence[tuple[int, int, str | None]]) -> None:
    """Put source records under golden records, wherever they were before: (source_id, golden_id, keys)."""
    tx.many(
        "INSERT INTO crosswalk (source_id, golden_id, born_id, keys) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (source_id) DO UPDATE SET golden_id = excluded.golden_id, keys = excluded.keys",
        [(source_id, golden_id, golden_id, keys) for source_id, golden_id, keys in rows],
    )


def move(tx: Transaction, source_ids: Sequence[int], golden_id: int) -> None:
    """Put stored records under another golden record until the next resolve looks at them."""
    tx.many("UPDATE crosswalk SET golden_id = ? WHERE source_id = ?", [(golden_id, number) for number in source_ids])


def born_ids(tx: Transaction, source_ids: Sequence[int]) -> dict[int, int]:
    """The golden record that each of these source records first made or joined."""
    return dict(tx.where_in("SELECT source_id, born_id FROM crosswalk WHERE source_id {in}", source_ids))


def returnable_ids(tx: Transaction, source_ids: Sequence[int]) -> dict[int, int]:
    """The golden record that each of these source records first made or joined, unless another one holds it now."""
    born = born_ids(tx, source_ids)
    here = set(source_ids)
    holders = members_of(tx, sorted(set(born.values())))
    held = {golden_id for golden_id, source_id in holders if source_id not in here}
    return {source_id: golden_id for source_id, golden_id in born.items() if golden_id not in held}


def golden_of(tx: Transaction, source_ids: Sequence[int]) -> dict[int, int]:
    """The golden id of each of these source records."""
    rows = tx.where_in("SELECT source_id, golden_id FROM crosswalk WHERE source_id {in}", source_ids)
    return {row[0]: row[1] for row in rows}


def members_of(tx: Transaction, golden_ids: Sequence[int]) -> list[tuple[int, int]]:
    """(golden_id, source_id) of every member of these golden records."""
    return tx.where_in("SELECT golden_id, source_id FROM crosswalk WHERE golden_id {in}", golden_ids)


def resolve_references(tx: Transaction, targets: Sequence[str]) -> dict[str, int]:
    """Golden ids by reference text `<stream number>/<external id>#<part>`; unknown targets are absent. Who goes by
    another id meanwhile is known by the former one, too.
    """
    found: dict[str, int] = {}
    by_place: dict[tuple[int, str], list[str]] = {}
    for target in targets:
        stream, rest = target.split("/", 1)
        external_id, part = rest.rsplit("#", 1)
        by_place.setdefault((int(stream), part), []).append(external_id)
    for (stream_number, part), external_ids in by_place.items():
        rows = tx.where_in(
            "SELECT r.external_id, c.golden_id FROM raw_record r JOIN source_record s ON s.raw_id = r.id "
            "AND s.part = ? "
            "JOIN crosswalk c ON c.source_id = s.id WHERE r.stream_id = ? AND r.external_id {in}",
            external_ids,
            part,
            stream_number,
        )
        found.update({f"{stream_number}/{row[0]}#{part}": row[1] for row in rows})
    return found | former_ids.golden_ids(tx, [target for target in targets if target not in found])


def wait_for(tx: Transaction, rows: Iterable[tuple[str, int]]) -> None:
    """Remember (target, source_id): the arrival of the target resolves the source again."""
    tx.many("INSERT INTO waiting_reference (target, source_id) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def anything_waits(tx: Transaction) -> bool:
    """Whether any record waits for another at all."""
    return tx.one("SELECT 1 FROM waiting_reference LIMIT 1") is not None


def arrived(tx: Transaction, targets: Sequence[str]) -> None:
    """Queue every record that waited for one of the targets."""
    rows = tx.where_in("SELECT target, source_id FROM waiting_reference WHERE target {in}", targets)
    if not rows:
        return
    tx.many(
        "INSERT INTO pending_resolve (source_id, entity) SELECT id, entity FROM source_record WHERE id = ? "
        "ON CONFLICT (source_id) DO UPDATE SET edited = NULL, keys = NULL",
        [(row[1],) for row in rows],
    )
    tx.many("DELETE FROM waiting_reference WHERE target = ? AND source_id = ?", rows)
