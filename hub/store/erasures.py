"""Erased persons: what is left of them is keyed hashes of what they could be known by, so that nobody brings them back.

Invariant: a hash tells nothing without the store's own key, and what is erased stands in no row any more. An erasure is
named by the number of the golden record that it ended; golden numbers are never given out twice.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable, Sequence

from hub.store import audit, outbox, search_terms, setting
from hub.store.database import Database
from hub.store.errors import IN_WORDS
from hub.store.intents import ERASURE
from hub.store.transaction import Transaction
from hub.store.transfer import copy_rows

_KEY = "erasure key"
_BLOCK = "erased:"
_UNWIPED = "erased pages remain"
RUN = ERASURE


def key_of(tx: Transaction) -> bytes | None:
    """The key of the hashes; None where nobody was ever erased."""
    text = setting.remembered(tx, _KEY)
    return None if text is None else bytes.fromhex(text)


def digest(key: bytes, fact: str) -> str:
    """The keyed hash of a fact."""
    return hmac.new(key, fact.encode(), hashlib.sha256).hexdigest()


def block(tx: Transaction, golden_id: int, facts: Iterable[str]) -> int:
    """Let nothing in again that one of these facts is true of; how many there are."""
    key = key_of(tx)
    if key is None:
        key = secrets.token_bytes(32)
        setting.remember(tx, _KEY, key.hex())
    digests = {digest(key, fact) for fact in facts}
    for one in sorted(digests):
        setting.remember(tx, _BLOCK + one, str(golden_id))
    return len(digests)


def blocked(tx: Transaction, digests: Collection[str]) -> set[str]:
    """Those of these hashes that are of erased persons."""
    found = tx.where_in("SELECT name FROM setting WHERE name {in}", [_BLOCK + one for one in sorted(digests)])
    return {row[0].removeprefix(_BLOCK) for row in found}


def let_go(tx: Transaction, digests: Iterable[str]) -> None:
    """These hashes hold no longer."""
    tx.many("DELETE FROM setting WHERE name = ?", [(_BLOCK + one,) for one in sorted(digests)])


def numbers(tx: Transaction) -> set[int]:
    """The golden records that were erased."""
    return {int(row[0]) for row in tx.rows(f"SELECT DISTINCT value FROM setting WHERE name LIKE '{_BLOCK}%'")}


def lift(tx: Transaction, golden_id: int) -> int:
    """Take an erasure's hashes away; how many there were."""
    return tx.run(f"DELETE FROM setting WHERE name LIKE '{_BLOCK}%' AND value = ?", str(golden_id))


def carry(copy: Transaction, present: Transaction) -> None:
    """Whoever was erased, or is so no more, by the present store, is so by the copy of an earlier state."""
    copy.run(f"DELETE FROM setting WHERE name LIKE '{_BLOCK}%'")
    for name, value in present.rows(f"SELECT name, value FROM setting WHERE name = '{_KEY}' OR name LIKE '{_BLOCK}%'"):
        setting.remember(copy, name, value)


def carry_wishes(copy: Transaction, present: Transaction) -> None:
    """The wishes to delete erased persons in the systems are those of the present store."""
    copy.run(f"DELETE FROM intent WHERE run_id = {RUN} AND state IN {outbox.OPEN_STATES}")
    copy_rows(copy, present, "intent", f"run_id = {RUN} AND state IN {outbox.OPEN_STATES}")


def forget_sent(tx: Transaction) -> None:
    """A wish that was carried out names a record still, and there are systems whose names of records are mailboxes."""
    if key_of(tx) is not None and tx.run(f"DELETE FROM intent WHERE run_id = {RUN} AND state IN ('done', 'dropped')"):
        setting.remember(tx, _UNWIPED, "1")


def remove(tx: Transaction, golden_ids: Sequence[int], source_ids: Sequence[int], raw_ids: Sequence[int]) -> None:
    """Delete golden records with their past, source records with all that hangs on them, and raw records."""
    setting.remember(tx, _UNWIPED, "1")
    # Bills stay, and are looked at again without the person.
    again = "INSERT INTO pending_link (entity, golden_id) SELECT entity, bill_id FROM bill_link WHERE anchor_id = ? "
    tx.many(f"{again}ON CONFLICT DO NOTHING", [(number,) for number in source_ids])
    search_terms.forget(tx, golden_ids)
    for table, column in _OF_GOLDEN:
        tx.many(f"DELETE FROM {table} WHERE {column} = ?", [(number,) for number in golden_ids])
    for table, column in _OF_SOURCE:
        tx.many(f'DELETE FROM {table} WHERE "{column}" = ?', [(number,) for number in source_ids])
    for table, column in _OF_RAW:
        tx.many(f"DELETE FROM {table} WHERE {column} = ?", [(number,) for number in raw_ids])


_OF_GOLDEN = (
    ("golden_version", "golden_id"),
    ("golden_link", "golden_id"),
    ("golden_link", "target_id"),
    ("conflict_note", "golden_id"),
    ("conflict", "golden_id"),
    ("intent", "golden_id"),
    ("pending_plan", "golden_id"),
    ("golden", "id"),
)
_OF_SOURCE = (
    ("bill_link", "anchor_id"),
    ("billing_alias", "anchor_id"),
    ("decision", "left"),
    ("decision", "right"),
    ("match_key", "source_id"),
    ("trait", "source_id"),
    ("block_key", "source_id"),
    ("late_block_key", "source_id"),
    ("likeness", "one_id"),
    ("likeness", "other_id"),
    ("waiting_reference", "source_id"),
    ("pending_resolve", "source_id"),
    ("crosswalk", "source_id"),
    ("source_record", "id"),
)
_OF_RAW = (("raw_version", "raw_id"), ("merged_away", "raw_id"), ("raw_record", "id"))


def counts(tx: Transaction, golden_ids: Sequence[int], source_ids: Sequence[int]) -> tuple[int, int, int]:
    """How many earlier states, writes and decisions there are of these."""
    versions = tx.where_in("SELECT count(*) FROM golden_version WHERE golden_id {in}", golden_ids)
    writes = tx.where_in("SELECT count(*) FROM intent WHERE golden_id {in}", golden_ids)
    return int(versions[0][0]), int(writes[0][0]), len(decisions_about(tx, source_ids))


def decisions_about(tx: Transaction, source_ids: Sequence[int]) -> list[int]:
    """Every decision about one of these source records, also those that were taken back."""
    found = tx.where_in('SELECT id FROM decision WHERE "left" {in}', source_ids)
    found += tx.where_in('SELECT id FROM decision WHERE "right" {in}', source_ids)
    return sorted({row[0] for row in found})


def empty_golden(tx: Transaction, golden_ids: Sequence[int]) -> None:
    """Golden records that are made anew, without a past."""
    rows = [(number,) for number in golden_ids]
    tx.many("DELETE FROM golden_version WHERE golden_id = ?", rows)
    tx.many("UPDATE golden SET doc = '{}', lineage = NULL, held = NULL WHERE id = ?", rows)


def redact(tx: Transaction, raw_id: int, payload: bytes, digest_of_payload: int) -> None:
    """Keep of a remote record what is not about the person, and nothing of its past."""
    tx.run("DELETE FROM raw_version WHERE raw_id = ?", raw_id)
    tx.run("UPDATE raw_record SET payload = ?, hash = ? WHERE id = ?", payload, digest_of_payload, raw_id)


def forget_quarantined(tx: Transaction, places: Sequence[tuple[int, str]]) -> None:
    """Delete what stands in quarantine, and what webhooks said, of these remote records: (stream_id, external_id)."""
    tx.many("DELETE FROM quarantine WHERE stream_id = ? AND external_id = ?", places)
    tx.many(
        "DELETE FROM notice WHERE external_id = ? AND EXISTS (SELECT 1 FROM stream s WHERE s.id = ? "
        "AND s.connection = notice.connection AND s.stream = notice.stream)",
        [(external_id, stream_id) for stream_id, external_id in places],
    )


def forget_words(tx: Transaction, golden_names: Sequence[str], decisions: Sequence[int], words: Sequence[str]) -> None:
    """Delete what people wrote about a person into the audit log, and what tells one of these words elsewhere."""
    about = [f'%"{name}"%' for name in golden_names] + [f'%"decision":{number},%' for number in decisions]
    about += [f'%"decision": {number},%' for number in decisions]
    entries = {row[0] for like in about for row in tx.rows(_ABOUT, like)}
    for word in words:
        like = f"%{word}%"
        entries |= {row[0] for row in tx.rows(_PERSONAL, like)}
        for statement in _TELLING:
            tx.run(statement, like)
    audit.forget(tx, sorted(entries))


_ABOUT = "SELECT id FROM audit_entry WHERE commitment IS NOT NULL AND CAST(facts AS text) LIKE ?"
_PERSONAL = "SELECT entry_id FROM audit_personal WHERE CAST(document AS text) LIKE ?"
_TELLING = (
    "DELETE FROM conflict_note WHERE CAST(doc AS text) LIKE ?",
    "DELETE FROM conflict WHERE state <> 'open' AND CAST(doc AS text) LIKE ?",
    "UPDATE intent SET message = '' WHERE message LIKE ?",
    "UPDATE job SET last_error = '' WHERE last_error LIKE ?",
    "UPDATE run SET ledger = NULL WHERE CAST(ledger AS text) LIKE ?",
)


def wipe(database: Database) -> bool:
    """Rebuild a SQLite file, in whose free pages the deleted would live on; false where another program reads it, so
    that its journal has to stay. Raises `StoreError`.
    """
    with database.begin() as tx:
        is_needed = setting.remembered(tx, _UNWIPED) is not None
    if is_needed and database.is_sqlite:
        with database.session() as connection, IN_WORDS:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            (is_busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            return False
    if is_needed:
        with database.begin() as tx:
            setting.forget(tx, _UNWIPED)
    return True
