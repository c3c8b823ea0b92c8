"""The run that stored a claim, found by reading the kept payloads again.

Invariant: a run is named only where a payload that it stored shows the claimed value, or where it wrote that value.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hub.mapping.problems import MappingProblem
from hub.merging.agreement import agree
from hub.merging.claims import claim_of, read_marks
from hub.merging.rules import Unit
from hub.store import outbox, raw
from hub.store.sources import SourceRow
from hub.store.transaction import Transaction
from hub.sync.payloads import decode_payload
from hub.sync.record import Names, Record, source_of
from hub.sync.references import make_absolute
from hub.sync.world import Document, World


class Origins:
    """Reads each remote record's payloads once."""

    def __init__(self, tx: Transaction, world: World, names: Names) -> None:
        self._tx, self._world, self._names = tx, world, names
        self._states: dict[int, list[tuple[int, Mapping[str, Document]]]] = {}

    def run_of(self, row: SourceRow, unit: Unit) -> int | None:
        """The run in whose payload the record began to say of the unit what it claims; None where nothing tells."""
        # References stay as stored here: the payloads have no golden names either.
        claim = claim_of(source_of(Record.read(row), self._names), unit.fields)
        if claim is None:
            return self._run_that_wrote(row, unit)
        found = None
        for run_id, parts in self.of_raw(row):
            shown = {field: value for field, value in parts.get(row.part, {}).items() if field in unit.fields}
            if agree(unit, shown, claim.values):
                found = run_id
            elif found is not None:
                break
        return found

    def _run_that_wrote(self, row: SourceRow, unit: Unit) -> int | None:
        """A record that the hub made and that stands alone since speaks with what the hub wrote."""
        marks = read_marks(row.marks)
        wrote = [marks[field].wrote for field in unit.fields if field in marks and marks[field].wrote]
        intent = outbox.by_id(self._tx, max(wrote)) if wrote else None
        return intent.run_id if intent is not None else None

    def of_raw(self, row: SourceRow) -> list[tuple[int, Mapping[str, Document]]]:
        """(run, parts) of each payload that the present mapping understands, newest first."""
        if row.raw_id not in self._states:
            states = raw.history(self._tx, row.raw_id)
            read = [(run_id, self._parts(row, bytes(payload))) for payload, _, run_id in states]
            self._states[row.raw_id] = [(run_id, parts) for run_id, parts in read if parts is not None]
        return self._states[row.raw_id]

    def _parts(self, row: SourceRow, payload: bytes) -> Mapping[str, Document] | None:
        stream = self._world.stream(row.stream_id)
        if stream is None:
            return None
        try:
            _, parts = stream.mapping.map(decode_payload(payload))
        except (MappingProblem, msgspec.DecodeError):
            return None
        make_absolute(stream.mapping, parts, stream.stream_id, row.external_id, stream.stream_ids)
        return parts
