"""Moves: which records came to another customer, and which customers became one or two.

Invariant: every golden id that ever existed still leads somewhere, and whatever refers to a record that moved is looked
at again.
"""

from __future__ import annotations

from collections.abc import Sequence

from hub.matching.keys import shared_kinds
from hub.store import golden, resolve_queue
from hub.store.evidence import LikenessRow
from hub.store.transaction import Transaction
from hub.sync.ledger import MERGES_TOLD, Ledger
from hub.sync.record import Names, Record, record_name
from hub.sync.weighing import Weighing
from hub.sync.world import World


class Moves:
    """Collects the moves of one chunk; `evidence` is what tells why records are one, where it is weighed."""

    def __init__(
        self,
        tx: Transaction,
        world: World,
        entity: str,
        run_id: int,
        ledger: Ledger,
        evidence: Weighing | None,
        names: Names,
    ) -> None:
        self._tx, self._world, self._entity, self._run_id, self._ledger = tx, world, entity, run_id, ledger
        self._evidence, self._names = evidence, names
        self._unsettled: set[int] = set()
        self._raw_ids: set[int] = set()

    def note(self, groups: Sequence[Sequence[Record]], ids: Sequence[int], alike: Sequence[LikenessRow]) -> None:
        """Redirect ids that no cluster holds any more, and count merges and splits."""
        placed = [(record.row, golden_id) for group, golden_id in zip(groups, ids, strict=True) for record in group]
        heirs = {r.row.golden_id: g for group, g in zip(groups, ids, strict=True) for r in reversed(group)}
        losers = [(old, heir) for old, heir in heirs.items() if old is not None and old not in ids]
        if losers:
            golden.redirect(self._tx, losers, self._run_id, self._world.now_text())
        held = [{record.row.golden_id for record in group} for group in groups]
        split = {old for old in heirs if old is not None and sum(old in olds for olds in held) > 1}
        moved = [row for row, golden_id in placed if row.golden_id not in (None, golden_id)]
        self._unsettled |= split | {row.golden_id for row in moved if row.golden_id is not None}
        self._raw_ids |= {row.raw_id for row in moved}
        self._ledger.resolve.split += len(split)
        for group, golden_id in zip(groups, ids, strict=True):
            if len(group) > 1 and any(record.row.golden_id != golden_id for record in group):
                self._ledger.resolve.merged += 1
                if len(self._ledger.merges) < MERGES_TOLD:
                    self._ledger.merges.append(self._told(group, golden_id, alike))

    def store(self) -> None:
        """Queue what refers to the moved, and what stands beside them."""
        resolve_queue.enqueue_referring(self._tx, sorted(self._unsettled))
        resolve_queue.enqueue_beside(self._tx, sorted(self._raw_ids), self._world.refers)

    def _told(self, group: Sequence[Record], golden_id: int, alike: Sequence[LikenessRow]) -> dict[str, object]:
        return {
            "entity": self._entity,
            "golden_id": golden_id,
            "records": [record_name(record.row, self._names) for record in group],
            "why": shared_kinds(self._entity, [record.doc for record in group]),
            "evidence": self._spoke(group, golden_id, alike),
        }

    def _spoke(self, group: Sequence[Record], golden_id: int, alike: Sequence[LikenessRow]) -> list[str]:
        """What the evidence has for the newcomers' being one with each other and with those that were there, the
        weightiest words first.
        """
        ids = {record.source_id for record in group}
        new = {record.source_id for record in group if record.row.golden_id != golden_id}
        told = (row[:2] for row in alike)
        pairs = [(one, other) for one, other in told if one in ids and other in ids and (one in new or other in new)]
        return self._evidence.words_for(pairs) if self._evidence is not None and pairs else []
