"""Burial: records that a page tells to be gone, and when they went.

Invariant: what nobody had known tells nothing, and what was known to be gone already is only dated better.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from hub.sdk.records import RawRecord
from hub.store import golden, raw, sources
from hub.store.raw import RawState
from hub.store.transaction import Transaction
from hub.sync import merges
from hub.sync.ledger import PullLedger
from hub.sync.looks import last_look
from hub.sync.reading import modified_text
from hub.sync.reasons import counted
from hub.sync.world import StreamSetup


class Burial:
    """Those of one page."""

    def __init__(self, tx: Transaction, stream: StreamSetup, ledger: PullLedger, now: str) -> None:
        self._tx, self._stream, self._ledger, self._now = tx, stream, ledger, now

    def bury(self, dead: Sequence[tuple[RawRecord, RawState | None]]) -> None:
        """Take records for gone, each with what is known of it."""
        gone: list[tuple[RawRecord, int]] = []
        known: list[tuple[RawRecord, RawState]] = []
        for record, state in dead:
            if state is None:
                self._ledger.skipped[counted("deleted_unseen")] += 1
            elif state.deleted_at is not None:
                known.append((record, state))
                self._ledger.unchanged += 1
            else:
                gone.append((record, state.raw_id))
                self._ledger.changed += 1
        merges.follow(self._tx, self._stream, gone, self._now)
        raw_ids = [raw_id for _, raw_id in gone]
        raw.mark_ended(self._tx, [(raw_id, self._ended_at(record)) for record, raw_id in gone], self._now)
        sources.set_deleted(self._tx, raw_ids, True)
        golden.enqueue_referring(self._tx, raw_ids)
        self._ledger.deleted += len(gone)
        self._retell(known)

    def _retell(self, dead: list[tuple[RawRecord, RawState]]) -> None:
        """Of records that are known to be gone by a look-up: when that was, and into what they went."""
        turned = raw.turned(self._tx, [state.raw_id for _, state in dead])
        for record, state in dead:
            heard_at, known_at = state.deleted_at or self._now, turned[state.raw_id][1]
            told_at = min(self._ended_at(record), heard_at)
            if known_at is not None and known_at < told_at:
                merges.follow(self._tx, self._stream, [(record, state.raw_id)], self._now)
                raw.mark_ended(self._tx, [(state.raw_id, told_at)], heard_at)
                sources.set_deleted(self._tx, [state.raw_id], True)

    def _ended_at(self, record: RawRecord) -> str:
        """When the record was deleted over there, at the earliest."""
        told = modified_text(record)
        if told is None or self._stream.manifest.incremental == "day":
            told = max(told or "", self._looked_at)
        return min(told, self._now)

    @cached_property
    def _looked_at(self) -> str:
        return last_look(self._tx, self._stream)
