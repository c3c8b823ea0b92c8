"""Former names of companies, as the store has them: out of the states that it kept.

Invariant: nothing is stored of them, so what an erasure takes out of the past is no name of anybody any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from hub.merging.claims import read_marks
from hub.merging.company_events import State
from hub.merging.former_names import FormerName, former_names
from hub.merging.lineage import read_lineage
from hub.store import golden, sources
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction

_decode = msgspec.json.Decoder(dict[str, Any]).decode


def states_of(tx: Transaction, golden_id: int) -> list[State]:
    """Every state of a company, oldest first, the present one included."""
    found = []
    for version, doc, lineage, _, at in golden.versions(tx, golden_id):
        values = _decode(doc)
        found.append(State(version, at, values, read_lineage(lineage, list(values), None)))
    return found


def former_names_of(tx: Transaction, golden_ids: Sequence[int]) -> dict[int, list[FormerName]]:
    """The former names of those of these golden records that are companies and have any; none that only a record has
    said which was taken away from the company since.
    """
    renamed = golden.named_otherwise(tx, golden_ids)
    members = sources.of_golden(tx, renamed)
    edited = _edited(members)
    found: dict[int, list[FormerName]] = {}
    for golden_id in renamed:
        here = {0, *(row.source_id for row in members if row.golden_id == golden_id)}
        names = [one for one in former_names(states_of(tx, golden_id), edited) if one.said_by in here]
        if names:
            found[golden_id] = names
    return found


def _edited(members: Iterable[SourceRow]) -> set[tuple[int, str]]:
    """The fields that somebody changed in a source: (source_id, field)."""
    marks = [(row.source_id, read_marks(row.marks)) for row in members if row.marks is not None]
    return {(source_id, field) for source_id, told in marks for field, mark in told.items() if mark.edited}
