"""The names that a company had before it was renamed, out of the states that were known of it.

Invariant: a former name is one that the company does not have again: whoever puts a name back, as an undo does, takes
away what stood there meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from hub.merging.company_events import State, company_events
from hub.normalize.names import company_key


@dataclass(frozen=True)
class FormerName:
    """A name as it last stood, with the reading that stood beside it; the sources that said it, and that said the name
    which came in its place (0: a decision, or the only source that there was).
    """

    name: str
    kana: str
    said_by: int
    replaced_by: int


def former_names(states: Sequence[State], edited: Set[tuple[int, str]] = frozenset()) -> list[FormerName]:
    """The former names of a company, the newest first; arguments as those of `company_events`."""
    renamed = {event.version for event in company_events(states, edited) if event.kind == "renamed"}
    path: list[_Step] = []
    for state in states:
        name = state.doc.get("name") or ""
        if not (key := company_key(name)):
            continue
        known = next((place for place, step in enumerate(path) if step.key == key), len(path))
        by_renaming = path[known].by_renaming if known < len(path) else state.version in renamed
        path[known:] = [_Step(key, name, state.doc.get("kana") or "", state.sources.get("name") or 0, by_renaming)]
    return [
        FormerName(step.name, step.kana, step.source, after.source)
        for step, after in reversed(list(pairwise(path)))
        if after.by_renaming
    ]


class _Step(NamedTuple):
    """A name as it last stood, and whether it came by a renaming of the one before."""

    key: str
    name: str
    kana: str
    source: int
    by_renaming: bool
