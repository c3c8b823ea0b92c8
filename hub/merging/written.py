"""What the hub's own writes leave in a record's shadow and marks, answered or not.

Invariant: a write makes no claim; what the system said itself stays beneath it, for an undo or a split to return to.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

import msgspec

from hub.merging.claims import ANY_TIME, BOUNCES, Mark, Marks


def written(
    shadow: Mapping[str, Any],
    marks: Marks,
    since: str,
    sent: Mapping[str, Any],
    held: Mapping[str, Any],
    intent_id: int,
    now: str = "",
    shown_since: str = "",
    *,
    made: bool = False,
    rewritten: Set[str] = frozenset(),
    told_at: str = "",
) -> tuple[dict[str, Any], Marks]:
    """Shadow and marks after the hub wrote `sent` (None: emptied); `held` is what the system then showed, where it
    told (None: nothing), and `rewritten` of which fields it holds something else than was sent.

    The system's own earlier claim stays, under the mark: an undo or a split can return to it. Where the system's index
    lags, it may show at `now` what stood there at `shown_since`, and then what stands there now at as much later;
    `told_at` is the date that its answer gave the record.
    `made` says that the hub made this very record: what it holds as sent was nobody's claim, also where it was pulled
    before that was known.
    """
    new_shadow, new_marks = dict(shadow), dict(marks)
    for field, value in sent.items():
        mark = new_marks.get(field)
        if mark is None:
            mark = _own(None if made else shadow.get(field), since)
        bounced = BOUNCES if field in rewritten else mark.bounced if mark.sent == value else 0
        late = (*(old for old in mark.late if old[0] >= shown_since), (now, shadow.get(field))) if shown_since else ()
        dated = told_at if late else ""
        new_marks[field] = msgspec.structs.replace(
            mark, wrote=intent_id, sent=value, bounced=bounced, late=late, doubt="", dated=dated, under=None, older=()
        )
        now_held = held.get(field, value)
        new_shadow.pop(field, None)
        if now_held is not None:
            new_shadow[field] = now_held
    return new_shadow, new_marks


def unanswered(shadow: Mapping[str, Any], marks: Marks, since: str, sent: Mapping[str, Any], intent_id: int) -> Marks:
    """Marks while nobody knows whether `sent` has arrived: where a pull shows it, it is what the hub wrote,
    whatever its date, for requests may be late, and clocks ahead.
    """
    noted = dict(marks)
    for field, value in sent.items():
        mark = noted.get(field) or _own(shadow.get(field), since)
        bounced = mark.bounced if mark.sent == value else 0
        older = tuple(write for write in mark.unsure if write[0] != intent_id)
        noted[field] = msgspec.structs.replace(
            mark, sent=value, bounced=bounced, under=(intent_id, ANY_TIME), older=older
        )
    return noted


def _own(value: Any, since: str) -> Mark:
    """The mark that says what no mark says: a claim of the record, or nothing."""
    return Mark(claimed=value is not None, value=value, at=since if value is not None else "")
