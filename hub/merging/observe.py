"""What a newly seen record says, compared field by field with its shadow: edits become claims, echoes do not.

Invariant: a field whose value equals its shadow keeps its claim and its time, so recency is decided per field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hub.merging.beyond import carry_over
from hub.merging.claims import BOUNCES, Mark, Marks, emptied_by
from hub.merging.observation import Look, Observation, Saved
from hub.merging.rules import EntityRules
from hub.normalize.compare import same
from hub.normalize.names import company_key

_COMPANY_NAME = "company_name"
_AT_ONCE = Look()


def observe(
    shadow: Mapping[str, Any],
    marks: Marks,
    since: str,
    seen: Mapping[str, Any],
    blanks: frozenset[str],
    at: str,
    rules: EntityRules,
    look: Look = _AT_ONCE,
    *,
    first_sight: bool = False,
    edited: bool = True,
) -> Observation:
    """Compare `seen` (and the fields seen blank) with the shadow of a record whose first claims were made at `since`.

    `at` is the date of the newly seen state. `first_sight` says that the hub made this record and sees it for
    the first time: what it did not write are then the system's defaults and not edits. `edited` is false for a replay
    with another mapping, which tells the same state in other words. A field that is neither seen nor blank says
    nothing: what was known stays. What the hub has written over since the `look` may be of, and sees again, is an old
    state and nobody's edit. Another value may be older than the write, too: its author is then taken to have seen what
    stood there before.
    """
    result = Observation(dict(shadow), dict(marks), [], [], [])
    for field, value in _differing(shadow, marks, seen, blanks, edited=edited):
        mark, kind = marks.get(field), rules.kind_of(field)
        lag = look.lag_for(mark)
        if _is_late(mark, value, lag, kind):
            _doubt(result, field, value, kind)
        elif mark is not None and mark.wrote and same(kind, value, shadow.get(field)):
            result.shadow[field] = value
            result.reformatted.append(field)
        elif mark is not None and (wrote := _written_by(mark, value, at, kind, marks, look)):
            _echo(result, field, value, mark, wrote)
        elif mark is not None and _is_made_of(mark, value, kind, look.saved) and field not in rules.permissions:
            _rewrite(result, field, value, mark, kind)
        else:
            _edit(result, field, value, look.made_at(at, mark), edited=edited and not (first_sight and mark is None))
            _may_be_older(result.marks[field], mark, at, lag, look)
            _ask(result.marks[field], mark, marks, look.saved)
            if kind == _COMPANY_NAME and mark is not None:
                result.marks[field].mended = _mends(mark, value, shadow.get(field))
    carry_over(result, shadow, marks, since, look.made_at(at), rules, first_sight=first_sight, edited=edited)
    return result


def _differing(
    shadow: Mapping[str, Any], marks: Marks, seen: Mapping[str, Any], blanks: frozenset[str], *, edited: bool
) -> list[tuple[str, Any]]:
    """What is seen otherwise than it is known; None where it is blank now."""
    found = [(field, value) for field, value in seen.items() if shadow.get(field) != value and field not in blanks]
    found += [(field, None) for field in blanks if field in shadow]
    if edited or not marks:
        return found
    # A payload that is read anew is older than what the hub has written since.
    return [(field, value) for field, value in found if not ((mark := marks.get(field)) and mark.wrote)]


def _is_late(mark: Mark | None, value: Any, shown_since: str, kind: str) -> bool:
    """Whether the hub has written over this value so lately that the index may not know of it."""
    if mark is None or not mark.late or not shown_since:
        return False
    return any(until >= shown_since and same(kind, value, old) for until, old in mark.late)


def _doubt(result: Observation, field: str, value: Any, kind: str) -> None:
    """Leave a field as it is until the index is sure to know of the write; nothing is written there before."""
    result.is_late = True
    mark = result.marks[field]
    until = max(until for until, old in mark.late if same(kind, value, old))
    if mark.doubt != until:
        result.marks[field] = msgspec.structs.replace(mark, doubt=until)
        result.doubted.append(field)


def _written_by(mark: Mark, value: Any, at: str, kind: str, marks: Marks, look: Look) -> int:
    """The intent by which the hub has written this, under an edit that the index showed after it and that was older:
    its date or version tells, or that nobody has saved the record since the hub wrote another field of it; else 0.
    """
    sent = [(intent, until) for intent, until, words in mark.unsure if same(kind, value, words)]
    if not sent:
        return 0
    newest = _newest_write(marks)
    is_of_the_hub = look.saved is not None and newest > 0 and look.saved(newest) == "nobody"
    return next((i for i, until in sent if at <= until or is_of_the_hub or (look.is_of and look.is_of(i))), 0)


def _newest_write(marks: Marks) -> int:
    return max(mark.wrote for mark in marks.values())


def _is_made_of(mark: Mark, value: Any, kind: str, saved: Callable[[int], Saved] | None) -> bool:
    """Whether this is what the system has made of the hub's write; or what was sent, which its answer had not shown."""
    if not mark.wrote:
        return False
    return (mark.bounced >= BOUNCES and same(kind, value, mark.sent)) or (
        saved is not None and saved(mark.wrote) == "nobody"
    )


def _ask(new: Mark, mark: Mark | None, marks: Marks, saved: Callable[[int], Saved] | None) -> None:
    """Note of an edit that it may be what the system has left of what the hub sent: its beginning, or nothing."""
    if mark is None or not new.edited or not isinstance(mark.sent, str):
        return
    is_first_sight = saved is not None and bool(mark.wrote)
    if new.value is None:
        new.asks = saved is not None and is_first_sight and _may_be_of_the_system(mark, marks, saved)
    else:
        is_unanswered = mark.under is not None
        new.asks = (is_first_sight or is_unanswered) and mark.sent.startswith(str(new.value))
    if new.asks:
        new.saw, new.showed = None, 0


def _may_be_of_the_system(mark: Mark, marks: Marks, saved: Callable[[int], Saved]) -> bool:
    """Whether nobody can tell who changed a field after the hub's write; whoever has saved the record since a later
    write has done so since this one, of whose answer nothing may be known.
    """
    return saved(mark.wrote) == "unsure" and saved(_newest_write(marks)) != "somebody"


def _rewrite(result: Observation, field: str, value: Any, mark: Mark, kind: str) -> None:
    """The system holds something of its own making, which is nobody's word; the same is not sent again."""
    result.shadow.pop(field, None)
    if value is not None:
        result.shadow[field] = value
    is_as_sent = same(kind, value, mark.sent)
    result.marks[field] = msgspec.structs.replace(mark, bounced=0 if is_as_sent else BOUNCES)
    (result.reformatted if is_as_sent else result.rewritten).append(field)


def _echo(result: Observation, field: str, value: Any, mark: Mark, wrote: int) -> None:
    """The edit stays a claim, which the system no longer shows."""
    result.shadow.pop(field, None)
    if value is not None:
        result.shadow[field] = value
    result.marks[field] = msgspec.structs.replace(mark, wrote=wrote, under=None, older=())
    result.echoed.append(field)


def _may_be_older(new: Mark, mark: Mark | None, at: str, shown_since: str, look: Look) -> None:
    """Note of an edit that it may be older than the write before; where it is not, its author saw more than is noted,
    and one conflict too many is told of. Where its date says that it is older, the write stands there also in states of
    later dates. A write without an answer may still be on its way.
    """
    if mark is None:
        return
    new.older = tuple((intent, min(until, look.arrives_by), sent) for intent, until, sent in mark.unsure)
    if mark.wrote and mark.late and shown_since and mark.late[-1][0] >= shown_since:
        wrote_at, new.saw = mark.late[-1]
        is_older = at < (mark.dated or wrote_at)
        new.showed, new.late = 0, mark.late
        new.under = (mark.wrote, look.arrives_by if is_older else look.now)


def _edit(result: Observation, field: str, value: Any, at: str, *, edited: bool) -> None:
    before, mark = result.shadow.pop(field, None), result.marks.get(field)
    if value is not None:
        result.shadow[field] = value
    new = Mark(claimed=True, value=value, at=at, edited=edited, fresh=True, saw=before, showed=emptied_by(before, mark))
    if mark is not None and mark.wrote:
        new.sent, new.bounced = before, mark.bounced + 1
    result.marks[field] = new
    result.edited.append(field)


def _mends(mark: Mark, value: Any, before: Any) -> bool:
    """Whether this edit puts a name back, or goes over one that is the hub's word and not this system's."""
    keys = [company_key(name or "") for name in (value, mark.saw, before, mark.value)]
    return (mark.edited and keys[0] == keys[1]) or (bool(mark.wrote) and keys[2] != keys[3])


def settled(marks: Marks, last_intent: int) -> Marks:
    """The marks once a resolve has weighed them: nothing is fresh any more, and what is planned after `last_intent`
    knows of all that was emptied.
    """
    return {field: _settled(mark, last_intent) if mark.fresh else mark for field, mark in marks.items()}


def _settled(mark: Mark, last_intent: int) -> Mark:
    clears = mark.claimed and mark.value is None
    return msgspec.structs.replace(mark, fresh=False, weighed=last_intent if clears else 0)
