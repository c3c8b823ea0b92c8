"""The newest claim of a field that moves alone, where nobody loses by it: most edits of most customers.

Invariant: what is told here is what weighing the claims gives, and no claim loses to an author who had not seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from hub.merging.claims import Mark, Source
from hub.merging.rules import Unit
from hub.normalize.compare import same

_Said = tuple[tuple[str, bool, str], Any, Source, Mark | None]
_recency = itemgetter(0)


def newest(unit: Unit, sources: Sequence[Source]) -> tuple[Any, int] | None:
    """The value and the source id behind it; None where the claims have to be weighed."""
    if len(unit.fields) > 1 or unit.rule.strategy != "most_recent":
        return None
    said = _said(unit.fields[0], sources)
    if not said:
        return None
    _, value, author, mark = max(said, key=_recency)
    saw = mark.saw if mark is not None and mark.edited else None
    for _, other, source, its_mark in said:
        if other not in (value, saw) and _may_lose(unit, other, source, its_mark, saw):
            return None
    return value, author.source_id


def _said(field: str, sources: Sequence[Source]) -> list[_Said] | None:
    """What each source claims; None where one empties the field, or has opted out once."""
    said: list[_Said] = []
    for source in sources:
        mark = source.marks.get(field)
        if mark is None:
            value = source.shadow.get(field)
            if value is not None:
                said.append(((source.since, False, source.name), value, source, None))
        elif mark.claimed:
            if mark.value is None or mark.out:
                return None
            said.append(((mark.at, mark.edited, source.name), mark.value, source, mark))
    return said


def _may_lose(unit: Unit, value: Any, source: Source, mark: Mark | None, saw: Any) -> bool:
    """Whether a claim has never been weighed, or was golden until now where the winner's author `saw` something else.

    Most authors saw what was golden, so that no spelling has to be looked at.
    """
    if source.fresh if mark is None else mark.fresh:
        return True
    stood = source.stood.get(unit.fields[0]) if source.stood is not None else None
    return stood is not None and stood != saw and same(unit.kinds[0], value, stood)
