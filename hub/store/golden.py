"""Golden records, the states they had before, and the links between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Any, NamedTuple

from hub.store import outbox, search_terms
from hub.store.transaction import Encoded, Row, Transaction


class GoldenRow(NamedTuple):
    """A golden record as stored."""

    golden_id: int
    entity: str
    doc: Encoded
    lineage: str | None
    held: str | None
    version: int
    redirect_to: int | None


_SELECT = "SELECT id, entity, IN_UTF_8(doc), lineage, held, version, redirect_to FROM golden "


def insert(tx: Transaction, rows: Sequence[Row], run_id: int, now: str) -> None:
    """Store new golden records: (golden_id, entity, doc, lineage, held)."""
    tx.many(
        "INSERT INTO golden (id, entity, doc, lineage, held, version, run_id, changed_at) VALUES (?, ?, "
        "?d, ?, ?, 1, ?, ?)",
        [(*row, run_id, now) for row in rows],
    )


def insert_copies(tx: Transaction, golden_ids: range, run_id: int, now: str) -> None:
    """Make new golden records of the only source record that the crosswalk already has under each of these ids."""
    tx.run(
        "INSERT INTO golden (id, entity, doc, version, run_id, changed_at) "
        "SELECT c.golden_id, s.entity, s.doc, 1, CAST(? AS bigint), CAST(? AS text) FROM crosswalk c "
        "JOIN source_record s ON s.id = c.source_id WHERE c.golden_id BETWEEN ? AND ? ORDER BY c.golden_id",
        *(run_id, now, golden_ids.start, golden_ids.stop - 1),
    )


def enqueue_copies(tx: Transaction, golden_ids: range, creating: Set[int]) -> None:
    """Queue such new records for the plan, where one of the streams that may get new records is not their own."""
    tx.run(
        "INSERT INTO pending_plan (golden_id) SELECT c.golden_id FROM crosswalk c "
        "JOIN source_record s ON s.id = c.source_id WHERE c.golden_id BETWEEN ? AND ? AND s.stream_id <> ?",
        *(golden_ids.start, golden_ids.stop - 1, next(iter(creating)) if len(creating) == 1 else 0),
    )


def replace(
    tx: Transaction, rows: Sequence[tuple[int, Encoded, str | None, str | None]], run_id: int, now: str
) -> None:
    """Store new states, (golden_id, doc, lineage, held), keep the old ones as versions, and queue the records for the
    plan.
    """
    _keep_versions(tx, [row[0] for row in rows])
    tx.many(
        "UPDATE golden SET doc = ?d, lineage = ?, held = ?, version = version + 1, redirect_to = NULL, "
        "run_id = ?, changed_at = ? "
        "WHERE id = ?",
        [(doc, lineage, held, run_id, now, golden_id) for golden_id, doc, lineage, held in rows],
    )
    enqueue(tx, [row[0] for row in rows])
    search_terms.changed(tx, [row[0] for row in rows])


def redirect(tx: Transaction, rows: Sequence[tuple[int, int]], run_id: int, now: str) -> None:
    """Let merged-away records point to their successors, who inherit what they still wished: (loser, winner)."""
    outbox.inherit(tx, rows)
    _keep_versions(tx, [row[0] for row in rows])
    tx.many(
        "UPDATE golden SET redirect_to = ?, version = version + 1, run_id = ?, changed_at = ? WHERE id = ?",
        [(winner, run_id, now, loser) for loser, winner in rows],
    )
    search_terms.changed(tx, [row[0] for row in rows])


def lead(tx: Transaction, golden_ids: Sequence[int], heir: int) -> None:
    """Let records that were merged away point to another successor, with whom their own ones went."""
    tx.many("UPDATE golden SET redirect_to = ? WHERE id = ?", [(heir, number) for number in golden_ids])


def _keep_versions(tx: Transaction, golden_ids: Sequence[int]) -> None:
    version_ids = tx.next_ids("golden_version", len(golden_ids))
    tx.run_in(
        "INSERT INTO golden_version (id, golden_id, version, doc, lineage, run_id, changed_at) "
        "SELECT CAST(? AS bigint) + e.key, g.id, g.version, g.doc, g.lineage, g.run_id, g.changed_at "
        "FROM {each} e JOIN golden g ON g.id = e.value",
        *(golden_ids, version_ids.start),
    )


def by_ids(tx: Transaction, golden_ids: Sequence[int]) -> dict[int, GoldenRow]:
    """These golden records."""
    rows = tx.where_in(_SELECT + "WHERE id {in}", list(golden_ids))
    return {row.golden_id: row for row in map(GoldenRow._make, rows)}


def known(tx: Transaction, golden_ids: Sequence[int]) -> set[int]:
    """Those of these golden records that there are."""
    return {row[0] for row in tx.where_in("SELECT id FROM golden WHERE id {in}", golden_ids)}


def changed_by(tx: Transaction, run_id: int) -> Iterator[tuple[GoldenRow, str | None]]:
    """What a run made or changed, in the order of ids, with the document that stood there before it (None: new)."""
    last = 0
    while rows := tx.rows(
        "SELECT g.id, g.entity, g.doc, g.lineage, g.held, g.version, g.redirect_to, "
        "(SELECT v.doc FROM golden_version v WHERE v.golden_id = g.id AND v.run_id < ? "
        "ORDER BY v.version DESC LIMIT 1) "
        "FROM golden g WHERE g.run_id = ? AND g.id > ? ORDER BY g.id LIMIT 1000",
        *(run_id, run_id, last),
    ):
        yield from ((GoldenRow(*row[:-1]), row[-1]) for row in rows)
        last = rows[-1][0]


def follow(tx: Transaction, golden_id: int) -> int:
    """The living record that an id leads to, through all redirects."""
    while (row := tx.one("SELECT redirect_to FROM golden WHERE id = ?", golden_id)) is not None and row[0] is not None:
        golden_id = row[0]
    return golden_id


def living(tx: Transaction, golden_ids: Sequence[int], at: str | None = None) -> dict[int, int]:
    """The living record that each of these ids leads to; `at`: that it led to then, by the merges that stand."""
    leads = {golden_id: golden_id for golden_id in golden_ids}
    ahead = set(golden_ids)
    sql = "SELECT id, redirect_to FROM golden WHERE redirect_to IS NOT NULL"
    while ahead:
        rows = (
            tx.where_in(f"{sql} AND id {{in}}", sorted(ahead))
            if at is None
            else tx.where_in(f"{sql} AND changed_at <= ? AND id {{in}}", sorted(ahead), at)
        )
        steps = dict(rows)
        leads = {golden_id: steps.get(there, there) for golden_id, there in leads.items()}
        ahead = set(steps.values())
    return leads


def versions(tx: Transaction, golden_id: int) -> list[Any]:
    """(version, doc, lineage, run_id, changed_at) of every state, oldest first, the present one included."""
    return tx.rows(
        "SELECT version, doc, lineage, run_id, changed_at FROM golden_version WHERE golden_id = ? UNION ALL "
        "SELECT version, doc, lineage, run_id, changed_at FROM golden WHERE id = ? ORDER BY 1",
        golden_id,
        golden_id,
    )


_NAMED_OTHERWISE = {
    True: "json_extract(v.doc, '$.name') <> json_extract(g.doc, '$.name')",
    False: "v.doc ->> 'name' <> g.doc ->> 'name'",
}


def named_otherwise(tx: Transaction, golden_ids: Sequence[int]) -> list[int]:
    """Those of these that are companies and had another name in an earlier state, in the order of their ids."""
    rows = tx.where_in(
        "SELECT DISTINCT g.id FROM golden g JOIN golden_version v ON v.golden_id = g.id "
        f"WHERE g.entity = 'company' AND g.id {{in}} AND {_NAMED_OTHERWISE[tx.is_sqlite]} ORDER BY g.id",
        golden_ids,
    )
    return [row[0] for row in rows]


def enqueue(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Queue golden records for the plan."""
    tx.many("INSERT INTO pending_plan (golden_id) VALUES (?) ON CONFLICT DO NOTHING", [(gid,) for gid in golden_ids])


def enqueue_behind(tx: Transaction, stream: int, external_ids: Sequence[str]) -> None:
    """Queue for the plan what stands behind these remote records, so that it wishes anew."""
    rows = tx.where_in(
        "SELECT c.golden_id FROM raw_record r JOIN source_record s ON s.raw_id = r.id "
        "JOIN crosswalk c ON c.source_id = s.id WHERE r.stream_id = ? AND r.external_id {in}",
        list(external_ids),
        stream,
    )
    enqueue(tx, sorted({row[0] for row in rows}))


def enqueue_referring(tx: Transaction, raw_ids: Sequence[int]) -> None:
    """Queue for the plan what refers to whoever stands behind these remote records, which are gone or came back: what
    is written there names them, or must not name them any more.
    """
    rows = tx.where_in(
        "SELECT DISTINCT l.golden_id FROM source_record s JOIN crosswalk c ON c.source_id = s.id "
        "JOIN golden_link l ON l.target_id = c.golden_id JOIN golden g ON g.id = l.golden_id "
        "WHERE g.redirect_to IS NULL AND s.raw_id {in}",
        list(raw_ids),
    )
    enqueue(tx, sorted(row[0] for row in rows))


def enqueue_all(tx: Transaction) -> None:
    """Queue every living golden record for the plan."""
    tx.run(
        "INSERT INTO pending_plan (golden_id) SELECT id FROM golden WHERE redirect_to IS NULL ON CONFLICT DO NOTHING"
    )


def pending(tx: Transaction, after: int, limit: int) -> list[int]:
    """The next golden records to plan, in the order of their ids."""
    sql = "SELECT golden_id FROM pending_plan WHERE golden_id > ? ORDER BY golden_id LIMIT ?"
    return [row[0] for row in tx.rows(sql, after, limit)]


def pending_count(tx: Transaction) -> int:
    """How many golden records wait for the plan."""
    return int(tx.rows("SELECT count(*) FROM pending_plan")[0][0])


def planned(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Take golden records out of the plan's queue."""
    tx.run_in("DELETE FROM pending_plan WHERE golden_id {in}", golden_ids)


def entity_counts(tx: Transaction, golden_ids: Sequence[int]) -> dict[str, int]:
    """How many of these are living golden records of each entity."""
    rows = tx.where_in(
        "SELECT entity, count(*) FROM golden WHERE redirect_to IS NULL AND id {in} GROUP BY entity", golden_ids
    )
    return dict(sorted(rows))


def documents(tx: Transaction, entity: str) -> list[tuple[int, Encoded]]:
    """(golden_id, doc) of every living record of an entity, in the order of their ids."""
    return tx.rows("SELECT id, IN_UTF_8(doc) FROM golden WHERE entity = ? AND redirect_to IS NULL ORDER BY id", entity)


def counts(tx: Transaction) -> dict[str, int]:
    """How many living golden records there are of each entity."""
    every = tx.rows("SELECT entity, count(*) FROM golden GROUP BY entity ORDER BY entity")
    gone = dict(tx.rows("SELECT entity, count(*) FROM golden WHERE redirect_to IS NOT NULL GROUP BY entity"))
    return {entity: count - gone.get(entity, 0) for entity, count in every if count > gone.get(entity, 0)}


def redirected_by(tx: Transaction, run_id: int) -> list[int]:
    """The golden records that a run merged away, and that are so still."""
    rows = tx.rows("SELECT id FROM golden WHERE redirect_to IS NOT NULL AND run_id = ? ORDER BY id", run_id)
    return [row[0] for row in rows]


def redirected_in(tx: Transaction, golden_id: int) -> int:
    """The run that merged a golden record away."""
    return int(tx.rows("SELECT run_id FROM golden WHERE id = ?", golden_id)[0][0])


def ids_leading_to(tx: Transaction, golden_id: int) -> list[int]:
    """Every golden record that was merged into this one, over any number of steps."""
    found: list[int] = []
    frontier = [golden_id]
    while frontier:
        frontier = [row[0] for row in tx.where_in("SELECT id FROM golden WHERE redirect_to {in}", frontier)]
        found += frontier
    return found
