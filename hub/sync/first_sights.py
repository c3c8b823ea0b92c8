"""First sights: who has saved a record since the hub wrote to it, as the first page tells that shows it again.

Invariant: `nobody` is said only where the state that is shown is that of the write, by the version that its answer told
or by a date within the time that the write took. Where the index may still show what stood there before, no date tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from hub.merging.claims import read_marks
from hub.merging.observation import Saved
from hub.sdk.records import RawRecord
from hub.store import intents, raw
from hub.store.intents import AnswerRow
from hub.store.raw import RawState
from hub.store.sources import ShadowRow
from hub.store.transaction import Transaction
from hub.sync.reading import modified_text

_SECONDS = len("2024-05-01T09:00:00")


class FirstSights:
    """Those of one page. The writes are asked for when the first record differs from what was written, and all at
    once.
    """

    def __init__(self, tx: Transaction, stored: Mapping[int, Mapping[str, ShadowRow]], shown_since: str) -> None:
        self._tx, self._stored, self._shown_since = tx, stored, shown_since

    def of(self, record: RawRecord, state: RawState) -> Callable[[int], Saved] | None:
        """Who has saved a record since an intent was written; None where a pull has shown it since."""
        return (lambda intent_id: self._saved(record, intent_id)) if raw.is_unread(state) else None

    def is_of(self, record: RawRecord, intent_id: int) -> bool:
        """Whether the state that is shown is, by its version, the one that a write has left."""
        answer = self._answers.get(intent_id)
        return answer is not None and answer.version is not None and answer.version == record.version

    def wished_at(self, intent_id: int) -> str:
        """When the hub wished a write, whatever became of it; empty where nothing is known of it any more."""
        answer = self._answers.get(intent_id)
        return answer.created_at if answer is not None else intents.wished_at(self._tx, intent_id)

    def _saved(self, record: RawRecord, intent_id: int) -> Saved:
        answer, modified_at = self._answers.get(intent_id), modified_text(record)
        if answer is None:
            return "unsure"
        if answer.version is not None and record.version is not None:
            return "nobody" if answer.version == record.version else "somebody"
        if modified_at is None or (self._shown_since and answer.done_at >= self._shown_since):
            return "unsure"
        if modified_at > answer.done_at:
            return "somebody"
        # Many systems tell whole seconds; an earlier date is that of a clock that is behind, or a day.
        return "nobody" if modified_at[:_SECONDS] >= answer.created_at[:_SECONDS] else "unsure"

    @cached_property
    def _answers(self) -> dict[int, AnswerRow]:
        rows = (row for parts in self._stored.values() for row in parts.values())
        marks = [mark for row in rows for mark in read_marks(row.marks).values()]
        writes = {mark.wrote for mark in marks if mark.wrote} | {write[0] for mark in marks for write in mark.unsure}
        return intents.answers(self._tx, sorted(writes))
