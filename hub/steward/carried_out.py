"""Joins that were carried out: what a person's word has made one, and what was written because of it.

Invariant: whoever became one hangs together by what was written to both, so that to take the word back is not enough.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.steward.errors import StewardError
from hub.store import golden, identity, intents
from hub.store.decisions import DecisionRow
from hub.store.transaction import Transaction


def merged_by(tx: Transaction, row: DecisionRow) -> list[int]:
    """The customers who were two when a person said that they are the same, and who were merged away into the one whom
    both records belong to now.
    """
    sides = sorted({side for side in (row.left, row.right) if side is not None})
    heirs = set(identity.golden_of(tx, sides).values())
    if row.kind != "same" or len(heirs) != 1:
        return []
    then = set(golden.living(tx, sorted(set(identity.born_ids(tx, sides).values())), row.at).values())
    leads = golden.living(tx, sorted(then))
    return sorted(then - heirs) if len(then) > 1 and set(leads.values()) == heirs else []


def check_unwritten(tx: Transaction, rows: Iterable[DecisionRow]) -> None:
    """Refuse to take a join back alone where the hub has written for the one whom it has made."""
    for row in rows:
        for number in merged_by(tx, row):
            heir = golden.follow(tx, number)
            since = [done_at for _, done_at in intents.done_for(tx, [heir, number]) if done_at >= row.at]
            if since:
                raise StewardError("join_written", number=row.decision_id, run=golden.redirected_in(tx, number))
