"""How much the hub has planned to write lately: what the mass-change brake weighs together with a plan.

Invariant: a note is a moment and the last intent before it, so that nobody looks at all that was ever written. What a
person has let go counts no more.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub.store import outbox, setting
from hub.store.transaction import Transaction

_NAME = "lately"
_BUCKET = len("2024-05-01T09:0")
"""Of ten minutes, one note is kept."""
_read = msgspec.json.Decoder(list[tuple[str, int]]).decode


def planned(tx: Transaction, since: str, before: int) -> dict[int, int]:
    """How many writes have been planned by runs of the hub itself for each stream since a moment, and before an intent.
    Left out are those that wait for a person, were refused or are no longer wished.
    """
    notes = _notes(tx)
    first = next((number for at, number in reversed(notes) if at <= since), notes[0][1] if notes else before)
    if first >= before - 1:
        return {}
    # An apply and an undo write what a person has seen.
    sql = (
        "SELECT i.stream_id, count(*) FROM intent i JOIN run r ON r.id = i.run_id "
        "WHERE i.id > ? AND i.id < ? AND i.created_at >= ? AND r.kind IN ('sync', 'scheduled') "
        "AND i.state IN ('pending', 'sending', 'unknown', 'done') GROUP BY i.stream_id"
    )
    return dict(tx.rows(sql, first, before, since))


def note(tx: Transaction, now: str, since: str, intent: int) -> None:
    """Note the last intent before now; what is older than `since` is needed no more, except for the newest of it."""
    notes = _notes(tx)
    if notes and notes[-1][0][:_BUCKET] == now[:_BUCKET]:
        return
    oldest = max((at for at, _ in notes if at <= since), default="")
    _remember(tx, [*(one for one in notes if one[0] >= oldest), (now, intent)])


def let_go(tx: Transaction, now: str) -> None:
    """A person has looked: what was planned until now counts no more."""
    _remember(tx, [(now, outbox.last_intent(tx))])


def _notes(tx: Transaction) -> list[tuple[str, int]]:
    text = setting.remembered(tx, _NAME)
    return [] if text is None else _read(text)


def _remember(tx: Transaction, notes: Sequence[tuple[str, int]]) -> None:
    setting.remember(tx, _NAME, msgspec.json.encode(notes).decode())
