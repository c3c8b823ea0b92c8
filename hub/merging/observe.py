"""What a newly seen record says, compared field by field with its shadow: edits become claims, echoes do not.

Invariant: a field whose value equals its shadow keeps its claim and its time, so recency is decided per field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hub.merging.claims import Mark, Marks
from hub.normalize.compare import same


class Observation(msgspec.Struct):
    """The new shadow and marks, and which fields differ because somebody edited them or because the system
    reformatted.
    """

    shadow: dict[str, Any]
    marks: Marks
    edited: list[str]
    reformatted: list[str]

    @property
    def changed(self) -> bool:
        """Whether anything at all differs from what was stored."""
        return bool(self.edited or self.reformatted)


def observe(
    shadow: Mapping[str, Any],
    marks: Marks,
    seen: Mapping[str, Any],
    blanks: frozenset[str],
    at: str,
    kinds: Mapping[str, str],
    *,
    first_sight: bool = False,
    edited: bool = True,
) -> Observation:
    """Compare `seen` (and the fields seen blank) with the shadow.

    `at` is the event time of the newly seen state. `first_sight` says that the hub made this record and sees it for
    the first
    time: what it did not write are then the system's defaults and not edits. `edited` is false for a replay with
    another
    mapping, which tells the same state in other words. A field that is neither seen nor blank says nothing: what was
    known stays.
    """
    result = Observation(dict(shadow), dict(marks), [], [])
    for field, value in seen.items():
        if field in shadow and shadow[field] == value:
            continue
        mark = marks.get(field)
        if mark is not None and mark.wrote and same(kinds[field], value, shadow.get(field)):
            result.shadow[field] = value
            result.reformatted.append(field)
        else:
            _edit(result, field, value, at, edited=edited and not (first_sight and mark is None))
    for field in blanks:
        if field in shadow:
            _edit(result, field, None, at, edited=edited)
    return result


def _edit(result: Observation, field: str, value: Any, at: str, *, edited: bool) -> None:
    before, mark = result.shadow.pop(field, None), result.marks.get(field)
    if value is not None:
        result.shadow[field] = value
    new = Mark(claimed=True, value=value, at=at, edited=edited, fresh=True)
    if mark is not None and mark.wrote:
        new.sent, new.bounced = before, mark.bounced + 1
    result.marks[field] = new
    result.edited.append(field)


def written(
    shadow: Mapping[str, Any],
    marks: Marks,
    since: str,
    sent: Mapping[str, Any],
    held: Mapping[str, Any],
    intent_id: int,
) -> tuple[dict[str, Any], Marks]:
    """Shadow and marks after the hub wrote `sent` (None: emptied); `held` is what the system then showed, where it
    told.

    The system's own earlier claim stays, under the mark: an undo or a split can return to it.
    """
    new_shadow, new_marks = dict(shadow), dict(marks)
    for field, value in sent.items():
        mark = new_marks.get(field)
        if mark is None:
            own = shadow.get(field)
            mark = Mark(claimed=own is not None, value=own, at=since if own is not None else "")
        bounced = mark.bounced if mark.sent == value else 0
        new_marks[field] = msgspec.structs.replace(mark, wrote=intent_id, sent=value, bounced=bounced)
        now_held = held.get(field, value)
        new_shadow.pop(field, None)
        if now_held is not None:
            new_shadow[field] = now_held
    return new_shadow, new_marks


def settled(marks: Marks) -> Marks:
    """The marks once a resolve has weighed them: nothing is fresh any more."""
    return {field: msgspec.structs.replace(mark, fresh=False) if mark.fresh else mark for field, mark in marks.items()}
