"""What one run touched, cut out of a scratch copy of the store: the records, their neighbours, and nothing else.

Invariant: who is left has all members of his cluster, and all who share a match key with them or are alike, so that a
resolve comes to the same clusters as in the whole store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from hub.store import search_terms
from hub.store.database import Database
from hub.store.transaction import Transaction

_MEMBERS = "SELECT c.golden_id FROM crosswalk c JOIN source_record s ON s.id = c.source_id"
_SHARING = (
    "JOIN match_key m ON m.source_id = c.source_id JOIN match_key n ON n.key = m.key "
    "JOIN crosswalk o ON o.source_id = n.source_id"
)
_ALIKE = (
    "JOIN likeness l ON l.{} = c.source_id JOIN crosswalk o ON o.source_id = l.{}".format(*sides)
    for sides in (("one_id", "other_id"), ("other_id", "one_id"))
)
_TOUCHED = (
    f"{_MEMBERS} JOIN raw_record r ON r.id = s.raw_id WHERE r.run_id = ?",
    f"{_MEMBERS} JOIN raw_version v ON v.raw_id = s.raw_id WHERE v.run_id = ?",
    "SELECT id FROM golden WHERE run_id = ?",
    "SELECT golden_id FROM golden_version WHERE run_id = ?",
    "SELECT golden_id FROM intent WHERE run_id = ?",
    "SELECT golden_id FROM conflict WHERE run_id = ?",
)
_NEIGHBOURS = (
    *(f"SELECT o.golden_id FROM kept JOIN crosswalk c USING (golden_id) {near}" for near in (_SHARING, *_ALIKE)),
    "SELECT redirect_to FROM golden g JOIN kept k ON k.golden_id = g.id WHERE redirect_to IS NOT NULL",
    "SELECT target_id FROM golden_link l JOIN kept k ON k.golden_id = l.golden_id",
)
_EMPTIED = (
    "raw_version",
    "golden_version",
    "conflict",
    "conflict_note",
    "quarantine",
    "token",
    "audit_entry",
    "audit_personal",
    "pending_resolve",
    "pending_plan",
    "match_key",
    "job",
    "console_user",
    "console_session",
    "bill_link",
    "bill_key",
    "customer_key",
    "billing_alias",
    "pending_link",
    "quality",
    "console_token",
    "console_factor",
    "console_recovery",
    "console_identity",
    "alert",
)
# What is hashed or counted of values: whoever guesses one could find it in there.
_WEIGHED = ("trait", "block_key", "late_block_key", "rarity")
# Tables whose rows go with their record.
_FOLLOWING = {
    "source_record": "id NOT IN (SELECT source_id FROM kept_source)",
    "crosswalk": "source_id NOT IN (SELECT source_id FROM kept_source)",
    "waiting_reference": "source_id NOT IN (SELECT source_id FROM kept_source)",
    "raw_record": "id NOT IN (SELECT raw_id FROM source_record)",
    "merged_away": "raw_id NOT IN (SELECT id FROM raw_record)",
    "golden": "id NOT IN (SELECT golden_id FROM kept)",
    "golden_link": "golden_id NOT IN (SELECT golden_id FROM kept)",
    "intent": "golden_id NOT IN (SELECT golden_id FROM kept)",
    "likeness": (
        "one_id NOT IN (SELECT source_id FROM kept_source) OR other_id NOT IN (SELECT source_id FROM kept_source)"
    ),
    "decision": '"left" NOT IN (SELECT source_id FROM kept_source)',
}


def keep_only(tx: Transaction, run_id: int) -> int:
    """Delete whatever the run had nothing to do with; how many golden records are left."""
    tx.run("CREATE TEMP TABLE kept (golden_id INTEGER PRIMARY KEY)")
    for query in _TOUCHED:
        tx.run(f"INSERT OR IGNORE INTO kept {query}", run_id)
    for query in _NEIGHBOURS:
        tx.run(f"INSERT OR IGNORE INTO kept {query}")
    tx.run("CREATE TEMP TABLE kept_source AS SELECT source_id FROM crosswalk JOIN kept USING (golden_id)")
    for table, condition in _FOLLOWING.items():
        tx.run(f"DELETE FROM {table} WHERE {condition}")
    for table in _EMPTIED:
        tx.run(f"DELETE FROM {table}")
    search_terms.forget_all(tx)
    tx.run("DELETE FROM run WHERE id <> ?", run_id)
    # A hash of an address is as good as the address to whoever guesses it.
    tx.run("UPDATE crosswalk SET keys = NULL")
    tx.run("UPDATE raw_record SET payload = x'7b7d', hash = 0")
    tx.run("UPDATE merged_away SET winner = ''")
    return int(tx.rows("SELECT count(*) FROM kept")[0][0])


def forget_weighed(tx: Transaction) -> None:
    """Delete what the evidence was weighed by; what it came to stays."""
    for table in _WEIGHED:
        tx.run(f"DELETE FROM {table}")


def rewrite(tx: Transaction, table: str, columns: tuple[str, ...], change: Callable[..., tuple[Any, ...]]) -> None:
    """Give each row of a table what `change` makes of these columns."""
    named = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(f'"{column}" = ?' for column in columns)
    rows = [(*change(*row[1:]), row[0]) for row in tx.rows(f'SELECT id, {named} FROM "{table}"')]
    tx.many(f'UPDATE "{table}" SET {places} WHERE id = ?', rows)


def write_whole(database: Database, path: Path) -> None:
    """The scratch copy as one file; rebuilt, for a deleted row lives on in a file's free pages."""
    path.touch(mode=0o600)
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("VACUUM INTO ?", (str(path),))


def goldens(tx: Transaction) -> Iterator[tuple[int, str, dict[str, Any], tuple[str, ...]]]:
    """(golden_id, entity, values, names of the members) of each living golden record."""
    for row in tx.rows("SELECT id, entity, doc FROM golden WHERE redirect_to IS NULL ORDER BY id"):
        members = tx.rows(
            "SELECT s.stream_id, r.external_id, s.part FROM crosswalk c JOIN source_record s ON s.id = c.source_id "
            "JOIN raw_record r ON r.id = s.raw_id WHERE c.golden_id = ? ORDER BY 1, 2, 3",
            row[0],
        )
        yield row[0], row[1], msgspec.json.decode(row[2]), tuple(f"{m[0]}/{m[1]}#{m[2]}" for m in members)
