"""What undos keep as it was before: values that the hub wrote and took back, and records that it made or removed.

Invariant: an undo stands only while nobody has spoken since. Once the golden value is another one, or somebody edited
the field in that system, it has ended, and what survives is written again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hub.merging.claims import Marks
from hub.merging.rules import EntityRules
from hub.normalize.compare import same
from hub.store import decisions
from hub.store.decisions import UndoneRow
from hub.store.transaction import Transaction
from hub.sync.world import Document


class Kept(msgspec.Struct, frozen=True):
    """The fields of a unit that the hub wrote in a source record: what stood there before, what the hub wrote, and the
    golden values at the time of the undo; None where a field was blank. All in the words of the shadow.
    """

    before: Document
    wrote: Document
    golden: Document


_KEPT = msgspec.json.Decoder(Kept)


def read_kept(text: str | None) -> Kept:
    """As an undo has stored it."""
    return _KEPT.decode(text or "{}")


class Undone:
    """The undos about some source records."""

    def __init__(self, tx: Transaction, source_ids: Sequence[int]) -> None:
        self._tx = tx
        rows = decisions.undone(tx, source_ids)
        self._standing = [row for row in rows if row.unit is not None and row.stands]
        self._units: dict[int, dict[str, UndoneRow]] = {}
        for row in self._standing:
            self._units.setdefault(row.source_id, {})[row.unit or ""] = row
        self._records: dict[int, list[tuple[str, bool]]] = {}
        self._turned: dict[int, str] = {}
        for row in rows:
            if row.unit is None:
                operation = msgspec.json.decode(row.value or "{}")["operation"]
                self._records.setdefault(row.source_id, []).append((operation, row.stands))
                self._turned[row.source_id] = max(row.turned_at, self._turned.get(row.source_id, ""))

    def kept(self, source_id: int) -> dict[str, Kept]:
        """What is kept of a source record, by unit; the newest undo of each stands."""
        return {unit: read_kept(row.value) for unit, row in self._units.get(source_id, {}).items()}

    def end(self, source_id: int, units: Iterable[str], now: str) -> None:
        """Somebody has spoken since: these are ordinary fields again."""
        ended = [row.decision_id for row in self._standing if row.source_id == source_id and row.unit in set(units)]
        decisions.revoke(self._tx, ended, now)

    def removes(self, source_id: int) -> bool:
        """Whether the creation of this record was undone."""
        return ("create", True) in self._records.get(source_id, ())

    def removed(self, source_id: int) -> bool:
        """Whether the hub removed the record because its creation was undone: nobody said farewell to the customer."""
        return any(operation == "create" for operation, _ in self._records.get(source_id, ()))

    def returns(self, source_id: int) -> bool:
        """Whether the removal of this record was undone, so that it may be made again."""
        found = self._records.get(source_id, ())
        return not self.removes(source_id) and any(stands == (operation != "create") for operation, stands in found)

    def returned_at(self, source_id: int) -> str:
        """When that was said; empty where it was not."""
        return self._turned[source_id] if self.returns(source_id) else ""


def is_in_force(
    kept: Kept, golden: Mapping[str, Any], shadow: Mapping[str, Any], marks: Marks, rules: EntityRules
) -> bool:
    """Whether nobody has spoken since: golden is as it was at the undo, and the system shows what the hub put."""
    if not says(rules, kept.golden, golden):
        return False
    is_hubs = all((mark := marks.get(field)) is not None and mark.wrote for field in kept.wrote)
    return says(rules, kept.before, shadow) or (is_hubs and says(rules, kept.wrote, shadow))


def says(rules: EntityRules, fields: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether a document holds exactly these values, spelling aside; None stands for blank."""
    return all(_is_same(rules, field, value, document.get(field)) for field, value in fields.items())


def _is_same(rules: EntityRules, field: str, one: Any, other: Any) -> bool:
    if one is None or other is None or not rules.knows(field):
        return bool(one == other)
    return same(rules.kind_of(field), one, other)
