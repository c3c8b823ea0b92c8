"""Decides for each change whether it may be written, and to which cells; it sees the file as it is and writes nothing.

Invariant: what a result tells is what the file holds once the edits are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from connectors.excel.asides import Kind
from connectors.excel.edits import Edits, List, Writer
from connectors.excel.grid import Row
from connectors.excel.room import Room
from connectors.excel.table import Entry, Table, version_of
from hub.sdk.records import Change, PushResult

NOT_THERE = "no row has this key any more"


class Judge:
    """One batch of changes against one table."""

    def __init__(self, table: Table, writer: Writer | None, changes: Sequence[Change]) -> None:
        self.table = table
        self.writer = writer
        self.changes = changes
        self._cells: dict[int, dict[int, str]] = {}
        self._before: dict[tuple[int, int], str] = {}
        self._rows: dict[str, list[Entry]] = {}
        self._held: dict[str, int] = {}
        self._room = Room(table, len(changes))
        self._find()

    def _find(self) -> None:
        wanted = {self._id_of(change) for change in self.changes}
        writes_keys = any(self._writes_key(change) for change in self.changes)
        for row in self.table.rows():
            kind = self.table.kind(row)
            self._room.pass_row(row, kind)
            if kind is not Kind.RECORD:
                continue
            entry = self.table.entry(row)
            if writes_keys and entry.external_id is not None:
                self._held.setdefault(entry.external_id, row.number)
            if entry.external_id in wanted and entry.external_id is not None:
                self._rows.setdefault(entry.external_id, []).append(entry)

    def results(self) -> list[PushResult]:
        """One result for each change, in order."""
        return [self._judge(change) for change in self.changes]

    def edits(self) -> Edits:
        """The cells that the judged changes write."""
        last_row, header = self._room.last_row, self.table.header.last
        table = List(header, min(self.table.headings), max(self.table.headings), self._room.totals)
        return Edits(self._cells, last_row, last_row if last_row > header else None, self._before, table)

    def _id_of(self, change: Change) -> str | None:
        if change.external_id is not None and change.operation != "create":
            return change.external_id
        return self.table.key.identify([as_text(change.payload.get(heading)) for heading in self.table.key.headings])

    def _writes_key(self, change: Change) -> bool:
        return change.operation == "update" and not change.payload.keys().isdisjoint(self.table.key.headings)

    def _judge(self, change: Change) -> PushResult:
        external_id = self._id_of(change)
        found = self._rows.get(external_id or "", [])
        if len(found) > 1:
            rows = ", ".join(str(entry.row.number) for entry in found)
            return self._rejected(change, f"rows {rows} have the same key; correct one of them")
        if change.operation == "lookup":
            return self._told(change, found[0].row.texts, "found") if found else PushResult(change.key, "missing")
        if change.operation == "create":
            return self._create(change, external_id, found)
        if change.operation == "update":
            return self._update(change, found[0]) if found else PushResult(change.key, "missing", message=NOT_THERE)
        return self._rejected(change, f"a sheet offers no {change.operation}")

    def _create(self, change: Change, external_id: str | None, found: Sequence[Entry]) -> PushResult:
        if external_id is None:
            return self._rejected(change, f"a new row needs {' / '.join(self.table.key.headings)}")
        if found:
            return self._rejected(change, f"row {found[0].row.number} has this key already")
        row = self._room.next()
        if row is None:
            above = self._room.last_row
            return self._rejected(
                change, f"a total stands below row {above}, without a blank row between; insert blank rows between them"
            )
        said = {
            heading: value
            for heading, value in change.payload.items()
            if as_text(value) or heading not in self.table.columns
        }
        if reason := self._refusal(said, row):
            return self._rejected(change, reason)
        self._room.take()
        self._cells[row.number] = cells = self._columns(said)
        texts = [cells.get(column, row.text(column)) for column in range(max(self.table.headings) + 1)]
        self._rows[external_id] = [Entry(Row(row.number, texts), external_id, "")]
        self._held[external_id] = row.number
        return self._told(change, texts, "done")

    def _update(self, change: Change, entry: Entry) -> PushResult:
        row, payload = entry.row, self.table.payload(entry.row.texts)
        if change.expected_version and change.expected_version != version_of(payload):
            told = f"{self.table.grid.where}: somebody edited row {row.number} since it was read; it is planned again"
            return PushResult(change.key, "moved", entry.external_id, version_of(payload), told, payload)
        texts = list(row.texts) + [""] * (max(self.table.headings) + 1 - len(row.texts))
        changed = {heading: text for heading, text in change.payload.items() if self._differs(heading, text, texts)}
        if reason := self._refusal(changed, row):
            return self._rejected(change, self._place(row, reason))
        for column, text in self._columns(changed).items():
            texts[column] = text
        edited = entry._replace(row=row._replace(texts=texts))
        if reason := self._other_with_its_key(edited):
            return self._rejected(change, self._place(row, reason))
        for column, text in self._columns(changed).items():
            self._before.setdefault((row.number, column), row.text(column))
            self._cells.setdefault(row.number, {})[column] = text
        return self._moved_key(change, edited)

    def _other_with_its_key(self, edited: Entry) -> str:
        """Why an edited row can't be told from another one, or empty: two rows with one key are one customer less."""
        external_id = self.table.entry(edited.row).external_id
        if external_id == edited.external_id:
            return ""
        if external_id is None:
            return f"the row would have no {' / '.join(self.table.key.headings)}, which identifies it; fill it in"
        other = self._held.get(external_id)
        return "" if other is None else f"its key would be that of row {other}; correct one of the two, or delete it"

    def _moved_key(self, change: Change, edited: Entry) -> PushResult:
        """A row whose key cells were written has another id from now on."""
        external_id = self.table.entry(edited.row).external_id
        if external_id is not None and external_id != edited.external_id:
            self._held[external_id] = self._held.pop(edited.external_id or "", edited.row.number)
        self._rows[edited.external_id or ""] = []
        self._rows[external_id or ""] = [edited]
        return self._told(change, edited.row.texts, "done")

    def _differs(self, heading: str, value: Any, texts: Sequence[str]) -> bool:
        column = self.table.columns.get(heading)
        return column is None or texts[column] != as_text(value)

    def _refusal(self, payload: Mapping[str, Any], row: Row) -> str:
        for heading, value in payload.items():
            column = self.table.columns.get(heading)
            if column is None:
                return f"there is no column {heading}; the headings are {', '.join(self.table.columns)}"
            if isinstance(value, list | dict):
                return f"{heading} can't hold a list; join it in the mapping"
            reason = self.writer.refusal(row, column, as_text(value)) if self.writer else ""
            if reason:
                return f"{heading} {reason}"
        return ""

    def _columns(self, payload: Mapping[str, Any]) -> dict[int, str]:
        return {self.table.columns[heading]: as_text(value) for heading, value in payload.items()}

    def _told(self, change: Change, texts: Sequence[str], outcome: Literal["done", "found"]) -> PushResult:
        payload = self.table.payload(texts)
        external_id = self.table.key.identify([texts[c] if c < len(texts) else "" for c in self.table.key.columns])
        return PushResult(change.key, outcome, external_id, version_of(payload), payload=payload)

    def _rejected(self, change: Change, reason: str) -> PushResult:
        return PushResult(change.key, "rejected", change.external_id, message=f"{self.table.grid.where}: {reason}")

    def _place(self, row: Row, what: str) -> str:
        return f"row {row.number}: {what}"


def as_text(value: Any) -> str:
    """A value as a cell's text; None empties the cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | Decimal):
        return format(Decimal(str(value)), "f")  # never 1e-05, which no cell and no reader takes for an amount
    return value if isinstance(value, str) else str(value)
