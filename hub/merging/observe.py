"""What a newly seen record says, compared field by field with its shadow: edits become claims, echoes do not.

Invariant: a field whose value equals its shadow keeps its claim and its time, so recency is decided per field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from hub.merging.claims import BOUNCES, Mark, Marks
from hub.merging.rules import EntityRules, Unit
from hub.normalize.compare import comparable, same
from hub.normalize.names import company_key

_COMPANY_NAME = "company_name"
Saved = Literal["nobody", "somebody", "unsure"]
"""Who has saved a record since the hub's write: `nobody` says that it stands as its system has made it of the write."""


class Observation(msgspec.Struct):
    """The new shadow and marks, and which fields differ because somebody edited them or because the system
    reformatted. `echoed` are those that show again what the hub wrote, after an edit that was older than the write;
    `rewritten` those of which the system has made something else than the hub wrote.
    `is_late` says that a field was left as it was, and has to be compared once more after the lag; `doubted` are those
    that were so for the first time since the hub wrote them.
    """

    shadow: dict[str, Any]
    marks: Marks
    edited: list[str]
    reformatted: list[str]
    echoed: list[str]
    is_late: bool = False
    doubted: list[str] = []
    rewritten: list[str] = []

    @property
    def changed(self) -> bool:
        """Whether anything at all differs from what was stored."""
        return bool(self.edited or self.reformatted or self.echoed or self.doubted or self.rewritten)


def observe(
    shadow: Mapping[str, Any],
    marks: Marks,
    since: str,
    seen: Mapping[str, Any],
    blanks: frozenset[str],
    at: str,
    rules: EntityRules,
    *,
    first_sight: bool = False,
    edited: bool = True,
    shown_since: str = "",
    now: str = "",
    saved: Callable[[int], Saved] | None = None,
    shown_at: str = "",
    at_over: Callable[[Mark], str] | None = None,
) -> Observation:
    """Compare `seen` (and the fields seen blank) with the shadow of a record whose first claims were made at `since`.

    `at` is the event time of the newly seen state. `first_sight` says that the hub made this record and sees it for
    the first time: what it did not write are then the system's defaults and not edits. `edited` is false for a replay
    with another mapping, which tells the same state in other words. A field that is neither seen nor blank says
    nothing: what was known stays. Where the system's index lags it may show a state as old as `shown_since`; what the
    hub has written over since then, and sees again at `now`, is that old state and nobody's edit. Another value may be
    older than the write, too: its author is then taken to have seen what stood there before. Of a record that no pull
    has shown since the hub wrote to it, `saved` tells who has saved it since the write of an intent. `shown_at` is when
    the record changed last by its system's clock: where that is after the write, nothing of the state is older.
    `at_over` tells the event time of an edit that goes over what a mark tells of, which is no earlier than that.
    """
    result = Observation(dict(shadow), dict(marks), [], [], [])
    for field, value in _differing(shadow, marks, seen, blanks, edited=edited):
        mark, kind = marks.get(field), rules.kind_of(field)
        # Nothing is older than the write where the record has changed since by the system's own clock.
        lag = "" if mark is not None and mark.dated and shown_at > mark.dated else shown_since
        if _is_late(mark, value, lag, kind):
            _doubt(result, field, value, kind)
        elif mark is not None and mark.wrote and same(kind, value, shadow.get(field)):
            result.shadow[field] = value
            result.reformatted.append(field)
        elif mark is not None and _is_written(mark, value, at, kind, marks, saved):
            _echo(result, field, value, mark)
        elif mark is not None and _is_made_of(mark, value, kind, saved) and field not in rules.permissions:
            _rewrite(result, field, value, mark, kind)
        else:
            made_at = at_over(mark) if at_over is not None and mark is not None else at
            _edit(result, field, value, made_at, edited=edited and not (first_sight and mark is None))
            _may_be_older(result.marks[field], mark, lag, now)
            _ask(result.marks[field], mark, marks, saved)
            if kind == _COMPANY_NAME and mark is not None:
                result.marks[field].mended = _mends(mark, value, shadow.get(field))
    _carry_over(result, shadow, marks, since, at, rules, first_sight=first_sight, edited=edited)
    return result


def _carry_over(
    result: Observation,
    shadow: Mapping[str, Any],
    marks: Marks,
    since: str,
    at: str,
    rules: EntityRules,
    *,
    first_sight: bool,
    edited: bool,
) -> None:
    """Keep with each edit what stands beyond it: an opt-out, what was taken out of a list, the rest of its group."""
    for field in result.edited[:]:
        unit, mark = rules.unit_of(field), result.marks[field]
        if unit.rule.strategy == "opt_out" and mark.value is not False:
            mark.out = _opted_out_at(field, shadow, marks.get(field), since, edited=edited)
        mark.dropped = _dropped(unit, mark, marks.get(field))
        if len(unit.fields) > 1 and (mark.edited or first_sight):
            _adopt(result, unit.fields, at, edited=mark.edited)


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


def _is_written(mark: Mark, value: Any, at: str, kind: str, marks: Marks, saved: Callable[[int], Saved] | None) -> bool:
    """Whether this is the hub's write, under an edit that the index showed after it and that was older: its date tells,
    or that nobody has saved the record since the hub wrote another field of it.
    """
    if mark.under is None or not same(kind, value, mark.sent):
        return False
    newest = _newest_write(marks)
    return at <= mark.under[1] or (saved is not None and newest > 0 and saved(newest) == "nobody")


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


def _echo(result: Observation, field: str, value: Any, mark: Mark) -> None:
    """The edit stays a claim, which the system no longer shows."""
    result.shadow.pop(field, None)
    if value is not None:
        result.shadow[field] = value
    wrote = mark.under[0] if mark.under is not None else 0
    result.marks[field] = msgspec.structs.replace(mark, wrote=wrote, under=None)
    result.echoed.append(field)


def _may_be_older(new: Mark, mark: Mark | None, shown_since: str, now: str) -> None:
    """Note of an edit that it may be older than the write before; where it is not, its author saw more than is noted,
    and one conflict too many is told of.
    """
    if mark is not None and mark.wrote and mark.late and shown_since and mark.late[-1][0] >= shown_since:
        new.saw, new.showed = mark.late[-1][1], 0
        new.late, new.under = mark.late, (mark.wrote, now)


def _edit(result: Observation, field: str, value: Any, at: str, *, edited: bool) -> None:
    before, mark = result.shadow.pop(field, None), result.marks.get(field)
    if value is not None:
        result.shadow[field] = value
    new = Mark(claimed=True, value=value, at=at, edited=edited, fresh=True, saw=before, showed=_shows(before, mark))
    if mark is not None and mark.wrote:
        new.sent, new.bounced = before, mark.bounced + 1
    result.marks[field] = new
    result.edited.append(field)


def _mends(mark: Mark, value: Any, before: Any) -> bool:
    """Whether this edit puts a name back, or goes over one that is the hub's word and not this system's."""
    keys = [company_key(name or "") for name in (value, mark.saw, before, mark.value)]
    return (mark.edited and keys[0] == keys[1]) or (bool(mark.wrote) and keys[2] != keys[3])


def _adopt(result: Observation, group: tuple[str, ...], at: str, *, edited: bool) -> None:
    """Who edits one field of a group, or fills it before the hub sees the record that it made, has seen the others and
    left them: he claims the group as it now stands, also what the hub wrote of it.
    """
    for field in group:
        if field in result.marks and field not in result.edited:
            value, showed = result.shadow.get(field), _shows(result.shadow.get(field), result.marks[field])
            result.marks[field] = Mark(value=value, at=at, edited=edited, fresh=True, saw=value, showed=showed)


def _dropped(unit: Unit, new: Mark, mark: Mark | None) -> tuple[tuple[str, Any], ...]:
    """What is taken out of a list by now: by this edit, or by one before it."""
    if unit.rule.strategy != "union" or not new.edited:
        return ()
    kind, before = unit.kinds[0], mark.dropped if mark is not None else ()
    kept = {comparable(kind, [item]) for item in new.value or ()}
    gone = {comparable(kind, [item]): (at, item) for at, item in (*before, *((new.at, item) for item in new.saw or ()))}
    return tuple(one for spelling, one in gone.items() if spelling not in kept)


def _shows(value: Any, mark: Mark | None) -> int:
    """The intent that emptied a field, where it was the hub."""
    return mark.wrote if mark is not None and value is None else 0


def _opted_out_at(field: str, shadow: Mapping[str, Any], mark: Mark | None, since: str, *, edited: bool) -> str:
    """When this system opted out itself, if it did; other words for the same state make no opt-out of what was none."""
    if edited and mark is None:
        return since if shadow.get(field) is False else ""
    if edited and mark is not None and mark.claimed and mark.value is False:
        return mark.at
    return mark.out if mark is not None else ""


def settled(marks: Marks, last_intent: int) -> Marks:
    """The marks once a resolve has weighed them: nothing is fresh any more, and what is planned after `last_intent`
    knows of all that was emptied.
    """
    return {field: _settled(mark, last_intent) if mark.fresh else mark for field, mark in marks.items()}


def _settled(mark: Mark, last_intent: int) -> Mark:
    clears = mark.claimed and mark.value is None
    return msgspec.structs.replace(mark, fresh=False, weighed=last_intent if clears else 0)
