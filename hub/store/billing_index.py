"""The index by which customers are found for a party and bills for a customer, and what people taught.

Invariant: customers are indexed from the first bill on; a store without bills holds nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hub.store.setting import remember, remembered
from hub.store.sources import SourceRow, of_raw
from hub.store.transaction import Transaction

# Grows with the way in which facts are spelled, so that an older index is made anew.
_VERSION = "1"
_NAME = "customer_index"
_FINISHED = "whole"


def is_kept(tx: Transaction) -> bool:
    """Whether customers are indexed, or have begun to be."""
    return remembered(tx, _NAME) is not None


def indexed_up_to(tx: Transaction) -> int | None:
    """The last customer that has come into the index; None once all have."""
    version, _, reached = (remembered(tx, _NAME) or "").partition(":")
    if version != _VERSION:
        tx.run("DELETE FROM customer_key")
        return 0
    return None if reached == _FINISHED else int(reached)


def reached(tx: Transaction, golden_id: int | None) -> None:
    """Remember how far the index has come; None for its end."""
    remember(tx, _NAME, f"{_VERSION}:{_FINISHED if golden_id is None else golden_id}")


def companies_after(tx: Transaction, golden_id: int, limit: int) -> list[int]:
    """The next companies in the order of their ids."""
    rows = tx.rows("SELECT id FROM golden WHERE entity = 'company' AND id > ? ORDER BY id LIMIT ?", golden_id, limit)
    return [row[0] for row in rows]


def keys_of_customers(tx: Transaction, golden_ids: Sequence[int]) -> dict[int, set[int]]:
    """The keys of these customers."""
    found: dict[int, set[int]] = {}
    for golden_id, key in tx.where_in("SELECT golden_id, key FROM customer_key WHERE golden_id {in}", golden_ids):
        found.setdefault(golden_id, set()).add(key)
    return found


def change_customers(tx: Transaction, gone: Iterable[tuple[int, int]], new: Iterable[tuple[int, int]]) -> None:
    """Take out and add (key, golden_id); sorted, because random inserts into a large tree cost a page each."""
    tx.many("DELETE FROM customer_key WHERE key = ? AND golden_id = ?", sorted(gone))
    tx.many("INSERT INTO customer_key (key, golden_id) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(new))


def holders(tx: Transaction, keys: Sequence[int], most: int) -> dict[int, list[int]]:
    """The customers that have each key; a key that more than `most` have tells nothing and is left out."""
    telling = tx.where_in(
        f"SELECT key FROM customer_key WHERE key {{in}} GROUP BY key HAVING count(*) <= {int(most)}", keys
    )
    found: dict[int, list[int]] = {}
    sql = "SELECT key, golden_id FROM customer_key WHERE key {in} ORDER BY golden_id"
    for key, golden_id in tx.where_in(sql, [row[0] for row in telling]):
        found.setdefault(key, []).append(golden_id)
    return found


def set_bill_keys(tx: Transaction, keys: Mapping[int, Sequence[int]]) -> None:
    """Replace the keys of these bills."""
    tx.run_in("DELETE FROM bill_key WHERE bill_id {in}", sorted(keys))
    rows = sorted((key, bill_id) for bill_id, held in keys.items() for key in held)
    tx.many("INSERT INTO bill_key (key, bill_id) VALUES (?, ?)", rows)


def bills_with(tx: Transaction, keys: Sequence[int], *, only_open: bool) -> list[int]:
    """The bills whose party has one of these keys and whose link is the hub's own; `only_open` those without one."""
    rows = tx.where_in(
        "SELECT DISTINCT k.bill_id FROM bill_key k JOIN bill_link b ON b.bill_id = k.bill_id "
        "WHERE b.author = 'hub' AND (b.verdict <> 'linked' OR ?) AND k.key {in} ORDER BY k.bill_id",
        keys,
        not only_open,
    )
    return [row[0] for row in rows]


def teach(tx: Transaction, party: int, bill_id: int, customer: tuple[int, int], author: str, now: str) -> None:
    """Remember that a party of this signature is a customer, (golden_id, source_id)."""
    (alias_id,) = tx.next_ids("billing_alias", 1)
    tx.run(
        "INSERT INTO billing_alias (id, party, bill_id, customer_id, anchor_id, author, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(alias_id, party, bill_id, *customer, author, now),
    )


def unlearn(tx: Transaction, bill_id: int, now: str) -> int:
    """Take back what a word about this bill taught; how many parties that were."""
    return tx.run("UPDATE billing_alias SET revoked_at = ? WHERE bill_id = ? AND revoked_at IS NULL", now, bill_id)


def taught(tx: Transaction, parties: Sequence[int]) -> dict[int, set[int]]:
    """The customers that people named for parties of these signatures, as customers are cut now."""
    found: dict[int, set[int]] = {}
    for party, golden_id in tx.where_in(
        "SELECT a.party, coalesce(c.golden_id, a.customer_id) FROM billing_alias a "
        "LEFT JOIN crosswalk c ON c.source_id = a.anchor_id WHERE a.revoked_at IS NULL AND a.party {in}",
        parties,
    ):
        found.setdefault(party, set()).add(golden_id)
    return found


def remote_records(tx: Transaction, names: Iterable[str]) -> dict[str, list[SourceRow]]:
    """All parts of the remote records that these references `<stream number>/<external id>#<part>` name."""
    wanted: dict[int, dict[str, list[str]]] = {}
    for name in names:
        stream, _, rest = name.partition("/")
        wanted.setdefault(int(stream), {}).setdefault(rest.rsplit("#", 1)[0], []).append(name)
    found: dict[str, list[SourceRow]] = {}
    for stream_id, by_id in wanted.items():
        raw = tx.where_in(
            "SELECT id, external_id FROM raw_record WHERE stream_id = ? AND external_id {in}", sorted(by_id), stream_id
        )
        parts: dict[int, list[SourceRow]] = {}
        for row in of_raw(tx, [raw_id for raw_id, _ in raw]):
            parts.setdefault(row.raw_id, []).append(row)
        found.update({name: parts.get(raw_id, []) for raw_id, external_id in raw for name in by_id[external_id]})
    return found
